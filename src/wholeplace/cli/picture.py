"""wholeplace picture: from the partners' files to the board's pack, and the findings in plain sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.told import area_called, front_page, links_told, readings_of
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.place import Area

QUIET = ("no clear change", "cannot say")
"""Verdicts that a terminal names without their sentence."""


def picture(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    period: Annotated[
        str | None, typer.Option(help="Such as 2025-Q3, 2025-09, 2025 or 2024/25. Without it, the last complete quarter.")
    ] = None,
    area: Annotated[
        str | None, typer.Option(help="Also print the readings of this area: its code, its name or another name it goes by.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make the whole picture: receive the files, follow journeys, measure, read together, publish the pack."""
    with letters(as_json=as_json):
        asked = None if area is None else area_called(wholeplace.read(folder), area, period)
        with watching(as_json=as_json) as progress:
            pack = wholeplace.make_picture(folder, period, progress=progress)
        told = front_page(pack.release)
        links = links_told(folder, pack.release)
        readings = {str(one.code): readings_of(pack.release, one.code) for one in (pack.picture.system, asked) if one}
        if as_json:
            say_json({**_for_machines(pack, told, readings, asked), "links": links})
        else:
            _for_people(pack, told, readings, asked)
            say(*links["sentences"], *([""] if links["sentences"] else []))
            say(f"The pack is in {pack.release}. See it with: wholeplace serve {folder}")


def _for_machines(pack: wholeplace.Pack, told: Mapping[str, Any], readings: Mapping[str, Any], asked: "Area | None") -> dict[str, Any]:
    area = {"code": asked.code, "name": asked.name, "level": asked.level, "readings": readings[asked.code]} if asked else None
    return {"release": str(pack.release), **told, "readings": readings[pack.picture.system.code], "area": area}


def _for_people(pack: wholeplace.Pack, told: Mapping[str, Any], readings: Mapping[str, Any], asked: "Area | None") -> None:
    say(f"{told['place']}, {told['period_in_words']}", "")
    say(*told["headline"], "")
    if told["findings"]:
        say_list(told["findings"])
        say("")
    counts = Counter(reading["verdict"] for reading in readings[pack.picture.system.code])
    if counts:
        say("Readings: " + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) + ".", "")
    if asked:
        _area_for_people(asked, readings[asked.code])


def _area_for_people(area: "Area", readings: Sequence[Mapping[str, Any]]) -> None:
    """What changed in full, then what did not and what cannot be said by name."""
    say(f"{area.name} ({area.level}):" if readings else f"{area.name} ({area.level}) has no readings of its own.")
    quiet: dict[str, list[str]] = {verdict: [] for verdict in QUIET}
    for one in readings:
        quiet.get(one["verdict"], []).append(one["title"])
    say_list(f"{one['title']}: {one['verdict']}. {one['sentence']}" for one in readings if one["verdict"] not in QUIET)
    say_list(f"{verdict.capitalize()}: {'; '.join(titles)}." for verdict, titles in quiet.items() if titles)
    say("")
