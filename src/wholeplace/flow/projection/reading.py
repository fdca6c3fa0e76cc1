"""Transitions and the people to begin with: a place's assumptions/projection.toml upon the usual, and its own population."""

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from wholeplace.flow.projection.shapes import AGES, CONDITIONS, FIFTHS, SEXES, Transitions, YearOfPeople
from wholeplace.flow.shapes import Network
from wholeplace.flow.sheet import Sheet, read_toml
from wholeplace.terms import DataProblem, Problem

if TYPE_CHECKING:
    from wholeplace.place import Place

SUBJECT = "The years ahead cannot be projected"
_MIDDLE = 3
"""The fifth of people whose small area has no national rank: the middle one."""


def read_transitions(place: "Place", network: Network) -> tuple[Transitions, "np.ndarray", int]:
    """Transitions, shares of people by conditions [age, conditions], and how many years: the place's own numbers upon the usual.

    Raises DataProblem with every mistake in assumptions/projection.toml at once.
    """
    own = place.folder / "assumptions" / "projection.toml"
    sheet = Sheet(where="projection.toml", given=read_toml(own, SUBJECT) if own.is_file() else {}, problems=[])
    found = transitions_in(sheet, network)
    if sheet.problems:
        raise DataProblem(SUBJECT, sheet.problems)
    return found


def transitions_in(sheet: Sheet, network: Network) -> tuple[Transitions, "np.ndarray", int]:
    """As `read_transitions`, from one sheet; its mistakes are kept in it. An empty sheet gives the usual."""
    usual = tomllib.loads((files("wholeplace.flow.projection") / "usual.toml").read_text(encoding="utf-8"))
    sheet.known(*usual, *(f"use-{group.name}" for group in network.groups))
    parts = {name: sheet.under(name) for name in ("conditions", "onset", "deaths", "births", "moves", "use")}
    for name, part in parts.items():
        part.known(*usual[name])
    read = _Read(parts, usual)
    having = np.stack([read.list("conditions", key) / 100 for key in ("one", "two", "three_or_more")], axis=1)
    if (having.sum(axis=1) > 1).any() or (having < 0).any():
        parts["conditions"].wrong(
            "", "an age band adds up to more than 100 in 100.", "They are shares of people.", "Correct one of the lists."
        )
    shares = np.concatenate([1 - having.sum(axis=1, keepdims=True), having], axis=1)
    deaths = read.list("deaths", "by_age")[:, None] * read.list("deaths", "by_deprivation", FIFTHS)[None, :]
    times = read.number("deaths", "each_condition") ** np.arange(CONDITIONS)
    # The chance by age is that of everybody of the age, so the factors of conditions average 1 over those who have them.
    times = times[None, :] / (shares @ times)[:, None]
    told = Transitions(
        onset=read.list("onset", "by_age")[:, None] * read.list("onset", "by_deprivation", FIFTHS)[None, :],
        deaths=np.clip(deaths[:, :, None] * times[:, None, :], 0, 1),
        births=read.list("births", "by_age"), out=read.list("moves", "out") / 1000, into=read.list("moves", "into") / 1000,
        share_female=read.number("births", "share_female"),
        use={group.name: _use(sheet, f"use-{group.name}", read) for group in network.groups},
    )  # fmt: skip
    return told, shares, sheet.whole("years", usual["years"])


class _Read:
    """Numbers of a place's sheet, or the usual ones where it says nothing."""

    def __init__(self, parts: dict[str, Sheet], usual: dict[str, Any]) -> None:
        self.parts, self.usual = parts, usual

    def list(self, section: str, key: str, count: int = AGES, part: Sheet | None = None) -> np.ndarray:
        return np.array((part or self.parts[section]).numbers(key, count, tuple(map(float, self.usual[section][key]))))

    def number(self, section: str, key: str, part: Sheet | None = None) -> float:
        return (part or self.parts[section]).number(key, float(self.usual[section][key]))


def _use(sheet: Sheet, name: str, read: _Read) -> np.ndarray:
    """Relative use [age, fifth, conditions] of one group: its own table [use-GROUP] or that of all."""
    part = sheet.under(name) if name in sheet.given else read.parts["use"]
    part.known(*read.usual["use"])
    age, fifth = read.list("use", "by_age", AGES, part), read.list("use", "by_deprivation", FIFTHS, part)
    times = read.number("use", "each_condition", part) ** np.arange(CONDITIONS)
    return age[:, None, None] * fifth[None, :, None] * times[None, None, :]


def people_of(place: "Place", shares: "np.ndarray") -> YearOfPeople:
    """Who lives in the place in the last year that population.csv tells of, by age, sex and deprivation, parted by conditions.

    Where sexes are told together they are halved. Raises DataProblem when nobody is told of.
    """
    population = place.population
    if population.is_empty():
        raise DataProblem(SUBJECT, [Problem(where="population.csv", what="it holds nobody.", why="They are projected.", fix="Fill it in.")])
    year = int(population["year"].max())  # pyright: ignore[reportArgumentType]  whole numbers, and there is one
    fifths = place.small_areas.group_by("small_area").agg(pl.col("deprivation_fifth").last())
    rows = population.filter(pl.col("year") == year).join(fifths, on="small_area", how="left")
    people = np.zeros((AGES, SEXES, FIFTHS))
    for age_band, sex, fifth, count in rows.select("age_band", "sex", "deprivation_fifth", "people").iter_rows():
        age, which = min(int(age_band) // 5, AGES - 1), {"female": [0], "male": [1]}.get(sex, [0, 1])
        people[age, which, (fifth or _MIDDLE) - 1] += count / len(which)
    return YearOfPeople(year=year, people=people[..., None] * shares[:, None, None, :])
