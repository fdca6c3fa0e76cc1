"""From a definition and the journeys to a cohort: who entered, who was left out and why, what they were exposed to, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from wholeplace.people.cohort import composing
from wholeplace.people.cohort.covering import TimeAsked, check_covered, covered, one_day, tables_of, time_asked
from wholeplace.people.cohort.letters import Letters
from wholeplace.people.cohort.shapes import CohortDefinition, CohortNote, FlowStep
from wholeplace.people.models import read_models, run_models
from wholeplace.people.writing import parts_of
from wholeplace.place import Place
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse

MODELS = Path(__file__).parent / "models"
KEPT_OUT = {
    "nobody known": "Record of nobody we know",
    "another row": "Another record of the same person",
    "died before": "Died before the index day",
}
"""What `entrants.kept_out` says, in the order of the flow."""

NOWHERE = (
    "select count(*) from weighted as person left join times_in_the_place as stay on stay.person_key = person.person_key "
    "and person.index_day >= stay.starts and (stay.ends is null or person.index_day < stay.ends) where stay.person_key is null"
)
UNLIKE = "Nobody in the cohort is like them"

Span = tuple[date, date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """The rows of a cohort in memory, the lines of its flow, the index days let in, and what a reader should know."""

    rows: pl.DataFrame
    flow: tuple[FlowStep, ...]
    asked: TimeAsked
    notes: tuple[CohortNote, ...]


def make(definition: CohortDefinition, place: Place, tables: Mapping[str, Path], covers: Mapping[str, Span], warehouse: Warehouse) -> Made:
    """The cohort from journey files. `covers`: journey table -> first day covered, first day not covered.

    Raises DataProblem when a table it reads is not filled, an exposure is not there, or nobody could be followed.
    """
    letters = Letters(name=definition.name)
    check_covered(definition, covers, letters)
    _stop(letters)
    asked = time_asked(definition, covers, letters)
    _load(definition, place, tables, warehouse)
    _load_area_asks(definition, warehouse, letters)
    _check_questions(definition, warehouse, letters)
    _stop(letters)
    assert asked is not None, "no time without a letter"
    asked = _the_last_day(definition, asked, warehouse, letters)
    _load_event_asks(definition, covers, warehouse)
    _load_asked(definition, asked, warehouse)
    run_models(warehouse, read_models(MODELS), keep=tuple(read_models(MODELS)))
    for name, sql in (("described", composing.described), ("excluded", composing.excluded), ("weighted", composing.weighted)):
        warehouse.run(f"create or replace table {name} as {sql(definition)}")
    flow = _flow(definition, warehouse)
    return Made(rows=warehouse.frame(composing.rows_out(definition)), flow=flow, asked=asked, notes=_notes(definition, warehouse))


def _stop(letters: Letters) -> None:
    if letters.problems:
        raise DataProblem("The cohort cannot be made", letters.problems)


def _load(definition: CohortDefinition, place: Place, tables: Mapping[str, Path], warehouse: Warehouse) -> None:
    for name in ("homes", "deaths", "exposures"):
        warehouse.view_of_parquet(name, *parts_of(tables[name]))
    for name in tables_of(definition):
        warehouse.run(f"create or replace view rows_of_{name} as {composing.rows_of(parts_of(tables[name]))}")
    warehouse.run(f"create or replace view entries as {composing.entries(definition)}")
    warehouse.run(f"create or replace view events as {composing.events(definition)}")
    warehouse.table_from("fifths", fifths(place.small_areas))


def fifths(small_areas: pl.DataFrame) -> pl.DataFrame:
    """small_area, deprivation_fifth: each small area by its latest rank; nothing where the place has no ranks."""
    if "deprivation_fifth" not in small_areas.columns:
        return pl.DataFrame(schema={"small_area": pl.String, "deprivation_fifth": pl.Int16})
    latest = small_areas.sort("small_area", "valid_from").unique("small_area", keep="last", maintain_order=True)
    return latest.select(pl.col("small_area").cast(pl.String), pl.col("deprivation_fifth").cast(pl.Int16))


def _load_area_asks(definition: CohortDefinition, warehouse: Warehouse, letters: Letters) -> None:
    known: dict[str, list[str]] = {}
    for exposure, unit in warehouse.rows("select distinct exposure, coalesce(unit, '') from exposures order by 1, 2"):
        known.setdefault(exposure, []).append(unit)
    rows = []
    for number, ask in composing.area_asks(definition):
        unit = _unit(ask.name, ask.exposure, ask.unit, known, letters)
        days = (None, None) if isinstance(ask.over, str) else ask.over
        rows.append((number, ask.exposure, unit, ask.of, isinstance(ask.over, str), *days, ask.combine, float(ask.min_known_share)))
    schema = {
        "ask_no": pl.Int64, "exposure": pl.String, "unit": pl.String, "of_whom": pl.String, "over_pregnancy": pl.Boolean,
        "from_days": pl.Int64, "to_days": pl.Int64, "combine": pl.String, "min_known_share": pl.Float64,
    }  # fmt: skip
    warehouse.table_from("area_asks", pl.DataFrame(rows, schema=schema, orient="row"))


def _unit(name: str, exposure: str, unit: str | None, known: Mapping[str, list[str]], letters: Letters) -> str:
    """The unit in which the exposure is taken: the one asked for, or the only one."""
    where = f'exposures "{name}"'
    if exposure not in known:
        letters.unknown(where, f'no feed of this place tells of "{exposure}".', exposure, sorted(known) or ["(no exposure was received)"])
    elif unit is not None and unit not in known[exposure]:
        letters.unknown(where, f'"{exposure}" does not come in "{unit}".', unit, known[exposure])
    elif unit is None and len(known[exposure]) > 1:
        units = ", ".join(f'"{each}"' for each in known[exposure])
        letters.say(where, f'"{exposure}" comes in {units}.', "Values in different units cannot be put together.", "Give `unit`.")
    else:
        return unit if unit is not None else known[exposure][0]
    return ""


def _check_questions(definition: CohortDefinition, warehouse: Warehouse, letters: Letters) -> None:
    asked = [ask for _, ask in composing.event_asks(definition) if ask.question]
    if asked:
        known = [question for (question,) in warehouse.rows("select distinct question from rows_of_answers order by 1") if question]
        for ask in asked:
            if ask.question not in known:
                what = f'nobody answered "{ask.question}".'
                letters.unknown(f'"{ask.name}"', what, str(ask.question), known or ["(no answer was received)"])


def _the_last_day(definition: CohortDefinition, asked: TimeAsked, warehouse: Warehouse, letters: Letters) -> TimeAsked:
    """Where one day is asked for: the last on which somebody enters, of those that can be followed."""
    if not one_day(definition):
        return asked
    sql = "select max(index_day) from entries where index_day between cast(? as date) and cast(? as date)"
    ((last,),) = warehouse.rows(sql, [asked.first_day.isoformat(), asked.last_day.isoformat()])
    if not isinstance(last, date):
        what = f"nobody enters from {asked.first_day} to {asked.last_day}, the days that can be followed."
        letters.say("enter", what, "There is nobody to follow.", "Look at `counts`, or give `between` days.")
        raise DataProblem("The cohort cannot be made", letters.problems)
    return TimeAsked(first_day=last, last_day=last, records_until=asked.records_until)


def _load_event_asks(definition: CohortDefinition, covers: Mapping[str, Span], warehouse: Warehouse) -> None:
    rows = [
        (number, number >= len(definition.exposures), ask.gives, ask.of, ask.standing, *ask.within_days, *covered(ask.table, covers))
        for number, ask in composing.event_asks(definition)
    ]
    schema = {
        "ask_no": pl.Int64, "is_outcome": pl.Boolean, "gives": pl.String, "of_whom": pl.String, "standing": pl.Boolean,
        "from_days": pl.Int64, "to_days": pl.Int64, "seen_from": pl.Date, "seen_until": pl.Date,
    }  # fmt: skip
    warehouse.table_from("event_asks", pl.DataFrame(rows, schema=schema, orient="row"))


def _load_asked(definition: CohortDefinition, asked: TimeAsked, warehouse: Warehouse) -> None:
    follow = definition.follow
    row = {
        "first_day": asked.first_day, "last_day": asked.last_day, "records_until": asked.records_until,
        "one_row": definition.enter.one_row, "compares": definition.compare is not None,
        "from_days": follow.from_days, "to_days": follow.to_days,
        "ends_with_death": "death" in follow.ends_with, "ends_with_leaving": "left the place" in follow.ends_with,
    }  # fmt: skip
    warehouse.table_from("asked", pl.DataFrame([row]))


def _flow(definition: CohortDefinition, warehouse: Warehouse) -> tuple[FlowStep, ...]:
    """The flow of the cohort, then of the comparison. Every row that came is in one step's `out` or in the last step's `left`."""
    kept_out = dict(warehouse.rows("select coalesce(kept_out, ''), count(*) from entrants group by 1"))
    words = {key: name for key, name in KEPT_OUT.items() if not (key == "another row" and definition.enter.one_row == "each")}
    before = [(name, kept_out.get(key, 0)) for key, name in words.items()]
    steps = _steps("cohort", sum(kept_out.values()), [*before, *_exclusions(definition, warehouse, in_cohort=True)])
    if definition.compare is None:
        return steps
    ((came, there),) = warehouse.rows("select (select count(*) from comparators), (select count(*) from subjects where not in_cohort)")
    ((unlike,),) = warehouse.rows("select count(*) from weighted where not in_cohort and weight = 0")
    out = [(KEPT_OUT["died before"], came - there), *_exclusions(definition, warehouse, in_cohort=False), (UNLIKE, unlike)]
    return (*steps, *_steps("comparison", came, out))


def _exclusions(definition: CohortDefinition, warehouse: Warehouse, *, in_cohort: bool) -> list[tuple[str, int]]:
    who = "in_cohort" if in_cohort else "not in_cohort"
    counts = dict(warehouse.rows(f"select excluded_by, count(*) from excluded where {who} group by 1"))
    return [(one.name, counts.get(number, 0)) for number, one in enumerate(definition.exclude, start=1)]


def _steps(group: str, came: int, out: list[tuple[str, int]]) -> tuple[FlowStep, ...]:
    steps = []
    for name, number in out:
        steps.append(FlowStep(group=group, name=name, came=came, out=number, left=came - number))
        came -= number
    return tuple(steps)


def _notes(definition: CohortDefinition, warehouse: Warehouse) -> tuple[CohortNote, ...]:
    notes = []
    for _, ask in composing.area_asks(definition):
        share = f"{ask.min_known_share:.0%}"
        sentence = f"{ask.name}: not known for {{count}}, as fewer than {share} of their days have a home and a value."
        notes.append(_counted(warehouse, sentence, f"select count(*) from weighted where {ask.name} is null"))
    if "left the place" in definition.follow.ends_with:
        notes.append(_counted(warehouse, "{count} have no home in the place on the index day, so nobody could see them leave.", NOWHERE))
    if definition.compare is not None:
        alike = ", ".join(definition.compare.same)
        sentence = f"{{count}} in the cohort have nobody to be compared with: nobody else is alike in {alike}."
        notes.append(_counted(warehouse, sentence, "select count(*) from weighted where in_cohort and weight = 0"))
    return tuple(note for note in notes if note.count)


def _counted(warehouse: Warehouse, sentence: str, sql: str) -> CohortNote:
    ((count,),) = warehouse.rows(sql)
    return CohortNote(sentence=sentence, count=count)
