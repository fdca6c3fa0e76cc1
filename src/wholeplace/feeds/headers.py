"""Finds a contract's headers among a file's, whatever their capitals, spaces and underscores."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


def plain(header: str) -> str:
    """The header's letters and digits only, without capitals: "LSOA 2011 ", "lsoa_2011" and "LSOA2011" are one header."""
    return re.sub(r"[^0-9a-z]+", "", header.casefold())


_A_VALUE = re.compile(
    r"[0-9][0-9 -]{7,}|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[0-9]{1,4}[-/. ]([0-9]{1,2}|[A-Z]{3,9})[-/. ][0-9]{2,4}|.*@.*", re.IGNORECASE
)
"""A long number, a postcode, a day or an address of mail: no header is one."""


def shown(names: Sequence[str]) -> tuple[str, ...]:
    """The headers as they may be told, for a file about people. Where one of them is a value, a row of data stands where the
    headers should be, and none is told but by its place: "column 3"."""
    if not any(_A_VALUE.fullmatch(name.strip()) for name in names):
        return tuple(names)
    return tuple(f"column {at}" for at in range(1, len(names) + 1))


@dataclass(frozen=True, slots=True)
class Headers:
    """A file's headers in order. Positions count from 0."""

    names: tuple[str, ...]

    def position(self, header: str) -> int | None:
        """Where `header` stands: the very same text first, else the same plain form."""
        if header in self.names:
            return self.names.index(header)
        wanted = plain(header)
        return next((at for at, name in enumerate(self.names) if plain(name) == wanted), None)

    def matching(self, pattern: str) -> tuple[int, ...]:
        """Positions of one header, or of every header that fits a pattern such as "DIAG_##", by rising number."""
        if "#" not in pattern:
            at = self.position(pattern)
            return () if at is None else (at,)
        hashes = pattern.count("#")
        before, after = pattern.split("#" * hashes, 1)
        form = re.compile(re.escape(before) + rf"(\d{{1,{hashes}}})" + re.escape(after), re.IGNORECASE)
        found = [(int(fits[1]), at) for at, name in enumerate(self.names) if (fits := form.fullmatch(name.strip()))]
        return tuple(at for _, at in sorted(found))

    def first_of(self, sources: Sequence[Sequence[str]]) -> tuple[int, ...]:
        """Positions of the first source that the file has any header of; () when it has none."""
        for source in sources:
            found = tuple(at for pattern in source for at in self.matching(pattern))
            if found:
                return found
        return ()


def unlike(names: Sequence[str]) -> tuple[str, ...]:
    """The headers with blanks named and repeats numbered, so that each is its own: "", "A", "A" -> "column 1", "A", "A (2)"."""
    taken: set[str] = set()
    made = []
    for at, name in enumerate(names, start=1):
        base = name.strip().strip("\ufeff") or f"column {at}"
        unique, count = base, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{base} ({count})"
        taken.add(unique.casefold())
        made.append(unique)
    return tuple(made)
