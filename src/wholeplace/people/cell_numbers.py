"""One whole number for where the person of a row lived and who they were, written beside the columns that say so in words.

Measures tell millions of rows apart by small area, place, age band, sex and ethnic group. By one number that takes a third of
the time. A number stands for the same words in every table and month of a place, and changes only when its small areas do.
"""

import polars as pl

from wholeplace.people.tables import JourneyTable
from wholeplace.terms.group import AGE_BANDS, ETHNIC_GROUPS, SEXES

AREAS = "cell_areas"
"""The table of the numbers of small areas: area_no, small_area, place. 0: neither is known."""

NUMBERED = {"cell": "INTEGER", "known": "BOOLEAN"}
"""What is written beside the columns of a journey table that measures count from: the number, and whether there is a person key."""

_OF_ETHNIC_GROUP = 1
_OF_SEX = len(ETHNIC_GROUPS) + 1
_OF_BAND = _OF_SEX * (len(SEXES) + 1)
_OF_AREA = _OF_BAND * (len(AGE_BANDS) + 1)
_BAND_YEARS = AGE_BANDS[1]


def is_numbered(table: JourneyTable) -> bool:
    """Whether the rows of a table have a number: measures count them, and they are not cells themselves."""
    return table.counted and table.about_people and "people" not in table.own


def number_areas(pairs: pl.DataFrame) -> pl.DataFrame:
    """The rows of AREAS, from every small_area and place that rows may have together: numbered in the order of their codes. Each place
    also stands alone, for what is known to lie in it and in no small area, such as money that nobody's use can take."""
    keys = ("small_area", "place")
    both = pairs.select(pl.col(keys).cast(pl.String))
    alone = both.select(pl.lit(None, pl.String).alias("small_area"), "place")
    known = pl.concat([both, alone]).unique().filter(pl.any_horizontal(pl.col(keys).is_not_null()))
    unknown = pl.DataFrame({key: [None] for key in keys}, schema=dict.fromkeys(keys, pl.String))
    return pl.concat([unknown, known.sort(keys, nulls_last=True)]).with_row_index("area_no").cast({"area_no": pl.Int32})


def people_kinds() -> pl.DataFrame:
    """people_kind_no, sex, ethnic_group: a number for every sex and ethnic group that people may have together, recorded or not. 0: neither
    is known. Models that tell millions of rows apart join it once, for numbers are told apart faster than words."""
    both = [(sex, group) for sex in (None, *SEXES) for group in (None, *ETHNIC_GROUPS)]
    kinds = pl.DataFrame(both, schema={"sex": pl.String, "ethnic_group": pl.String}, orient="row")
    return kinds.with_row_index("people_kind_no").cast({"people_kind_no": pl.Int16})


def numbered_sql(table: str) -> str:
    """SQL: every row of a journey table with NUMBERED. Reads AREAS. A row of words that have no number gets null for it."""
    return (
        f"select told.*, areas.area_no * {_OF_AREA} + {_band()} * {_OF_BAND} + {_place_in('sex', SEXES)} * {_OF_SEX}\n"
        f"  + {_place_in('ethnic_group', ETHNIC_GROUPS)} * {_OF_ETHNIC_GROUP} as cell, told.person_key is not null as known\n"
        f"from {table} as told left join {AREAS} as areas\n"
        "  on areas.small_area is not distinct from told.small_area and areas.place is not distinct from told.place"
    )


def _band() -> str:
    listed = ", ".join(map(str, AGE_BANDS))
    number = f"cast(told.age_band / {_BAND_YEARS} as integer) + 1"
    return f"case when told.age_band is null then 0 when told.age_band in ({listed}) then {number} end"


def _place_in(column: str, words: tuple[str, ...]) -> str:
    lines = " ".join(f"when told.{column} = '{word}' then {number}" for number, word in enumerate(words, start=1))
    return f"case when told.{column} is null then 0 {lines} end"


def words_sql(cell: str) -> dict[str, str]:
    """DuckDB's SQL for what a number stands for, by column: the characteristics, and area_no, by which AREAS tells the rest."""

    def word(of: int, words: tuple[str, ...]) -> str:
        lines = " ".join(f"when {number} then '{each}'" for number, each in enumerate(words, start=1))
        return f"case {cell} // {of} % {len(words) + 1} {lines} end"

    return {
        "area_no": f"{cell} // {_OF_AREA}",
        "age_band": f"cast(nullif({cell} // {_OF_BAND} % {len(AGE_BANDS) + 1}, 0) * {_BAND_YEARS} - {_BAND_YEARS} as smallint)",
        "sex": word(_OF_SEX, SEXES),
        "ethnic_group": word(_OF_ETHNIC_GROUP, ETHNIC_GROUPS),
    }
