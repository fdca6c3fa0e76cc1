"""A release: a dated, versioned folder that can be put on a stick, a web server or paper. The same input gives the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from wholeplace.agreement.funds import PackMoney
from wholeplace.flow import WinterPlan
from wholeplace.picture.shapes import Picture
from wholeplace.place.folder import swapped
from wholeplace.place.shapes import Place
from wholeplace.publish.data_files import data_files
from wholeplace.publish.decided import DecidedEffect
from wholeplace.publish.disclosure import protect, rule_named
from wholeplace.publish.earlier import Released, releases_of, told_in
from wholeplace.publish.pages import VERSION_MARK, Edition, all_pages
from wholeplace.publish.shown import Published
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet

STYLE_SHEET = Path(__file__).parent / "assets" / "built" / "wholeplace.css"
LATEST = "latest"
_OPEN_FOLDER, _OPEN_FILE = 0o755, 0o644  # what is published is for everybody


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """All files of a release before it has a version, and the fingerprint of the whole."""

    files: Mapping[str, bytes]
    manifest: Mapping[str, object]

    @property
    def fingerprint(self) -> str:
        return _sha256(json.dumps([self.manifest, {path: _sha256(text) for path, text in self.files.items()}], sort_keys=True).encode())


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What a release shows beside its picture: the plan for the winter ahead, where the place publishes one; what public decisions were
    expected to change, as `read_effects` tells it, where it keeps decisions; what was agreed about money, where anything was."""

    winter: WinterPlan | None = None
    decided: tuple[DecidedEffect, ...] = ()
    money: PackMoney | None = None


NOTHING_BESIDE = Beside()


def release(picture: Picture, place: Place, *, beside: Beside = NOTHING_BESIDE, progress: Progress = quiet) -> Path:
    """Publish the picture into releases/<period>-v<number> of the place folder, and name it in releases/latest.

    `beside`: what the release shows beside its picture. It is frozen into the release.

    The newest release of the period is left as it is when nothing in it would change; otherwise a new version is added.
    Earlier releases are read for what they hid and showed, so that the new one gives nothing away beside them.
    """
    folder = place.folder / "releases"
    known = releases_of(folder, picture.period)
    mine = [one for one in known if one.period == picture.period.name]
    newest = mine[-1] if mine else None
    content = _content(picture, place, beside, [one for one in known if one is not newest], progress)
    if newest is not None and newest.fingerprint != content.fingerprint:
        content = _content(picture, place, beside, known, progress)
    if newest is None or newest.fingerprint != content.fingerprint:
        number = newest.number + 1 if newest else 1
        target = folder / f"{picture.period.name.replace('/', '-').replace(' ', '-')}-v{number}"
        _write(content, target, number)
        newest = Released(
            folder=target, period=picture.period.name, ends=picture.period.ends, number=number, fingerprint=content.fingerprint
        )
    _name_latest(folder, newest.folder.name)
    progress("publish", f"Release {newest.folder.name}", 1.0)
    return newest.folder


def _content(picture: Picture, place: Place, beside: Beside, earlier: list[Released], progress: Progress) -> Content:
    rule = rule_named(place.settings.disclosure_rule)
    progress("publish", "Hiding small numbers", 0.1)
    rows = protect(picture.results.rows, place, picture.results.measures, rule=rule, earlier=told_in(earlier))
    edition = Edition(
        picture=picture, place=place, published=Published(rows), rule=rule, winter=beside.winter, decided=beside.decided,
        money=beside.money,
    )  # fmt: skip
    progress("publish", "Writing pages", 0.4)
    files = {path: text.encode() for path, text in all_pages(edition)}
    progress("publish", "Writing data", 0.7)
    files |= dict(data_files(edition))
    files["assets/wholeplace.css"] = style_sheet()
    return Content(files=dict(sorted(files.items())), manifest=_manifest(picture, place, beside))


def style_sheet() -> bytes:
    """What every published folder carries as its look. Raises DataProblem where it is not built."""
    if not STYLE_SHEET.is_file():
        problem = Problem(
            where="the pages", what="Their style sheet is not built.", why="Without it the pages would have no layout.",
            fix="Run: python frontend/build.py (make does it for you).",
        )  # fmt: skip
        raise DataProblem("publish", [problem])
    return STYLE_SHEET.read_bytes()


def _manifest(picture: Picture, place: Place, beside: Beside) -> dict[str, object]:
    """What the release was made from."""
    results = picture.results
    patterns = ("*.toml", "*.csv", *(("assumptions/**/*.toml",) if beside.winter else ()), *(("agreement/*.toml",) if beside.money else ()))
    own = sorted(path for pattern in patterns for path in place.folder.glob(pattern))
    return {
        "wholeplace": version("wholeplace"),
        "place": picture.place,
        "disclosure_rule": place.settings.disclosure_rule,
        "period": {"name": picture.period.name, "starts": str(picture.period.starts), "ends": str(picture.period.ends)},
        "inputs": [
            {
                "feed": feed,
                "file": name,
                "sha256": sha,
                "rows_in": source.rows_in,
                "accepted": source.accepted,
                "quarantined": source.quarantined,
            }
            for feed, source in sorted(results.sources.items())
            for name, sha in source.files
        ],
        "place_files": {path.relative_to(place.folder).as_posix(): _sha256(path.read_bytes()) for path in own},
        "definitions": {name: measure.definition_id for name, measure in sorted(results.measures.items())},
        **({"decisions": sorted({effect.reference for effect in beside.decided})} if beside.decided else {}),
    }


def _write(content: Content, target: Path, number: int) -> None:
    """All files, with the version where it was left open, then the manifest over them."""
    with swapped(target) as making:
        hashes = {}
        for path, text in content.files.items():
            final = text.replace(VERSION_MARK.encode(), f"version {number}".encode())
            (making / path).parent.mkdir(parents=True, exist_ok=True)
            (making / path).write_bytes(final)
            hashes[path] = _sha256(final)
        manifest = {**content.manifest, "version": number, "content": content.fingerprint, "files": hashes}
        (making / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
        for path in making.rglob("*"):
            path.chmod(_OPEN_FOLDER if path.is_dir() else _OPEN_FILE)
        making.chmod(_OPEN_FOLDER)


def _name_latest(folder: Path, name: str) -> None:
    """Written beside and renamed over, so that a reader never sees half a name."""
    pointer = folder / LATEST
    if pointer.is_file() and pointer.read_text(encoding="utf-8").strip() == name:
        return
    making = folder / f".{LATEST}.making"
    making.write_text(name + "\n", encoding="utf-8")
    making.replace(pointer)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
