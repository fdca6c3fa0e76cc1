"""Admitted patient care: stays told as provider spells and consultant episodes, with HES field names and codes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo import codes
from wholeplace.demo.days import END, FIRST
from wholeplace.demo.files import with_duplicates, write
from wholeplace.demo.hospital import NONE, Cause, Kind, Stays
from wholeplace.demo.layout import HOSPITALS
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Desk, addresses, blank, clients_of, dates, pick, rows_hit, tell_who, who

FEED = "admitted_patient_care"
_DIAGNOSES = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Spells:
    """One row a provider spell. `stay` is the row of Stays; `part` 0 for the only or first spell, 1 after a transfer."""

    stay: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    trust: np.ndarray
    part: np.ndarray
    goes_on: np.ndarray


def spells_of(desk: Desk, stays: Stays) -> Spells:
    """Spells by trust: one a stay, or two where the person moves to the other trust, 0 to 2 days apart."""
    rng, count = desk.rng, len(stays)
    trust = desk.people.trust[stays.person] ^ (rng.random(count) >= number("hospital.home_trust"))
    until = np.where(stays.ready == NONE, stays.ends, stays.ready) - stays.starts
    moved = (stays.kind == Kind.EMERGENCY) & (until >= 4) & (rng.random(count) < number("hospital.transfer_chance"))
    gap = np.searchsorted(np.cumsum(numbers("hospital.transfer_gap"))[:-1], rng.random(count))
    cut = stays.starts + 1 + (rng.random(count) * (until - gap - 1)).astype(np.int32)
    again = np.flatnonzero(moved & (cut + gap < END))
    first_ends = np.where(moved, cut, stays.ends)
    return Spells(
        stay=np.concatenate([np.arange(count), again]),
        starts=np.concatenate([stays.starts, (cut + gap)[again]]),
        ends=np.concatenate([first_ends, stays.ends[again]]),
        trust=np.concatenate([trust, 1 - trust[again]]),
        part=np.concatenate([np.zeros(count, dtype=np.int8), np.ones(len(again), dtype=np.int8)]),
        goes_on=np.concatenate([moved, np.zeros(len(again), dtype=bool)]),
    )


def write_episodes(desk: Desk, stays: Stays, folder: Path, block: int) -> None:
    """The feed's files of one block: one a trust. Spells that ended before FIRST are left out; open ones are in."""
    spells = spells_of(desk, stays)
    frame = _episodes(desk, stays, spells, block)
    for trust, code in enumerate(HOSPITALS):
        own = frame.filter(pl.col("PROCODE") == code)
        if trust == 1:  # this trust moved to the boundaries of 2021 and to the newer name of the ready date
            own = own.rename({"LSOA11": "LSOA21", "DISREADYDATE": "DISCHARGE_READY_DATE"})
        own = with_duplicates(own, FEED, desk.rng, desk.ledger)
        desk.ledger.wrote(FEED, len(own))
        write(own, folder / FEED / f"{code}_episodes_{block + 1:03d}.csv")


