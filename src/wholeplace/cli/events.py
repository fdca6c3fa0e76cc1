"""wholeplace events: other systems told of what happens at their organisation, by reference only."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json
from wholeplace.cli.letters import letters

if TYPE_CHECKING:
    from wholeplace.web import Events, Subscribed

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
By = Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log with what you do.")]

events = typer.Typer(
    name="events",
    help="Tell other systems what happens at their organisation: who is told, and sending what waits.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@events.command()
def subscribe(
    folder: Folder,
    organisation: Annotated[str, typer.Argument(metavar="CODE", help="The organisation whose system is told, and of whose events.")],
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where it listens. It begins with https://")],
    by: By,
    kind: Annotated[list[str] | None, typer.Option(help="Only these, such as “appointment booked”. May be given again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Subscribe an organisation's system. Its secret is shown once."""
    with letters(as_json=as_json):
        made = _events(folder, by).subscribe(organisation, address, kind or [])
        if as_json:
            say_json(made)
            return
        say(f"{made.reference}: {organisation} is told at {address} of {_of(made)}.")
        say(f"Its secret, shown once: {made.secret}")
        say(f"Send what waits: wholeplace events send {folder} --keep-on")


@events.command("list")
def list_(folder: Folder, as_json: AsJson = False) -> None:
    """Show who is told of what, and what waits."""
    with letters(as_json=as_json):
        told = _events(folder, "").told()
        if as_json:
            say_json(told)
        elif not told:
            say("Nobody is told of anything yet.")
        for one in () if as_json else told:
            ended = f" It ended on {one.until}." if one.until else ""
            trouble = f" {one.said}" if one.waiting and one.said else ""
            say(f"{one.reference}: {one.organisation} at {one.address}, of {_of(one)}.{ended}")
            say(f"  {one.told} told, {one.waiting} waiting.{trouble}")


@events.command()
def end(folder: Folder, reference: Annotated[str, typer.Argument(metavar="SUBSCRIPTION")], by: By, as_json: AsJson = False) -> None:
    """End a subscription. What happened before is still told."""
    with letters(as_json=as_json):
        ended = _events(folder, by).end(reference)
        if as_json:
            say_json(ended)
        else:
            say(f"{reference} ends on {ended.until}.")


@events.command()
def send(
    folder: Folder,
    keep_on: Annotated[bool, typer.Option("--keep-on", help="Go on until Ctrl-C, looking every few seconds.")] = False,
    every: Annotated[int, typer.Option(min=1, help="Seconds between two looks.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Tell subscribers what waits for them. Safe to run again: nothing is told twice that was taken."""
    with letters(as_json=as_json):
        opened = _events(folder, "")
        while True:
            sent = opened.send()
            if as_json:
                say_json(sent)
            elif not keep_on or sent.taken or sent.refused:
                say(f"{sent.taken} told, {sent.refused} not taken and tried again later, {sent.waiting} waiting.")
            if not keep_on:
                return
            time.sleep(every)


def _events(folder: Path, by: str) -> "Events":
    from wholeplace import web

    return web.events_of(folder, by=by)


def _of(one: "Subscribed") -> str:
    return ", ".join(one.kinds) if one.kinds else "everything that happens there"
