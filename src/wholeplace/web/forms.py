"""Form fields that the design system knows and Django does not: a day in three boxes, money in pounds and pence, one thing a line."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from wholeplace.terms import Money


class DayInput(forms.Widget):
    """Day, month and year as three boxes: quicker and clearer than a calendar for a day that somebody knows."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> list[str]:  # noqa: ARG002  the form Django calls
        """What was typed, as three texts."""
        return [data.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:  # noqa: ARG002  the form Django calls
        """Was none of the three boxes on the page?"""
        return not any(f"{name}-{part}" in data for part in ("day", "month", "year"))


class DayField(forms.Field):
    """A day. Empty boxes are None; a day that is in no calendar is refused in words."""

    widget = DayInput

    def to_python(self, value: Any) -> date | None:
        """The day that three texts name."""
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        try:
            day, month, year = (int(part) for part in value)
            return date(year, month, day)
        except ValueError:
            raise forms.ValidationError("Give a real day, such as 27 3 2027.") from None


class MoneyField(forms.Field):
    """Pounds and pence, kept as whole pence. "£1,250,000", "1250000.50" and "-300" are understood; half pence are not."""

    def to_python(self, value: Any) -> Money | None:
        """The sum that was typed."""
        if value is None or isinstance(value, Money):
            return value
        text = value.strip().replace("£", "").replace(",", "").replace(" ", "").replace("−", "-")
        if not text:
            return None
        try:
            pence = Decimal(text) * 100
        except InvalidOperation:
            raise forms.ValidationError("Give pounds, such as 1,250,000 or 99.50.") from None
        if not pence.is_finite() or pence != pence.to_integral_value():
            raise forms.ValidationError("Give pounds with at most two decimals for pence.")
        return Money(int(pence))

    def prepare_value(self, value: Any) -> Any:
        """A sum as it is typed."""
        return f"{Decimal(value.pence) / 100:,.2f}" if isinstance(value, Money) else value

    def validate(self, value: Any) -> None:
        """A field that must be filled in takes nought as an answer."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")


class LinesField(forms.Field):
    """Several short texts, one a line. Blank lines are left out."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> tuple[str, ...]:
        """The texts, in the order in which they were typed."""
        lines = value if isinstance(value, list | tuple) else (value or "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())

    def prepare_value(self, value: Any) -> Any:
        """Back to lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


def choices(bound: forms.BoundField, mark: str) -> list[dict[str, Any]]:
    """The choices of a field as the design system's macros take them. `mark`: "selected" in a list, "checked" at boxes."""
    held = bound.value()
    chosen = {str(one) for one in (held if isinstance(held, list | tuple | set) else [held]) if one is not None}
    return [{"value": str(value), "text": str(text), mark: str(value) in chosen} for value, text in bound.field.choices]  # type: ignore[attr-defined]


def day_items(bound: forms.BoundField) -> list[dict[str, Any]]:
    """The three boxes of a day as the design system's macro takes them."""
    held = bound.value()
    texts = [str(held.day), str(held.month), str(held.year)] if isinstance(held, date) else (held or ["", "", ""])
    wrong = " nhsuk-input--error" if bound.errors else ""
    widths = {"day": 2, "month": 2, "year": 4}
    return [
        {
            "name": f"{bound.html_name}-{part}", "label": part.capitalize(),
            "id": bound.auto_id if part == "day" else f"{bound.auto_id}-{part}",
            "value": text, "classes": f"nhsuk-input--width-{widths[part]}{wrong}",
        }
        for part, text in zip(widths, texts, strict=True)
    ]  # fmt: skip
