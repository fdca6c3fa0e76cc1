"""How the period of a published value is read: SQL for its first day and for the first day after it."""

from wholeplace.feeds.cells import date_of, month_of


def starts_and_ends(forms: tuple[str, ...], given: str) -> tuple[str, str]:
    """SQL for (starts, ends) of the text `given`: by the first of `forms` that fits it, null when none does."""
    spans = [_FORMS[form](given) for form in forms]
    return f"coalesce({', '.join(starts for starts, _ in spans)})", f"coalesce({', '.join(ends for _, ends in spans)})"


def _days(starts: str, months: int) -> tuple[str, str]:
    return f"cast({starts} as date)", f"cast({starts} + interval {months} month as date)"


def _part(given: str, form: str, group: int) -> str:
    """The group of a regular expression as a number, null when the whole text does not fit."""
    return f"cast(nullif(regexp_extract({given}, '^(?:{form})$', {group}), '') as integer)"


def _month(given: str) -> tuple[str, str]:
    return _days(month_of(given), 1)


def _day(given: str) -> tuple[str, str]:
    return date_of(given), f"{date_of(given)} + 1"


def _financial_year(given: str) -> tuple[str, str]:
    form = "([0-9]{4})(?:[/-]([0-9]{2}|[0-9]{4}))?"
    first, second = _part(given, form, 1), _part(given, form, 2)
    fits = f"({second} is null or {second} % 100 = ({first} + 1) % 100)"
    return _days(f"case when {fits} then make_date({first}, 4, 1) end", 12)


def _calendar_year(given: str) -> tuple[str, str]:
    return _days(f"make_date({_part(given, '([0-9]{4})', 1)}, 1, 1)", 12)


def _several_years(given: str) -> tuple[str, str]:
    form = "([0-9]{4}) ?[-–] ?([0-9]{2}|[0-9]{4})"
    first, second = _part(given, form, 1), _part(given, form, 2)
    last = f"case when {second} < 100 then {first} - {first} % 100 + {second} else {second} end"
    fits = f"{last} > {first}"
    return f"case when {fits} then make_date({first}, 1, 1) end", f"case when {fits} then make_date({last} + 1, 1, 1) end"


def _several_financial_years(given: str) -> tuple[str, str]:
    form = "([0-9]{4})/[0-9]{2} ?[-–] ?(?:[0-9]{2})?([0-9]{2})/([0-9]{2})"
    first, last = _part(given, form, 1), _part(given, form, 3)
    fits = f"{last} = ({_part(given, form, 2)} + 1) % 100"
    year = f"{first} - {first} % 100 + {last} + case when {last} < {first} % 100 then 100 else 0 end"
    return f"case when {fits} then make_date({first}, 4, 1) end", f"case when {fits} then make_date({year}, 4, 1) end"


def _financial_quarter(given: str) -> tuple[str, str]:
    form = "([0-9]{4})(?:[/-](?:[0-9]{2}|[0-9]{4}))?,? ?-? ?[Qq]([1-4])"
    quarter = f"(({_part(given, form, 2)} - 1) * 3)"
    return _days(f"(make_date({_part(given, form, 1)}, 4, 1) + to_months({quarter}))", 3)


def _calendar_quarter(given: str) -> tuple[str, str]:
    after, before = "([0-9]{4}),? ?-? ?[Qq]([1-4])", "[Qq]([1-4]),? ?-? ?([0-9]{4})"
    year = f"coalesce({_part(given, after, 1)}, {_part(given, before, 2)})"
    quarter = f"coalesce({_part(given, after, 2)}, {_part(given, before, 1)})"
    return _days(f"make_date({year}, {quarter} * 3 - 2, 1)", 3)


_FORMS = {
    "month": _month,
    "day": _day,
    "financial year": _financial_year,
    "calendar year": _calendar_year,
    "several years": _several_years,
    "several financial years": _several_financial_years,
    "financial quarter": _financial_quarter,
    "calendar quarter": _calendar_quarter,
}
