"""Generated journeys for bench/measures.py: 21 events and 14 months of cost a person over 5 years, in the shape of the journey tables.

Made by DuckDB from hashes of row numbers, so that the same size gives the same rows on every machine. Nothing here is
like any real place beyond its proportions: 45 contacts to 3 stays, ages as in England (from memory), five ethnic groups
of which one holds four fifths, 308 practices, 60 neighbourhoods in 8 places.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.feeds.tables import SPEND
from wholeplace.measures.completeness import Coverage
from wholeplace.measures.inputs import Inputs
from wholeplace.people.cell_numbers import AREAS, number_areas, numbered_sql
from wholeplace.people.tables import COMMON, JOURNEY_TABLES
from wholeplace.people.writing import ROWS_IN_A_FILE, parts_of, path_of, sorted_rows, spans_of
from wholeplace.place.shapes import Area, Place, Settings
from wholeplace.terms import AreaCode, Period, months_later
from wholeplace.warehouse import Warehouse

FIRST = date(2020, 10, 1)
MONTHS = 60
PLACES, NEIGHBOURHOODS, SMALL_AREAS, WARDS, NETWORKS, PRACTICES = 8, 60, 1694, 150, 70, 308
EVERY = 1000
ROWS_FOR_EVERY_1000 = {
    "contacts": 16_900, "attendances": 1_260, "stays": 1_075, "register_months": 1_340, "care": 133, "tenancies": 200, "answers": 157,
    "support": 48, "births": 60, "deaths": 48, "costs": 13_600, "path_costs": 350, "bookings": 550, "referrals": 130,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """What a table's rows are made of: `day` and further columns as SQL over h, i, day, age and sex of the row."""

    columns: Mapping[str, str]
    date_column: str


def _share(shift: int, of: int = 1000) -> str:
    """A whole number below `of` that looks drawn, from the row's hash; another `shift` gives another one."""
    return f"cast((h >> {shift}) % {of} as integer)"


_PRACTICE = f"'E9G' || lpad(cast(area_no % {PRACTICES} as varchar), 5, '0')"
_TRUST = f"case when {_share(3, 2)} = 0 then 'Z9A' else 'Z9B' end"
_KIND = f"{_share(20)} as picked"
_SMALL_AREA = "'E9L' || lpad(cast(area_no + 1 as varchar), 6, '0')"
_PLACE = f"'E9P' || lpad(cast(area_no % {NEIGHBOURHOODS} % {PLACES} + 1 as varchar), 6, '0')"
# Shares of money: most go to contacts, some to hospital, few to social care.
_HOSPITAL_PENCE = f"case when {_share(7)} < 90 then cast(14800 + {_share(9, 400000)} as bigint) else 0 end"
_COMMUNITY_PENCE = f"case when {_share(11)} < 950 then cast(3000 + {_share(13, 9000)} as bigint) else 0 end"
_CARE_PENCE = f"case when {_share(15)} < 60 then cast(40000 + {_share(17, 300000)} as bigint) else 0 end"

