"""Makes the files that bench/ingest.py receives: A&E attendances or hospital episodes as a partner sends them, with faults in them.

    python bench/ingest_data.py emergency_care 1000000 FOLDER SEED

Every row is a function of the seed and its own number, so the same call makes the same rows. Rows stand in the order of their day,
as extracts do, so the rows of one person are far apart. NHS numbers are from 999 000 0000 on: nobody has them.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import duckdb

MOST_PEOPLE = 900_000  # a million numbers begin with 999
ROWS_A_PERSON = 3
DAYS = 3 * 365

# What goes wrong, as rows in 1,000. Faults that refuse a row: a day that is none, no provider, left before coming in (episodes).
_BAD_DAY, _NO_PROVIDER, _LEFT_BEFORE = 10, 5, 10
# Faults that empty a cell or are noted: a wrong check digit, an unknown sex, a birth after the event, an unknown department.
_WRONG_NUMBER, _ODD_SEX, _BORN_LATER, _ODD_DEPARTMENT = 8, 5, 3, 5
# Rows that come twice: the same, or the same attendance with other content.
_TWICE, _CHANGED = 5, 5


def make(feed: str, rows: int, folder: Path, *, seed: int = 1) -> None:
    """Write <folder>/feed.csv and <folder>/feed.parquet (the same cells, all text) with about `rows` rows of `feed`."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"temp_directory": str(folder)}) as connection:
        connection.execute("set preserve_insertion_order = true")
        connection.execute(f"create table made as select nullif(columns(*), '') from ({FEEDS[feed](rows, seed)})")
        target = folder / "feed.csv"
        connection.execute(f"copy made to '{target}' (header, delimiter ',')")
        # A gigabyte of rows in one group of Parquet would be no common file; this is what most writers make.
        connection.execute(f"copy made to '{folder / 'feed.parquet'}' (format parquet, compression zstd, row_group_size 122880)")


