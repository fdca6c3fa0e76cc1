"""Emergency departments: attendances that end in a bed (told by the stays) and those that do not, with ECDS field names."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.busy_days import on_busy_days
from wholeplace.demo.days import END, FIRST, calendar
from wholeplace.demo.files import with_duplicates, write
from wholeplace.demo.hospital import Dice, Kind, Stays, events
from wholeplace.demo.layout import HOSPITALS, Room
from wholeplace.demo.often import often
from wholeplace.demo.population import gradient
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Clients, Desk, addresses, blank, clients_of, dates, pick, rows_hit, tell_who, who

FEED = "emergency_care"
_REFS = 1_000_000_000  # references of a block
_TYPES = ("01", "02", "03", "04", "05")


def write_attendances(desk: Desk, stays: Stays, folder: Path, block: int) -> None:
    """The feed's file of one block, with a byte order mark; those who come often stand at its end."""
    attendances = _attendances(desk, stays)
    again = often(desk)
    clients = clients_of(desk, FEED, np.concatenate([attendances[0], again[0]]))
    frame = with_duplicates(_rows(desk, clients, _in_order(*attendances), _REFS * (block + 1)), FEED, desk.rng, desk.ledger)
    more = _rows(
        desk.with_dice(Room.OFTEN),
        clients,
        _in_order(*again, np.zeros(len(again[0]), dtype=bool)),
        _REFS * (block + 1) + len(frame),
    )
    desk.ledger.wrote(FEED, len(frame) + len(more))
    write(pl.concat([frame, more]), folder / FEED / f"ecds_{block + 1:03d}.csv", mark=True)


def _in_order(person: np.ndarray, when: np.ndarray, admitted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = np.lexsort((person, when))
    return person[order], when[order], admitted[order]


def _attendances(desk: Desk, stays: Stays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who came on which day, and whether they were admitted."""
    dice = Dice(rng=desk.rng, layout=desk.layout, people=desk.people)
    factor = gradient(desk.people.percentile, number("emergency.gradient")) * (0.6 + 0.4 * desk.people.frailty)
    dates_ = calendar("emergency.season", "emergency.weekday")
    person, when = events(dice, numbers("emergency.rate_by_band") / 1000, factor, dates_)
    when = on_busy_days(desk.layout, desk.block, desk.people, (person, when))
    through = (
        (stays.kind == Kind.EMERGENCY) & (stays.starts >= FIRST) & (desk.rng.random(len(stays)) < number("emergency.admitted_through"))
    )
    rows = np.flatnonzero(through)
    admitted = np.concatenate([np.zeros(len(person), dtype=bool), np.ones(len(rows), dtype=bool)])
    return np.concatenate([person, stays.person[rows]]), np.concatenate([when, stays.starts[rows]]), admitted


def _rows(desk: Desk, clients: Clients, attendances: tuple[np.ndarray, np.ndarray, np.ndarray], refs: int) -> pl.DataFrame:
    person, when, admitted = attendances
    count, rng = len(person), desk.rng
    kind = np.searchsorted(np.cumsum(numbers("emergency.types"))[:-1], rng.random(count), side="right")
    kind[admitted] = 0
    hours = np.cumsum(numbers("emergency.hours"))
    arrival = np.searchsorted(hours / hours[-1], rng.random(count)) * 60 + rng.integers(0, 60, count)
    departure = arrival + _minutes(desk, when, kind, admitted)
    trust = desk.people.trust[person] ^ (rng.random(count) >= number("hospital.home_trust"))
    facts = who(desk, FEED, person, when, refs % _REFS + np.arange(count))
    unknown = facts["unknown"].to_numpy()
    tell_who(desk, FEED, person, unknown)
    where = addresses(desk, person, when, clients.old_address(person))
    late = rows_hit(rng, count, number("dirt.out_of_order"))
    desk.ledger.spoiled(FEED, "departure before arrival", len(late))
    departure[late] = arrival[late] - 95
    follow_up = ~admitted & (rng.random(count) < number("emergency.follow_up"))
    left = when + departure // 1440
    columns = {
        "NHS_NUMBER": facts["number"], "LOCAL_PATIENT_IDENTIFIER": facts["local"], "GIVEN_NAME": blank(clients.given(person), unknown),
        "FAMILY_NAME": blank(clients.family(person), unknown), "BIRTH_DATE": blank(clients.born(person), unknown),
        "POSTCODE_OF_USUAL_ADDRESS": blank(where["postcode"], unknown),
        "STATED_GENDER": facts["sex"], "ETHNIC_CATEGORY": facts["ethnicity"], "LSOA_2011": facts["area"],
        "PROVIDER_CODE": pick(HOSPITALS, trust), "SITE": pick([f"{code}01" for code in HOSPITALS], trust),
        "EPIKEY": pl.Series(refs + np.arange(count)), "DEPARTMENT_TYPE": pick(_TYPES, kind),
        "ATTENDANCE_CATEGORY": pick(("1", "4"), follow_up.astype(np.int8)),
        "ARRIVAL_DATE": dates(when), "ARRIVAL_TIME": _clock(arrival), "DEPARTURE_DATE": dates(left, left >= END),
        "DEPARTURE_TIME": _clock(departure % 1440), "DISCHARGE_DESTINATION": pick(("306689006", "306706006"), admitted.astype(np.int8)),
        "DIAGNOSIS_CODE_1": pick((None, "125605004", "54150009", "22253000", "233604007"), rng.integers(0, 5, count)),
    }  # fmt: skip
    return pl.DataFrame(columns)


def _minutes(desk: Desk, when: np.ndarray, kind: np.ndarray, admitted: np.ndarray) -> np.ndarray:
    """Minutes from arrival to departure, so that the stated share is over 240 in the stated season."""
    rng, count = desk.rng, len(when)
    month = when.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    share = np.where(admitted, number("emergency.over_4_hours_admitted"), numbers("emergency.over_4_hours")[kind])
    over = rng.random(count) < share * numbers("emergency.over_4_hours_season")[month]
    short = 20 + 220 * rng.beta(2.2, 1.8, count)
    long = 241 + rng.exponential(np.where(admitted, 330.0, 130.0), count)
    return np.where(over, np.minimum(long, 2800), short).astype(np.int64)


_CLOCK = pl.Series([f"{m // 60:02d}:{m % 60:02d}" for m in range(1440)])


def _clock(minutes: np.ndarray) -> pl.Series:
    return pick(_CLOCK, minutes % 1440)