OWN = {
    "contacts": Own(
        date_column="happened",
        columns={
            "contact_id": "number", "happened": "day",
            "setting": "case when picked < 743 then 'gp' when picked < 925 then 'community' when picked < 962 then 'mental health' "
            "else '111' end",
            "provider": f"case when picked < 743 then {_PRACTICE} when picked < 925 then 'Z9C' when picked < 962 then 'Z9M' else 'Z9X' end",
            "team": "case when picked < 743 then 'practice' when picked < 820 then 'district nursing' else 'other' end",
            "kind": f"case when picked between 743 and 754 or picked between 925 and 930 then 'assessment' when {_share(5)} < 2 "
            "then 'health check' else 'contact' end",
            "attended": f"{_share(7)} < 955",
            "first_of_referral": "picked between 925 and 930",
            "waited_days": f"case when picked >= 925 and picked < 962 then {_share(9, 90)} + {_share(11, 40)} end",
            "repeats_another_team": f"case when picked between 743 and 754 then {_share(13)} < 40 end",
        },
    ),
    "attendances": Own(
        date_column="arrived",
        columns={
            "attendance_id": "number", "arrived": "day", "minutes": f"20 + {_share(9, 300)} + {_share(11, 300)} * {_share(13, 2)}",
            "provider": _TRUST, "department_type": "case when picked < 700 then '1' when picked < 715 then '2' else '3' end",
            "planned": f"{_share(5)} < 40", "admitted": f"{_share(7)} < 270 and picked < 700",
            "visits_in_12_months": f"1 + {_share(15, 4)} * {_share(17, 3)}",
        },
    ),
    "stays": Own(
        date_column="started",
        columns={
            "stay_id": "number", "started": "day", "ended": "day + nights", "nights": "nights",
            "ended_on_weekend": "dayofweek(day + nights) in (0, 6)", "provider": _TRUST, "first_provider": _TRUST,
            "specialty": f"cast(100 + {_share(5, 30)} * 10 as varchar)",
            "admitted_as": "case when picked < 450 then 'emergency' when picked < 915 then 'elective' when picked < 999 then 'maternity' "
            "else 'other' end",
            "day_case": "nights = 0 and picked >= 450", "alive": f"{_share(7)} < 975", "self_discharge": f"{_share(11)} < 12",
            "maternity": "picked >= 915", "cancer": f"{_share(13)} < 60",
            "diagnosis": f"substring('IJKSTGEMNR', 1 + {_share(15, 10)}, 1) || lpad(cast({_share(17, 100)} as varchar), 2, '0') || "
            f"cast({_share(19, 10)} as varchar)",
            "diagnoses": f"substring('IJKSTGEMNR', 1 + {_share(15, 10)}, 1)"
            f" || lpad(cast({_share(17, 100)} as varchar), 2, '0') || "
            f"'0;F' || lpad(cast({_share(28, 100)} as varchar), 2, '0') || '0;Z'"
            f" || lpad(cast({_share(30, 100)} as varchar), 2, '0') || '0'",
            "procedures": f"case when {_share(32)} < 500 then 'W' || lpad(cast({_share(34, 100)} as varchar), 2, '0') || '1' end",
            "falls": f"picked < 450 and {_share(21)} < 90", "self_harm": f"picked < 450 and {_share(23)} < 25",
            "avoidable_chronic": f"picked < 450 and {_share(25)} < 120", "avoidable_acute": f"picked < 450 and {_share(27)} < 100",
            "ready": f"case when nights > 1 then day + nights - {_share(29, 6)} * {_share(31, 2)} end",
            "delay_days": f"case when nights > 1 then {_share(29, 6)} * {_share(31, 2)} end",
            "pathway": f"cast(case when {_share(33)} < 880 then 0 when {_share(33)} < 950 then 1 when {_share(33)} < 980 then 2 else 3 end "
            "as smallint)",
            "discharged_to": f"case when {_share(7)} >= 975 then 'died' when {_share(33)} < 950 then 'usual home' else 'care home' end",
            "next_emergency_after_days": f"case when {_share(35)} < 300 then {_share(37, 180)} end",
            "care_started_after_days": f"case when {_share(39)} < 100 then {_share(41, 30)} end",
            "died_after_days": f"case when {_share(39)} >= 960 then {_share(41, 400)} end",
            "at_home_day_91": f"{_share(43)} < 850", "learning_disability": f"{_share(45)} < 8",
            "severe_mental_illness": f"{_share(45)} >= 988",
            "frailty_band": f"case when age >= 75 then case when {_share(47, 3)} = 0 then 'low' when {_share(47, 3)} = 1 "
            "then 'intermediate' else 'high' end end",
        },
    ),
    "care": Own(
        date_column="starts",
        columns={
            "care_id": "number", "starts": "day", "ends": f"case when {_share(5)} < 700 then day + 10 + {_share(7, 200)} end",
            "service": "case when picked < 560 then 'home care' when picked < 900 then 'reablement' when picked < 950 then 'carer support' "
            "else 'residential' end",
            "long_term": "picked < 560 or picked >= 950", "client_group": "case when age >= 65 then 'older people' else 'physical' end",
            "new_care_home": "picked >= 950", "after_hospital": f"{_share(9)} < 400", "at_home_day_91": f"{_share(11)} < 820",
            "weekly_pence": f"cast(10000 + {_share(13, 60000)} as bigint)", "led_to_long_term": f"{_share(15)} < 250",
        },
    ),
    "register_months": Own(
        date_column="month",
        columns={
            "month": "cast(date_trunc('month', day) as date)",
            "register": "case when picked < 250 then 'learning disability' when picked < 550 then 'severe mental illness' "
            "else 'unpaid carer' end",
            "checked_in_12_months": f"{_share(5)} < 620",
        },
    ),
    "tenancies": Own(
        date_column="starts",
        columns={
            "tenancy_id": "number", "starts": "day", "landlord": f"'Z9H' || cast({_share(5, 9)} as varchar)",
            "damp_or_mould": f"case when picked < 800 then {_share(7)} < 60 end",
        },
    ),
    "answers": Own(
        date_column="answered",
        columns={
            "answer_id": "number", "answered": "day", "survey": "'residents'",
            "question": "case when picked < 250 then 'activity' when picked < 500 then 'loneliness' when picked < 750 then "
            "'life satisfaction' else 'smoking' end",
            "value": f"case when picked < 250 then 1.0 * {_share(5, 200)} when picked < 500 then 3.0 + {_share(5, 7)} when picked < 750 "
            f"then 1.0 * {_share(5, 11)} end",
            "said": f"case when picked >= 750 then case when {_share(7)} < 130 then 'Smokes' else 'Does not smoke' end end",
        },
    ),
    "support": Own(
        date_column="ended",
        columns={
            "support_id": "number", "started": "day - 30", "ended": "day", "organisation": f"'V9' || cast({_share(5, 12)} as varchar)",
            "activity": "'befriending'", "loneliness_before": f"cast(3 + {_share(7, 7)} as smallint)",
            "loneliness_after": f"cast(3 + {_share(9, 6)} as smallint)",
        },
    ),
    "births": Own(
        date_column="born",
        columns={
            "birth_id": "number", "born": "day", "live": f"{_share(5)} < 996", "provider": _TRUST,
            "low_birth_weight_at_term": f"{_share(7)} < 28", "preterm": f"{_share(9)} < 75",
        },
    ),
    "deaths": Own(date_column="died", columns={"died": "day"}),
    "costs": Own(
        date_column="month",
        columns={
            "month": "cast(date_trunc('month', day) as date)", "followed": f"{_share(5)} < 999", "hospital_pence": _HOSPITAL_PENCE,
            "community_pence": _COMMUNITY_PENCE, "care_pence": _CARE_PENCE,
            "pence": f"{_HOSPITAL_PENCE} + {_COMMUNITY_PENCE} + {_CARE_PENCE}",
        },
    ),
    "path_costs": Own(
        date_column="finished",
        columns={
            "path_id": "number", "started": "day - 91 - nights", "ended": "day - 91", "finished": "day",
            "pathway": f"case when {_share(33)} < 880 then 0 when {_share(33)} < 950 then 1 when {_share(33)} < 980 then 2 else 3 end",
            "path": "case when picked < 150 then 'hospital alone' when picked < 820 then 'hospital and community' when picked < 880 "
            "then 'hospital and social care' else 'hospital, community and social care' end",
            "hospital_pence": f"100 * (1900 + 313 * nights + {_share(5)})", "community_pence": f"100 * {_share(7, 900)}",
            "care_pence": f"case when picked < 820 then 0 else 100 * {_share(9, 6000)} end",
            "pence": f"100 * (1900 + 313 * nights + {_share(5)} + {_share(7, 900)}) + "
            f"case when picked < 820 then 0 else 100 * {_share(9, 6000)} end",
        },
    ),
    "bookings": Own(
        date_column="booked",
        columns={
            "booking_id": "number", "booked": "day", "starts": f"day + {_share(9, 14)}", "waited_days": f"{_share(9, 14)}",
            "provider": _PRACTICE, "service": "'practice'", "slot_kind": "case when picked < 200 then '111' else 'routine' end",
            "booked_by": "case when picked < 200 then '111' when picked < 900 then 'resident' else 'provider' end",
            "state": f"case when {_share(7)} < 850 then 'attended' when {_share(7)} < 900 then 'did not attend' when {_share(7)} < 980 "
            "then 'cancelled' else 'cancelled by provider' end",
            "emergency_after_days": f"case when {_share(11)} < 150 then {_share(13, 60)} end",
        },
    ),
    "referrals": Own(
        date_column="referred",
        columns={
            "referral_id": "number", "referred": "day", "answered": f"day + {_share(5, 7)}", "accepted": f"{_share(7)} < 880",
            "first_seen": f"case when {_share(7)} < 850 then day + {_share(9, 40)} end",
            "waited_days": f"case when {_share(7)} < 850 then {_share(9, 40)} end", "ended": f"day + 60 + {_share(11, 90)}",
            "outcome": f"case when {_share(7)} >= 880 then 'declined' when {_share(13)} < 500 then 'helped' when {_share(13)} < 700 "
            "then 'partly helped' else 'not helped' end",
            "provider": f"'V9' || cast({_share(15, 12)} as varchar)",
            "referred_by": "case when picked < 400 then 'gp' when picked < 600 then 'self' when picked < 800 then 'link worker' "
            "else 'hospital' end",
            "need": "'company'", "organisations": f"1 + {_share(17, 3)}",
        },
    ),
}  # fmt: skip
COUNTED = {**{table: own.date_column for table, own in OWN.items()}, SPEND.name: "month"}
"""Every table that measures are counted from, with the date that places its rows."""

