"""One run of linking, from identities to links that are kept, counted and doubted: what `build` calls between receiving and journeys."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from wholeplace.people.link import LinkRun, LinkSettings, link_identities
from wholeplace.people.link.decisions import Conflict, letter_of
from wholeplace.people.link.model import read_model
from wholeplace.people.link.quality import LinkQuality, measure_links, read_quality, with_journeys, write_quality
from wholeplace.people.link.review import keep_queue, load_decisions
from wholeplace.people.link.versions import Version, keep_version, versions_json, what_changed
from wholeplace.people.vault import Store
from wholeplace.place.folder import CLOSED_FILE, STATE
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import LargeWork, Warehouse

ROOM = "people"
SEED = 1
"""Whose numbers are hidden to ask how right linking is. One seed for all places and runs: the same links, the same figures."""

QUALITY, VERSIONS, SUMMARY = "link_quality.json", "link_versions.json", "links.json"
RELEASES = "links_of_releases.json"


OWN_MODEL = Path("linkage") / "model.json"
"""In a place folder: the place's own weights, made by `wholeplace link --train`. Without it, those that come with the tool."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Linkage:
    """How the records of a place stand linked, read back. In counts; never a person's value or key.

    `version`: of the links; `is_new`: the last run made it. `by_how`: identities by what joined them. `unlinked`: identities that
    belong to nobody. `to_review`: pairs that waited for a person when the run ended. `changed`: what changed from the version
    before, in sentences. `contradictions`: decisions that cannot all be true, and so were not used. `quality`: how good it is.
    """

    version: int
    is_new: bool
    identities: int
    persons: int
    by_how: Mapping[str, int]
    unlinked: int
    to_review: int
    changed: tuple[str, ...]
    contradictions: tuple[Problem, ...]
    quality: LinkQuality


@dataclass(frozen=True, kw_only=True, slots=True)
class Linking:
    """What one run of linking did and how good it is. In counts; never a person's value or key."""

    run: LinkRun
    version: Version
    quality: LinkQuality
    contradictions: tuple[Conflict, ...]


def link_people(
    warehouse: Warehouse,
    store: Store,
    fifths: pl.DataFrame,
    *,
    settings: LinkSettings | None = None,
    told: int = 0,
    progress: Progress = quiet,
) -> Linking:
    """Link table `identities`, honour what reviewers decided, keep queue and version, and ask how good the links are.

    Leaves `links`, `grey_pairs` and `lone_persons` (see `with_journeys`). Needs `small_area_now`. `fifths`: small_area and
    deprivation_fifth. Linking is done twice: once with every number, and once with some hidden. `told`: the version that the last
    good journeys told of (`version_told`). A later one is new, also where a run that was killed has kept it already.
    """
    contradictions = load_decisions(warehouse, store)
    decisions = warehouse.frame("select identity_no, other_identity_no, same from decided_pairs order by all")
    run = link_identities(warehouse, store, settings=settings, decisions=decisions, progress=progress)
    waiting = keep_queue(warehouse, store)
    version = keep_version(warehouse, store)
    version = replace(version, is_new=version.number > told)

    def again(hidden: Warehouse) -> None:
        link_identities(hidden, None, settings=settings, decisions=decisions)

    progress(ROOM, "Hiding numbers to see whether they come back", 0.95)
    quality = measure_links(warehouse, fifths, again, seed=SEED)
    warehouse.run("drop table decided_pairs")
    moved = dict(version.moved_rows) if version.is_new else {}
    changed = (version.merged, version.split) if version.is_new else (0, 0)
    run = replace(run, version=version.number, to_review=waiting, merged=changed[0], split=changed[1], moved_rows=moved)
    return Linking(run=run, version=version, quality=quality, contradictions=contradictions)


def version_told(folder: Path) -> int:
    """The version of the links that the journeys in `folder` tell of; 0 when there are none."""
    file = folder / SUMMARY
    return int(json.loads(file.read_text(encoding="utf-8"))["version"]) if file.exists() else 0


def write_linking(linking: Linking, warehouse: LargeWork, store: Store, folder: Path, *, journeys: Sequence[str]) -> None:
    """Write quality, versions and a summary beside the journeys, in `folder`. Counts only. `journeys`: tables that stand now."""
    write_quality(with_journeys(linking.quality, warehouse, journeys), folder / QUALITY)
    (folder / VERSIONS).write_text(versions_json(store), encoding="utf-8")
    told = {
        "version": linking.version.number,
        "is_new": linking.version.is_new,
        "identities": linking.run.identities,
        "persons": linking.run.persons,
        "by_how": dict(linking.run.by_how),
        "unlinked": linking.run.unlinked,
        "to_review": linking.run.to_review,
        "changed": what_changed(linking.version),
        "contradictions": [[conflict.different, *conflict.chain] for conflict in linking.contradictions],
    }
    (folder / SUMMARY).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_linkage(folder: Path) -> Linkage | None:
    """How the records of the place `folder` stand linked; None when its journeys were never made."""
    journeys = folder / STATE / "journeys"
    quality = read_quality(journeys / QUALITY)
    if quality is None:
        return None
    told = json.loads((journeys / SUMMARY).read_text(encoding="utf-8"))
    broken = [Conflict(different=different, chain=tuple(chain)) for different, *chain in told.pop("contradictions")]
    letters = tuple(letter_of(conflict) for conflict in broken)
    return Linkage(**{**told, "changed": tuple(told["changed"])}, contradictions=letters, quality=quality)


def note_release(folder: Path, release: str) -> None:
    """Remember which version of the links is behind the release called `release`. What is remembered of it already stays."""
    known, linkage = links_of_releases(folder), read_linkage(folder)
    if linkage is None or release in known:
        return
    target = folder / STATE / RELEASES
    making = target.with_name(f".{RELEASES}.making")
    making.write_text(json.dumps({**known, release: linkage.version}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    making.chmod(CLOSED_FILE)
    making.replace(target)


def links_of_releases(folder: Path) -> dict[str, int]:
    """Release -> the version of the links behind it, for the releases that were made here since this was kept."""
    kept = folder / STATE / RELEASES
    return json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}


def link_settings(folder: Path) -> LinkSettings:
    """How the place `folder` is linked: by its own model where it has one. Raises DataProblem when that cannot be read."""
    own = folder / OWN_MODEL
    if not own.is_file():
        return LinkSettings()
    try:
        read_model(own)
    except (ValueError, KeyError, TypeError):
        fix = f"Make it again with: wholeplace link {folder} --train, or delete it to link with the weights that come with the tool."
        letter = Problem(where=str(OWN_MODEL), what="it is not a model.", why="Nothing can be weighed with it.", fix=fix)
        raise DataProblem("Records cannot be linked", [letter]) from None
    return LinkSettings(model=own)
