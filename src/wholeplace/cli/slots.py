"""wholeplace slots: what practices and other services offer: made from weekly sessions or taken in, released, kept for 111, counted."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.told import day_of

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
By = Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log with what you do.")]

SHOWN = 20

slots = typer.Typer(
    name="slots",
    help="Make or take in the slots that can be booked, release them, keep the quota of 111, and see how they were used.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@slots.command()
def make(
    folder: Folder,
    by: By,
    weeks: Annotated[int, typer.Option(min=1, max=26, help="For so many weeks from today.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Make the slots of front_door/sessions.toml, and keep each day's quota for 111. Safe to run again."""
    from wholeplace import web

    with letters(as_json=as_json):
        made = web.slots_of(folder, by=by).make(weeks)
        if as_json:
            say_json(made)
            return
        say(f"{sum(made.new.values()):,} slots are new, at {len(made.new)} services. {sum(made.kept_for_111.values()):,} are kept for 111.")


@slots.command("import")
def import_(
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="CSV files of slots; or FHIR Bundles of Slot and Schedule.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Take in slots from a practice's own system. Doing it again changes only what differs, and nothing that is booked."""
    from wholeplace import web

    with letters(as_json=as_json):
        told = web.slots_of(folder, by=by).take_in(files)
        if as_json:
            say_json(told)
            return
        say(f"{told.new:,} slots are new, {told.changed:,} changed, {told.same:,} as before, {told.booked:,} booked and left as they are.")
        if told.refused:
            say(f"{len(told.refused):,} were refused. They are in {told.set_aside}, each with the reason:")
            say_list(f"{one.unit} {one.number}: {one.what} {one.fix}" for one in told.refused[:SHOWN])


@slots.command()
def release(  # noqa: PLR0913  each is an option of the verb
    folder: Folder,
    practice: Annotated[str, typer.Option(help="The code of the practice.")],
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day.")],
    by: By,
    to: Annotated[list[str] | None, typer.Option(help="An organisation type, such as urgent-care. None: everybody.")] = None,
    code: Annotated[list[str] | None, typer.Option(help="The code of an organisation.")] = None,
    not_before: Annotated[datetime | None, typer.Option(help="From when others see them, by the clock of England.")] = None,
    as_json: AsJson = False,
) -> None:
    """Release a practice's free slots to others, by type and code of organisation, at once or from a moment on."""
    from wholeplace import web
    from wholeplace.web.house import ENGLAND

    with letters(as_json=as_json):
        days = (since.date(), until.date() + timedelta(days=1))
        embargo = not_before.replace(tzinfo=ENGLAND) if not_before else None
        count = web.slots_of(folder, by=by).release(practice, days, types=to or (), codes=code or (), since=embargo)
        say_json({"released": count}) if as_json else say(f"{count:,} slots are released.")


@slots.command()
def quota(
    folder: Folder,
    by: By,
    days: Annotated[int, typer.Option(min=1, max=60, help="For so many days from today.")] = 14,
    as_json: AsJson = False,
) -> None:
    """Keep the slots that practices promised to 111, spread over each day. Safe to run again."""
    from wholeplace import web

    with letters(as_json=as_json):
        told = web.slots_of(folder, by=by).keep_quota(days)
        say_json(told) if as_json else say(f"{sum(told.values()):,} slots were added to those kept for 111, at {len(told):,} practices.")


@slots.command()
def used(
    folder: Folder,
    file: Annotated[Path | None, typer.Option(help="Write every day of every practice into this CSV file.")] = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="For so many days until yesterday.")] = 28,
    as_json: AsJson = False,
) -> None:
    """Show how slots were used: kept for 111, booked by it, come back, left unused."""
    from wholeplace import web
    from wholeplace.web.slotting import as_csv

    with letters(as_json=as_json):
        today = day_of(folder)
        told = web.slots_of(folder, by="").used(today - timedelta(days=days), today)
        if file is not None:
            file.write_text(as_csv(told), "utf-8")
        if as_json:
            say_json(told)
            return
        kept, booked, back = (sum(getattr(one, name) for one in told) for name in ("offered", "used_by_111", "given_back"))
        say(f"{kept:,} slots were kept for 111: it booked {booked:,}, and {back:,} came back, {sum(one.unused for one in told):,} unused.")