_NIGHTS = f"case when {_share(49)} < 550 then 0 else {_share(51, 12)} + {_share(53, 25)} * cast({_share(55, 6)} = 0 as integer) end"
_INNER = f"{_KIND}, {_NIGHTS} as nights"


def months() -> tuple[date, ...]:
    """The months for which journeys are made."""
    return tuple(months_later(FIRST, number) for number in range(MONTHS))


def make_journeys(folder: Path, people: int, *, memory_gib: float = 8) -> None:
    """Write every journey table of `people` people under `folder`, by month where a month has rows enough."""
    folder.mkdir(parents=True)
    with Warehouse(spill=folder / "spill", memory_gib=memory_gib) as warehouse:
        make_people(warehouse, people)
        lived_in = warehouse.frame(f"select distinct {_SMALL_AREA} as small_area, {_PLACE} as place from people")
        warehouse.table_from(AREAS, number_areas(lived_in))
        warehouse.write_parquet(f"from {AREAS} order by area_no", folder / f"{AREAS}.parquet")
        for table in OWN:
            write_table(warehouse, table, people, folder)
        warehouse.write_parquet(_spend_sql(), folder / "spend.parquet")
        population = folder / "person_months.parquet"
        warehouse.write_parquet(_population_sql(), population)
    for table in JOURNEY_TABLES:
        if table not in OWN and table != "person_months":
            with Warehouse() as warehouse:
                columns = ", ".join(f"cast(null as {kind}) as {name}" for name, (kind, _) in JOURNEY_TABLES[table].columns.items())
                warehouse.write_parquet(f"select {columns} where false", folder / f"{table}.parquet")
    shutil.rmtree(folder / "spill", ignore_errors=True)


