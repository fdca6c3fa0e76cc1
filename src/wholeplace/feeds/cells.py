"""How one cell is read: SQL that turns text into a typed value, null where the text cannot be read.

`given` below is always SQL for the cell's trimmed text, null when empty.
"""

from datetime import date

from wholeplace.feeds.contract import Column
from wholeplace.feeds.sql_text import listed, quoted

DAY_FIRST, MONTH_FIRST, YEAR_FIRST = "day first", "month first", "year first"

_DAY_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
_MONTH_FORMS = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y")
_NAMED_FORMS = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%B-%Y")
_MONTH_NAMES = ("%B %Y", "%b %Y", "%b-%y", "%b-%Y", "%B-%y", "%B-%Y", "%b %y", "%B %y")
_TIMES = ("", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f")
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
"""Years outside are typing errors, such as 0204 or 20204. Wide enough for birth dates and for dates that mean "none"."""

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
    "postcode": "is not a postcode",
    "period": "is not a period in the form that the contract names",
}


def reason_of(column: Column) -> str:
    """Why a cell of this column is refused, to follow the column's name."""
    if column.lookup is not None:
        return f"is not in the code list {column.lookup.path.name}"
    if column.domain or (column.values and column.others == "wrong"):
        return "is not one of the values that the contract knows"
    bounds = " to ".join(str(bound) for bound in (column.least, column.most) if bound is not None)
    reason = REASONS[column.type]
    return f"{reason}, or lies outside its bounds ({bounds})" if bounds else reason


def typed(column: Column, given: str, *, time_given: str = "", lookup_type: str = "", lookup_values: tuple[str, ...] = ()) -> str:
    """SQL for the typed value of a cell. `lookup_type` is the enum type of the keys whose values are `lookup_values`."""
    if column.lookup is not None:
        found = f"list_extract([{listed(lookup_values)}], cast(enum_code(try_cast(lower({given}) as {lookup_type})) as bigint) + 1)"
        given = found if column.others == "wrong" else f"coalesce({found}, {given})"
    if column.values:
        given = _mapped(column, given)
    return _bounded(column, _read(column, given, time_given))


def _mapped(column: Column, given: str) -> str:
    cases = " ".join(f"when {quoted(theirs)} then {quoted(ours)}" for theirs, ours in column.values.items())
    return f"case lower({given}) {cases} else {given if column.others == 'keep' else 'null'} end"


def _read(column: Column, given: str, time_given: str) -> str:
    readers = {
        "text": lambda: given,
        "code": lambda: f"upper({given})",
        "codes": lambda: _codes(given),
        "date": lambda: date_of(given, column.form, two_digit_years=column.name != "birth_date"),
        "month": lambda: f"cast({month_of(given)} as date)",
        "timestamp": lambda: _timestamp(column, given, time_given),
        "whole number": lambda: _whole_number(given, column.sql_type),
        "number": lambda: number_of(given),
        "pounds": lambda: _pounds(given),
        "yes or no": lambda: (
            f"case when lower({given}) in ({listed(_YES)}) then true when lower({given}) in ({listed(_NO)}) then false end"
        ),
        "nhs number": lambda: _nhs_number(given),
        "postcode": lambda: _postcode(given),
    }
    return readers[column.type]()


def _bounded(column: Column, value: str) -> str:
    tests = []
    if column.scale != 1.0:
        value = f"({value}) * {column.scale!r}"
    if column.domain:
        tests.append(f"{{}} in ({listed(column.domain)})")
    if column.pattern:
        tests.append(f"regexp_full_match({{}}, {quoted(column.pattern)})")
    for bound, sign in ((column.least, ">="), (column.most, "<=")):
        if bound is not None:
            tests.append(f"{{}} {sign} {f'date {quoted(bound.isoformat())}' if isinstance(bound, date) else repr(bound)}")
    if not tests:
        return value
    return f"case when {' and '.join(test.format(f'({value})') for test in tests)} then {value} end"


def _day_month_forms(form: str) -> tuple[str, ...]:
    if form == YEAR_FIRST:
        return ("%Y%m%d",)
    return (*(_MONTH_FORMS if form == MONTH_FIRST else _DAY_FORMS), *_NAMED_FORMS, "%Y%m%d")


def _short_forms(form: str) -> tuple[str, ...]:
    return ("%m/%d/%y" if form == MONTH_FIRST else "%d/%m/%y", "%d-%b-%y")


def date_of(given: str, form: str = "", *, two_digit_years: bool = True) -> str:
    """SQL for a date. `form`: "day first" (also ""), "month first", "year first", or a strptime form that alone is tried."""
    return f"cast({_moment(given, form, two_digit_years=two_digit_years)} as date)"


