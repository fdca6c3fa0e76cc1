"""The lists of reasons and outcomes, read from data once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from wholeplace.service.referral.shapes import Event, Reasons

_FILE = Path(__file__).with_name("reasons.toml")

_LISTS: Mapping[Event, str] = {
    Event.DECLINE: "decline", Event.RETURN: "return", Event.HAND_OVER: "hand_over", Event.MARK_AS_ERROR: "mark_as_error",
    Event.REOPEN: "reopen",
}  # fmt: skip
_OUTCOMES: Mapping[Event, str] = {Event.COMPLETE: "complete", Event.END_WITHOUT_HELP: "end_without_help"}


@cache
def _given() -> Reasons:
    with _FILE.open("rb") as file:
        return {name: rows for name, rows in tomllib.load(file).items() if isinstance(rows, dict)}


def reasons_for(event: Event) -> Mapping[str, str]:
    """The reasons an event may have: word -> what it says. Empty for an event that needs none."""
    return _given()[_LISTS[event]] if event in _LISTS else {}


def outcomes_for(event: Event) -> Mapping[str, str]:
    """The outcomes with which an event may end a referral: word -> what it says. Empty for one that ends nothing."""
    return _given()[_OUTCOMES[event]] if event in _OUTCOMES else {}


def said(kind: str) -> str:
    """What a reason or an outcome says, in a sentence; a word of no list, as it is."""
    return next((rows[kind] for rows in _given().values() if kind in rows), kind)