def make_people(warehouse: Warehouse, people: int) -> None:
    """The table `people`, one row a person: random key, number of the small area, month of birth, sex and ethnic group."""
    warehouse.run(
        "create table people as select cast(i as bigint) as person_no, cast(hash(i, 1) >> 1 as bigint) as person_key,\n"
        f"  cast(h % {SMALL_AREAS} as integer) as area_no,\n"
        "  cast(((h >> 12) % 85) + ((h >> 20) % 14) * ((h >> 25) % 2) as integer) as years,\n"
        "  case when (h >> 30) % 1000 < 505 then 'female' when (h >> 30) % 1000 < 999 then 'male' end as sex,\n"
        "  case when (h >> 40) % 100 < 78 then 'White' when (h >> 40) % 100 < 87 then 'Asian' when (h >> 40) % 100 < 91 then 'Black' "
        "when (h >> 40) % 100 < 94 then 'Mixed' when (h >> 40) % 100 < 96 then 'Other' end as ethnic_group\n"
        f"from (select i, hash(i, 2) as h from range({people}) as r(i))"
    )


def write_table(warehouse: Warehouse, table: str, people: int, folder: Path) -> None:
    """One table in the files in which people's journeys are written, numbered as they are."""
    rows = people * ROWS_FOR_EVERY_1000[table] // EVERY // MONTHS
    spans = spans_of(dict.fromkeys(months(), rows), ROWS_IN_A_FILE)
    whole = Period(starts=FIRST, ends=months_later(FIRST, MONTHS))
    files = {folder / table / f"{stem}.parquet": span for stem, span in spans.items() if span} or {folder / f"{table}.parquet": whole}
    for path, span in files.items():
        inside = [month for month in months() if span.starts <= month < span.ends]
        each = "\nunion all\n".join(f"({month_sql(table, month, rows, people)})" for month in inside)
        warehouse.run(f"create or replace view told_rows as {each}")
        warehouse.run(f"create or replace view numbered_rows as {numbered_sql('told_rows')}")
        warehouse.write_parquet(sorted_rows(JOURNEY_TABLES[table], numbered="numbered_rows"), path)


