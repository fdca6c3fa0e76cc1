"""Writes the public record into the place folder: all of it or nothing, and the same bytes from the same record."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path

from wholeplace.place import Place
from wholeplace.place.folder import swapped
from wholeplace.publish.decided import RECORD
from wholeplace.publish.public_record.open_data import data_files
from wholeplace.publish.public_record.pages import all_pages
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.meetings import shown_papers
from wholeplace.publish.public_record.shapes import PublicRecord
from wholeplace.publish.release import style_sheet

MANIFEST = "manifest.json"
_OPEN_FOLDER, _OPEN_FILE = 0o755, 0o644  # what is public is for everybody


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordChanges:
    """What a new public record has that the one before had not: paths of its files. All empty: the one before was left as it is."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Is anything other than it was?"""
        return bool(self.added or self.changed or self.removed)


def publish_public_record(record: PublicRecord, place: Place) -> RecordChanges:
    """Make `public-record/` of the place folder anew, under another name, and put it in the place of the one before.

    A crash leaves the one before as it was. Nothing is written when nothing in it would change. A paper whose bytes are gone, or are
    not those of its fingerprint, is named without its file.
    """
    target = place.folder / RECORD
    before = _hashes_in(target)
    papers = _whole_papers(record, place, before)
    files = files_of(record, place, frozenset(papers))
    hashes = {path: sha256(text).hexdigest() for path, text in files.items()}
    hashes |= {path: fingerprint for path, fingerprint in shown_papers(RecordEdition(record=record, place=place)).items() if path in papers}
    changes = _changes(before, hashes)
    if changes.any:
        _write(target, files | {MANIFEST: _manifest(record, place, hashes).encode()}, papers)
    return changes


def files_of(record: PublicRecord, place: Place, papers: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Every file of the public record by its path, without the manifest and the papers. `papers`: the paths of those that are there."""
    edition = RecordEdition(record=record, place=place, papers=papers)
    files = {path: text.encode() for path, text in all_pages(edition)}
    files |= dict(data_files(edition))
    files["assets/wholeplace.css"] = style_sheet()
    return dict(sorted(files.items()))


def _whole_papers(record: PublicRecord, place: Place, before: Mapping[str, str]) -> dict[str, Path]:
    """The papers that may be shown and are what their fingerprint says, by path; those of the record before were looked at then."""
    whole = {}
    for path, fingerprint in shown_papers(RecordEdition(record=record, place=place)).items():
        kept, source = place.folder / RECORD / path, record.papers.get(fingerprint)
        if before.get(path) == fingerprint and kept.is_file():
            whole[path] = kept
        elif source is not None and source.is_file() and _fingerprint_of(source) == fingerprint:
            whole[path] = source
    return dict(sorted(whole.items()))


def _fingerprint_of(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> RecordChanges:
    return RecordChanges(
        added=tuple(path for path in now if path not in before),
        changed=tuple(path for path in now if path in before and before[path] != now[path]),
        removed=tuple(path for path in before if path not in now),
    )


def _hashes_in(target: Path) -> Mapping[str, str]:
    try:
        return json.loads((target / MANIFEST).read_text("utf-8"))["files"]
    except FileNotFoundError:
        return {}


def _manifest(record: PublicRecord, place: Place, hashes: Mapping[str, str]) -> str:
    head = {"number": record.head.number, "seal": record.head.seal} if record.head else None
    says = {"wholeplace": version("wholeplace"), "place": place.settings.name, "day": str(record.today), "log": head, "files": dict(hashes)}
    return json.dumps(says, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _write(target: Path, files: Mapping[str, bytes], papers: Mapping[str, Path]) -> None:
    with swapped(target) as making:
        for path, text in files.items():
            _place_for(making / path).write_bytes(text)
        for path, source in papers.items():
            shutil.copyfile(source, _place_for(making / path))
        for path in making.rglob("*"):
            path.chmod(_OPEN_FOLDER if path.is_dir() else _OPEN_FILE)
        making.chmod(_OPEN_FOLDER)


def _place_for(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
