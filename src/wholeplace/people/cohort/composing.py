"""The few queries that a definition's own words go into: which rows enter, what is looked up, who is left out, what is handed on.

Every condition in them was checked by `warehouse.read_condition`; names were checked to be plain words.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from wholeplace.people.cohort.shapes import AreaAsk, CohortDefinition, EventAsk, RowAsk
from wholeplace.people.cohort.vocabulary import KEYS_OF_PEOPLE, SPANS
from wholeplace.people.tables import COMMON, JOURNEY_TABLES

OF_BIRTHS = {"mother_key": "bigint", "conceived": "date", "mother_small_area": "varchar"}
"""What births tell besides; other tables leave it empty."""

FOLLOWED = ("followed_days", "followed_until", "follow_ended_by")


def text(word: str) -> str:
    """`word` as a text in SQL."""
    return "'" + word.replace("'", "''") + "'"


def rows_of(parts: Sequence[Path]) -> str:
    """The rows of a journey table with `entry_no`, their place in its files, which no key decides."""
    if len(parts) == 1:
        return f"select *, file_row_number as entry_no from read_parquet({text(str(parts[0]))}, file_row_number = true)"
    files = ", ".join(text(str(path)) for path in parts)
    return (
        "select * exclude (filename, file_row_number), row_number() over (order by filename, file_row_number) - 1 as entry_no\n"
        f"from read_parquet([{files}], file_row_number = true, filename = true)"
    )


def entries(definition: CohortDefinition) -> str:
    """The rows that count, each with its index day."""
    enter = definition.enter
    missing = [f"cast(null as {kind}) as {name}" for name, kind in OF_BIRTHS.items() if name not in JOURNEY_TABLES[enter.table].columns]
    more = "".join(f", {column}" for column in missing)
    return (
        f"select entering.*, cast({enter.on} + interval {enter.after_days} day as date) as index_day{more} "
        f"from rows_of_{enter.table} as entering where ({enter.counts}) and {enter.on} is not null"
    )


def event_asks(definition: CohortDefinition) -> list[tuple[int, EventAsk]]:
    """What is looked up in tables about people, numbered; outcomes come after exposures."""
    return [(number, ask) for number, ask in enumerate((*definition.exposures, *definition.outcomes)) if isinstance(ask, EventAsk)]


def area_asks(definition: CohortDefinition) -> list[tuple[int, AreaAsk]]:
    """The exposures of areas, by the same numbers."""
    return [(number, ask) for number, ask in enumerate(definition.exposures) if isinstance(ask, AreaAsk)]


def events(definition: CohortDefinition) -> str:
    """Every row that something looked up counts: its day (or first day), the first day after a span, and the value taken."""
    parts = [_events_of(number, ask) for number, ask in event_asks(definition)]
    nothing = (
        "select cast(null as integer) as ask_no, cast(null as bigint) as person_key, cast(null as date) as happened, "
        "cast(null as date) as until_day, cast(null as bigint) as event_no, cast(null as double) as number_value, "
        "cast(null as varchar) as text_value where false"
    )
    return " union all ".join([nothing, *parts])


def _events_of(number: int, ask: EventAsk) -> str:
    starts, until = SPANS[ask.table] if ask.standing else (ask.on, "cast(null as date)")
    taken = ask.value or "null"
    number_value, text_value = (taken, "null") if ask.number else ("null", taken)
    question = f" and question = {text(ask.question)}" if ask.question else ""
    has_value = f" and {ask.value} is not null" if ask.value else ""
    return (
        f"select {number}, person_key, {starts}, {until}, entry_no, cast({number_value} as double), cast({text_value} as varchar) "
        f"from rows_of_{ask.table} where person_key is not null and {starts} is not null and ({ask.counts}){question}{has_value}"
    )


def described(definition: CohortDefinition) -> str:
    """Every subject with the columns of its row, what is known besides, every exposure, and every outcome."""
    table = JOURNEY_TABLES[definition.enter.table]
    common = ", ".join(f"coalesce(entry.{name}, comparator.{name}) as {name}" for name in COMMON if name != "person_key")
    own = "".join(f", entry.{name}" for name in table.own if name not in KEYS_OF_PEOPLE)
    looked_up = [*_area_columns(definition), *_event_columns(definition)]
    columns = "".join(f", {column}" for column, _ in looked_up)
    joins = "".join(f" {join}" for _, join in looked_up)
    rows = [f", ({ask.when}) as {ask.name}" for ask in (*definition.exposures, *definition.outcomes) if isinstance(ask, RowAsk)]
    followed = ", ".join(f"followed.{name}" for name in FOLLOWED)
    base = (
        f"select subject.subject_no, subject.in_cohort, subject.person_key, subject.index_day, {common}{own}, "
        f"fifths.deprivation_fifth, {followed}{columns} from subjects as subject "
        "join followed on followed.subject_no = subject.subject_no "
        "left join entries as entry on subject.in_cohort and entry.entry_no = subject.subject_no "
        "left join comparators as comparator on not subject.in_cohort and comparator.subject_no = subject.subject_no "
        f"left join fifths on fifths.small_area = coalesce(entry.small_area, comparator.small_area){joins}"
    )
    return f"select base.*{''.join(rows)} from ({base}) as base"


def _area_columns(definition: CohortDefinition) -> Iterator[tuple[str, str]]:
    for number, ask in area_asks(definition):
        name = f"area_{number}"
        join = f"left join area_values as {name} on {name}.subject_no = subject.subject_no and {name}.ask_no = {number}"
        yield f"{name}.value as {ask.name}, {name}.known_share as {ask.name}_known_share", join


def _event_columns(definition: CohortDefinition) -> Iterator[tuple[str, str]]:
    columns = {"any": "seen", "count": "times", "first after days": "first_after_days"}
    for number, ask in event_asks(definition):
        name = f"event_{number}"
        column = columns.get(ask.gives) or ("number_value" if ask.number else "text_value")
        join = f"left join event_values as {name} on {name}.subject_no = subject.subject_no and {name}.ask_no = {number}"
        yield f"{name}.{column} as {ask.name}", join


def excluded(definition: CohortDefinition) -> str:
    """Every subject with `excluded_by`: the number of the first exclusion that holds, 0 for none."""
    cases = " ".join(f"when coalesce({one.when}, false) then {number}" for number, one in enumerate(definition.exclude, start=1))
    number = f"case {cases} else 0 end" if cases else "0"
    return f"select *, {number} as excluded_by from described"


def weighted(definition: CohortDefinition) -> str:
    """Those who stay, with a weight: the comparison counts as if it were like the cohort in what `same` names.

    Who is not known in a column is like others not known in it.
    """
    if definition.compare is None:
        return "select *, 1.0 as weight from excluded where excluded_by = 0"
    like = ", ".join(definition.compare.same) or "true"
    counts = (
        "select *, sum(case when in_cohort then 1 else 0 end) over alike as cohort_count, "
        "sum(case when in_cohort then 0 else 1 end) over alike as compared_count "
        f"from excluded where excluded_by = 0 window alike as (partition by {like})"
    )
    return (
        "select *, case when in_cohort and compared_count > 0 then 1.0 when in_cohort then 0.0 "
        f"else cohort_count / compared_count end as weight from ({counts}) as counted"
    )


def columns_out(definition: CohortDefinition) -> list[str]:
    """The columns of cohort.parquet, in order."""
    exposures = [name for ask in definition.exposures for name in (ask.name, *_share_of(ask))]
    group = ["in_cohort", "weight"] if definition.compare else []
    by = [definition.by] if definition.by else []
    same = list(definition.compare.same) if definition.compare else []
    names = [*group, *definition.columns, *by, *same, *exposures, *(ask.name for ask in definition.outcomes)]
    return list(dict.fromkeys(["person_key", "index_day", *names, *FOLLOWED]))


def _share_of(ask: AreaAsk | EventAsk | RowAsk) -> tuple[str, ...]:
    return (f"{ask.name}_known_share",) if isinstance(ask, AreaAsk) else ()


def rows_out(definition: CohortDefinition) -> str:
    """The rows handed on, in an order that keys have no part in."""
    columns = columns_out(definition)
    order = ", ".join(f"{name} nulls first" for name in ("index_day", *columns[2:], "person_key"))
    return f"select {', '.join(columns)} from weighted where in_cohort or weight > 0 order by {order}"
