"""population.csv: people who live in each small area, by age band, sex and year."""

from pathlib import Path

import polars as pl

from wholeplace.place.csvs import numbers, read_table, required, tell
from wholeplace.terms import Problem
from wholeplace.terms.group import AGE_BANDS, SEXES

FILE = "population.csv"
COLUMNS = ("small_area", "age_band", "sex", "year", "people")


def read_population(folder: Path, small_areas: pl.DataFrame, problems: list[Problem]) -> pl.DataFrame | None:
    """population.csv, typed, checked and ordered: one row per small area, age band, sex and year."""
    frame = read_table(folder, FILE, COLUMNS, problems=problems)
    if frame is None:
        return None
    frame = frame.with_columns(pl.col("sex").str.to_lowercase())
    frame = numbers(problems, frame, FILE, ("age_band", "year"), whole=True)
    frame = numbers(problems, frame, FILE, ("people",), whole=False)
    required(problems, frame, FILE, COLUMNS)
    why = "Rates are figures for each person who lives there."
    unknown = frame.filter(~pl.col("small_area").is_in(small_areas["code"].drop_nulls().unique().implode()))
    fix = "Add it to small_areas.csv, or map the people to a small area that stands there."
    tell(problems, unknown, Problem(where=FILE, what="the small area is not in small_areas.csv.", why=why, fix=fix))
    bands = ", ".join(map(str, AGE_BANDS))
    letter = Problem(where=FILE, what="age_band {value} is not the lower end of a band.", why=why, fix=f"Use one of {bands}.")
    tell(problems, frame.filter(~pl.col("age_band").is_in(AGE_BANDS)), letter, by="age_band")
    letter = Problem(where=FILE, what='sex "{value}" is not known.', why=why, fix="Write female, male or all.")
    tell(problems, frame.filter(~pl.col("sex").is_in([*SEXES, "all"])), letter, by="sex")
    letter = Problem(where=FILE, what="people {value} is below 0.", why=why, fix="Correct the number.")
    tell(problems, frame.filter(pl.col("people") < 0), letter, by="people")
    letter = Problem(where=FILE, what="people is not a finite number.", why=why, fix="Correct the number.")
    tell(problems, frame.filter(~pl.col("people").is_finite()), letter)
    _check_once(frame, problems)
    return frame.drop("row").sort("year", "small_area", "age_band", "sex")


def _check_once(frame: pl.DataFrame, problems: list[Problem]) -> None:
    cell = ["small_area", "age_band", "sex", "year"]
    letter = Problem(
        where=FILE,
        what="the same small area, age band, sex and year stands in an earlier row.",
        why="These people would be counted twice.",
        fix="Keep one of the rows.",
    )
    tell(problems, frame.filter(~pl.struct(cell).is_first_distinct()), letter)
    both = frame.filter((pl.col("sex") == "all").any().over("small_area", "age_band", "year") & (pl.col("sex") != "all"))
    letter = Problem(
        where=FILE,
        what="a cell gives both all people and one sex.",
        why="These people would be counted twice.",
        fix="Give female and male, or all, but not both for one cell.",
    )
    tell(problems, both, letter)