def _episodes(desk: Desk, stays: Stays, spells: Spells, block: int) -> pl.DataFrame:
    rng = desk.rng
    shown = np.flatnonzero(spells.ends >= FIRST)
    nights = (spells.ends - spells.starts)[shown]
    drawn = 1 + np.searchsorted(np.cumsum(numbers("hospital.more_episodes"))[:-1], rng.random(len(shown)))
    each = np.minimum(drawn, np.maximum(nights, 1))
    spell = np.repeat(shown, each)
    order = np.arange(len(spell)) - np.repeat(np.cumsum(each) - each, each)
    of = np.repeat(each, each)
    length = spells.ends[spell] - spells.starts[spell]
    starts = spells.starts[spell] + length * order // of
    ends = spells.starts[spell] + length * (order + 1) // of
    last = order + 1 == of
    kept = np.flatnonzero(starts < END)
    return _rows(
        desk, stays, spells, block, _Cut(spell=spell[kept], order=order[kept], starts=starts[kept], ends=ends[kept], last=last[kept])
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cut:
    """Episodes as cuts of spells."""

    spell: np.ndarray
    order: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    last: np.ndarray


def _rows(desk: Desk, stays: Stays, spells: Spells, block: int, cut: _Cut) -> pl.DataFrame:
    spell, stay = cut.spell, spells.stay[cut.spell]
    person = stays.person[stay]
    facts = who(desk, FEED, person, spells.starts[spell], spell)
    clients, unknown = clients_of(desk, FEED, person), facts["unknown"].to_numpy()
    tell_who(desk, FEED, person, unknown)
    where = addresses(desk, person, spells.starts[spell], clients.old_address(person))
    gone = spells.ends[spell] < END
    shown = cut.last & gone  # HES carries the discharge on the last episode of the spell only
    home = shown & ~spells.goes_on[spell]
    admitted = _disordered(desk, spells.starts[spell], spells.ends[spell], shown)
    columns = {
        "NEWNHSNO": facts["number"], "LOPATID": facts["local"], "GIVEN_NAME": blank(clients.given(person), unknown),
        "FAMILY_NAME": blank(clients.family(person), unknown), "DOB": blank(clients.born(person), unknown),
        "SEX": facts["sex"], "ETHNOS": facts["ethnicity"],
        "HOMEADD": blank(where["postcode"], unknown), "LSOA11": facts["area"], "PROCODE": pick(HOSPITALS, spells.trust[spell]),
        "SITETRET": pick([f"{code}01" for code in HOSPITALS], spells.trust[spell]),
        "PROVSPNO": pl.Series(10_000_000 * (block + 1) + spell), "EPIKEY": pl.Series(1_000_000_000 * (block + 1) + np.arange(len(spell))),
        "EPIORDER": pl.Series(cut.order + 1), "EPISTART": dates(cut.starts), "EPIEND": dates(cut.ends, cut.ends >= END),
        "ADMIDATE": dates(admitted), "DISDATE": dates(spells.ends[spell], ~shown),
        **_how(desk, stays, spells, cut, (shown, home)), **_diagnoses(desk, stays, stay), **_ready(desk, stays, stay, home),
    }  # fmt: skip
    return pl.DataFrame(columns)


def _disordered(desk: Desk, admitted: np.ndarray, ends: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Admission days, a few of them after the discharge."""
    wrong = rows_hit(desk.rng, len(admitted), number("dirt.out_of_order"))
    wrong = wrong[shown[wrong]]
    desk.ledger.spoiled(FEED, "discharge before admission", len(wrong))
    admitted = admitted.copy()
    admitted[wrong] = ends[wrong] + 3
    return admitted


def _how(desk: Desk, stays: Stays, spells: Spells, cut: _Cut, when: tuple[np.ndarray, np.ndarray]) -> dict[str, pl.Series]:
    """How the person came and left: methods, source, destination, class and specialty."""
    spell, (shown, home) = cut.spell, when
    stay = spells.stay[spell]
    kind = stays.kind[stay]
    transferred_in = spells.part[spell] == 1
    methods = (*codes.EMERGENCY_METHODS, *codes.ELECTIVE_METHODS, "31", "82", "81")
    draw = _of_spell(desk, spells, 1)[spell]
    emergency = np.searchsorted([0.74, 0.85, 0.88, 0.94], draw)
    method = np.select(
        [transferred_in, kind == 0, kind == 1, kind == 2, kind == 3], [10, emergency, 5 + (draw > 0.5), 5 + (draw > 0.7), 8], 9
    )
    died = home & stays.died[stay]
    left = _of_spell(desk, spells, 2)[spell] < number("hospital.self_discharge")
    leaving = np.select([~shown, died, left & home & (kind == 0)], [3, 2, 1], 0)
    pathway = stays.pathway[stay]
    place = np.floor(_of_spell(desk, spells, 3)[spell] * 3).astype(int)
    destination = np.select([~shown, ~home, died, pathway == 3, pathway == 2], [6, 2, 3, 7 + place, 1], 0)
    return {
        "ADMIMETH": pick(methods, method),
        "ADMISORC": pick(("19", "51", "79"), np.where(transferred_in, 1, np.where(kind == Kind.BIRTH, 2, 0))),
        "DISMETH": pick(("1", "2", "4", "8"), leaving),
        "DISDEST": pick(("19", "29", "51", "79", "84", "87", "98", *codes.CARE_HOME_DESTINATIONS), destination),
        "CLASSPAT": pick(("1", "1", "2", "5", "5"), kind),
        "TRETSPEF": _specialties(desk, stays, stay),
    }


def _of_spell(desk: Desk, spells: Spells, stream: int) -> np.ndarray:
    """A number from 0 to 1 for each spell, the same for all its episodes."""
    return np.random.default_rng([desk.layout.seed, int(desk.people.serial[0]), stream]).random(len(spells.stay))


def _specialties(desk: Desk, stays: Stays, stay: np.ndarray) -> pl.Series:
    groups = list(codes.SPECIALTIES.values())
    kind, person = stays.kind[stay], stays.person[stay]
    young = desk.people.age(person, stays.starts[stay]) < 16
    surgical = (kind == Kind.ELECTIVE) | (kind == Kind.DAY_CASE) | (stays.cause[stay] == Cause.FALL)
    group = np.select(
        [kind == Kind.BIRTH, kind == Kind.MATERNITY, young, desk.people.cancer[person] & (kind == Kind.DAY_CASE), surgical],
        [4, 3, 2, 5, 1],
        0,
    )
    first = np.cumsum([0, *map(len, groups)])
    within = (desk.rng.random(len(stay)) * np.array([len(g) for g in groups])[group]).astype(int)
    return pick([code for g in groups for code in g], first[group] + within)


def _choose(desk: Desk, group: str, count: int) -> np.ndarray:
    """Indexes into _ALL_CODES of `count` codes drawn from one list."""
    first, size = _RANGES[group]
    return first + desk.rng.integers(0, size, count)


_GROUPS = list(codes.DIAGNOSES)
_STARTS = np.cumsum([0, *(len(codes.DIAGNOSES[g]) for g in _GROUPS)])
_RANGES = {g: (int(_STARTS[n]), len(codes.DIAGNOSES[g])) for n, g in enumerate(_GROUPS)}
_ALL_CODES = pl.Series([*(code for g in _GROUPS for code in codes.DIAGNOSES[g]), codes.CHEMOTHERAPY, codes.DELIVERED, None])
_CHEMOTHERAPY, _DELIVERED, _NO_CODE = len(_ALL_CODES) - 3, len(_ALL_CODES) - 2, len(_ALL_CODES) - 1
_BY_CAUSE = ("other", "fall_injury", "chronic", "acute", "late_care", "other")


def _diagnoses(desk: Desk, stays: Stays, stay: np.ndarray) -> dict[str, pl.Series]:
    """DIAG_01.. and OPERTN_01. All episodes of a stay carry the same main code, so that any way of joining finds it."""
    table = _stay_codes(desk, stays)
    operated = {Kind.ELECTIVE: "elective", Kind.DAY_CASE: "day_case"}
    procedure = np.zeros(len(stays), dtype=np.int64)
    listed = [None, *codes.OPERATIONS["elective"], *codes.OPERATIONS["day_case"]]
    for n, (kind, _) in enumerate(operated.items()):
        rows = np.flatnonzero(stays.kind == kind)
        procedure[rows] = 1 + 6 * n + desk.rng.integers(0, 6, len(rows))
    columns = {f"DIAG_{n + 1:02d}": pick(_ALL_CODES, table[stay, n]) for n in range(_DIAGNOSES)}
    return {**columns, "OPERTN_01": pick(listed, procedure[stay])}


def _stay_codes(desk: Desk, stays: Stays) -> np.ndarray:
    """Codes of each stay, main first, as indexes into _ALL_CODES."""
    count = len(stays)
    table = np.full((count, _DIAGNOSES), _NO_CODE, dtype=np.int64)
    groups = {Kind.ELECTIVE: "elective", Kind.DAY_CASE: "day_case", Kind.BIRTH: "baby"}
    for cause, group in enumerate(_BY_CAUSE):
        rows = np.flatnonzero((stays.kind == Kind.EMERGENCY) & (stays.cause == cause))
        table[rows, 0] = _choose(desk, group, len(rows))
    for kind, group in groups.items():
        rows = np.flatnonzero(stays.kind == kind)
        table[rows, 0] = _choose(desk, group, len(rows))
    mothers = np.flatnonzero(stays.kind == Kind.MATERNITY)
    delivers = desk.rng.random(len(mothers)) < 1 / (1 + number("hospital.antenatal_share"))
    table[mothers, 0] = np.where(delivers, _choose(desk, "delivery", len(mothers)), _choose(desk, "antenatal", len(mothers)))
    table[mothers[delivers], 1] = _DELIVERED
    falls = np.flatnonzero((stays.kind == Kind.EMERGENCY) & (stays.cause == Cause.FALL))
    table[falls, 1] = _choose(desk, "fall", len(falls))
    for column in (2, 3, 4):
        rows = rows_hit(desk.rng, count, 0.35)
        table[rows, column] = _choose(desk, "besides", len(rows))
    cancer = np.flatnonzero(desk.people.cancer[stays.person] & (stays.kind <= Kind.DAY_CASE))
    table[cancer, 5] = _choose(desk, "cancer", len(cancer))
    treated = cancer[(stays.kind[cancer] == Kind.DAY_CASE) & (desk.rng.random(len(cancer)) < 0.6)]
    table[treated, 0] = _CHEMOTHERAPY
    return table


def _ready(desk: Desk, stays: Stays, stay: np.ndarray, home: np.ndarray) -> dict[str, pl.Series]:
    """Ready date, pathway and reasons for delay, on the episode that carries the discharge."""
    rng, count = desk.rng, len(stays)
    told = (rng.random(count) < number("hospital.ready_recorded")) & (stays.ready != NONE)
    pathway = stays.pathway
    named = rng.random(count) >= number("dirt.pathway_missing")
    silent = home & (pathway[stay] != NONE) & ~named[stay]
    desk.ledger.spoiled(FEED, "pathway missing", int(silent.sum()))
    delay = np.where(told, stays.ends - stays.ready, 0)
    reason = _reasons(desk, pathway, delay)
    return {
        "DISREADYDATE": dates(stays.ready[stay], ~(home & told[stay])),
        "DISCHARGE_PATHWAY": pl.Series(pathway[stay].astype(np.int8)).set(pl.Series(~(home & (pathway[stay] != NONE) & named[stay])), None),
        "DELAY_REASONS": blank(reason.gather(pl.Series(stay.astype(np.uint32))), np.flatnonzero(~(home & (delay[stay] > 0)))),
    }


def _reasons(desk: Desk, pathway: np.ndarray, delay: np.ndarray) -> pl.Series:
    """One reason, or for long delays two joined by ';'."""
    listed = [*(reason for group in codes.DELAY_REASONS for reason in group)]
    first = np.cumsum([0, *map(len, codes.DELAY_REASONS)])
    size = np.array([len(group) for group in codes.DELAY_REASONS])
    at = np.maximum(pathway, 0)
    one = (desk.rng.random(len(pathway)) * size[at]).astype(int)
    pairs = pl.Series([*listed, *(f"{a};{b}" for a in listed for b in listed)])
    other = first[at] + (one + 1) % size[at]
    both = (delay > 5) & (desk.rng.random(len(pathway)) < 0.4)
    single = first[at] + one
    return pick(pairs, np.where(both, len(listed) + single * len(listed) + other, single))
