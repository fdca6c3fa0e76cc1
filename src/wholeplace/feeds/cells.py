"""How one cell is read: SQL that turns text into a typed value, null where the text cannot be read.

Two steps, one query layer each, so that no long expression is written twice: `parsed` reads the text into a first value,
`accepted` keeps that value if it is sound and lies within the contract's bounds. `given` is always SQL for the cell's trimmed
text (null when empty), `value` SQL for what `parsed` gave.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from wholeplace.feeds.contract import Column
from wholeplace.feeds.sql_text import listed, quoted
from wholeplace.feeds.tables import PSEUDONYM

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day first", "month first", "year first"

_DAY_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_MONTH_FORMS = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y")
_NAMED_FORMS = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%B-%Y")
_MONTH_NAMES = ("%B %Y", "%b %Y", "%b-%y", "%b-%Y", "%B-%y", "%B-%Y", "%b %y", "%B %y")
_TIMES = ("", " %H:%M:%S", " %H:%M")
_FIRST_DAY, _LAST_DAY = "1800-01-01", "2199-12-31"
"""Days outside are typing errors, such as the years 0204 or 20204. Wide enough for birth dates and for dates that mean "none"."""

_YES = ("y", "yes", "true", "t", "1")
_NO = ("n", "no", "false", "f", "0")
_POSTCODE = "(GIR0AA|[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2})"

REASONS = {
    "text": "is not a text that this column may hold",
    "code": "is not a code that this column may hold",
    "codes": "is not a list of codes",
    "date": "is not a date",
    "month": "is not a month",
    "timestamp": "is not a date and time",
    "whole number": "is not a whole number",
    "number": "is not a number",
    "pounds": "is not an amount in pounds",
    "yes or no": "is neither yes nor no",
    "nhs number": "is not a number whose check digit is right",
    "pseudonym": "is not an id",
    "postcode": "is not a postcode",
}


def reason_of(column: Column) -> str:
    """Why a cell of this column is refused, to follow the column's name."""
    if column.lookup is not None:
        return f"is not in the code list {column.lookup.path.name}"
    if column.domain or (column.values and column.others == "wrong"):
        return "is not one of the values that the contract knows"
    at_least = [f"below {column.least}"] if column.least is not None else []
    bounds = " or ".join(at_least + ([f"above {column.most}"] if column.most is not None else []))
    return f"{REASONS[column.type]}, or lies {bounds}" if bounds else REASONS[column.type]


def empty_texts(column: Column) -> tuple[str, ...]:
    """The texts, without capitals, that mean "empty" as they stand. Days that mean it are found after reading: see `empty_days`."""
    return tuple(text for text in column.also_empty if text not in empty_days(column))


def empty_days(column: Column) -> tuple[str, ...]:
    """The days (YYYY-MM-DD) that mean "empty" in a column of dates, however they are written."""
    dated = column.type in ("date", "timestamp")
    return tuple(text for text in column.also_empty if dated and len(text) == 10 and text[4] == text[7] == "-")


def means_empty(column: Column, given: str) -> str:
    """SQL for whether a text that is there means "empty"."""
    texts = empty_texts(column)
    return case_of(f"lower({given})", dict.fromkeys(texts, "true"), otherwise="false") if texts else "false"


def translated(column: Column, given: str, keys: str, values: Sequence[str]) -> str:
    """SQL for the text after empty texts, code list and values: null where it means nothing, `given` itself where nothing changes.

    `keys` is the enum type that holds the code list's keys, `values` what they become.
    """
    cases = dict.fromkeys(empty_texts(column), "null")
    if column.lookup is not None:
        at = f"cast(enum_code(try_cast(lower({given}) as {keys})) as bigint) + 1"
        found = f"list_extract([{listed(values)}], {at})"
        found = found if column.others == "wrong" else f"coalesce({found}, {given})"
        given = case_of(f"lower({given})", cases, otherwise=found) if cases else found
        cases = {}
    if column.values:
        cases = {theirs: quoted(ours) for theirs, ours in column.values.items()} | cases
        given = case_of(f"lower({given})", cases, otherwise=given if column.others == "keep" else "null")
    elif cases:
        given = case_of(f"lower({given})", cases, otherwise=given)
    return given


