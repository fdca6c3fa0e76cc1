"""One look through all bytes of a text file: what in it a reader of tables would stumble over."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np

CHUNK = 1 << 18
LATIN_1_ONLY = b"\x81\x8d\x8f\x90\x9d"
"""Bytes that have no meaning in Windows-1252."""
_BLANKS_OF_THREE_BYTES = (b"\xe1\x9a", b"\xe2\x80", b"\xe2\x81", b"\xe3\x80")
"""How the blanks beyond Latin-1 begin in UTF-8 (Unicode, category Zs), among other signs."""
_SPACE = ord(" ")
_EDGES = np.zeros(256, dtype=bool)
_EDGES[list(b',;\t|"\r\n')] = True
"""What a cell may begin after or end before."""


@dataclass(kw_only=True, slots=True)
class Seen:
    """What one pass over a file's bytes found. `odd_blanks`: tabs that part no cells, and spaces that do not break.

    `tidy`: no blank stands beside a separator, a quote or a line end, so no cell begins or ends with one. It may be False for a
    file whose cells are tidy (a quote inside a cell), never True for one whose cells are not.
    """

    utf_8: bool = True
    latin_1: bool = False
    zeros: bool = False
    odd_blanks: bool = False
    mixed_line_ends: bool = False
    tidy: bool = True


def look_through(stream: IO[bytes], *, tabs_part_cells: bool) -> Seen:
    """Look through a stream of bytes from its beginning to its end, a piece at a time."""
    seen, decoder = Seen(), codecs.getincrementaldecoder("utf-8")()
    both = lines = returns = 0
    before = b"\n"
    for chunk in _pieces(stream):
        plain = chunk.isascii()
        if (seen.utf_8 and not plain) or decoder.getstate()[0]:
            seen.utf_8 = seen.utf_8 and _decodes(decoder, chunk)
            seen.latin_1 = seen.latin_1 or any(byte in chunk for byte in LATIN_1_ONLY)
        piece = before[-1:] + chunk
        seen.zeros = seen.zeros or b"\x00" in chunk
        seen.odd_blanks = seen.odd_blanks or (not plain and b"\xc2\xa0" in piece) or (not tabs_part_cells and b"\t" in chunk)
        if b"\r" in chunk or returns:
            both += chunk.count(b"\r\n") + (before[-1:] == b"\r" and chunk[:1] == b"\n")
            returns += chunk.count(b"\r")
            lines += chunk.count(b"\n")
        else:
            lines += b"\n" in chunk
        seen.tidy = seen.tidy and _is_tidy(piece, plain=plain)
        before = chunk
    seen.tidy = seen.tidy and not before.endswith(b" ")
    seen.mixed_line_ends = sum(count > 0 for count in (both, lines - both, returns - both)) > 1 or returns > both
    return seen


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _is_tidy(piece: bytes, *, plain: bool) -> bool:
    """Whether no blank in the piece stands beside an edge of a cell. Its first byte was the last of the piece before."""
    if not plain and any(sign in piece for sign in _BLANKS_OF_THREE_BYTES):
        return False
    if b" " not in piece:
        return True
    signs = np.frombuffer(piece, dtype=np.uint8)
    spaces = np.flatnonzero(signs == _SPACE)
    after, before = signs[spaces[spaces > 0] - 1], signs[spaces[spaces < len(signs) - 1] + 1]
    return not (_EDGES[after].any() or _EDGES[before].any())
