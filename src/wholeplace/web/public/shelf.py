"""The releases of one place and its public record, kept ready as bytes. A folder is read once, until another is put in its place."""

import gzip
import json
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from wholeplace.publish.public_record import RECORD

PAGES_KEPT = 4096
RELEASES_KEPT = 64
WORTH_ZIPPING = 500  # bytes; below this the gzip header eats the gain

_RELEASE_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,80}")

_TEXT = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One file of a published folder, ready to send. `zipped` is None where zipping gains nothing."""

    body: bytes
    zipped: bytes | None
    kind: str
    tag: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Volume:
    """One release by what its manifest says: the period it is about (`ends`: the first day after) and its version."""

    name: str
    starts: date
    ends: date
    version: int


class Shelf:
    """The `releases` folder of one place, and the public record beside it. Never gives out a file that lies outside them."""

    def __init__(self, releases: Path) -> None:
        self._releases = releases

    def latest(self) -> str | None:
        """The name of the newest release, or None before the first."""
        try:
            name = (self._releases / "latest").read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        return name if self._made(name) else None

    def volumes(self) -> tuple[Volume, ...]:
        """Every release, newest period and version first."""
        made = ((path.parent, self._made(path.parent.name)) for path in self._releases.glob("*/manifest.json"))
        found = [_volume(folder, when) for folder, when in made if when is not None]
        return tuple(sorted(found, key=lambda one: (one.ends, one.starts, one.version), reverse=True))

    def page(self, release: str, path: str) -> Page | None:
        """The file at `path` in `release`; a folder's path, ending in "/" or empty, means its index.html."""
        return _page(self._releases / release, path) if _RELEASE_NAME.fullmatch(release) else None

    def record(self, path: str) -> Page | None:
        """The file at `path` in the public record, in the same way."""
        return _page(self._releases.parent / RECORD, path)

    def _made(self, release: str) -> int | None:
        return _made(self._releases / release) if _RELEASE_NAME.fullmatch(release) else None


def _made(folder: Path) -> int | None:
    """When a folder was put in place, so that one made anew under the same name is read anew. None: it was not made."""
    try:
        return (folder / "manifest.json").stat().st_mtime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None


def _page(folder: Path, path: str) -> Page | None:
    made = _made(folder)
    if made is None:
        return None
    inside = f"{path}index.html" if path == "" or path.endswith("/") else path
    file = _files(folder, made).get(inside)
    return None if file is None else _read(file, made)


@lru_cache(maxsize=RELEASES_KEPT)
def _volume(release: Path, made: int) -> Volume:  # noqa: ARG001  `made` is part of the key
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    starts, ends = (date.fromisoformat(manifest["period"][side]) for side in ("starts", "ends"))
    return Volume(name=release.name, starts=starts, ends=ends, version=manifest["version"])


@lru_cache(maxsize=RELEASES_KEPT)
def _files(folder: Path, made: int) -> Mapping[str, Path]:  # noqa: ARG001  `made` is part of the key
    """Every file that may be given out, by its path in the folder. What a reader asks for is looked up, never followed."""
    found = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file() and not file.is_symlink()}
    return {path: file for path, file in found.items() if not path.startswith(".") and "/." not in path}


@lru_cache(maxsize=PAGES_KEPT)
def _read(file: Path, made: int) -> Page:  # noqa: ARG001  `made` is part of the key
    body = file.read_bytes()
    kind = _TEXT.get(file.suffix) or mimetypes.guess_type(file.name, strict=True)[0] or "application/octet-stream"
    zipped = gzip.compress(body, compresslevel=9, mtime=0) if file.suffix in _TEXT and len(body) > WORTH_ZIPPING else None
    return Page(body=body, zipped=zipped if zipped and len(zipped) < len(body) else None, kind=kind, tag=sha256(body).hexdigest()[:32])
