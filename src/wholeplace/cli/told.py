"""What a release says, read back from its open data: the words went through disclosure control before a terminal shows them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from wholeplace.place import Area, Place


def front_page(release: Path) -> Mapping[str, Any]:
    """Place, period, headline, findings and what cannot be said."""
    return json.loads((release / "data" / "picture.json").read_text("utf-8"))


def readings_of(release: Path, area: str) -> list[Mapping[str, Any]]:
    """The readings of one area by its code, in the order of the release."""
    readings = json.loads((release / "data" / "readings.json").read_text("utf-8"))
    return [reading for reading in readings if reading["area"] == area]


def area_called(place: "Place", asked: str) -> "Area":
    """The area with this code, name or other name, whatever its capitals. Raises WrongUse when there is none, or more than one."""
    from wholeplace.place.spelling import did_you_mean

    by_word: dict[str, dict[str, Area]] = {}
    for area in place.areas:
        for word in (area.code, area.name, *area.aliases):
            by_word.setdefault(word.casefold(), {})[area.code] = area
    found = by_word.get(asked.strip().casefold(), {})
    if not found:
        guess = did_you_mean(asked, (word for area in place.areas for word in (area.name, area.code, *area.aliases)))
        raise WrongUse(f'There is no area "{asked}" in {place.settings.name}. {guess or "The areas are listed in areas.csv."}')
    if len(found) > 1:
        several = ", ".join(f"{area.code} ({area.level})" for area in found.values())
        raise WrongUse(f'"{asked}" names more than one area. Ask by code: {several}.')
    return next(iter(found.values()))
