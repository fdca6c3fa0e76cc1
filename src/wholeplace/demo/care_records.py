"""Adult social care as client-level data tells it: services, with requests and assessments before them, in the words of
release 1 for events before April 2024 and of release 2 from then on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo import days
from wholeplace.demo.care import Service, Services
from wholeplace.demo.days import END, FIRST
from wholeplace.demo.files import with_duplicates, write
from wholeplace.demo.layout import COUNCIL, Room
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.records import Clients, Desk, addresses, blank, clients_of, dates, pick, rows_hit, tell_who, who

FEED = "social_care"
_RELEASE_2_FROM = days.day("2024-04-01")
_TYPES = (
    ("Long Term Support: Community", "Long term support: Community"),
    ("Short Term Support: ST-Max", "Short term support: ST-Max"),
    ("Long Term Support: Residential Care", "Long term support: Residential care"),
    ("Long Term Support: Nursing Care", "Long term support: Nursing care"),
    ("Long Term Support: Community", "Long term support: Community"),
    ("Carer Support: Direct to Carer", "Unpaid carer support: Direct to unpaid carer"),
    ("Short Term Support: Other Short Term", "Short term support: Other short term"),
)
"""Release 1 and release 2 spellings, by Service."""
_COMPONENTS = (
    ("Home Support", "Home support or domiciliary care"), ("Reablement", "Reablement"), ("Residential Care", "Residential care"),
    ("Nursing Care", "Nursing care"), ("Community Supported Living", "Community supported living"), ("Carer Respite", "Carer respite"),
    ("Short Term Residential", "Short term residential"),
)  # fmt: skip
_REASONS = (
    ("Physical Support: Personal care support", "Physical support: Personal care support"),
    ("Learning Disability Support", "Learning disability support"),
    ("Social Support: Support to Carer", "Social support: Support to unpaid carer"),
)
_HOMES = (
    ("Tenant", "Tenant: Local authority or other social housing provider"), ("Registered care home", "Registered care home"),
    ("Registered nursing home", "Registered nursing home"),
)  # fmt: skip
_CLIENTS = (("Service User", "Service user"), ("Carer", "Unpaid carer"))
_OUTCOMES = (("Service Ended as Planned", "Service ended as planned"), ("NFA - Deceased", "NFA: Deceased"))
_DELIVERY = (("CASSR Commissioned Support", "CASSR commissioned support"),)
_GENDERS = {1: "Male", 2: "Female"}
_NO_ETHNICITY = "No data - Undeclared or Not known"
_ANNIVERSARIES = 12
_EVENTS = ("Request", "Assessment", "Service", "Review")
_ETHNICITIES = {
    "A": "White - English, Welsh, Scottish, Northern Irish or British", "B": "White - Irish", "C": "White - Any other White background",
    "D": "Mixed or multiple ethnic groups - White and Black Caribbean",
    "G": "Mixed or multiple ethnic groups - Any other Mixed or multiple ethnic background",
    "H": "Asian or Asian British - Indian", "J": "Asian or Asian British - Pakistani", "K": "Asian or Asian British - Bangladeshi",
    "L": "Asian or Asian British - Any other Asian background", "M": "Black, Black British, Caribbean or African - Caribbean",
    "N": "Black, Black British, Caribbean or African - African", "R": "Asian or Asian British - Chinese",
    "S": "Other ethnic group - Any other ethnic group", "Z": "No data - Refused",
}  # fmt: skip


_REHAB_REFERENCES = 500_000_000
"""Where the event references of rehabilitation begin within a block."""


def write_care(desk: Desk, care: tuple[Services, Services], folder: Path, block: int) -> None:
    """The feed's files of one block: events that started before April 2024 in release 1's words, later ones in release 2's.
    Dates are dd/mm/yyyy. `care`: services, and those of rehabilitation, which stand at the end of each file."""
    services, rehab = care
    events, more, later = _events(desk, services), _told_once(rehab), desk.with_dice(Room.REHAB)
    everybody = np.concatenate([events.person, more.person])
    tell_who(desk, FEED, everybody)
    clients = clients_of(desk, FEED, everybody)
    for release in range(2):
        rows = np.flatnonzero((events.starts >= _RELEASE_2_FROM) == release)
        frame = with_duplicates(_rows(desk, events, rows, (clients, block, release)), FEED, desk.rng, desk.ledger)
        rows = np.flatnonzero((more.starts >= _RELEASE_2_FROM) == release)
        added = _rows(later, more, rows, (clients, block, release), first_reference=_REHAB_REFERENCES)
        desk.ledger.wrote(FEED, len(frame) + len(added))
        write(pl.concat([frame, added]), folder / FEED / f"cld_release_{release + 1}_{block + 1:03d}.csv", british_dates=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Events:
    """Client-level data events. `event`: index into _EVENTS; `ends` NEVER where open."""

    person: np.ndarray
    event: np.ndarray
    service: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def _told_once(services: Services) -> _Events:
    """One event for each service."""
    event = np.full(len(services.person), _EVENTS.index("Service"), dtype=np.int8)
    return _Events(person=services.person, event=event, service=services.service, starts=services.starts, ends=services.ends)


def _events(desk: Desk, services: Services) -> _Events:
    """Services (some told again year by year), from FIRST a request and an assessment before long-term ones, and reviews."""
    person, starts, ends, service = _yearly(desk, services)
    long = np.flatnonzero(
        (service != Service.REABLEMENT) & (starts - 21 >= FIRST) & (desk.rng.random(len(starts)) < number("care.asked_for"))
    )
    asked = starts[long] - desk.rng.integers(8, 20, len(long))
    assessed = starts[long] - desk.rng.integers(1, 8, len(long))
    seen, reviewed = _reviews(desk, services)
    return _Events(
        person=np.concatenate([person, person[long], person[long], services.person[seen]]),
        event=np.repeat([2, 0, 1, 3], [len(person), len(long), len(long), len(seen)]).astype(np.int8),
        service=np.concatenate([service, service[long], service[long], services.service[seen]]),
        starts=np.concatenate([starts, asked, assessed, reviewed]),
        ends=np.concatenate([ends, asked + 1, assessed + 2, reviewed + 1]),
    )


def _reviews(desk: Desk, services: Services) -> tuple[np.ndarray, np.ndarray]:
    """Rows of services and days on which they were reviewed: near each anniversary, some missed, from FIRST to END."""
    row = np.repeat(np.arange(len(services.person)), _ANNIVERSARIES)
    turn = np.tile(np.arange(1, _ANNIVERSARIES + 1), len(services.person))
    day = services.starts[row] + 365 * turn - desk.rng.integers(0, 40, len(row))
    kept = (day >= FIRST) & (day < np.minimum(services.ends[row], END)) & (desk.rng.random(len(row)) < number("care.reviewed"))
    return row[kept], day[kept]


def _yearly(desk: Desk, services: Services) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Services as recorded: some of the long ones as one record a year, each starting where the last ended."""
    long = services.service != Service.REABLEMENT
    split = long & (desk.rng.random(len(services.person)) < number("care.yearly_records"))
    until = np.minimum(services.ends, END)
    each = np.where(split, -(-(until - services.starts) // 365), 1)
    row = np.repeat(np.arange(len(each)), each)
    turn = np.arange(len(row)) - np.repeat(np.cumsum(each) - each, each)
    last = turn + 1 == each[row]
    starts = services.starts[row] + 365 * turn
    ends = np.where(last, services.ends[row], starts + 365)
    kept = np.flatnonzero(ends >= FIRST)
    return services.person[row][kept], starts[kept], ends[kept], services.service[row][kept]


def _rows(desk: Desk, events: _Events, rows: np.ndarray, file: tuple[Clients, int, int], *, first_reference: int = 0) -> pl.DataFrame:
    clients, block, release = file
    person, service, starts, ends = events.person[rows], events.service[rows], events.starts[rows], events.ends[rows]
    count = len(rows)
    facts = who(desk, FEED, person, np.maximum(starts, FIRST))
    where = addresses(desk, person, np.maximum(starts, FIRST), clients.old_address(person))
    closed = ends < END
    wrong = rows_hit(desk.rng, count, number("dirt.out_of_order"))
    wrong = wrong[closed[wrong]]
    desk.ledger.spoiled(FEED, "end before start", len(wrong))
    last = ends - 1  # client-level data gives the last day of a service
    last[wrong] = starts[wrong] - 5
    words = _Words(release=release)
    served = events.event[rows] == 2
    nothing = np.flatnonzero(~served)
    reason = np.where(service == Service.LEARNING_DISABILITY, 1, np.where(service == Service.CARER, 2, 0))
    home = np.where(service == Service.RESIDENTIAL, 1, np.where(service == Service.NURSING, 2, 0))
    died = closed & (ends == desk.people.dies[person])
    dead = desk.people.dies[person]
    columns = {
        "LA_Code": pl.repeat(COUNCIL, count, eager=True),
        "Reporting_Period_Start_Date": dates(np.full(count, FIRST if release == 0 else _RELEASE_2_FROM)),
        "Reporting_Period_End_Date": dates(np.full(count, _RELEASE_2_FROM - 1 if release == 0 else END - 1)),
        "NHS_Number": facts["number"], "LA_Person_Unique_Identifier": facts["local"],
        "GP_Practice_Code": pl.repeat(None, count, dtype=pl.String, eager=True),
        "Given_Name": clients.given(person), "Family_Name": clients.family(person),
        "Gender": blank(facts["sex"], clients.no_sex(person)).replace_strict(_GENDERS, default="Unknown", return_dtype=pl.String),
        "Ethnicity": facts["ethnicity"].replace_strict(_ETHNICITIES, default=_NO_ETHNICITY, return_dtype=pl.String),
        "Date_of_Birth": clients.born(person), "Date_of_Death": dates(dead, dead >= END),
        "Client_Type": words.of(_CLIENTS, (service == Service.CARER).astype(int)), "Primary_Support_Reason": words.of(_REASONS, reason),
        "Address": where["address"], "Postcode": where["postcode"], "UPRN": where["uprn"],
        "Accommodation_Status": words.of(_HOMES, home), "Has_Unpaid_Carer": pick(("No", "Yes", "Unknown"), desk.rng.integers(0, 3, count)),
        "Event_Type": pick(_EVENTS, events.event[rows]), "Event_Reference": pl.Series(1_000_000_000 * (block + 1) + first_reference + rows),
        "Event_Start_Date": dates(starts), "Event_End_Date": dates(last, ~closed),
        "Event_Outcome": blank(words.of(_OUTCOMES, died.astype(int)), np.flatnonzero(~closed)),
        "Service_Type": blank(words.of(_TYPES, service), nothing), "Service_Component": blank(words.of(_COMPONENTS, service), nothing),
        "Delivery_Mechanism": blank(words.of(_DELIVERY, np.zeros(count, dtype=int)), nothing),
        **_costs(service, nothing),
    }  # fmt: skip
    return pl.DataFrame(columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """Release 1 (0) or release 2 (1) spellings."""

    release: int

    def of(self, pairs: tuple[tuple[str, str], ...], which: np.ndarray) -> pl.Series:
        return pick([pair[self.release] for pair in pairs], which)


def _costs(service: np.ndarray, nothing: np.ndarray) -> dict[str, pl.Series]:
    cost = pl.Series(numbers("care.weekly_cost")[service])
    units = pl.Series(np.ones(len(service)))
    return {
        "Unit_Cost": blank(cost, nothing),
        "Cost_Frequency_Unit_Type": blank(pl.repeat("Weekly", len(service), eager=True), nothing),
        "Planned_units_per_week": blank(units, nothing),
    }
