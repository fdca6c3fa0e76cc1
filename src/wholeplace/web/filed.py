"""Proves the bytes of papers: each file that a record names by its fingerprint is there, and is what it was."""

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from wholeplace.agreement.records.meetings.models import Paper
from wholeplace.agreement.records.meetings.papers import path_of
from wholeplace.terms import Problem
from wholeplace.terms.progress import Progress


def problems_of_papers(folder: Path, progress: Progress) -> tuple[int, list[Problem]]:
    """How many different files papers name, and which of these are gone or altered. One file is read at a time."""
    fingerprints = sorted(set(Paper.objects.values_list("sha256", flat=True)))
    problems = list(_problems(folder, fingerprints, progress))
    progress("papers", "", 1.0)
    return len(fingerprints), problems


def _problems(folder: Path, fingerprints: list[str], progress: Progress) -> Iterator[Problem]:
    for number, fingerprint in enumerate(fingerprints):
        progress("papers", "reading each file", number / len(fingerprints))
        if what := _wrong(path_of(folder, fingerprint), fingerprint):
            papers = sorted(Paper.objects.filter(sha256=fingerprint).values_list("reference", flat=True))
            yield Problem(
                where=f"paper {', '.join(papers)}", what=what, why="Nobody can show any more what was read before it was decided.",
                fix=f"Bring records/papers/{fingerprint} back from the last copy.",
            )  # fmt: skip


def _wrong(file: Path, fingerprint: str) -> str:
    if not file.is_file():
        return "its file is gone."
    with file.open("rb") as content:
        return "" if file_digest(content, "sha256").hexdigest() == fingerprint else "its file is not what was filed."
