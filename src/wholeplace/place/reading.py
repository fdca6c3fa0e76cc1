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
    if areas is None:
        areas = pl.DataFrame(schema={"code": pl.String, "level": pl.String, "valid_from": pl.Date, "valid_to": pl.Date})
        areas_missing = True
    else:
        areas_missing = False
    found: list[Problem] = []
    small_areas = read_small_areas(folder, settings, areas, [] if areas_missing else found)
    codes = pl.DataFrame(schema={"code": pl.String}) if small_areas is None else small_areas
    population = read_population(folder, codes, [] if small_areas is None else found)
    organisations = read_organisations(folder, areas, [] if areas_missing else found)
    problems += found
    if problems or small_areas is None or population is None or organisations is None:
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
