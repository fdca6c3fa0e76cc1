"""Questions with a day in them: who and what stood then, and what an old code is today."""

from datetime import date

import polars as pl

from wholeplace.place.shapes import Area, Organisation, Place
from wholeplace.terms import WrongUse
from wholeplace.terms.spelling import did_you_mean


def areas_on(place: Place, day: date) -> tuple[Area, ...]:
    """The areas that stood on `day`, by level and code."""
    return tuple(area for area in place.areas if area.stands_on(day))


def organisations_on(place: Place, day: date) -> tuple[Organisation, ...]:
    """The organisations that stood on `day`, by code."""
    return tuple(body for body in place.organisations if body.stands_on(day))


def resolve_area(place: Place, name_or_code: str, day: date) -> Area:
    """The area that `name_or_code` means on `day`: its code, its name or an alias, whatever the capitals and spaces.

    Of areas alike in name the widest is meant, as people say "Calderdale" for the place and not for a ward of that name.
    Raises WrongUse when nothing that stands on the day is called so.
    """
    wanted = _plain(name_or_code)
    order = {level: at for at, level in enumerate((*place.settings.levels, *place.settings.footprints))}
    found = [area for area in areas_on(place, day) if wanted in {_plain(each) for each in (area.code, area.name, *area.aliases)}]
    if found:
        return min(found, key=lambda area: (wanted != _plain(area.code), order[area.level], area.code))
    known = [each for area in areas_on(place, day) for each in (area.name, area.code, *area.aliases)]
    guess = did_you_mean(name_or_code, known)
    raise WrongUse(f'No area is called "{name_or_code}" on {day:%d %B %Y}. {guess or "Look in areas.csv."}'.strip())


def successor_of(place: Place, code: str, day: date) -> Organisation | None:
    """The organisation that carries on what `code` did, on `day`: itself, or the last of its successors that stands; None if none does."""
    by_code: dict[str, list[Organisation]] = {}
    for body in place.organisations:
        by_code.setdefault(body.code, []).append(body)
    seen: set[str] = set()
    following: str | None = code
    while following is not None and following not in seen:
        seen.add(following)
        spans = by_code.get(following, [])
        standing = [body for body in spans if body.stands_on(day)]
        if standing:
            return standing[0]
        following = next((body.successor for body in reversed(spans) if body.successor), None)
    return None


def current_small_areas(place: Place, day: date) -> pl.DataFrame:
    """Every small-area code ever used -> the small area and its areas that stand on `day`. One row per code.

    Columns: `code` (as a record may carry it) and those of `Place.small_areas` for the area that stands on the day, reached
    through `successor` where the code has ended. A code that leads to nothing standing is left out: its rows are of an
    unknown area, and are shown so.
    """
    spans = place.small_areas
    standing = spans.filter((pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day)))
    now = set(standing["small_area"])
    following = {row["small_area"]: row["successor"] for row in spans.sort("small_area", "valid_from").iter_rows(named=True)}
    reached = {code: _reached(code, now, following) for code in following}
    pairs = [(code, area) for code, area in sorted(reached.items()) if area is not None]
    codes = pl.DataFrame(pairs, schema={"code": pl.String, "small_area": pl.String}, orient="row")
    return codes.join(standing, on="small_area", how="left", maintain_order="left")


def _reached(code: str, standing: set[str], following: dict[str, str | None]) -> str | None:
    step: str | None = code
    for _ in range(len(following) + 1):
        if step is None or step in standing:
            return step
        step = following.get(step)
    return None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