def _some(rows: int, seed: int) -> str:
    """A row for each event: `i`, its `day`, the day it was `sent` and whether that was `again`, the person `q` and what is known of
    them, dice `a` to `d`, and `fault` from 0 to 999."""
    people = min(max(rows // ROWS_A_PERSON, 1), MOST_PEOPLE)
    dice = ", ".join(f"hash(i, {seed}, {at}) % 1000000 as {name}" for at, name in enumerate("abcd", 1))
    once = (
        f"select i, date '2022-10-01' + cast(i * {DAYS} // {rows} as integer) as day, cast(hash(i, {seed}) % {people} as bigint) as q, "
        f"{dice}, cast(hash(i, {seed}, 9) % 1000 as integer) as fault from range({rows}) t(i)"
    )
    twice = f"select *, day + 1 as sent, true as again from ({once}) where fault between 900 and {899 + _TWICE + _CHANGED}"
    number = "10 - list_sum(list_transform(range(9), lambda k: (10 - k) * cast(substr(nine, k + 1, 1) as integer))) % 11"
    # Those whose check digit would be 10 have no number.
    people_sql = (
        f"select q, nine, {number} + 1 as eleven, date '1930-01-01' + cast(hash(q, {seed}, 20) % 33000 as integer) as born, "
        f"hash(q, {seed}, 21) % 2 as sex, hash(q, {seed}, 22) % 16 as ethnic, hash(q, {seed}, 23) % 1500 as area "
        f"from (select q, cast(999000000 + q * {max(1, MOST_PEOPLE // people)} as varchar) as nine from range({people}) t(q))"
    )
    return (
        "select e.*, p.* exclude (q), "
        "case when eleven = 10 then '' when eleven = 11 then nine || '0' else nine || cast(eleven as varchar) end as nhs "
        f"from (select *, day as sent, false as again from ({once}) union all {twice}) e join ({people_sql}) p on p.q = e.q"
    )


def _who(of_day: str) -> dict[str, str]:
    """SQL of the cells that say whose the row is, with their faults. `of_day`: SQL of the day that the birth may not follow."""
    edges = _edges(_BAD_DAY, _NO_PROVIDER, _LEFT_BEFORE, _WRONG_NUMBER, _ODD_SEX, _BORN_LATER)
    wrong, odd, later = edges[3:]
    return {
        "nhs": f"case when {wrong} and nhs <> '' then left(nhs, 9) || (cast(right(nhs, 1) as integer) + 1) % 10 "
        "when a < 30000 then '' else nhs end",
        "local": "cast(100000 + q * 7 as varchar)",
        "born": f"cast(case when {later} then {of_day} + 400 else born end as varchar)",
        "sex": f"case when {odd} then 'Q' else cast(1 + sex as varchar) end",
        "ethnic": "substr('ABCDEFGHJKLMNPRS', 1 + cast(ethnic as integer), 1)",
        "area": "case when b < 20000 then '' else 'E9L' || lpad(cast(area as varchar), 6, '0') end",
    }


def _edges(*shares: int) -> list[str]:
    """A condition over `fault` for each share, none of which overlap."""
    ends = [sum(shares[: at + 1]) for at in range(len(shares))]
    return [f"fault between {end - share} and {end - 1}" for share, end in zip(shares, ends, strict=True)]


def _emergency_care(rows: int, seed: int) -> str:
    who = _who("day")
    bad_day, no_provider, left_before, *_ = _edges(_BAD_DAY, _NO_PROVIDER, _LEFT_BEFORE)
    odd = f"fault between 100 and {99 + _ODD_DEPARTMENT}"
    minutes = f"case when {left_before} then -cast(c % 300 as bigint) else cast(10 + c % 700 as bigint) end"
    arrived = "cast(day as timestamp) + to_minutes(cast(a % 1440 as bigint))"
    changed = f"case when again and fault >= {900 + _TWICE} then 20000 else d end"
    return f"""
        select {who["nhs"]} as "NHS_NUMBER", {who["local"]} as "LOCAL_PATIENT_IDENTIFIER", {who["born"]} as "BIRTH_DATE",
          {who["sex"]} as "STATED_GENDER", {who["ethnic"]} as "ETHNIC_CATEGORY", {who["area"]} as "LSOA_2011",
          case when {no_provider} then '' else 'Z9' || chr(65 + cast(b % 3 as integer)) end as "PROVIDER_CODE",
          'Z9' || chr(65 + cast(b % 3 as integer)) || '01' as "SITE", cast(1000000000 + i as varchar) as "EPIKEY",
          case when {odd} then '77' else '0' || cast(1 + c % 3 as varchar) end as "DEPARTMENT_TYPE",
          cast(1 + a % 3 as varchar) as "ATTENDANCE_CATEGORY",
          case when {bad_day} then '2024-02-31' else strftime(arrived, '%Y-%m-%d') end as "ARRIVAL_DATE",
          strftime(arrived, '%H:%M') as "ARRIVAL_TIME", strftime(departed, '%Y-%m-%d') as "DEPARTURE_DATE",
          strftime(departed, '%H:%M') as "DEPARTURE_TIME",
          case when d < 300000 then '306706006' else '306689006' end as "DISCHARGE_DESTINATION",
          cast(233604000 + d % 900 as varchar) as "DIAGNOSIS_CODE_1"
        from (select * exclude (d), {changed} as d, {arrived} as arrived, {arrived} + to_minutes({minutes}) as departed
              from ({_some(rows, seed)}))
        order by sent, i, again"""


_DIAGNOSES = (
    "I500",
    "J189",
    "N390",
    "E119",
    "I10X",
    "J449",
    "K566",
    "S720",
    "A419",
    "F03X",
    "R104",
    "Z864",
    "I489",
    "M179",
    "N179",
    "C509",
)


def _episodes(rows: int, seed: int) -> str:
    who = _who("admitted")
    bad_day, no_provider, left_before, *_ = _edges(_BAD_DAY, _NO_PROVIDER, _LEFT_BEFORE)
    codes = "[" + ", ".join(f"'{code}'" for code in _DIAGNOSES) + "]"
    diagnoses = ", ".join(
        f"case when {at} = 1 or hash(i, {seed}, {30 + at}) % 100 < {70 - 10 * at} "
        f"then {codes}[cast(1 + hash(i, {seed}, {40 + at}) % {len(_DIAGNOSES)} as bigint)] else '' end as \"DIAG_{at:02}\""
        for at in range(1, 7)
    )
    stay = "case when a % 3 = 0 then 0 else cast(b % 14 as integer) end"
    return f"""
        select {who["nhs"]} as "NEWNHSNO", {who["local"]} as "LOPATID", {who["born"]} as "DOB", {who["sex"]} as "SEX",
          {who["ethnic"]} as "ETHNOS", {who["area"]} as "LSOA11",
          case when {no_provider} then '' else 'Z9' || chr(65 + cast(b % 3 as integer)) end as "PROCODE",
          'Z9' || chr(65 + cast(b % 3 as integer)) || '01' as "SITETRET", cast(10000000 + i as varchar) as "PROVSPNO",
          cast(1000000000 + i as varchar) as "EPIKEY", '1' as "EPIORDER", strftime(admitted, '%Y-%m-%d') as "EPISTART",
          strftime(discharged, '%Y-%m-%d') as "EPIEND",
          case when {bad_day} then '2024-02-31' else strftime(admitted, '%Y-%m-%d') end as "ADMIDATE",
          strftime(discharged, '%Y-%m-%d') as "DISDATE", case when c % 2 = 0 then '21' else '11' end as "ADMIMETH", '19' as "ADMISORC",
          case when d % 50 = 0 then '4' else '1' end as "DISMETH",
          case when d % 50 = 0 then '79' when d % 400 = 1 then '79' else '19' end as "DISDEST",
          cast(1 + c % 2 as varchar) as "CLASSPAT", cast(100 + d % 30 * 10 as varchar) as "TRETSPEF", {diagnoses},
          case when d < 300000 then 'W401' else '' end as "OPERTN_01",
          case when d < 400000 then '' else strftime(discharged - cast(d % 3 as integer), '%Y-%m-%d') end as "DISREADYDATE",
          case when d < 400000 then '' else cast(d % 4 as varchar) end as "DISCHARGE_PATHWAY",
          case when d < 400000 or d % 3 = 0 then '' else 'awaiting care package' end as "DELAY_REASONS"
        from (select *, day as admitted, case when {left_before} then day - 2 else day + {stay} end as discharged
              from ({_some(rows, seed)}))
        order by sent, i, again"""


FEEDS: dict[str, Callable[[int, int], str]] = {"emergency_care": _emergency_care, "admitted_patient_care": _episodes}


if __name__ == "__main__":
    make(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), seed=int(sys.argv[4]))
