"""The bytes of papers, each kept once under its fingerprint, so that anybody can prove later what was read."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from wholeplace.place.folder import CLOSED_FILE, CLOSED_FOLDER
from wholeplace.terms import DataProblem, Problem

_FILE = Path(__file__).with_name("papers.toml")
_NOT_IN_A_NAME = re.compile(r"[^\w. -]+")
LONGEST_NAME = 100
_WHY = "Whoever opens a paper must be able to trust it, and the record must hold what was read."


@dataclass(frozen=True, kw_only=True, slots=True)
class PaperKind:
    """One kind of file: how it is sent, and the bytes it begins with (empty: it is text)."""

    media: str
    begins: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """A paper whose bytes are kept: its name, size in bytes and fingerprint."""

    file_name: str
    size: int
    sha256: str


@cache
def kinds() -> Mapping[str, PaperKind]:
    """The kinds of file that a paper may be, by the end of its name."""
    return {end: PaperKind(media=row["media"], begins=bytes.fromhex(row["begins"])) for end, row in _given()["kinds"].items()}


def largest_bytes() -> int:
    """The size above which a paper is refused."""
    return _given()["largest_bytes"]


def file_paper(folder: Path, name: str, content: bytes) -> Filed:
    """Keep the bytes of a paper in the place's folder. The same bytes are kept once.

    Raises DataProblem where it is too large, empty, or not what its name says it is.
    """
    problems = _problems(name, content)
    if problems:
        raise DataProblem("The paper cannot be kept", problems)
    fingerprint = sha256(content).hexdigest()
    target = path_of(folder, fingerprint)
    if not target.is_file():
        target.parent.mkdir(mode=CLOSED_FOLDER, parents=True, exist_ok=True)
        waiting = target.with_name(f"{fingerprint}.waiting")
        waiting.touch(mode=CLOSED_FILE)
        waiting.write_bytes(content)
        waiting.replace(target)
    return Filed(file_name=_plain(name), size=len(content), sha256=fingerprint)


def path_of(folder: Path, fingerprint: str) -> Path:
    """Where the bytes with a fingerprint lie in a place's folder."""
    return folder / "records" / "papers" / fingerprint


def media_of(name: str) -> str:
    """How a kept paper is sent, by the end of its name."""
    return kinds()[_end(name)].media


def _problems(name: str, content: bytes) -> list[Problem]:
    end, largest = _end(name), largest_bytes()
    told = []
    if end not in kinds():
        told.append(("it is not a kind of file that a paper may be.", f"Use one of: {', '.join(kinds())}."))
    elif not content:
        told.append(("it is empty.", "Choose the file again."))
    elif not _begins_as(kinds()[end], content):
        told.append((f"its name ends in .{end}, and its content is something else.", "Save it again in the program that made it."))
    if len(content) > largest:
        told.append((f"it is larger than {largest // 2**20} MB.", "Make its pictures smaller, or split it."))
    return [Problem(where="paper", what=what, why=_WHY, fix=fix) for what, fix in told]


def _begins_as(kind: PaperKind, content: bytes) -> bool:
    if kind.begins:
        return content.startswith(kind.begins)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


def _end(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _plain(name: str) -> str:
    """A file name without folders or signs that could mean something to a browser or a system."""
    stem, _, end = _NOT_IN_A_NAME.sub("-", Path(name.replace("\\", "/")).name).rpartition(".")
    return f"{stem[:LONGEST_NAME].strip(' .-') or 'paper'}.{end.lower()}"


@cache
def _given() -> Mapping:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