def case_of(text: str, cases: Mapping[str, str], otherwise: str = "null") -> str:
    """SQL for the case of `text`. Never `in (...)`: DuckDB makes a join of a long one, which is slow and may lose the rows' order."""
    return f"case {text} {' '.join(f'when {quoted(key)} then {sql}' for key, sql in cases.items())} else {otherwise} end"


def parsed(column: Column, given: str, time_given: str = "") -> str:
    """SQL for the first value of a cell: a moment for dates, a decimal for pounds, a double for numbers, a text for the rest."""
    readers = {
        "date": lambda: moment_of(given, column.form, two_digit_years=column.name != "birth_date"),
        "month": lambda: month_of(given),
        "timestamp": lambda: _timestamp(column, given, time_given),
        "whole number": lambda: number_of(given),
        "number": lambda: number_of(given),
        "pounds": lambda: f"try_cast(regexp_replace({given}, '[£,() -]', '', 'g') as decimal(24, 6)) * {_sign(given)}",
        "yes or no": lambda: case_of(f"lower({given})", {**dict.fromkeys(_YES, "true"), **dict.fromkeys(_NO, "false")}),
        "codes": lambda: _codes(given),
        "code": lambda: f"upper({given})",
        "nhs number": lambda: _ten_digits(given),
        "pseudonym": lambda: f"{quoted(PSEUDONYM)} || {given}",
        "postcode": lambda: f"regexp_replace(upper({given}), '[^A-Z0-9]', '', 'g')",
    }
    value = readers.get(column.type, lambda: given)()
    return value if column.scale == 1.0 else f"({value}) * {column.scale!r}"


def accepted(column: Column, value: str) -> str:
    """SQL for the typed value: `value` as the column's SQL type, null when it is not sound or lies outside the bounds."""
    sound, final = _SOUND.get(column.type, ("", "{0}"))
    tests = [sound.format(value)] if sound else []
    if column.domain:
        tests.append(f"list_contains([{listed(column.domain)}], {value})")
    if column.pattern:
        tests.append(f"regexp_full_match({value}, {quoted(column.pattern)})")
    for bound, sign in ((column.least, ">="), (column.most, "<=")):
        if bound is not None:
            limit = f"date {quoted(bound.isoformat())}" if isinstance(bound, date) else repr(bound)
            tests.append(f"{value} {sign} {limit}")
    typed = f"try_cast({final.format(value)} as {column.sql_type})"
    return f"case when {' and '.join(tests)} then {typed} end" if tests else typed


def _check_digit_is_right(number: str) -> str:
    """The weighted sum of an NHS number's digits (weights 10 down to 1) is a multiple of 11 (NHS Data Dictionary, NHS NUMBER).

    Modulo 11 that sum is the sum of (1 + 2k) x (number div 10^k): one division a digit. Ten equal digits stand for "none".
    """
    total = " + ".join(f"{(1 + 2 * k) % 11} * ({number} // {10**k})" for k in range(10) if (1 + 2 * k) % 11)
    return f"({total}) % 11 = 0 and {number} % 1111111111 <> 0"


_IN_RANGE = f"{{0}} between timestamp '{_FIRST_DAY}' and timestamp '{_LAST_DAY} 23:59:59'"
_SOUND = {
    "date": (_IN_RANGE, "{0}"),
    "month": (_IN_RANGE, "{0}"),
    "timestamp": (_IN_RANGE, "{0}"),
    "whole number": ("isfinite({0}) and {0} = floor({0})", "{0}"),
    "number": ("isfinite({0})", "{0}"),
    "pounds": ("", "round({0} * 100)"),
    "nhs number": (_check_digit_is_right("cast({0} as bigint)"), "{0}"),
    "postcode": (f"regexp_full_match({{0}}, '{_POSTCODE.replace('{', '{{').replace('}', '}}')}')", "left({0}, -3) || ' ' || right({0}, 3)"),
}
"""For each type that has one: the test of a first value, and how it becomes the typed value."""


def date_of(given: str) -> str:
    """SQL for a day-first or year-first date outside a contract's columns, such as a period's first day."""
    return f"cast({moment_of(given)} as date)"


