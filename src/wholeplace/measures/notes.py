"""What a reader should know of the figures: who could not be placed, in plain sentences with counts."""

from collections.abc import Sequence

from wholeplace.measures.cells import column_of
from wholeplace.measures.shapes import Measure
from wholeplace.place.shapes import UNKNOWN_AREA
from wholeplace.warehouse import Warehouse

_NOUNS = {
    "stays": "hospital stays",
    "attendances": "A&E visits",
    "contacts": "contacts",
    "care": "social care services",
    "register_months": "register entries",
    "support": "records of voluntary support",
}


def notes_on(warehouse: Warehouse, measures: Sequence[Measure]) -> tuple[str, ...]:
    """Sentences on rows of one table whose small area is unknown, or has no people in the population."""
    table = measures[0].table
    if table not in _NOUNS:
        return ()
    rows = " + ".join(column_of(measure.name, "counted") for measure in measures)
    lost, homeless, whole = warehouse.rows(
        f"select coalesce(sum({rows}) filter (where cells.small_area is null or area_of.small_area is null), 0),\n"
        f"  coalesce(sum({rows}) filter (where area_of.small_area is not null and peopled.small_area is null), 0),\n"
        f"  coalesce(sum({rows}), 0)\n"
        f"from {table}_cells as cells left join area_of on area_of.small_area = cells.small_area\n"
        "left join (select distinct small_area from person_months_cells) as peopled on peopled.small_area = cells.small_area"
    )[0]
    notes = []
    if lost:
        notes.append(
            f"{_start(_NOUNS[table])}: {_share(lost, whole)} lie in no small area we know. "
            f'They count in the whole, and stand under "{UNKNOWN_AREA}" below it.'
        )
    if homeless:
        notes.append(
            f"{_start(_NOUNS[table])}: {_share(homeless, whole)} lie in small areas where the population lists nobody. "
            "Rates there are too high, as nobody is divided by."
        )
    return tuple(notes)


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} counted"


def _start(words: str) -> str:
    """The first letter large, the others as they are: capitalize() would write "A&e"."""
    return words[0].upper() + words[1:]
