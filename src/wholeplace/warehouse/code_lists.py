"""Code lists in conditions: `diagnosis in codes('asthma')` and `any_of(diagnoses, codes('asthma'))` written out as SQL that every
engine reads alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

SYSTEMS = ("ICD-10", "OPCS-4")
"""The classifications whose codes a column may hold: diagnoses, and operations."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeList:
    """A named list of codes of one classification, in capitals without a dot. A code stands for every code that begins with it."""

    name: str
    system: str
    codes: tuple[str, ...]
    source: str = ""
    version: str = ""


def system_in(meaning: str) -> str:
    """The classification whose codes a column holds, as its meaning says ("main ICD-10 code of ..."); "" for none."""
    return next((system for system in SYSTEMS if f"{system} code" in meaning), "")


def written_out(column: str, lists: Iterable[CodeList]) -> str:
    """SQL: whether `column` holds a code of any of the lists. Codes are grouped by length, so that each is looked up by its
    first letters; a code whose beginning is in the list too is left out. Null where the column is."""
    parts = []
    for length, codes in groupby(_needed(lists), key=len):
        listed = ", ".join(f"'{code}'" for code in codes)
        parts.append(f"substring({column}, 1, {length}) in ({listed})")
    return f"({' or '.join(parts)})"


def any_written_out(column: str, lists: Iterable[CodeList]) -> str:
    """SQL: whether any code in `column`, which holds several joined by a semicolon, is of any of the lists. Never null: where
    nothing is coded, none is. One pattern is looked for once in each text, however many codes there are."""
    return f"coalesce(regexp_matches({column}, '(^|;)({'|'.join(_needed(lists))})'), false)"


def _needed(lists: Iterable[CodeList]) -> list[str]:
    """The codes of all the lists, shortest first, without those whose beginning is there too."""
    every = {code for each in lists for code in each.codes}
    needed = (code for code in every if not any(code[:length] in every for length in range(1, len(code))))
    return sorted(needed, key=lambda code: (len(code), code))
