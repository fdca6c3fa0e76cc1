"""Reads what a cohort asks about its people: exposures by place and time, and rows of other tables before and after the index day."""

from collections.abc import Mapping, Sequence
from typing import Any

from wholeplace.people.cohort.keys import OVERS, SUMS
from wholeplace.people.cohort.letters import Letters
from wholeplace.people.cohort.shapes import MOTHER, SELF, AreaAsk, Days, EventAsk, Follow, RowAsk
from wholeplace.people.cohort.vocabulary import SPANS, TABLES, described_by
from wholeplace.warehouse import NUMBER, TEXT, Table

_OF_AREAS = ("exposure", "unit", "over", "combine", "min_known_share")
_OF_ROWS = ("on", "counts", "within_days", "as", "take", "value", "question", "standing")
_TYPES = {"any": "BOOLEAN", "count": "BIGINT", "first after days": "BIGINT"}

Keys = Mapping[str, Any]


def read_exposures(given: Sequence[Keys], enters: str, letters: Letters) -> tuple[tuple[AreaAsk | EventAsk | RowAsk, ...], dict[str, str]]:
    """Every exposure, and the SQL type of the column that each becomes."""
    found: list[AreaAsk | EventAsk | RowAsk] = []
    types: dict[str, str] = {}
    for number, keys in enumerate(given, start=1):
        called = f"exposures {number}"
        if keys.get("of") == MOTHER and enters != "births":
            fix = "Leave out `of`, or let births enter."
            letters.say(f"{called}.of", f"rows of {enters} name no mother.", "Nobody could be looked up.", fix)
        if "when" in keys:
            found.append(_row_ask(keys, enters, called, letters))
            types[keys["name"]] = "BOOLEAN"
        elif keys.get("from") == "exposures":
            found.append(_area_ask(keys, enters, called, letters))
            types[keys["name"]] = "DOUBLE"
        elif "from" in keys:
            ask = _event_ask(keys, called, letters)
            _not_after_index(ask.within_days, f"{called}.within_days", letters)
            found.append(ask)
            types[keys["name"]] = _TYPES.get(ask.gives) or ("DOUBLE" if ask.number else "VARCHAR")
        else:
            fix = "Give `when`, or `from`."
            letters.say(called, "it does not say what it looks at.", "An exposure is told by the entering row or by a table.", fix)
    return tuple(found), types


def read_outcomes(given: Sequence[Keys], enters: str, follow: Follow, letters: Letters) -> tuple[EventAsk | RowAsk, ...]:
    """Every outcome. Its days must lie inside the days followed, or it would count what nobody watched for."""
    found: list[EventAsk | RowAsk] = []
    for number, keys in enumerate(given, start=1):
        called = f"outcomes {number}"
        if "when" in keys:
            found.append(_row_ask(keys, enters, called, letters))
            continue
        if "from" not in keys:
            fix = "Give `when`, or `from`."
            letters.say(called, "it does not say what it looks at.", "An outcome is told by the entering row or by a table.", fix)
            continue
        ask = _event_ask(keys, called, letters)
        if ask.within_days[0] < follow.from_days or ask.within_days[1] > follow.to_days:
            days, followed = f"days {ask.within_days[0]} to {ask.within_days[1]}", f"{follow.from_days} to {follow.to_days}"
            what = f"{days} are not inside the days followed, {followed}."
            fix = "Follow people for longer, or look at fewer days."
            letters.say(f"{called}.within_days", what, "Nobody watched on the other days.", fix)
        found.append(ask)
    return tuple(found)


def _without(keys: Keys, not_here: Sequence[str], called: str, why: str, letters: Letters) -> None:
    for key in not_here:
        if key in keys:
            letters.say(f"{called}.{key}", "it has no meaning here.", why, "Leave it out.")


def _needs(keys: Keys, needed: Sequence[str], called: str, letters: Letters) -> None:
    for key in needed:
        if key not in keys:
            letters.say(f"{called}.{key}", "it is missing.", "Nobody could say what is meant.", f"Give `{key}`.")


def _not_after_index(days: Days, where: str, letters: Letters) -> None:
    if days[1] > 0:
        why = "What comes after the index day may be a result, and only those who live long enough can have it."
        letters.say(where, f"it reaches to day {days[1]}, after the index day.", why, "End it at 0, or set enter.after_days.")


