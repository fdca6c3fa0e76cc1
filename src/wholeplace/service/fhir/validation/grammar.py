"""Checks of the primitive types: JSON type, grammar, calendar and range. The grammars come with the table."""

import binascii
import math
import re
from datetime import date
from decimal import Decimal
from typing import Any

from wholeplace.service.fhir.validation.faults import Found, Primitive, found_one

LARGEST = 2**31 - 1
SMALLEST = -(2**31)
ID_WORDS = "An id is 1 to 64 letters, digits, hyphens and full stops."
ADDRESS_WORDS = "An address has no spaces, and a urn:uuid or urn:oid has the form of one."

# What a text of each type must look like, in words for people.
WORDS = {
    "canonical": ADDRESS_WORDS,
    "code": "A code has no spaces at its ends and no two in a row.",
    "date": "A date is written YYYY, YYYY-MM or YYYY-MM-DD.",
    "dateTime": "A date and time is written YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with its time zone.",
    "element-id": "The id of an element is text without spaces.",
    "id": ID_WORDS,
    "instant": "An instant is written YYYY-MM-DDThh:mm:ss with its time zone.",
    "markdown": "Text holds no control characters.",
    "oid": "An oid is written urn:oid: and numbers with full stops between.",
    "string": "Text holds no control characters.",
    "time": "A time is written hh:mm:ss, without a time zone.",
    "uri": ADDRESS_WORDS,
    "url": ADDRESS_WORDS,
    "uuid": "A uuid is written urn:uuid: and 32 hexadecimal digits in lower case, in groups.",
}
UUID = re.compile(r"urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
OID = re.compile(r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SPACE = re.compile(r"\s+")


def primitive_checks(patterns: dict[str, str]) -> dict[str, Primitive]:
    """A check for each primitive type; `patterns` holds the grammar of each type, unanchored."""
    checks: dict[str, Primitive] = {
        "base64Binary": _base64,
        "boolean": _boolean,
        "decimal": _decimal,
        "integer": _whole_number(SMALLEST, "A whole number lies between -2,147,483,648 and 2,147,483,647."),
        "positiveInt": _whole_number(1, "This number is whole and 1 or more."),
        "unsignedInt": _whole_number(0, "This number is whole and 0 or more."),
        "string": _string,
        "markdown": _string,
        "element-id": _by_pattern("element-id", r"\S+"),
    }
    for name in ("code", "id", "oid", "time", "uuid"):
        checks[name] = _by_pattern(name, patterns[name])
    for name in ("date", "dateTime", "instant"):
        checks[name] = _by_calendar(name, patterns[name])
    for name in ("canonical", "uri", "url"):
        checks[name] = _address
    return checks


def code_check(listed: frozenset[str], shown: str) -> Primitive:
    """A check that a code is in a closed list; the list, not the code, is named to people."""
    words = f"The code is not in the closed list: {shown}."

    def check(value: Any) -> Found:
        if type(value) is str and value in listed:
            return None
        return _not_text(value) or found_one("code", words)

    return check


def _not_text(value: Any) -> Found:
    if value is None or value == "":
        return found_one("empty", "No value may be null or empty: leave the element out.")
    return None if type(value) is str else _not_one(value) or found_one("type", "The value is text, in quotation marks.")


def _not_one(value: Any) -> Found:
    return found_one("shape", "One plain value stands here: no list and no object.") if type(value) in (list, dict) else None


def _string(value: Any) -> Found:
    if type(value) is str and value and (value.isprintable() or not CONTROL.search(value)):
        return None
    return _not_text(value) or found_one("format", WORDS["string"])


def _by_pattern(name: str, pattern: str) -> Primitive:
    fits = re.compile(pattern, re.ASCII).fullmatch
    words = WORDS[name]

    def check(value: Any) -> Found:
        if type(value) is str and fits(value):
            return None
        return _not_text(value) or found_one("format", words)

    return check


def _by_calendar(name: str, pattern: str) -> Primitive:
    fits = re.compile(pattern, re.ASCII).fullmatch
    words = WORDS[name]

    def check(value: Any) -> Found:
        if type(value) is not str or not fits(value):
            return _not_text(value) or found_one("format", words)
        # Every month has a 28th: only the last days of a month need the calendar.
        if value[8:10] <= "28" or _is_day(value[:10]):
            return None
        return found_one("calendar", "The calendar has no such day.")

    return check


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _address(value: Any) -> Found:
    if type(value) is not str or not value:
        return _not_text(value)
    if value.isprintable() and " " not in value and (not value.startswith("urn:") or is_urn(value)):
        return None
    return found_one("format", ADDRESS_WORDS)


def is_urn(value: str) -> bool:
    """Whether a text that begins with `urn:` has the form its kind asks for; kinds other than uuid and oid are free."""
    if value.startswith("urn:uuid:"):
        return UUID.fullmatch(value) is not None
    return not value.startswith("urn:oid:") or OID.fullmatch(value) is not None


def _boolean(value: Any) -> Found:
    if value is True or value is False:
        return None
    return _not_given(value) or found_one("type", "The value is true or false, without quotation marks.")


def _not_given(value: Any) -> Found:
    return found_one("empty", "No value may be null or empty: leave the element out.") if value is None else _not_one(value)


def _decimal(value: Any) -> Found:
    if type(value) is int or (type(value) in (float, Decimal) and math.isfinite(value)):
        return None
    return _not_given(value) or found_one("type", "The value is a number, without quotation marks.")


def _whole_number(least: int, words: str) -> Primitive:
    def check(value: Any) -> Found:
        if type(value) is int:
            return None if least <= value <= LARGEST else found_one("range", words)
        return _not_given(value) or found_one("type", "The value is a whole number, without quotation marks or decimals.")

    return check


def _base64(value: Any) -> Found:
    if type(value) is not str or not value:
        return _not_text(value)
    try:
        binascii.a2b_base64(SPACE.sub("", value).encode("ascii"), strict_mode=True)
    except ValueError:
        return found_one("format", "The value is base64: letters, digits, + and /, filled up with =.")
    return None