def month_sql(table: str, month: date, rows: int, people: int, *, salt: int = 0) -> str:
    """The rows of one table in one month, in the order in which people's journeys are written. Another `salt`, other rows."""
    own, number = OWN[table], (month.year - FIRST.year) * 12 + month.month - FIRST.month
    days = (months_later(month, 1) - month).days
    years = f"(years + {number // 12} - 5)"
    common = {
        "person_key": "person_key", "age": "age", "age_band": "least(90, age // 5 * 5)", "sex": "sex", "ethnic_group": "ethnic_group",
        "small_area": _SMALL_AREA, "place": _PLACE,
    }  # fmt: skip
    told = {**common, **own.columns}
    listed = ",\n  ".join(
        f"cast({told.get(name, 'null')} as {kind}) as {name}" for name, (kind, _) in JOURNEY_TABLES[table].columns.items()
    )
    # Three in four events are of the quarter of people who need most, so that people come more than once.
    person = f"case when hash(i, {number}, '{table}', {salt}) % 4 > 0 then v % {people // 4} else v % {people} end"
    return (
        f"select {listed}\nfrom (select *, {_INNER} from (\n"
        f"  select *, cast(i + {number * rows + salt * 1_000_000_000} as bigint) as number, greatest(0, {years}) as age,\n"
        f"    date '{month}' + cast(i * {days} // {rows} as integer) as day\n"
        f"  from (select i, hash(i, {number}, '{table}', {salt}, 1) as h, {person} as person_no\n"
        f"    from (select i, hash(i, {number}, '{table}', {salt}, 2) as v from range({rows}) as r(i)))\n"
        "  join people using (person_no)))"
    )


def _population_sql() -> str:
    """person_months: the people of every small area, age band, sex and ethnic group, the same in every month of a year."""
    each = "\nunion all\n".join(
        f"select date '{month}' as month, area_no, greatest(0, years + {number // 12} - 5) as age, sex, ethnic_group, count(*) as people "
        "from people group by area_no, years, sex, ethnic_group"
        for number, month in enumerate(months())
    )
    columns = {
        "age_band": "least(90, age // 5 * 5)", "sex": "sex", "ethnic_group": "ethnic_group", "month": "month", "under_18": "age < 18",
        "small_area": _SMALL_AREA, "people": "sum(people)", "place": _PLACE,
    }  # fmt: skip
    told = {name: kind for name, (kind, _) in {**COMMON, **JOURNEY_TABLES["person_months"].own}.items()}
    listed = ", ".join(f"cast({columns.get(name, 'null')} as {kind}) as {name}" for name, kind in told.items())
    return f"select {listed} from ({each}) group by month, area_no, age, sex, ethnic_group order by all"


