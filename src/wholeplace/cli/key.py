"""wholeplace account key: which systems may come in through the front door, for which organisation."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters
from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from wholeplace.web import KeyTold, SystemKeys

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
By = Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log with what you do.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day on which the key opens nothing.")]

key = typer.Typer(
    name="key",
    help="Give keys to other systems, list them, and end them.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@key.command()
def new(  # noqa: PLR0913  each is an option of the verb
    folder: Folder,
    organisation: Annotated[str, typer.Argument(metavar="CODE", help="The code of the organisation whose system it is.")],
    name: Annotated[str, typer.Option(help="What the system is called.")],
    by: By,
    may: Annotated[list[str], typer.Option(help="What it opens: search, book or refer. Give it once for each.")],
    acts_for: Annotated[list[str] | None, typer.Option(help="The code of another organisation for which it may come.")] = None,
    kind: Annotated[str, typer.Option("--type", help="What kind of organisation it is, as slots are released: urgent-care.")] = "",
    interface: Annotated[str, typer.Option(help="bars: it keeps to the Booking and Referral Standard. fhir: a plain client.")] = "bars",
    until: Day = None,
    as_json: AsJson = False,
) -> None:
    """Make a key. It is shown once: only a hash of it is kept."""
    with letters(as_json=as_json):
        made = _keys(folder, by).new(
            name=name, organisation=organisation, may=tuple(may), acts_for=tuple(acts_for or ()), type=kind, interface=interface,
            until=until.date() if until else None,
        )  # fmt: skip
        if as_json:
            say_json(made)
            return
        say(f"This key is shown once. Hand it over yourself. It can be ended: wholeplace account key end {folder} {made.reference}")
        typer.echo(made.key)


@key.command("list")
def list_(folder: Folder, as_json: AsJson = False) -> None:
    """Show every key that was ever given. The keys themselves are not kept."""
    with letters(as_json=as_json):
        told = _keys(folder, "").told()
        if as_json:
            say_json(told)
        elif not told:
            say(f"No system has a key yet. Give one: wholeplace account key new {folder} CODE --name NAME --may search --by INITIALS")
        for one in () if as_json else told:
            say(in_words(one))


@key.command()
def end(
    folder: Folder,
    reference: Annotated[str, typer.Argument(metavar="KEY", help="The key's reference, as in the list: key-0a1b2c3d4e5f.")],
    by: By,
    until: Day = None,
    as_json: AsJson = False,
) -> None:
    """End a key. It stays on record."""
    with letters(as_json=as_json):
        keys = _keys(folder, by)
        told = keys.end(reference, until=until.date() if until else keys.house.today)
        if as_json:
            say_json(told)
        else:
            say(f"{reference} opens nothing from {told.until} on.")


def in_words(one: "KeyTold") -> str:
    """A key with whose it is and what it opens."""
    others = f", also for {', '.join(one.acts_for)}" if one.acts_for else ""
    until = f" until {one.until}" if one.until else ""
    kind = f" ({one.type})" if one.type else ""
    return (
        f"{one.reference}: {one.name}, of {one.organisation}{kind}{others}; {', '.join(one.may)}; {one.interface}; from {one.since}{until}"
    )


def _keys(folder: Path, by: str) -> "SystemKeys":
    from wholeplace.web import system_keys_of

    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    return system_keys_of(folder, by=by)
