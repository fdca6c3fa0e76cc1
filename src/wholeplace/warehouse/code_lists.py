"""Code lists in conditions: `diagnosis in codes('asthma')` written out as SQL that every engine reads alike."""

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
    first letters; a code whose beginning is in the list too is left out."""
    every = {code for each in lists for code in each.codes}
    needed = sorted((len(code), code) for code in every if not any(code[:length] in every for length in range(1, len(code))))
    parts = []
    for length, codes in groupby(needed, key=lambda pair: pair[0]):
        listed = ", ".join(f"'{code}'" for _, code in codes)
        parts.append(f"substring({column}, 1, {length}) in ({listed})")
    return f"({' or '.join(parts)})"
