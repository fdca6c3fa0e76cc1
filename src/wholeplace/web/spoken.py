"""Sentences of the rules as people read them: days in words instead of 2026-11-30."""

import re
from datetime import date

from wholeplace.publish import wording

_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def spoken(text: object) -> str:
    """A sentence with its days in words. What only looks like a day, such as 2026-13-45, stays."""
    return _DAY.sub(_in_words, str(text))


def capfirst(text: str) -> str:
    """A sentence that begins with a capital, and is otherwise as it was."""
    return text[:1].upper() + text[1:]


def _in_words(found: re.Match[str]) -> str:
    try:
        return wording.day_in_words(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()