def _row_ask(keys: Keys, enters: str, called: str, letters: Letters) -> RowAsk:
    _without(keys, ("from", "of", *_OF_AREAS, *_OF_ROWS), called, "`when` looks at the entering row only.", letters)
    return RowAsk(name=keys["name"], when=letters.condition(f"{called}.when", keys["when"], described_by(enters, {})))


def _area_ask(keys: Keys, enters: str, called: str, letters: Letters) -> AreaAsk:
    _without(keys, _OF_ROWS, called, "Areas are joined by place and time.", letters)
    _needs(keys, ("exposure", "over"), called, letters)
    over = keys.get("over", "on index")
    days = OVERS[over] if isinstance(over, str) else (over[0], over[1])
    if days == "pregnancy" and enters != "births":
        letters.say(f"{called}.over", f"rows of {enters} tell of no pregnancy.", "It has no days.", "Let births enter, or give days.")
    if isinstance(days, tuple):
        _not_after_index(days, f"{called}.over", letters)
    given = {key: keys[key] for key in ("unit", "of", "combine", "min_known_share") if key in keys}
    return AreaAsk(name=keys["name"], exposure=keys.get("exposure", ""), over=days, **given)


def _event_ask(keys: Keys, called: str, letters: Letters) -> EventAsk:
    table = TABLES[keys["from"]]
    _without(keys, _OF_AREAS, called, f"It belongs to areas, and {table.name} is about people.", letters)
    standing = _standing(keys, table, called, letters)
    on = keys.get("on", table.dates[0])
    if on not in table.dates:
        letters.unknown(f"{called}.on", f'"{on}" does not place a row of {table.name}.', on, table.dates)
    counts = letters.condition(f"{called}.counts", keys["counts"], table) if "counts" in keys else "TRUE"
    question = _question(keys, table, called, letters)
    gives, value = _what_it_gives(keys, table, called, letters)
    low, high = keys.get("within_days", (0, 0))
    number = value is None or value not in table.columns or table.columns[value].kind == NUMBER
    return EventAsk(
        name=keys["name"], table=table.name, on=on, within_days=(low, high), gives=gives, counts=counts, value=value,
        number=number, of=keys.get("of", SELF), question=question,
        standing=standing,
    )  # fmt: skip


def _standing(keys: Keys, table: Table, called: str, letters: Letters) -> bool:
    standing = keys.get("standing", False)
    if not standing:
        _needs(keys, ("within_days",), called, letters)
    elif table.name not in SPANS:
        letters.say(f"{called}.standing", f"rows of {table.name} are of one day.", "They do not stand.", "Give `within_days`.")
    else:
        _without(keys, ("within_days", "on"), called, "Rows that stand on the index day have no other days.", letters)
        if keys.get("as") == "first after days":
            letters.say(f"{called}.as", "rows that stand on the index day are after no days.", "It says nothing.", 'Use "any" or "count".')
    return standing


def _question(keys: Keys, table: Table, called: str, letters: Letters) -> str | None:
    if "question" in keys and table.name != "answers":
        letters.say(
            f"{called}.question", f"rows of {table.name} answer none.", "It would be ignored.", 'Use from = "answers", or `counts`.'
        )
    return keys.get("question")


def _what_it_gives(keys: Keys, table: Table, called: str, letters: Letters) -> tuple[str, str | None]:
    if ("as" in keys) == ("take" in keys):
        fix = f"Give `as` ({', '.join(SUMS)}), or `take` with `value`."
        letters.say(called, "it needs either `as` or `take`.", "Rows become one value in one way.", fix)
        return "any", None
    if "as" in keys:
        _without(keys, ("value",), called, "`as` counts rows, and looks at no column.", letters)
        return keys["as"], None
    value = keys.get("value", "value" if table.name == "answers" else "")
    column = table.columns.get(value)
    if column is None or column.kind not in (NUMBER, TEXT):
        letters.unknown(f"{called}.value", f'"{value}" is not a column of {table.name} that can be taken.', value, table.columns)
    elif column.kind == TEXT and keys["take"] in ("mean", "highest"):
        letters.say(f"{called}.take", f"{value} is a text.", f"It has no {keys['take']}.", 'Use "last" or "first".')
    return keys["take"], value
