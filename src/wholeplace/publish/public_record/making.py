"""Writes the public record into the place folder: all of it or nothing, and the same bytes from the same record."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from wholeplace.place import Place
from wholeplace.place.folder import swapped
from wholeplace.publish.public_record.pages import all_pages
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.shapes import PublicRecord
from wholeplace.publish.release import style_sheet

FOLDER = "public-record"
"""The folder inside a place folder. It can be made again from the records at any time."""
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

    A crash leaves the one before as it was. Nothing is written when nothing in it would change.
    """
    target = place.folder / FOLDER
    files = files_of(record, place)
    hashes = {path: hashlib.sha256(text).hexdigest() for path, text in files.items()}
    changes = _changes(_hashes_in(target), hashes)
    if changes.any:
        _write(target, files, _manifest(record, place, hashes))
    return changes


def files_of(record: PublicRecord, place: Place) -> dict[str, bytes]:
    """Every file of the public record by its path, without the manifest."""
    edition = RecordEdition(record=record, place=place)
    files = {path: text.encode() for path, text in all_pages(edition)}
    files["assets/wholeplace.css"] = style_sheet()
    return dict(sorted(files.items()))


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


def _write(target: Path, files: Mapping[str, bytes], manifest: str) -> None:
    with swapped(target) as making:
        for path, text in (*files.items(), (MANIFEST, manifest.encode())):
            file = making / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        for path in making.rglob("*"):
            path.chmod(_OPEN_FOLDER if path.is_dir() else _OPEN_FILE)
        making.chmod(_OPEN_FOLDER)