def month_of(given: str) -> str:
    """SQL for the first day of a month: "April 2021", "Apr-21", "2011-04", "201104", or any day in it."""
    by_number = f"try_strptime(case when regexp_full_match({given}, '[0-9]{{4}}-[0-9]{{2}}') then {given} || '-01' end, '%Y-%m-%d')"
    joined = f"try_strptime(case when regexp_full_match({given}, '[0-9]{{6}}') then {given} || '01' end, '%Y%m%d')"
    spelled = f"try_strptime(case when {given} >= 'A' then {given} end, [{listed(_MONTH_NAMES)}])"
    return f"date_trunc('month', coalesce({by_number}, {joined}, {spelled}, {date_of(given)}))"


def _moment(given: str, form: str, *, two_digit_years: bool) -> str:
    """SQL for a date with its time when the text has one. Years outside reason are not read."""
    if "%" in form:
        return _reasonable(f"try_strptime({given}, {quoted(form)})")
    forms = [day + time for day in _day_month_forms(form) for time in _TIMES]
    tries = [f"try_cast({given} as timestamp)", f"try_strptime({given}, [{listed(forms)}])"]
    if two_digit_years and form != YEAR_FIRST:
        short = [day + time for day in _short_forms(form) for time in _TIMES]
        tries.append(f"case when regexp_matches({given}, '^[0-9]{{1,2}}[-/][0-9A-Za-z]{{1,3}}[-/][0-9]{{2}}( |$)') "
                     f"then try_strptime({given}, [{listed(short)}]) end")  # fmt: skip
    tried = f"coalesce({', '.join(_reasonable(each) for each in tries)})"
    return f"case when {given} >= '0' and {given} < ':' then {tried} end"  # a digit first: "infinity" and "epoch" are no dates


def _reasonable(moment: str) -> str:
    return f"case when {moment} between timestamp '{_FIRST_YEAR}-01-01' and timestamp '{_LAST_YEAR}-12-31 23:59:59' then {moment} end"


def _timestamp(column: Column, given: str, time_given: str) -> str:
    day = _moment(given, column.form, two_digit_years=True)
    if not time_given:
        return day if column.value_required else f"case when regexp_matches({given}, ':[0-9]{{2}}') then {day} end"
    at = (
        f"coalesce(try_cast(case when regexp_full_match({time_given}, '[0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?') "
        f"then {time_given} end as time), "
        f"try_cast(case when regexp_full_match({time_given}, '[0-9]{{3,4}}') "
        f"then left(lpad({time_given}, 4, '0'), 2) || ':' || right({time_given}, 2) end as time))"
    )
    alone = f"cast({day} as date) + {at}"
    return f"coalesce({alone}, cast(cast({day} as date) as timestamp))" if column.value_required else alone


def number_of(given: str) -> str:
    """SQL for a finite number, with or without thousands commas."""
    number = f"coalesce(try_cast({given} as double), try_cast(replace({given}, ',', '') as double))"
    return f"case when isfinite({number}) then {number} end"


def _whole_number(given: str, sql_type: str) -> str:
    slow = number_of(given)
    return (
        f"case when regexp_full_match({given}, '-?[0-9]+') then try_cast({given} as {sql_type}) "
        f"when ({slow}) = floor({slow}) then try_cast({slow} as {sql_type}) end"
    )


def _pounds(given: str) -> str:
    minus = f"({given} like '(%)' or {given} like '-%')"
    bare = f"regexp_replace({given}, '[£,() -]', '', 'g')"
    return f"cast(round(try_cast({bare} as decimal(24, 6)) * 100) as bigint) * case when {minus} then -1 else 1 end"


def _codes(given: str) -> str:
    """Codes joined by ';'. The slow road runs only for cells that need it."""
    parts = (
        f"list_filter(string_split_regex(upper(replace({given}, '.', '')), '[,;| ]+'), lambda part: part <> '' and part not in ('-', '&'))"
    )
    return f"case when regexp_full_match({given}, '[A-Z0-9;]+') then {given} else nullif(array_to_string({parts}, ';'), '') end"


def _postcode(given: str) -> str:
    bare = f"regexp_replace(upper({given}), '[^A-Z0-9]', '', 'g')"
    return f"case when regexp_full_match({bare}, '{_POSTCODE}') then left({bare}, length({bare}) - 3) || ' ' || right({bare}, 3) end"


def _nhs_number(given: str) -> str:
    """Ten digits whose weighted sum is a multiple of 11 (NHS Data Dictionary, NHS NUMBER). Ten equal digits stand for "none".

    The sum of digit x weight (10 down to 1) is, modulo 11, the sum of (1 + 2k) x (number div 10^k): one division a digit.
    """
    bare = f"case when length({given}) = 10 then {given} else regexp_replace({given}, '[ -]', '', 'g') end"
    digits = f"case when regexp_full_match({bare}, '[0-9]{{10}}') then {bare} end"
    number = f"cast({digits} as bigint)"
    total = " + ".join(f"{(1 + 2 * k) % 11} * ({number} // {10**k})" for k in range(10) if (1 + 2 * k) % 11)
    return f"case when ({total}) % 11 = 0 and {number} % 1111111111 <> 0 then {digits} end"
