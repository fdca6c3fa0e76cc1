"""small_areas.csv: the smallest areas, what each lies in, and how deprived it is by national rank."""

from pathlib import Path

import polars as pl

from wholeplace.place.csvs import dates, numbers, read_table, required, tell
from wholeplace.place.shapes import Settings
from wholeplace.place.spans import FOREVER, check_spans, within
from wholeplace.terms import Problem
from wholeplace.terms.spelling import did_you_mean

FILE = "small_areas.csv"


def read_small_areas(folder: Path, settings: Settings, areas: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame | None:
    """small_areas.csv, typed and checked: one row per small area and span of days."""
    narrowest = settings.levels[-1]
    needed = ("code", narrowest, *settings.footprints, "deprivation_rank", "valid_from", "valid_to")
    frame = read_table(folder, FILE, needed, may_have=("successor",), problems=problems)
    if frame is None:
        return None
    frame = dates(problems, frame, FILE, ("valid_from", "valid_to"))
    frame = numbers(problems, frame, FILE, ("deprivation_rank",), whole=True)
    required(problems, frame, FILE, ("code", narrowest, "valid_from"))
    check_spans(problems, frame, FILE)
    for column in (narrowest, *settings.footprints):
        _check_lies_in(frame, areas, column, problems)
    _check_ranks(frame, settings, problems)
    _check_successors(frame, problems)
    return frame


def _check_lies_in(frame: pl.DataFrame, areas: pl.DataFrame, column: str, problems: list[Problem]) -> None:
    outer = areas.filter(pl.col("level") == column)
    codes = outer["code"].drop_nulls().unique().to_list()
    why = "People who live there would fall out of every figure above it."
    unknown = frame.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(codes))
    for (code,), rows in sorted(unknown.group_by(column), key=lambda group: str(group[0])):
        fix = did_you_mean(str(code), codes) or f"Add it to areas.csv with level {column}, or correct the code."
        tell(problems, rows, Problem(where=FILE, what=f'{column} "{code}" is not in areas.csv.', why=why, fix=fix))
    letter = Problem(
        where=FILE,
        what=f'{column} "{{value}}" does not stand on every day that the small area does.',
        why=why,
        fix="Correct the dates, or end this row and start another with the next one.",
    )
    within(problems, inner=frame, outer=outer, on=column, letter=letter)


def _check_ranks(frame: pl.DataFrame, settings: Settings, problems: list[Problem]) -> None:
    last = settings.small_areas_in_country
    ranked = frame.filter(pl.col("deprivation_rank").is_not_null())
    if ranked.is_empty():
        return
    if last == 0:
        problems.append(
            Problem(
                where="place.toml, deprivation.small_areas_in_country",
                what="it is missing, and small_areas.csv holds deprivation ranks.",
                why="A rank means nothing without the number of small areas that were ranked.",
                fix="Write it, such as 33755 for the 2025 index and 32844 for the 2019 index.",
            )
        )
        return
    letter = Problem(
        where=FILE,
        what=f"deprivation_rank {{value}} lies outside 1 to {last:,}.",
        why="The fifth it belongs to would be wrong.",
        fix="Use the national rank, 1 for the most deprived; check small_areas_in_country in place.toml.",
    )
    tell(problems, ranked.filter(~pl.col("deprivation_rank").is_between(1, last)), letter, by="deprivation_rank")
    shared = ranked.filter(pl.col("code").n_unique().over("deprivation_rank") > 1)
    later = shared.join(shared, on="deprivation_rank", how="inner", suffix="_other")
    clash = later.filter(
        (pl.col("code") != pl.col("code_other"))
        & (pl.col("valid_from") < pl.col("valid_to_other").fill_null(FOREVER))
        & (pl.col("valid_from_other") < pl.col("valid_to").fill_null(FOREVER))
    ).unique("row")
    letter = Problem(
        where=FILE,
        what="deprivation_rank {value} belongs to two small areas on the same day.",
        why="A national rank belongs to one small area only.",
        fix="Correct one of them.",
    )
    tell(problems, clash, letter, by="deprivation_rank")


def _check_successors(frame: pl.DataFrame, problems: list[Problem]) -> None:
    codes = frame["code"].drop_nulls().unique().to_list()
    named = frame.filter(pl.col("successor").is_not_null())
    why = "Records that carry the old code could not be placed on today's map."
    for (code,), rows in sorted(named.filter(~pl.col("successor").is_in(codes)).group_by("successor"), key=lambda group: str(group[0])):
        fix = did_you_mean(str(code), codes) or "Add the successor, or correct its code."
        tell(problems, rows, Problem(where=FILE, what=f'successor "{code}" is not a small area here.', why=why, fix=fix))
    open_ended = named.filter(pl.col("valid_to").is_null())
    letter = Problem(
        where=FILE,
        what='"{value}" has a successor but no end.',
        why="Only an area that ended can be followed by another.",
        fix="Give valid_to, or take the successor out.",
    )
    tell(problems, open_ended, letter, by="code")
    circling = [code for code in named["code"].to_list() if _circles(code, dict(named.select("code", "successor").iter_rows()))]
    letter = Problem(where=FILE, what='"{value}" is followed by itself in the end.', why=why, fix="Correct its successor.")
    tell(problems, named.filter(pl.col("code").is_in(circling)), letter, by="code")


def _circles(code: str, successor: dict[str, str]) -> bool:
    seen = {code}
    while (code := successor.get(code, "")) not in seen:
        if not code:
            return False
        seen.add(code)
    return True


def with_levels(frame: pl.DataFrame, areas: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Each small area with the area it lies in at every level, split into the spans on which none of them changes.

    Columns as `Place.small_areas` promises, ordered by small area and day.
    """
    wide = frame.rename({"code": "small_area"}).drop("row")
    for lower, upper in zip(reversed(settings.levels), reversed(settings.levels[:-1]), strict=False):
        step = areas.filter(pl.col("level") == lower).select(
            pl.col("code").alias(lower), pl.col("parent").alias(upper), pl.col("valid_from").alias("f"), pl.col("valid_to").alias("t")
        )
        later_start, earlier_end = pl.max_horizontal("valid_from", "f"), pl.min_horizontal("valid_to", "t")
        wide = wide.join(step, on=lower).with_columns(later_start.alias("valid_from"), earlier_end.alias("valid_to")).drop("f", "t")
        wide = wide.filter(pl.col("valid_to").is_null() | (pl.col("valid_from") < pl.col("valid_to")))
    columns = ("small_area", *reversed(settings.levels), *settings.footprints, "deprivation_rank", "deprivation_fifth")
    return (
        wide.with_columns(fifth(settings.small_areas_in_country).alias("deprivation_fifth"))
        .select(*columns, "valid_from", "valid_to", "successor")
        .sort("small_area", "valid_from")
    )


def fifth(small_areas_in_country: int) -> pl.Expr:
    """1 (most deprived) to 5 by national rank: rank r of n lies in fifth ceil(5 r / n), as the Office for National Statistics cuts it."""
    if small_areas_in_country == 0:
        return pl.lit(None, pl.Int64)
    return (pl.col("deprivation_rank") * 5 + small_areas_in_country - 1) // small_areas_in_country
