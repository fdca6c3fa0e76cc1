"""Versions of the links: a run that links otherwise than the last gets a number, and says what changed and why.

Kept in the vault: `version_links` (the last version's links, each identity by a hash that never leaves the vault),
`version_changes` (who merged, split or moved, by person key) and `versions` (counts only, which may leave).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.people.link.shapes import HOW
from wholeplace.people.models import read_models, run_models
from wholeplace.people.vault import Store
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent / "changes"
LINKS, CHANGES, VERSIONS = "version_links", "version_changes", "versions"
_LAST = {"who": pl.String, "feed": pl.String, "row_count": pl.Int64, "person_key": pl.Int64, "how": pl.String}
_NO_PAIRS = {"identity_no": pl.Int64, "other_identity_no": pl.Int64, "same": pl.Boolean, "case_no": pl.Int64}
_TELLS_MOST = ("review", "model", "rule", "local id", "number", "alone")
"""Which way of linking explains a change, when several have a part in it: a person's word, then the least certain."""

Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of the links, in counts. By feed or by HOW where it is a mapping; never a person's value or key.

    `merged`: persons of the last version that are one with another now, `merged_into` how many they are now, and `merged_by`
    what joined those who gave up their key. `split`: persons of the last version of whom there are several now. `moved`:
    identities that went from one person to another. `moved_rows`, `found_rows`, `lost_rows`: received rows that belong to
    another person now, to somebody for the first time, to nobody any more; `found_by`: what gave identities to somebody. `new`,
    `gone`: identities that came for the first time, or came no more. `is_new`: this run made it.
    """

    number: int
    identities: int
    persons: int
    unlinked: int
    by_how: Counts
    merged: int = 0
    merged_into: int = 0
    split: int = 0
    moved: int = 0
    merged_by: Counts = field(default_factory=dict)
    split_by: Counts = field(default_factory=dict)
    moved_rows: Counts = field(default_factory=dict)
    found_rows: Counts = field(default_factory=dict)
    found_by: Counts = field(default_factory=dict)
    lost_rows: Counts = field(default_factory=dict)
    new: Counts = field(default_factory=dict)
    gone: Counts = field(default_factory=dict)
    is_new: bool = True


def keep_version(warehouse: Warehouse, store: Store) -> Version:
    """Compare `links` with the last version's, and keep them as a new version where they differ.

    Reads `identities`, `links` and, where it is there, `decided_pairs`. An identity is the same one when all that makes it is.
    Links differ when an identity came, went, or belongs to another person; not when only the way it was linked is another.
    The first version tells of no changes. When nothing differs the last version is returned, as not new.
    """
    if "decided_pairs" not in {name for (name,) in warehouse.rows("select table_name from information_schema.tables")}:
        warehouse.table_from("decided_pairs", pl.DataFrame(schema=_NO_PAIRS))
    if not store.load(warehouse, LINKS, table="links_last"):
        warehouse.table_from("links_last", pl.DataFrame(schema=_LAST))
    wanted = ("links_now", "changed_persons", "changed_links", "came_and_went", "decided_apart")
    run_models(warehouse, read_models(FOLDER), keep=wanted)
    earlier = versions(store)
    version = _version(warehouse, number=len(earlier) + 1)
    if earlier and not _differs(version):
        version = _but_not_new(earlier[-1])
    else:
        _keep(warehouse, store, (*earlier, version))
    for table in (*wanted, "links_last"):
        warehouse.run(f"drop table {table}")
    return version


def _version(warehouse: Warehouse, *, number: int) -> Version:
    ((identities, persons, unlinked),) = warehouse.rows(
        "select count(*), count(distinct person_key), count(*) - count(person_key) from links_now"
    )
    by_how = dict(warehouse.rows("select how, count(*) from links_now where how is not null group by how"))
    standing = {"number": number, "identities": identities, "persons": persons, "unlinked": unlinked}
    standing["by_how"] = {how: by_how[how] for how in HOW if how in by_how}
    return Version(**standing) if number == 1 else Version(**standing, **_changes(warehouse))


def _changes(warehouse: Warehouse) -> dict[str, Any]:
    links = warehouse.frame("select * from changed_links")
    persons = warehouse.frame("select * from changed_persons")
    came = warehouse.frame("select * from came_and_went order by feed")
    apart = warehouse.frame("select person_before from decided_apart")["person_before"]
    gave_up = links.filter(pl.col("kind") == "merged")
    merged = persons.filter(pl.col("kind") == "merged")
    reviewed = pl.col("person_before").is_in(apart.implode())
    split = links.filter((pl.col("kind") == "split") | reviewed)
    split = split.with_columns(how_now=pl.when(reviewed).then(pl.lit("review")).otherwise("how_now"))
    rows = {kind: _by_feed(links.filter(pl.col("kind").is_in(kinds))) for kind, kinds in _ROWS.items()}
    return {
        "merged": merged["person_before"].n_unique(),
        "merged_into": merged["person_now"].n_unique(),
        "split": persons.filter(pl.col("kind") == "split")["person_before"].n_unique(),
        "moved": int(links.filter(pl.col("kind").is_in(_ROWS["moved_rows"]))["identity_count"].sum()),
        "merged_by": _by_how(gave_up),
        "split_by": _by_how(split),
        **rows,
        "found_by": _identities_by_how(links.filter(pl.col("kind") == "found")),
        "new": _positive(came, "new_count"),
        "gone": _positive(came, "gone_count"),
    }


_ROWS = {"moved_rows": ("merged", "split", "moved"), "found_rows": ("found",), "lost_rows": ("lost",)}


def _by_feed(links: pl.DataFrame) -> dict[str, int]:
    return dict(links.group_by("feed").agg(pl.col("row_count").sum()).sort("feed").rows())


def _positive(came: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(came.filter(pl.col(column) > 0).select("feed", column).rows())


def _by_how(links: pl.DataFrame) -> dict[str, int]:
    """Persons of the last version by what explains their change: among their identities that are linked in another way than
    before, where there are any, the way that tells most."""
    rank = {how: place for place, how in enumerate(_TELLS_MOST)}
    ranked = links.with_columns(
        rank=pl.col("how_now").replace_strict(rank, default=len(rank), return_dtype=pl.Int64)
        + pl.when(pl.col("how_now") == pl.col("how_before")).then(len(rank) + 1).otherwise(0)
    )
    of_each = ranked.sort("rank").group_by("person_before", maintain_order=True).agg(pl.col("how_now").first())
    counts = dict(of_each.group_by("how_now").len().rows())
    return {how: counts[how] for how in HOW if how in counts}


def _identities_by_how(links: pl.DataFrame) -> dict[str, int]:
    counts = dict(links.group_by("how_now").agg(pl.col("identity_count").sum()).rows())
    return {how: counts[how] for how in HOW if how in counts}


def _differs(version: Version) -> bool:
    return bool(version.merged or version.split or version.moved or version.found_rows or version.lost_rows or version.new or version.gone)


def _but_not_new(version: Version) -> Version:
    return Version(**{**_plain(version), "is_new": False})


def _keep(warehouse: Warehouse, store: Store, kept: tuple[Version, ...]) -> None:
    newest = kept[-1].number
    columns = "kind, person_before, person_now, feed, how_before, how_now, identity_count, row_count"
    changes = warehouse.frame(f"select cast({newest} as bigint) as version, {columns} from changed_links where {newest} > 1 order by all")
    earlier = store.read(CHANGES)
    told = [json.dumps(_plain(version), sort_keys=True) for version in kept]
    store.write_all(
        {
            CHANGES: changes if earlier is None else pl.concat([earlier, changes]),
            VERSIONS: pl.DataFrame({"version": [version.number for version in kept], "told": told}),
        },
        queries={LINKS: f"select {', '.join(_LAST)} from links_now order by identity_no"},
        warehouse=warehouse,
    )


def versions(store: Store) -> tuple[Version, ...]:
    """Every version so far, oldest first. Empty: nothing was linked yet."""
    kept = store.read(VERSIONS)
    return () if kept is None else tuple(Version(**json.loads(told)) for told in kept.sort("version")["told"])


def versions_json(store: Store) -> str:
    """Every version as JSON, oldest first: counts only, so that it may lie outside the vault."""
    told = [{name: value for name, value in _plain(version).items() if name != "is_new"} for version in versions(store)]
    return json.dumps({"versions": told}, indent=1, sort_keys=True) + "\n"


def _plain(version: Version) -> dict[str, Any]:
    return asdict(version)


def what_changed(version: Version) -> tuple[str, ...]:
    """What changed from the version before to this one, in sentences with counts."""
    if version.number == 1:
        return ("This is the first version of the links, so there is none to compare it with.",)
    if not version.is_new:
        return (f"The links are those of version {version.number}: nothing changed since.",)
    told = [
        f"{version.merged:,} people of the last version are {version.merged_into:,} now{_by(version.merged_by)}." if version.merged else "",
        f"{version.split:,} of the last version’s people turned out to be several each{_by(version.split_by)}." if version.split else "",
        f"{version.moved:,} identit{'y' if version.moved == 1 else 'ies'} went from one person to another." if version.moved else "",
        _found(version.found_by),
        *(_feed(version, feed) for feed in sorted({*version.moved_rows, *version.found_rows, *version.lost_rows})),
        *(_came(version, feed) for feed in sorted({*version.new, *version.gone})),
    ]
    return tuple(sentence for sentence in told if sentence)


def _by(counts: Counts) -> str:
    return f" ({', '.join(f'{number:,} by {_IN_WORDS[how]}' for how, number in counts.items())})" if counts else ""


def _found(by: Counts) -> str:
    count = sum(by.values())
    words = "identity that belonged to nobody belongs" if count == 1 else "identities that belonged to nobody belong"
    return f"{count:,} {words} to somebody now{_by(by)}." if count else ""


_IN_WORDS = {
    "number": "NHS number", "local id": "local id", "rule": "a rule", "model": "the model", "review": "a reviewer’s decision",
    "alone": "the end of a link",
}  # fmt: skip


def _feed(version: Version, feed: str) -> str:
    kinds = (
        (version.moved_rows, "belong to another person now"),
        (version.found_rows, "found their person"),
        (version.lost_rows, "lost theirs"),
    )
    return f"{feed}: " + ", ".join(f"{counts[feed]:,} rows {words}" for counts, words in kinds if counts.get(feed)) + "."


def _came(version: Version, feed: str) -> str:
    kinds = ((version.new, "new"), (version.gone, "came no more"))
    return f"{feed}: " + ", ".join(f"{counts[feed]:,} identities {words}" for counts, words in kinds if counts.get(feed)) + "."
