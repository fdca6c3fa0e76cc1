"""The slow, obvious road from the demo's files to the figures its truth speaks of: plain Python, one row at a time."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import sqrt
from pathlib import Path


@dataclass(slots=True)
class Stay:
    person: str
    starts: date
    ends: date | None
    emergency: bool
    planned: bool
    cancer: bool
    died: bool
    left_early: bool
    born: date | None
    area: str
    codes: list[str]
    ready: date | None
    pathway: str
    sent_on: bool
    next_starts: date | None = None
    next_emergency: bool = False
    care_after: int | None = None

    @property
    def age(self) -> int:
        return (self.starts - self.born).days * 4 // 1461 if self.born else -1

    @property
    def delay(self) -> int:
        return (self.ends - self.ready).days if self.ends and self.ready else 0

    def counts_for_return(self) -> bool:
        return self.ends is not None and not (self.died or self.cancer or self.left_early) and (self.emergency or self.planned)

    def came_back(self) -> bool:
        return self.next_emergency and (self.next_starts - self.ends).days < 30


def rows_of(folder: Path, feed: str) -> Iterator[dict[str, str]]:
    for path in sorted((folder / "feeds" / feed).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)


def day_of(text: str) -> date | None:
    if "/" in text:
        return date(int(text[6:]), int(text[3:5]), int(text[:2]))
    return date.fromisoformat(text) if text else None


def is_valid(number: str) -> bool:
    if len(number) != 10:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(number[9])


def stays_in(folder: Path) -> list[Stay]:
    """Continuous stays of people with a valid number, in order of person and start, with the next stay and the care after."""
    episodes: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    seen = set()
    for row in rows_of(folder, "admitted_patient_care"):
        again = row["EPIKEY"] in seen
        seen.add(row["EPIKEY"])
        backwards = row["DISDATE"] and row["DISDATE"] < row["ADMIDATE"]
        if not again and not backwards and is_valid(row["NEWNHSNO"]) and row["CLASSPAT"] == "1":
            episodes[row["NEWNHSNO"], row["PROCODE"] + row["PROVSPNO"]].append(row)
    spells = sorted(
        (_spell(person, rows) for (person, _), rows in episodes.items()), key=lambda s: (s.person, s.starts, s.ends or date.max)
    )
    stays = _joined(spells)
    _look_ahead(stays)
    _add_care(folder, stays)
    return stays


def _spell(person: str, rows: list[dict[str, str]]) -> Stay:
    rows.sort(key=lambda row: int(row["EPIORDER"]))
    first, last = rows[0], rows[-1]
    codes = [first[f"DIAG_{n:02d}"] for n in range(1, 7) if first[f"DIAG_{n:02d}"]]
    return Stay(
        person=person, starts=day_of(first["ADMIDATE"]), ends=day_of(last["DISDATE"]), emergency=first["ADMIMETH"][0] == "2",
        planned=first["ADMIMETH"][0] == "1", cancer=any(code[0] == "C" for code in codes), died=last["DISMETH"] == "4",
        left_early=last["DISMETH"] == "2", born=day_of(first["DOB"]), area=first.get("LSOA11") or first.get("LSOA21") or "", codes=codes,
        ready=day_of(last.get("DISREADYDATE") or last.get("DISCHARGE_READY_DATE") or ""), pathway=last["DISCHARGE_PATHWAY"],
        sent_on=last["DISDEST"] == "51",
    )  # fmt: skip


def _joined(spells: list[Stay]) -> list[Stay]:
    stays: list[Stay] = []
    for spell in spells:
        before = stays[-1] if stays else None
        if before and before.person == spell.person and before.sent_on and before.ends and (spell.starts - before.ends).days <= 2:
            before.ends, before.died, before.left_early, before.ready = spell.ends, spell.died, spell.left_early, spell.ready
            before.pathway, before.sent_on = spell.pathway, spell.sent_on
        else:
            stays.append(spell)
    return stays


def _look_ahead(stays: list[Stay]) -> None:
    for stay, after in pairwise(stays):
        if stay.person == after.person:
            stay.next_starts, stay.next_emergency = after.starts, after.emergency


def _add_care(folder: Path, stays: list[Stay]) -> None:
    starts = defaultdict(list)
    for row in rows_of(folder, "social_care"):
        if row["Event_Type"] == "Service" and "arer" not in row["Service_Type"]:
            starts[row["NHS_Number"]].append(day_of(row["Event_Start_Date"]))
    for stay in stays:
        if stay.ends:
            stay.care_after = min((wait for day in starts[stay.person] if 0 <= (wait := (day - stay.ends).days) <= 91), default=None)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of things counted; `against` is how many standard errors it lies above an earlier one."""

    events: int
    of: int

    @property
    def value(self) -> float:
        return self.events / self.of if self.of else 0.0

    def against(self, before: "Share") -> float:
        both = (self.events + before.events) / (self.of + before.of)
        return (self.value - before.value) / sqrt(both * (1 - both) * (1 / self.of + 1 / before.of))


def share(things: list[bool]) -> Share:
    return Share(sum(things), len(things))


def counts_against(now: list[float], before: list[float]) -> float:
    """Standard errors by which a sum lies above an earlier one; the variance of a sum of amounts is the sum of squares."""
    return (sum(now) - sum(before)) / sqrt(sum(x * x for x in now) + sum(x * x for x in before))


def left_in(stays: list[Stay], starts: date, ends: date) -> list[Stay]:
    return [stay for stay in stays if stay.ends and starts <= stay.ends < ends and stay.counts_for_return()]


def came_in(stays: list[Stay], starts: date, ends: date) -> list[Stay]:
    return [stay for stay in stays if starts <= stay.starts < ends and stay.emergency]


def is_fall(stay: Stay) -> bool:
    return stay.age >= 65 and any("W00" <= code[:3] <= "W19" for code in stay.codes)


def is_chronic(stay: Stay) -> bool:
    """By the main codes that the demo uses for it."""
    return stay.codes[0][:3] in {"J44", "I50", "J45", "E11", "E10", "I20", "G40", "I10", "I48", "F03", "D50"}


def fifths(folder: Path) -> dict[str, int]:
    with (folder / "small_areas.csv").open(newline="") as lines:
        return {row["code"]: 1 + min((int(row["deprivation_rank"]) - 1) * 5 // 33_755, 4) for row in csv.DictReader(lines)}


def neighbourhoods(folder: Path) -> dict[str, str]:
    with (folder / "small_areas.csv").open(newline="") as lines:
        return {row["code"]: row["neighbourhood"] for row in csv.DictReader(lines)}
