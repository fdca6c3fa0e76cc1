"""A place of a few dozen invented people with unmistakable identifiers, in every feed that is about people. Small enough to be made
again and again, whole enough for a picture."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.people.given import nhs_number

TODAY = date(2026, 10, 1)
FIRST = date(2024, 1, 1)
PLACE = {
    "place.toml": f"""name = "Anywhere"
levels = ["system", "place", "neighbourhood"]
today = {TODAY}

[opt_outs]
purpose = "planning"

[deprivation]
index = "Invented"
small_areas_in_country = 100
""",
    "areas.csv": """code,name,level,parent,valid_from,valid_to
S1,Anywhere,system,,2000-01-01,
P1,Somewhere,place,S1,2000-01-01,
N1,Upper end,neighbourhood,P1,2000-01-01,
N2,Lower end,neighbourhood,P1,2000-01-01,
""",
    "small_areas.csv": """code,neighbourhood,deprivation_rank,valid_from,valid_to,successor
A1,N1,5,2000-01-01,,
A2,N2,95,2000-01-01,,
""",
    "population.csv": "small_area,age_band,sex,year,people\n"
    + "".join(f"{area},{band},{sex},2025,10\n" for area in ("A1", "A2") for band in range(0, 95, 5) for sex in ("female", "male")),
    "organisations.csv": """code,name,kind,parent,successor,valid_from,valid_to,roles
RXX,Anywhere Hospital,nhs trust,S1,,2000-01-01,,
C1,Somewhere Council,council,P1,,2000-01-01,,
""",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Somebody:
    """One invented person. Every text about them begins with "zq", so that nothing else looks like it."""

    no: int

    @property
    def number(self) -> str:
        return nhs_number(self.no)

    @property
    def given(self) -> str:
        return f"Zqgiven{_letters(self.no)}"

    @property
    def family(self) -> str:
        return f"Zqfamily{_letters(self.no)}"

    @property
    def born(self) -> date:
        return date(1931, 1, 1) + timedelta(days=337 * self.no)

    @property
    def postcode(self) -> str:
        return f"ZZ{self.no % 10} {self.no // 10 % 10}QZ"

    @property
    def address(self) -> str:
        return f"{100 + self.no} Zqstreet {_letters(self.no)}"

    @property
    def uprn(self) -> str:
        return f"{907_199_250_000 + self.no}"

    @property
    def local_id(self) -> str:
        return f"ZQL-{self.no:04d}"

    @property
    def area(self) -> str:
        return f"A{1 + self.no % 2}"

    def row(self) -> dict[str, object]:
        """Who they are, under headers that several contracts know."""
        return {
            "NHS_NUMBER": self.number, "LOCAL_ID": self.local_id, "GIVEN_NAME": self.given, "FAMILY_NAME": self.family,
            "DATE_OF_BIRTH": self.born.isoformat(), "SEX": 1 + self.no % 2, "ETHNIC_CATEGORY": "A", "POSTCODE": self.postcode,
            "ADDRESS": self.address, "UPRN": self.uprn, "LSOA": self.area,
        }  # fmt: skip


def _letters(no: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{no:04d}")


def secrets_of(people: Iterable[Somebody]) -> set[str]:
    """What may stand nowhere outside the vault and the feeds: every value as text, and birth dates in several forms."""
    found: set[str] = set()
    for one in people:
        spaced = f"{one.number[:3]} {one.number[3:6]} {one.number[6:]}"
        found |= {
            one.number,
            spaced,
            one.given,
            one.family,
            one.postcode,
            one.postcode.replace(" ", ""),
            one.address,
            one.uprn,
            one.local_id,
        }
        found |= {f"{one.born:%Y-%m-%d}", f"{one.born:%d/%m/%Y}", f"{one.born:%Y%m%d}"}
    return found


def make_tiny(folder: Path, *, people: int = 48) -> tuple[Somebody, ...]:
    """Write the place folder and its feeds; return who lives there. One of them has opted out."""
    folder.mkdir(parents=True)
    for name, text in PLACE.items():
        (folder / name).write_text(text, encoding="utf-8")
    everybody = tuple(Somebody(no=no) for no in range(people))
    for feed, rows in _feeds(everybody):
        write_feed(folder, feed, rows)
    return everybody


def write_feed(folder: Path, feed: str, rows: Iterable[Mapping[str, object]], *, name: str = "a.csv") -> Path:
    rows = list(rows)
    path = folder / "feeds" / feed / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _feeds(people: tuple[Somebody, ...]) -> Iterator[tuple[str, list[dict[str, object]]]]:
    days = [FIRST + timedelta(days=9 * no) for no in range(109)]
    each = [(no, people[no * 7 % len(people)], day) for no, day in enumerate(days)]
    yield "person_list", [{**one.row(), "START_DATE": "2010-01-01"} for one in people]
    stays = {"PROCODE": "RXX", "EPIORDER": 1, "ADMIMETH": "21", "DISMETH": "1", "DISDEST": "19", "CLASSPAT": "1", "DIAG_01": "J18"}
    yield "admitted_patient_care", [{**one.row(), **stays, **_stay(no, day)} for no, one, day in each]
    yield (
        "emergency_care",
        [
            {
                **_but(one, "LOCAL_ID"),
                "PROVIDER_CODE": "RXX",
                "EPIKEY": f"A{no}",
                "DEPARTMENT_TYPE": "01",
                "ARRIVAL_DATE": f"{day}T10:00:00",
                "DEPARTURE_DATE": f"{day}T15:00:00",
            }
            for no, one, day in each
        ],
    )
    yield (
        "social_care",
        [
            {
                **_but(one, "NHS_NUMBER"),
                "NHS_Number": "",
                "LA_Code": "C1",
                "Event_Reference": f"V{no}",
                "Event_Type": "Service",
                "Event_Start_Date": day,
                "Service_Type": "Long Term Support: Community",
            }
            for no, one, day in each[::2]
        ],
    )
    yield (
        "contacts",
        [
            {**one.row(), "PROVIDER_CODE": "RXX", "CONTACT_ID": f"K{no}", "CARE_SETTING": "community", "CONTACT_DATE": day, "ATTENDED": "Y"}
            for no, one, day in each
        ],
    )
    yield (
        "voluntary_activity",
        [
            {
                **_but(one, "NHS_NUMBER", "LOCAL_ID"),
                "ORGANISATION": "Helpers",
                "ACTIVITY_REF": f"Y{no}",
                "ACTIVITY": "visits",
                "START_DATE": day,
                "END_DATE": day + timedelta(days=30),
            }
            for no, one, day in each[::3]
        ],
    )
    yield "opt_outs", [{"NHS_NUMBER": people[-1].number, "KIND": "national", "LIST_DATE": TODAY - timedelta(days=3)}]
    yield (
        "spend",
        [
            {
                "ORGANISATION": "RXX",
                "AREA": "P1",
                "SETTING": "hospital",
                "LINE": "Wards",
                "MONTH": f"{year}-{month:02d}",
                "AMOUNT": "1000.00",
            }
            for year, month in ((2024 + at // 12, 1 + at % 12) for at in range(32))
        ],
    )


def _stay(no: int, day: date) -> dict[str, object]:
    ends = day + timedelta(days=5)
    return {"PROVSPNO": f"S{no}", "EPIKEY": f"E{no}", "EPISTART": day, "EPIEND": ends, "ADMIDATE": day, "DISDATE": ends}


def _but(one: Somebody, *names: str) -> dict[str, object]:
    return {name: value for name, value in one.row().items() if name not in names}
