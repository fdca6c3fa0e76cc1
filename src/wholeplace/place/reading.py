"""Reads a whole place folder and checks all of it, so that one letter holds every problem."""

from pathlib import Path

import polars as pl

from wholeplace.place.areas import areas_of, read_areas
from wholeplace.place.organisations import organisations_of, read_organisations
from wholeplace.place.population import read_population
from wholeplace.place.settings import read_settings
from wholeplace.place.shapes import Place
from wholeplace.place.small_areas import read_small_areas, with_levels
from wholeplace.terms import DataProblem, Problem, WrongUse


def read_place(folder: Path) -> Place:
    """The place that `folder` describes. Raises DataProblem with every problem, and WrongUse when there is no such folder."""
    place, problems = _read(Path(folder))
    if place is None or problems:
        raise DataProblem(f"{Path(folder).name} was not read", problems)
    return place


def check_place(folder: Path) -> tuple[Problem, ...]:
    """Every problem of the place folder itself (its feeds are checked by `feeds.check_feeds`); empty when all is well."""
    return _read(Path(folder))[1]


def _read(folder: Path) -> tuple[Place | None, tuple[Problem, ...]]:
    if not folder.is_dir():
        raise WrongUse(f'There is no folder "{folder.name}". Run `wholeplace new {folder.name}` to make one.')
    problems: list[Problem] = []
    settings = read_settings(folder, problems)
    if settings is None:
        return None, tuple(problems)  # the columns of every other file depend on the levels
    areas = read_areas(folder, settings, problems)
    known_areas = _NO_AREAS if areas is None else areas
    found: list[Problem] = []
    small_areas = read_small_areas(folder, settings, known_areas, found)
    population = read_population(folder, _NO_AREAS if small_areas is None else small_areas, found)
    organisations = read_organisations(folder, known_areas, found)
    found += _nothing_in(areas=areas, small_areas=small_areas, population=population)
    if areas is None:  # without areas.csv every code would be told as unknown, which helps nobody
        found = [problem for problem in found if " is not in areas.csv" not in problem.what]
    if small_areas is None:
        found = [problem for problem in found if " is not in small_areas.csv" not in problem.what]
    problems += found
    if problems or areas is None or small_areas is None or population is None or organisations is None:
        return None, tuple(problems)
    place = Place(
        folder=folder,
        settings=settings,
        areas=areas_of(areas),
        organisations=organisations_of(organisations),
        small_areas=with_levels(small_areas, areas, settings),
        population=population,
    )
    return place, ()


_NO_AREAS = pl.DataFrame(schema={"code": pl.String, "level": pl.String, "valid_from": pl.Date, "valid_to": pl.Date})


def _nothing_in(**files: pl.DataFrame | None) -> list[Problem]:
    """A letter for each file that has its header and no row."""
    why = "There would be nobody to make a picture of."
    return [
        Problem(where=f"{name}.csv", what="it holds no row.", why=why, fix="Fill it in: the folder's README.md says what a row is.")
        for name, frame in files.items()
        if frame is not None and frame.is_empty()
    ]
