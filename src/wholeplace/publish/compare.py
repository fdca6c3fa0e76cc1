"""What changed from one release to another, in words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wholeplace.publish import wording

MOST_MOVED = 5
_NO_MOVE = 1e-9


@dataclass(frozen=True, slots=True)
class _Side:
    """One release, read back."""

    manifest: Mapping[str, Any]
    measures: Mapping[str, Mapping[str, Any]]
    readings: Mapping[tuple[str, str], Mapping[str, Any]]
    values: Mapping[str, float]
    system: str


def compare(older: Path, newer: Path) -> tuple[str, ...]:
    """Sentences on what a reader of `older` must know of `newer`: verdicts, figures, measures, definitions, files."""
    before, after = _read(older), _read(newer)
    said = [
        *_periods(before, after), *_verdicts(before, after), *_moves(before, after), *_measures(before, after),
        *_definitions(before, after), *_inputs(before, after), *_rules(before, after),
    ]  # fmt: skip
    if not said and before.manifest["content"] != after.manifest["content"]:
        return ("No verdict, figure, definition or file changed. Only words or the look of pages did.",)
    return tuple(said) or ("Nothing changed.",)


def _read(folder: Path) -> _Side:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    measures = {m["name"]: m for m in _json(folder, "measures")}
    readings = {(r["reading"], r["area"]): r for r in _json(folder, "readings")}
    system = next((r["area"] for r in readings.values()), "")
    values = {name: value for name in measures if (value := _system_value(folder, name, manifest["period"], system)) is not None}
    return _Side(manifest, measures, readings, values, system)


def _json(folder: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((folder / "data" / f"{name}.json").read_text(encoding="utf-8"))


def _system_value(folder: Path, name: str, period: Mapping[str, str], system: str) -> float | None:
    """The whole place's figure of the release's period; None where there is none to see."""
    path = folder / "data" / "measures" / f"{name}.json"
    if not path.is_file():
        return None
    table = json.loads(path.read_text(encoding="utf-8"))
    for values in table["rows"]:
        row = dict(zip(table["columns"], values, strict=True))
        if (row["area"], row["split"], row["starts"], row["ends"]) == (system, "all", period["starts"], period["ends"]):
            return row["value"]
    return None


def _periods(before: _Side, after: _Side) -> Iterator[str]:
    if before.manifest["period"] != after.manifest["period"]:
        yield f"The period moved from {before.manifest['period']['name']} to {after.manifest['period']['name']}."


def _verdicts(before: _Side, after: _Side) -> Iterator[str]:
    """The whole place one by one; its areas as a count for each reading."""
    elsewhere: dict[str, list[str]] = {}
    for key in sorted(before.readings.keys() & after.readings.keys(), key=lambda k: (k[1] != after.system, k)):
        was, now = before.readings[key], after.readings[key]
        if was["verdict"] == now["verdict"]:
            continue
        if now["area"] == after.system:
            yield f"“{now['title']}” is now: {now['verdict']}. It was: {was['verdict']}."
        else:
            elsewhere.setdefault(now["title"], []).append(now["area_name"])
    for title, names in sorted(elsewhere.items()):
        where = wording.listed(sorted(names)) if len(names) <= 3 else f"{len(names)} areas"
        yield f"“{title}” has another verdict in {where}."


def _moves(before: _Side, after: _Side) -> Iterator[str]:
    """The figures of the whole place that moved most, as a share of what they were."""
    both = [name for name in sorted(before.values.keys() & after.values.keys()) if _same_definition(name, before, after)]
    moved = [(abs(after.values[name] / before.values[name] - 1), name) for name in both if before.values[name]]
    moved += [(float("inf"), name) for name in both if not before.values[name] and after.values[name]]
    for share, name in sorted(moved, key=lambda item: (-item[0], item[1]))[:MOST_MOVED]:
        if share > _NO_MOVE:
            was, now = (_value(side.values[name], after.measures[name]) for side in (before, after))
            by = f", by {wording.number(100 * share)}%" if share != float("inf") else ""
            yield f"{after.measures[name]['short']} moved from {was} to {now}{by}."
    rest = sum(1 for share, _ in moved if share > _NO_MOVE) - MOST_MOVED
    if rest > 0:
        yield f"{rest} other figure{' of the whole place' if rest == 1 else 's of the whole place'} moved less."


def _same_definition(name: str, before: _Side, after: _Side) -> bool:
    return before.manifest["definitions"].get(name) == after.manifest["definitions"].get(name)


def _value(value: float, measure: Mapping[str, Any]) -> str:
    if measure["unit"] == "per cent":
        return f"{wording.number(value)}%"
    return wording.money(value) if measure["unit"].startswith("pounds") else wording.number(value)


def _measures(before: _Side, after: _Side) -> Iterator[str]:
    for words, names, side in (
        ("is new", after.measures.keys() - before.measures.keys(), after),
        ("is no longer there", before.measures.keys() - after.measures.keys(), before),
    ):
        for name in sorted(names):
            yield f"The measure “{side.measures[name]['short']}” {words}."


def _definitions(before: _Side, after: _Side) -> Iterator[str]:
    for name in sorted(before.measures.keys() & after.measures.keys()):
        if not _same_definition(name, before, after):
            yield f"“{after.measures[name]['short']}” has a new definition, so its figures do not compare."


def _inputs(before: _Side, after: _Side) -> Iterator[str]:
    was, now = ({(i["feed"], i["file"]): i["sha256"] for i in side.manifest["inputs"]} for side in (before, after))
    words = (
        ("new", now.keys() - was.keys()),
        ("gone", was.keys() - now.keys()),
        ("changed", {k for k in was.keys() & now.keys() if was[k] != now[k]}),
    )
    for kind, files in words:
        if files:
            feeds = sorted({feed.replace("_", " ") for feed, _ in files})
            yield f"{len(files)} input file{' is' if len(files) == 1 else 's are'} {kind}: {wording.listed(feeds)}."
    own = set(before.manifest["place_files"] | after.manifest["place_files"])
    changed = sorted(n for n in own if before.manifest["place_files"].get(n) != after.manifest["place_files"].get(n))
    if changed:
        yield f"The place’s own files changed: {wording.listed(changed)}."


def _rules(before: _Side, after: _Side) -> Iterator[str]:
    if before.manifest["disclosure_rule"] != after.manifest["disclosure_rule"]:
        yield f"The rule for small numbers is now {after.manifest['disclosure_rule']}."
    if before.manifest["wholeplace"] != after.manifest["wholeplace"]:
        yield f"Made with wholeplace {after.manifest['wholeplace']}, before with {before.manifest['wholeplace']}."
