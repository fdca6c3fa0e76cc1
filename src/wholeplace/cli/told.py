"""What a release says, read back from its open data: the words went through disclosure control before a terminal shows them."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wholeplace.terms import Period

if TYPE_CHECKING:
    from wholeplace.place import Area, Place


def day_of(folder: Path) -> date:
    """The place's own day where it stands still, or else the clock's."""
    import wholeplace

    return wholeplace.read(folder).settings.today or datetime.now().astimezone().date()


def front_page(release: Path) -> Mapping[str, Any]:
    """Place, period, headline, findings and what cannot be said."""
    return json.loads((release / "data" / "picture.json").read_text("utf-8"))


def readings_of(release: Path, area: str) -> list[Mapping[str, Any]]:
    """The readings of one area by its code, in the order of the release."""
    readings = json.loads((release / "data" / "readings.json").read_text("utf-8"))
    return [reading for reading in readings if reading["area"] == area]


def area_called(place: "Place", asked: str, period: str | None) -> "Area":
    """The area with this code, name or other name at the end of `period`; without one, as the newest boundaries stand."""
    from wholeplace.place import resolve_area

    day = Period.parse(period).ends - timedelta(days=1) if period else max(area.valid_from for area in place.areas)
    return resolve_area(place, asked, day)


def links_told(folder: Path, release: Path) -> dict[str, Any]:
    """The version of the links behind a release and, when another was behind the release before, how many published figures
    moved: in words, and as fields. No sentence when the links are as they were, or nobody knows which they were."""
    from wholeplace import people, publish

    moved, versions = publish.figures_moved(release), people.links_of_releases(folder)
    now = versions.get(release.name)
    told: dict[str, Any] = {"version": now, "figures_moved": moved, "sentences": []}
    before = versions.get(moved.since) if moved else None
    if moved and now and before and now != before:
        why = "" if moved.same_files else " Partners’ files changed too, so not all of it comes from the links."
        told["sentences"] = [
            f"The links changed (version {now}): {moved.moved:,} of {moved.compared:,} published figures are other than in "
            f"{moved.since}.{why} What changed in them: wholeplace link {folder}"
        ]
    return told