def moment_of(given: str, form: str = "", *, two_digit_years: bool = True) -> str:
    """SQL for a date with its time when the text has one. `form`: "day first" (also ""), "month first", "year first" or a strptime form."""
    if "%" in form:
        return f"try_strptime({given}, {quoted(form)})"
    days = () if form == YEAR_FIRST else ((_MONTH_FORMS if form == MONTH_FIRST else _DAY_FORMS) + _NAMED_FORMS)
    long = f"try_strptime({given}, [{listed(day + time for day in (*days, '%Y%m%d') for time in _TIMES)}])"
    cases = [(f"{given} like '____-%' or {given} like '____/%'", f"try_cast({given} as timestamp)")]
    if form != YEAR_FIRST:
        usual = _MONTH_FORMS[0] if form == MONTH_FIRST else _DAY_FORMS[0]
        cases.insert(0, (f"{given} like '__/__/____'", f"try_strptime({given}, {quoted(usual)})"))
        if two_digit_years:
            short = ("%m/%d/%y" if form == MONTH_FIRST else "%d/%m/%y", "%d-%b-%y")
            cases.append((f"{given} like '%/__' or {given} like '%-__'", f"try_strptime({given}, [{listed(short)}])"))
    # A digit must come first: "infinity" and "epoch" are dates to DuckDB, and not to us.
    cases.append((f"{given} >= '0' and {given} < ':'", long))
    return f"case {' '.join(f'when {test} then {sql}' for test, sql in cases)} end"


def month_of(given: str) -> str:
    """SQL for the first day of a month: "April 2021", "Apr-21", "2011-04", "201104", or any day in it."""
    by_number = f"try_strptime(case when regexp_full_match({given}, '[0-9]{{4}}-[0-9]{{2}}') then {given} || '-01' end, '%Y-%m-%d')"
    joined = f"try_strptime(case when regexp_full_match({given}, '[0-9]{{6}}') then {given} || '01' end, '%Y%m%d')"
    spelled = f"try_strptime(case when {given} >= 'A' then {given} end, [{listed(_MONTH_NAMES)}])"
    return f"date_trunc('month', coalesce({by_number}, {joined}, {spelled}, {moment_of(given)}))"


def _timestamp(column: Column, given: str, time_given: str) -> str:
    """A day with its time of day. A day alone stands at midnight where the column is required, for the row is placed by it."""
    if time_given:
        return f"{day_of(column, given)} + {clock_of(column, time_given)}"
    day = moment_of(given, column.form)
    return day if column.value_required else f"case when regexp_matches({given}, ':[0-9]{{2}}') then {day} end"


def day_of(column: Column, given: str) -> str:
    """SQL for the day of a moment whose time of day stands in another cell."""
    return f"cast({moment_of(given, column.form)} as date)"


def clock_of(column: Column, time_given: str) -> str:
    """SQL for the time of day of such a moment."""
    digits = f"left(lpad({time_given}, 4, '0'), 2) || ':' || right({time_given}, 2)"
    clock = (
        f"case when regexp_full_match({time_given}, '[0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?') then {time_given} "
        f"when regexp_full_match({time_given}, '[0-9]{{3,4}}') then {digits} end"
    )
    at = f"try_cast({clock} as time)"
    return f"coalesce({at}, time '00:00:00')" if column.value_required else at


def number_of(given: str) -> str:
    """SQL for a number, with or without thousands commas. It may be infinite or not a number: see `finite`."""
    return f"coalesce(try_cast({given} as double), try_cast(replace({given}, ',', '') as double))"


def finite(number: str) -> str:
    """SQL for the number, null when it is infinite or not a number."""
    return f"case when isfinite({number}) then {number} end"


def _sign(given: str) -> str:
    return f"case when {given} like '(%)' or {given} like '-%' or {given} like '£-%' then -1 else 1 end"


def _codes(given: str) -> str:
    """Codes joined by ';'. The slow road runs only for cells that need it."""
    parts = (
        f"list_filter(string_split_regex(upper(replace({given}, '.', '')), '[,;| ]+'), lambda part: part <> '' and part not in ('-', '&'))"
    )
    return f"case when regexp_full_match({given}, '[A-Z0-9;]+') then {given} else nullif(array_to_string({parts}, ';'), '') end"


def _ten_digits(given: str) -> str:
    bare = f"case when length({given}) = 10 then {given} else regexp_replace({given}, '[ -]', '', 'g') end"
    return f"case when regexp_full_match({bare}, '[0-9]{{10}}') then {bare} end"
