"""Rates of the people registered with the GP surgeries of an area, wherever they live: which surgery a row belongs to, and where it lies.

A measure with `people = "registered"` is counted from its table under another name, `stays_by_surgery` for `stays`. There a row
lies where the surgery lies with which the person was registered on the day that places it, by the surgery's parent in
organisations.csv. So residents and registered people are never added up.
"""

from collections.abc import Mapping

import polars as pl

from wholeplace.place.shapes import Area, Organisation, Place

ENDING = "_by_surgery"
SURGERIES = "surgeries"
"""The view of the spans in which people were registered with one of ours: person_key, starts, ends, practice."""

OURS = "our_surgeries"
"""The table of the surgeries that lie in an area of the place: practice. Who is registered elsewhere is nobody's here."""

PEOPLE = "registered_months"
REGISTERED = "registered"
"""The column of the people counted by month that tells those of surgeries from residents."""

KIND = "gp surgery"
_MARK = "surgery:"
"""Begins the code under which a surgery stands among the small areas, so that it is none of them."""


def by_surgery(table: str) -> str:
    """The name under which a table is counted by surgery."""
    return f"{table}{ENDING}"


def is_by_surgery(table: str) -> bool:
    return ENDING in table


def counted_table(table: str) -> str:
    """The journey table whose rows are counted under this name."""
    return table.removesuffix(ENDING)


def of_registered(population: str) -> str:
    """A condition on the people counted by month, for those registered with a surgery."""
    return f"{REGISTERED} and ({population})"


def among_residents_or_registered(population: str) -> str:
    """The condition as it is asked of both kinds of people: one that does not name the registered is of residents."""
    return population if population.startswith(f"{REGISTERED} and (") else f"not {REGISTERED} and ({population})"


def our_surgeries(place: Place) -> pl.DataFrame:
    """The rows of OURS."""
    codes = sorted(code.removeprefix(_MARK) for code in surgeries_lie_in(place))
    return pl.DataFrame({"practice": codes}, schema={"practice": pl.String})


def surgeries_sql(homes: str) -> str:
    """The query of SURGERIES, from the homes of people."""
    return (
        f"select home.person_key, home.starts, home.ends, home.practice\n"
        f"from {homes} as home join {OURS} as ours on ours.practice = home.practice"
    )


def rows_by_surgery(table: str, day: str) -> str:
    """SQL to stand after FROM: the rows of people registered with one of our surgeries on `day`, with it as `registered_at`."""
    return (
        f"(select told.*, {SURGERIES}.practice as registered_at from {table} as told join {SURGERIES}\n"
        f"  on {SURGERIES}.person_key = told.person_key and told.{day} >= {SURGERIES}.starts\n"
        f"  and ({SURGERIES}.ends is null or told.{day} < {SURGERIES}.ends)) as told"
    )


KEYS: Mapping[str, str] = {"place": "cast(null as varchar) as place", "small_area": f"'{_MARK}' || registered_at as small_area"}
"""Where a row lies: keys of a cell that are not columns of the rows."""

PEOPLE_COLUMNS = ("month", "age_band", "sex", "ethnic_group", "under_18", "people")


def people_sql(residents: str, registered: str) -> str:
    """The people counted by month of both kinds: those who live in each small area, and those registered with each surgery."""
    columns = ", ".join(PEOPLE_COLUMNS)
    return (
        f"select {columns}, small_area, place, false as {REGISTERED} from {residents}\nunion all\n"
        f"select {columns}, '{_MARK}' || told.practice as small_area, cast(null as varchar) as place, true as {REGISTERED}\n"
        f"from {registered} as told join {OURS} as ours on ours.practice = told.practice"
    )


def surgeries_lie_in(place: Place) -> Mapping[str, Mapping[str, str]]:
    """Where each surgery lies: its code among the small areas -> level -> area, by its parents and theirs."""
    bodies = {str(organisation.code): organisation for organisation in place.organisations}
    areas = {str(area.code): area for area in place.areas}
    found = {}
    for code, organisation in bodies.items():
        if organisation.kind == KIND and (above := _above(organisation, bodies, areas)):
            found[f"{_MARK}{code}"] = above
    return found


def levels_of_surgeries(place: Place) -> frozenset[str]:
    """The levels and footprints in which at least one surgery lies. Empty: organisations.csv names none with a parent."""
    return frozenset(level for above in surgeries_lie_in(place).values() for level in above)


def _above(organisation: Organisation, bodies: Mapping[str, Organisation], areas: Mapping[str, Area]) -> dict[str, str]:
    """The areas above a surgery by level: its body, such as a network, may stand between. Files are checked for circles of one only."""
    above, seen = organisation.parent, {str(organisation.code)}
    while above and above in bodies and above not in areas and above not in seen:
        seen.add(str(above))
        above = bodies[above].parent
    found: dict[str, str] = {}
    lies_in: str | None = above
    while lies_in and lies_in in areas and areas[lies_in].level not in found:
        found[areas[lies_in].level] = lies_in
        lies_in = areas[lies_in].parent
    return found
