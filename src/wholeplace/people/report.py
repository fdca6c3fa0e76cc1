"""What a run left beside the journey tables: what they cover, who was linked, what to know, and what it all depended on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from wholeplace.people.keyed import Linked
from wholeplace.people.link import LinkRun
from wholeplace.people.link.review import decisions_fingerprint
from wholeplace.people.linking import OWN_MODEL
from wholeplace.people.opt_outs import Excluded
from wholeplace.people.segments import segments_of
from wholeplace.people.sources import Source, Span
from wholeplace.people.vault import Store
from wholeplace.place import Place

REPORT = "journeys.json"
OWN = (".py", ".sql", ".csv", ".toml", ".json")
FORGOTTEN = "forgotten"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything of `Journeys` but where the tables are."""

    fingerprint: str
    covers: Mapping[str, Span]
    linked: tuple[Linked, ...]
    links: LinkRun
    excluded: Excluded
    notes: tuple[str, ...]


def write_report(folder: Path, report: Report) -> None:
    """Write the report beside the tables. It says nothing of any person."""
    text = msgspec.json.format(msgspec.json.encode(report, order="sorted"), indent=1)
    (folder / REPORT).write_bytes(text + b"\n")


def read_report(folder: Path, fingerprint: str) -> Report | None:
    """The report of the tables in `folder`; None when there is none, or it is of something else than `fingerprint` stands for."""
    try:
        report = msgspec.json.decode((folder / REPORT).read_bytes(), type=Report)
    except (FileNotFoundError, msgspec.MsgspecError):  # an older version's report has another form
        return None
    return report if report.fingerprint == fingerprint else None


def fingerprint_of(place: Place, sources: Iterable[Source], store: Store, *more: object) -> str:
    """One text for everything that journeys depend on: rows and whose they are, areas, population, settings, this room itself,
    the place's own weights, what reviewers decided, who was forgotten, and `more`."""
    digest = sha256()
    for source in sorted(sources, key=lambda source: (source.table, source.feed)):
        hashes = [_hash_of(path) for path in (source.path, source.identities) if path is not None]
        digest.update(f"{source.table} {source.feed} {source.covers} {hashes}\n".encode())
    for frame in (place.small_areas, place.population):
        digest.update(frame.write_csv().encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in OWN:
            digest.update(path.read_bytes())
    forgotten = store.read(FORGOTTEN)
    own_model = place.folder / OWN_MODEL
    weights = own_model.read_bytes() if own_model.is_file() else None
    settings = (place.settings.opt_outs, segments_of(place.folder), weights)
    told = (*settings, decisions_fingerprint(store), None if forgotten is None else forgotten.write_csv(), *more)
    digest.update(repr(told).encode())
    return digest.hexdigest()


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 22):
            digest.update(block)
    return digest.hexdigest()
