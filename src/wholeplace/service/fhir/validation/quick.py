"""Says yes at once to what is plainly valid. Whatever it does not know to be valid goes the long way, which decides.

Nearly every message is valid, and has nothing rare in it: no element without a value, no contained resource, no 29th of
February. Such a message is read into structures (see `structures`), and what a structure cannot say is looked at by a walk
(see `walks`). The one duty of this road is to be narrower than the long way: it may refuse what is valid, and must never accept what
is not. `test_quick.py` holds it to that with every mutant there is.
"""

import re
import threading
from functools import cache
from typing import Any

import msgspec

from wholeplace.service.fhir.validation.building import Checks, base_checks
from wholeplace.service.fhir.validation.plain import WORDS, Around, Met, NotPlain
from wholeplace.service.fhir.validation.profile_walks import ProfileWalks
from wholeplace.service.fhir.validation.structures import Structures
from wholeplace.service.fhir.validation.walks import Walks

# Structures do not notice an object without members, nor a control character, which JSON can only write escaped.
EMPTY_OBJECT = re.compile(rb"\{[ \t\r\n]*\}")
ESCAPED = re.compile(rb"\\(?:u00[01]|[bf])")
TYPE = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]{1,64})"')


class Quick:
    """The quick way of one table."""

    def __init__(self, checks: Checks) -> None:
        self.structures = Structures(checks.table)
        self.walks = Walks(checks, self.structures)
        self.profiles = ProfileWalks(checks, self.structures)
        self.reading: msgspec.json.Decoder[Any] = msgspec.json.Decoder(self.structures["Resource"])
        self.outside = Around()
        self.growing = threading.Lock()

    def is_plainly_valid(self, raw: bytes) -> bool:
        """Whether the bytes hold a resource that is valid and plain; False says nothing about them."""
        return self._is_valid(raw, self.outside)

    def is_plainly_uk_core(self, raw: bytes) -> tuple[bool, bool]:
        """Whether the bytes hold a resource that is valid and plain, and whether all in it plainly keeps UK Core and what it claims."""
        met = Met()
        if not self._is_valid(raw, Around(met)):
            return False, False
        try:
            self.profiles.check(met)
        except NotPlain:
            return True, False
        return True, True

    def _is_valid(self, raw: bytes, around: Around) -> bool:
        if EMPTY_OBJECT.search(raw) or (raw.find(b"\\") >= 0 and ESCAPED.search(raw)):
            return False
        words: list[str] = []
        try:
            self.walks.resource(self._read(raw), words, around, 1)
        except (NotPlain, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return False
        return WORDS("".join(words)) is not None

    def _read(self, raw: bytes) -> Any:
        """The resource as structures. Raises what msgspec raises."""
        try:
            return self.reading.decode(raw)
        except msgspec.ValidationError:
            if not self._has_grown(raw):
                raise
        return self.reading.decode(raw)

    def _has_grown(self, raw: bytes) -> bool:
        """Whether types of resource were met for the first time, which are read from now on."""
        met = frozenset(name.decode() for name in TYPE.findall(raw)) & self.structures.resources
        with self.growing:
            if met <= self.structures.read:
                return False
            self.structures.grow(met)
            self.reading = msgspec.json.Decoder(self.structures["Resource"])
        return True


@cache
def base_quick() -> Quick:
    """The quick way of FHIR R4 itself."""
    return Quick(base_checks())