def _spend_sql() -> str:
    """spend: a line for every month, place and kind of service, from one of three organisations. So many at any size of place."""
    columns = {
        "organisation": f"'Z9' || substring('ABC', 1 + {_share(3, 3)}, 1)", "line": "setting",
        "area": "'E9P' || lpad(cast(place_no + 1 as varchar), 6, '0')", "setting": "setting", "month": "month",
        "client_group": f"case when setting = 'social care' and {_share(5, 2)} = 0 then 'older people' else 'all' end",
        "pence": f"cast(100 * (1000000 + {_share(7, 1000000)}) as bigint)",
    }  # fmt: skip
    listed = ", ".join(f"cast({columns.get(name, 'null')} as {kind}) as {name}" for name, kind in SPEND.columns.items())
    settings = "unnest(['hospital', 'emergency', 'community', 'mental health', 'primary', 'social care', 'voluntary', 'public health'])"
    spread = " union all ".join(f"select date '{month}' as month, {number} as month_no" for number, month in enumerate(months()))
    return (
        f"select {listed} from (select month, setting, place_no, hash(month_no, setting, place_no) as h from ({spread}),\n"
        f"  (select {settings} as setting), range({PLACES}) as r(place_no)) order by month, area, setting"
    )


def place_of(folder: Path) -> Place:
    """The place of the generated journeys: 8 places, 60 neighbourhoods, 2 footprints of wards and networks."""
    begins = date(2000, 1, 1)

    def area(level: str, letter: str, number: int, parent: str | None = None) -> Area:
        code = AreaCode(f"E9{letter}{number:06d}")
        above = AreaCode(parent) if parent else None
        return Area(code=code, name=code, level=level, parent=above, valid_from=begins, valid_to=None, aliases=())

    areas = [area("system", "S", 1)]
    areas += [area("place", "P", number + 1, "E9S000001") for number in range(PLACES)]
    areas += [area("neighbourhood", "N", number + 1, f"E9P{number % PLACES + 1:06d}") for number in range(NEIGHBOURHOODS)]
    areas += [area("ward", "W", number + 1) for number in range(WARDS)] + [area("network", "C", number + 1) for number in range(NETWORKS)]
    rows = [
        {
            "small_area": f"E9L{number + 1:06d}", "system": "E9S000001", "place": f"E9P{number % NEIGHBOURHOODS % PLACES + 1:06d}",
            "neighbourhood": f"E9N{number % NEIGHBOURHOODS + 1:06d}", "ward": f"E9W{number % WARDS + 1:06d}",
            "network": f"E9C{number % NETWORKS + 1:06d}", "deprivation_rank": number + 1, "deprivation_fifth": number * 7 % 5 + 1,
            "valid_from": begins, "valid_to": None, "successor": None,
        }
        for number in range(SMALL_AREAS)
    ]  # fmt: skip
    schema = {"valid_from": pl.Date, "valid_to": pl.Date, "successor": pl.String}
    return Place(
        folder=folder,
        settings=Settings(
            name="Generated", levels=("system", "place", "neighbourhood"), footprints=("ward", "network"), small_areas_in_country=33755
        ),
        areas=tuple(areas), organisations=(), small_areas=pl.DataFrame(rows, schema_overrides=schema), population=pl.DataFrame(),
    )  # fmt: skip


def inputs_of(folder: Path) -> Inputs:
    """The journeys under `folder` as the measures take them in."""
    tables = {table: parts_of(path_of(folder, table)) for table in (*JOURNEY_TABLES, SPEND.name, AREAS)}
    covered = Coverage(first=FIRST, until=months_later(FIRST, MONTHS))
    return Inputs(tables=tables, coverage=dict.fromkeys((*COUNTED, "person_months"), covered))


def before_last_month(tables: Mapping[str, tuple[Path, ...]], scratch: Path) -> dict[str, tuple[Path, ...]]:
    """The files of each table as they were before the last month came: it lies in the last file of each, alone or with others."""
    ends = months_later(FIRST, MONTHS - 1)
    before = {}
    for table, day in COUNTED.items():
        *whole, last = tables[table]
        with Warehouse() as warehouse:
            warehouse.view_of_parquet("told", last)
            earlier = f"select * from told where {day} < date '{ends}'"
            if warehouse.rows(f"select count(*) from ({earlier})") != [(0,)]:
                whole.append(scratch / table / last.name)
                warehouse.write_parquet(earlier, whole[-1])
        before[table] = tuple(whole)
    return before


LAST_QUARTER = Period(starts=months_later(FIRST, MONTHS - 6), ends=months_later(FIRST, MONTHS - 3))
"""A quarter for which also the measures that wait are complete."""
