"""Contacts with GP surgeries, community and mental health services and 111: by far the largest feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.days import BURN_IN, END, FIRST, YEAR, calendar
from wholeplace.demo.files import with_duplicates, write
from wholeplace.demo.hospital import Dice, events
from wholeplace.demo.layout import COMMUNITY, MENTAL_HEALTH, NHS_111
from wholeplace.demo.population import gradient
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Desk, dates, pick, practice_codes, tell_who, who

FEED = "contacts"
_TEAMS = (
    "Surgery",
    "District nursing",
    "Therapy",
    "Podiatry",
    "Children's team",
    "Adult team",
    "Call centre",
    "Health checks",
    "Carers' team",
)
_KINDS = ("contact", "assessment", "review", "health check", "carer review")
_SURGERY, _NURSES, _CHILDREN, _ADULTS, _CALLS, _CHECKS, _CARERS = 0, 1, 4, 5, 6, 7, 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Contacts:
    """Contacts of one setting. `referred` and `referral` are 0 where there is none."""

    setting: str
    person: np.ndarray
    when: np.ndarray
    team: np.ndarray
    kind: np.ndarray
    attended: np.ndarray
    referred: np.ndarray
    referral: np.ndarray


def write_contacts(desk: Desk, folder: Path, block: int) -> None:
    """The feed's files of one block, one a setting."""
    dice = Dice(rng=desk.rng, layout=desk.layout, people=desk.people)
    for contacts in _settings(dice, block):
        tell_who(desk, FEED, contacts.person)
        frame = _rows(desk, contacts, block)
        frame = with_duplicates(frame, FEED, desk.rng, desk.ledger)
        desk.ledger.wrote(FEED, len(frame))
        write(frame, folder / FEED / f"{contacts.setting.replace(' ', '_')}_{block + 1:03d}.csv")


def _settings(dice: Dice, block: int) -> Iterator[Contacts]:
    yield _gp(dice)
    yield _community(dice)
    yield _nhs_111(dice)
    yield _mental_health(dice, block)


def _plain(setting: str, who_when: tuple[np.ndarray, np.ndarray], team: np.ndarray, kind: np.ndarray, attended: np.ndarray) -> Contacts:
    person, when = who_when
    nothing = np.zeros(len(person), dtype=np.int32)
    return Contacts(setting=setting, person=person, when=when, team=team, kind=kind, attended=attended, referred=nothing, referral=nothing)


def _gp(dice: Dice) -> Contacts:
    """GP contacts, and the yearly checks of the registers."""
    factor = gradient(dice.people.percentile, number("contacts.gp_gradient")) * (0.5 + 0.5 * dice.people.frailty)
    person, when = events(dice, numbers("contacts.gp_by_band"), factor, calendar("contacts.gp_season", "contacts.gp_weekday"))
    checked = (
        _checks(dice, dice.people.learning_disability, 14, 0),
        _checks(dice, dice.people.severe_mental_illness & ~dice.people.learning_disability, 18, 1),
    )
    extra = sum(len(days) for _, days in checked)
    team = np.concatenate([np.full(len(person), _SURGERY), np.full(extra, _CHECKS)])
    kind = np.concatenate([np.zeros(len(person), dtype=np.int8), np.full(extra, 3, dtype=np.int8)])
    attended = dice.rng.random(len(team)) >= np.where(kind == 3, 0.0, number("contacts.gp_missed"))
    people_, days_ = np.concatenate([person, *(p for p, _ in checked)]), np.concatenate([when, *(d for _, d in checked)])
    return _plain("gp", (people_, days_), team, kind, attended)


