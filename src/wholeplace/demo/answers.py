"""A small survey of how people live, one row an answer, asked of some adults every spring."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo import days
from wholeplace.demo.files import write
from wholeplace.demo.layout import Room
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Desk, addresses, blank, clients_of, dates, pick, tell_who, who

FEED = "answers"
_SURVEY = "How we live in Aldermoor"
_SPRINGS = tuple(days.day(f"{year}-04-01") for year in (2023, 2024, 2025))
_SMOKES = ("Never smoked", "Used to smoke", "Smokes")
_QUESTIONS = ("life satisfaction", "anxiety", "loneliness", "smoking", "fruit and vegetables", "activity")
_SCALES = ((0, 10), (0, 10), (3, 9), (0, 2), (0, 12), (0, 900))


def write_answers(desk: Desk, folder: Path, block: int) -> None:
    """The feed's files of one block, one a year."""
    desk = desk.with_dice(Room.ANSWERS)
    asked = [_asked(desk, spring) for spring in _SPRINGS]
    everyone = np.concatenate([person for person, _ in asked])
    tell_who(desk, FEED, everyone)
    clients = clients_of(desk, FEED, everyone)
    for spring, (person, when) in zip(_SPRINGS, asked, strict=True):
        facts = who(desk, FEED, person, when)
        where = addresses(desk, person, when, clients.old_address(person))
        about = pl.DataFrame({
            "SURVEY": pl.repeat(_SURVEY, len(person), eager=True), "RESPONDENT_ID": facts["local"], "NHS_NUMBER": facts["number"],
            "FIRST_NAME": clients.given(person), "LAST_NAME": clients.family(person), "DATE_OF_BIRTH": clients.born(person),
            "SEX": blank(facts["sex"], clients.no_sex(person)), "ETHNICITY": facts["ethnicity"], "POSTCODE": where["postcode"],
            "LSOA": facts["area"], "ANSWERED": dates(when),
        })  # fmt: skip
        frame = _long(about, _said(desk, person))
        desk.ledger.wrote(FEED, len(frame))
        write(frame, folder / FEED / f"survey_{days.as_date(spring).year}_{block + 1:03d}.csv")


def _asked(desk: Desk, spring: int) -> tuple[np.ndarray, np.ndarray]:
    """Adults who answered within six weeks of a day, and when."""
    everyone = np.arange(len(desk.people))
    when = spring + desk.rng.integers(0, 42, len(everyone))
    answers = desk.rng.random(len(everyone)) < number("answers.share")
    person = np.flatnonzero(answers & desk.people.here(everyone, when) & (desk.people.age(everyone, when) >= 18))
    return person, when[person]


def _said(desk: Desk, person: np.ndarray) -> np.ndarray:
    """What was answered: one column a question, as _SCALES; worse where more deprived."""
    worse = (0.5 - desk.people.percentile[person])[:, None]
    mean, more, spread = numbers("answers.mean"), numbers("answers.more_where_poorer"), numbers("answers.spread")
    values = mean + more * worse + spread * desk.rng.standard_normal((len(person), len(_QUESTIONS)))
    least, most = np.array(_SCALES).T
    values = np.clip(np.round(values), least, most)
    values[:, -1] = values[:, -1] // 10 * 10  # nobody counts single minutes of a week
    return np.where(desk.rng.random(values.shape) < number("answers.left_out"), np.nan, values)


def _long(about: pl.DataFrame, values: np.ndarray) -> pl.DataFrame:
    """One row a person and question that was answered."""
    parts = []
    for n, question in enumerate(_QUESTIONS):
        told = np.flatnonzero(~np.isnan(values[:, n]))
        own = pl.Series(values[told, n])
        nothing = pl.repeat(None, len(told), dtype=pl.String, eager=True)
        words = pick(_SMOKES, values[told, n].astype(np.int64)) if question == "smoking" else nothing
        number_ = pl.repeat(None, len(told), dtype=pl.Float64, eager=True) if question == "smoking" else own
        parts.append(about[told].with_columns(QUESTION=pl.lit(question), VALUE=number_, SAID=words))
    return pl.concat(parts).sort("RESPONDENT_ID", "ANSWERED", maintain_order=True)
