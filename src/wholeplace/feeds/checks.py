"""The checks that are made of single cells and of rows: their bits in the fault mask, and what they empty."""

from wholeplace.feeds.building import Building, Check
from wholeplace.feeds.cells import case_of, empty_days, empty_texts, means_empty, reason_of
from wholeplace.feeds.contract import Column
from wholeplace.feeds.sql_text import named, quoted
from wholeplace.feeds.tables import IDENTIFIERS


def check_cells(building: Building) -> None:
    """Give every check of single cells its bit."""
    for name in building.contract.table.columns:
        if name in building.given:
            building.bits[name] = _cell_bits(building, building.contract.by_name[name], named("t_" + name))
    if building.period:
        building.bits["_period"] = _period_bits(building)


def emptied(column: Column | None, value: str) -> str:
    """Dates that stand for "none" are emptied after reading, whatever way they are written."""
    days = empty_days(column) if column is not None else ()
    if not days:
        return value
    return f"case when cast({value} as date) in ({', '.join(f'date {quoted(day)}' for day in days)}) then null else {value} end"


def _can_be_wrong(column: Column) -> bool:
    if column.constant is not None:
        return False
    if column.type in ("text", "code", "codes"):
        return bool(column.domain or column.pattern or ((column.values or column.lookup) and column.others == "wrong"))
    return True


def _cell_bits(building: Building, column: Column, value: str) -> list[str]:
    bits = []
    given = named("g_" + column.name)
    if _can_be_wrong(column):
        effect = "empty" if column.type == "nhs number" else column.if_wrong
        why = _WHY_WRONG[effect]
        mask = building.check(Check(column=column.name, reason=reason_of(column), effect=effect, why=why, of_cell=True))
        # Few texts give no value, so only they are asked whether they mean "empty".
        wrong = case_of(f"lower({given})", dict.fromkeys(empty_texts(column), "0"), otherwise=str(mask)) if empty_texts(column) else mask
        bits.append(f"case when {given} is not null and {value} is null then {wrong} else 0 end")
    if column.value_required:
        why = "A row without it cannot be placed."
        mask = building.check(Check(column=column.name, reason="is empty", effect="refuse", why=why, fix="Fill it in."))
        empty = f"({emptied(column, value)}) is null and ({given} is null or {value} is not null or {means_empty(column, given)})"
        bits.append(f"case when {empty} then {mask} else 0 end")
    return bits


_WHY_WRONG = {
    "refuse": "A row that cannot be read is kept apart.",
    "empty": "The cell is emptied and the row stays, for what it tells still happened.",
}


def _period_bits(building: Building) -> list[str]:
    why = "A value without its period cannot be placed."
    wrong = building.check(Check(column="starts", reason=_reason_of_period(building), effect="refuse", why=why))
    return [f"case when t_starts is null or t_ends is null then {wrong} else 0 end"]


def _reason_of_period(building: Building) -> str:
    forms = building.contract.period.forms if building.contract.period else ()
    return f"is empty or not a period written as {' or '.join(forms)}" if forms else "is not a day that can be read"


def check_rules(building: Building) -> None:
    """Give every rule its bit."""
    for rule in building.contract.rules:
        check = Check(column=rule.column, reason=rule.name, effect=rule.otherwise, why=rule.why, fix=rule.fix)
        building.rules.append(building.check(check))


def emptying(building: Building) -> dict[str, str]:
    """SQL, by column that a rule may empty, for whether one does."""
    bits: dict[str, list[str]] = {}
    for rule, mask in zip(building.contract.rules, building.rules, strict=True):
        if rule.otherwise == "empty":
            bits.setdefault(rule.column, []).append(f"_faults & {mask} <> 0")
    return {name: f"_faults > 0 and ({' or '.join(found)})" for name, found in bits.items()}


def unread_columns(building: Building) -> tuple[str, ...]:
    """The columns of which the text is kept where it gave no value: those that somebody asks about (see `reading`)."""
    emptied = {rule.column for rule in building.contract.rules if rule.otherwise == "empty"}
    columns = [building.contract.by_name[name] for name in building.given]
    return tuple(column.name for column in columns if _is_asked_about(column) and (_can_be_wrong(column) or column.name in emptied))


def _is_asked_about(column: Column) -> bool:
    may_be_month_first = column.type in ("date", "timestamp") and not column.form
    has_list = bool(column.values or column.lookup) and column.others == "wrong"
    return may_be_month_first or has_list or column.name in IDENTIFIERS


def unread_of(column: str) -> str:
    """The staged column that holds the text of a cell that gave no value."""
    return f"unread_{column}"