def _checks(dice: Dice, on_register: np.ndarray, from_age: int, which: int) -> tuple[np.ndarray, np.ndarray]:
    """Yearly checks: each person has a month of the year and, with the register's chance, a check within it each year."""
    people, rng = dice.people, dice.rng
    members = np.flatnonzero(on_register)
    anniversary = rng.integers(0, int(YEAR), len(members))
    years = np.arange(-1, int((END - BURN_IN) // YEAR) + 2)
    person = np.repeat(members, len(years))
    day = (
        BURN_IN
        + np.repeat(anniversary, len(years))
        + (np.tile(years, len(members)) * YEAR).astype(np.int64)
        + rng.integers(0, 28, len(person))
    )
    kept = (rng.random(len(person)) < numbers("contacts.register_checks")[which]) & (day >= FIRST) & (day < END)
    kept &= people.here(person, day) & (people.age(person, day) >= from_age)
    return person[kept], day[kept].astype(np.int32)


def _community(dice: Dice) -> Contacts:
    """District nursing, therapy and podiatry, and the yearly reviews of carers."""
    factor = gradient(dice.people.percentile, number("contacts.community_gradient")) * (0.5 + 0.5 * dice.people.frailty)
    dates_ = calendar("contacts.flat_season", "contacts.community_weekday")
    person, when = events(dice, numbers("contacts.community_by_band"), factor, dates_)
    carers, days_ = _checks(dice, dice.people.unpaid_carer, 18, 2)
    choice = dice.rng.random(len(person))
    kind = np.concatenate([(choice > 0.94).astype(np.int8), np.full(len(carers), 4, dtype=np.int8)])
    team = np.concatenate([_NURSES + np.searchsorted([0.7, 0.9], dice.rng.random(len(person))), np.full(len(carers), _CARERS)])
    attended = dice.rng.random(len(team)) >= np.where(kind == 4, 0.0, number("contacts.community_missed"))
    return _plain("community", (np.concatenate([person, carers]), np.concatenate([when, days_])), team, kind, attended)


def _nhs_111(dice: Dice) -> Contacts:
    factor = gradient(dice.people.percentile, number("emergency.gradient"))
    dates_ = calendar("contacts.nhs111_season", "contacts.nhs111_weekday")
    person, when = events(dice, numbers("contacts.nhs111_by_band"), factor, dates_)
    count = len(person)
    return _plain("111", (person, when), np.full(count, _CALLS), np.zeros(count, dtype=np.int8), np.ones(count, dtype=bool))


def _mental_health(dice: Dice, block: int) -> Contacts:
    """Referrals, the wait to the first contact, and further contacts about 2 weeks apart.

    Referrals run from BURN_IN. Contacts of referrals whose first contact came before FIRST carry no reference: the trust's
    system changed on that day. Without this they would look like first contacts after very long waits.
    """
    rng, people = dice.rng, dice.people
    factor = gradient(people.percentile, number("contacts.mental_gradient"))
    dates_ = calendar("contacts.mental_season", "hospital.planned_weekday", BURN_IN, END)
    person, referred = events(dice, numbers("contacts.mental_referrals_by_band") / 1000, factor, dates_)
    child = people.age(person, referred) < 18
    mean = np.where(child, *numbers("contacts.mental_wait"))
    first = referred + 1 + rng.gamma(2.0, mean / 2.0).astype(np.int32)
    more = 1 + rng.geometric(1 / (1 + number("contacts.mental_follow_ups")), len(person)) - 1
    row = np.repeat(np.arange(len(person)), more)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(more) - more, more)
    when = first[row] + turn * 14 + np.where(turn > 0, rng.integers(-4, 5, len(row)), 0)
    kept = np.flatnonzero((when >= FIRST) & (when < END) & people.here(person[row], when))
    row, turn, when = row[kept], turn[kept], when[kept]
    known = first[row] >= FIRST
    attended = (turn == 0) | (rng.random(len(row)) >= number("contacts.mental_missed"))
    return Contacts(
        setting="mental health", person=person[row], when=when, team=np.where(child[row], _CHILDREN, _ADULTS),
        kind=(turn == 0).astype(np.int8), attended=attended, referred=np.where(known, referred[row], 0),
        referral=np.where(known, 10_000_000 * (block + 1) + row, 0),
    )  # fmt: skip


def _rows(desk: Desk, contacts: Contacts, block: int) -> pl.DataFrame:
    person, when = contacts.person, contacts.when
    count = len(person)
    facts = who(desk, FEED, person, when)
    none = contacts.referral == 0
    provider = {"community": COMMUNITY, "mental health": MENTAL_HEALTH, "111": NHS_111}.get(contacts.setting)
    if provider:
        providers = pl.repeat(provider, count, eager=True)
    else:
        providers = practice_codes(desk.layout, desk.people.home, desk.people.serial).gather(pl.Series(person.astype(np.uint32)))
    offset = ("gp", "community", "111", "mental health").index(contacts.setting) * 100_000_000
    columns = {
        "NHS_NUMBER": facts["number"], "LOCAL_ID": facts["local"],
        "DATE_OF_BIRTH": desk.born.gather(pl.Series(person.astype(np.uint32))), "SEX": facts["sex"],
        "ETHNIC_CATEGORY": facts["ethnicity"], "LSOA": facts["area"], "PROVIDER_CODE": providers,
        "CONTACT_ID": pl.Series(1_000_000_000 * (block + 1) + offset + np.arange(count)),
        "CARE_SETTING": pl.repeat(contacts.setting, count, eager=True), "TEAM": pick(_TEAMS, contacts.team),
        "CONTACT_TYPE": pick(_KINDS, contacts.kind),
        "REFERRAL_DATE": dates(contacts.referred, none), "REFERRAL_ID": pl.Series(contacts.referral).set(pl.Series(none), None),
        "CONTACT_DATE": dates(when), "ATTENDED": pick(("N", "Y"), contacts.attended.astype(np.int8)),
    }  # fmt: skip
    return pl.DataFrame(columns)
