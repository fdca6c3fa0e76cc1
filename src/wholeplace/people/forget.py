"""Takes somebody out of a place folder: partners' files, the vault, and all that was made of them. Then looks whether they are gone.

What was made of records (journeys, counts) is removed, so that the next picture makes it anew without them. The vault keeps a
keyed digest, so that a later drop cannot bring them back unseen. Releases hold no rows of people and stay.
"""

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from wholeplace.feeds import IDENTITY, Rewritten, Searched, Sought, receive, received, remove_people, search
from wholeplace.people.forgotten import remember, was_forgotten
from wholeplace.people.keyed import load_areas
from wholeplace.people.knowing import load_identities
from wholeplace.people.link import link_identities
from wholeplace.people.link.review import load_decisions
from wholeplace.people.sources import sources_of
from wholeplace.people.vault import Store, open_store, usable_numbers
from wholeplace.place import Place
from wholeplace.place.folder import STATE, VAULT, vault_folder
from wholeplace.terms import DataProblem, Problem, WrongUse
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse, key_from, memory_gib

PLAN, PLAN_KEYS = "forgetting", "forgetting_keys"
"""Tables of the vault that say who is being forgotten, while it is under way: a run that was killed is taken up from there."""

KEPT_STATE = (VAULT, "received")
"""Folders that are brought up to date inside the tool's own. All others there are made anew by the next picture."""

OWN = "number_is_theirs"
_PLAN = {**{name: pl.Date if name == "birth_date" else pl.String for name in IDENTITY}, OWN: pl.Boolean}
"""`number_is_theirs`: nobody else carries the identity's NHS number, so it may be looked for everywhere."""

_DONE_BY_RECEIVE = "Run `wholeplace receive` once the feeds can be read: until then nothing is received."


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """Whom to forget: an NHS number, or a feed's own number for a person."""

    number: str = field(default="", repr=False)
    feed: str = ""
    local_id: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forgotten:
    """What forgetting somebody did, and what a search of every file found afterwards. No value of theirs.

    `identities`: ways in which feeds named them. `files`: partners' files that were written again. `vault_rows`: rows taken out
    of the vault's tables. `removed`: what was made of records and is made anew by the next picture. `releases`: they hold no
    rows of people. `letters`: feeds that could not be received again. `gone`: the search opened every file and found nothing.
    """

    identities: int
    files: tuple[Rewritten, ...]
    vault_rows: Mapping[str, int]
    removed: tuple[str, ...]
    releases: tuple[str, ...]
    letters: tuple[Problem, ...]
    searched: Searched
    gone: bool


def forget(place: Place, number: str, *, feed: str = "", progress: Progress = quiet) -> Forgotten:
    """Take a person out of the place folder, everything of theirs that was linked by name alone too.

    `number` is their NHS number or, with `feed`, that feed's own number for them. Whoever carries it is that person; where two
    people carry it, both go, for nobody can say which of them asked. Raises WrongUse when it is no number, and DataProblem when
    nobody in the folder has it, or a partner's file cannot be read. A run that was killed is completed by the next one.
    """
    asked = _checked(number, feed)
    store = open_store(place.folder)
    folder = vault_folder(place.folder)
    plan, keys = _plan(place, store, asked, progress)
    sought = Sought(numbers=_numbers(plan, asked), identities=plan)
    key = key_from(os.environ)
    if plan.is_empty() and not search(place.folder, sought, key=key).found and not _known(store, asked):
        raise DataProblem("Nobody was forgotten", (_nobody(asked),))
    rows = [*plan.iter_rows(named=True), _as_row(asked)]
    store.write_all(
        {PLAN: plan, PLAN_KEYS: pl.DataFrame({"person_key": sorted(keys)}, schema={"person_key": pl.Int64}), **remember(store, rows)}
    )
    files = remove_people(place, sought, progress=progress)
    vault_rows = _out_of_vault(store, sought, keys)
    removed = _remove_made(place)
    letters = _receive_again(place, folder, progress)
    store.remove(PLAN, PLAN_KEYS)
    progress("forget", "searching every file", 0.9)
    searched = search(place.folder, sought, keys=frozenset(keys), key=key)
    releases = place.folder / "releases"
    progress("forget", "searched", 1.0)
    return Forgotten(
        identities=len(plan),
        files=files,
        vault_rows=vault_rows,
        removed=removed,
        releases=tuple(sorted(path.name for path in releases.iterdir() if path.is_dir())) if releases.is_dir() else (),
        letters=letters,
        searched=searched,
        gone=not searched.found and not searched.unopened,
    )


def _checked(number: str, feed: str) -> _Asked:
    if feed and number.strip():
        return _Asked(feed=feed, local_id=number.strip())
    usable = usable_numbers(pl.Series([number.strip()]))
    if usable.is_empty():
        raise WrongUse("That is no NHS number: it needs ten digits, and the last must fit the others.")
    return _Asked(number=usable["nhs_number"][0])


def _as_row(asked: _Asked) -> dict[str, object]:
    said = {"feed": asked.feed or None, "role": "self", "nhs_number": asked.number or None, "local_id": asked.local_id or None}
    return {**dict.fromkeys(IDENTITY), **said}


def _known(store: Store, asked: _Asked) -> bool:
    return was_forgotten(store, _as_row(asked))


def _nobody(asked: _Asked) -> Problem:
    what = f"nobody has this number in the feed {asked.feed}." if asked.feed else "nobody has this NHS number."
    why = "There is nothing to take out."
    fix = "Check the number. Somebody known by name only is found by the number that a feed gives them: say that feed with --feed."
    return Problem(where="the place folder", what=what, why=why, fix=fix)


def _numbers(plan: pl.DataFrame, asked: _Asked) -> frozenset[str]:
    """The number asked for, and others of theirs that nobody else carries."""
    return frozenset({asked.number, *usable_numbers(plan.filter(OWN)["nhs_number"])["nhs_number"]} - {""})


def _plan(place: Place, store: Store, asked: _Asked, progress: Progress) -> tuple[pl.DataFrame, set[int]]:
    """Every identity of theirs, and their person keys: of this drop, and of a run that was killed before it was done."""
    left, left_keys = store.read(PLAN), store.read(PLAN_KEYS)
    nothing = pl.DataFrame(schema=_PLAN)
    found, keys = _found(place, store, asked, progress)
    plan = pl.concat([nothing if left is None else left, found]).unique(maintain_order=True)
    return plan, keys | set([] if left_keys is None else left_keys["person_key"])


def _found(place: Place, store: Store, asked: _Asked, progress: Progress) -> tuple[pl.DataFrame, set[int]]:
    with suppress(DataProblem):  # what cannot be received now may have been received before, and names them there
        receive(place, progress=progress)
    try:
        drop = received(place)
    except DataProblem:
        return pl.DataFrame(schema=_PLAN), set()
    with Warehouse(spill=vault_folder(place.folder) / "spill", memory_gib=memory_gib(os.environ)) as warehouse:
        load_identities(warehouse, sources_of(drop), store.key)
        load_areas(warehouse, place.small_areas)
        load_decisions(warehouse, store)
        link_identities(warehouse, store, decisions=warehouse.frame("select * from decided_pairs"), progress=progress)
        asks = "identity.nhs_number = ?" if asked.number else "identity.feed = ? and identity.local_id = ?"
        values = [asked.number] if asked.number else [asked.feed, asked.local_id]
        warehouse.run(f"create table asked_for as select identity.identity_no, link.person_key {_LINKED} where {asks}", values)
        keys = {key for (key,) in warehouse.rows("select distinct person_key from asked_for where person_key is not null")}
        warehouse.run(f"create table theirs as select identity.* {_LINKED} where {_THEIRS} order by identity.identity_no")
        others = "select nhs_number from identities anti join theirs using (identity_no) where nhs_number is not null"
        own = f"nhs_number is not null and nhs_number not in ({others}) as {OWN}"
        plan = warehouse.frame(f"select {', '.join(IDENTITY)}, {own} from theirs order by identity_no")
    return plan.cast(pl.Schema(_PLAN)), keys


_LINKED = "from identities as identity left join links as link on link.identity_no = identity.identity_no"
_THEIRS = (
    "identity.identity_no in (select identity_no from asked_for) "
    "or link.person_key in (select person_key from asked_for where person_key is not null)"
)


def _out_of_vault(store: Store, sought: Sought, keys: set[int]) -> dict[str, int]:
    """Take their rows out of every table of the store, by key, by identity and by number, and the cases they were part of."""
    before = {name: frame for name in store.names() if name not in (PLAN, PLAN_KEYS) and (frame := store.read(name)) is not None}
    after = {name: _without(frame, sought, keys) for name, frame in before.items()}
    with_cases = [name for name, frame in before.items() if "case_no" in frame.columns]
    cases = {case for name in with_cases for case in set(before[name]["case_no"]) - set(after[name]["case_no"])}
    for name in with_cases:
        after[name] = after[name].filter(~pl.col("case_no").is_in(sorted(cases)))
    changed = {name: frame for name, frame in after.items() if len(frame) < len(before[name])}
    if changed:
        store.write_all(changed)
    return {name: len(before[name]) - len(frame) for name, frame in changed.items()}


def _without(frame: pl.DataFrame, sought: Sought, keys: set[int]) -> pl.DataFrame:
    whole = [name for name, kind in frame.schema.items() if kind == pl.Int64 and name.startswith("person")]
    for column in whole:
        frame = frame.filter(~pl.col(column).is_in(sorted(keys)) | pl.col(column).is_null())
    for column in [name for name, kind in frame.schema.items() if kind == pl.String and name.endswith("number")]:
        frame = frame.filter(~pl.col(column).is_in(sorted(sought.numbers)) | pl.col(column).is_null())
    for prefix in [name.removesuffix("nhs_number") for name in frame.columns if name.endswith("nhs_number")]:
        frame = _without_identities(frame, sought.identities, prefix)
    return frame


def _without_identities(frame: pl.DataFrame, identities: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """Rows whose columns of that prefix say one of the identities, in every part that the frame has."""
    parts = {f"{prefix}{part}": part for part in IDENTITY if f"{prefix}{part}" in frame.columns}
    mine = identities.select(pl.col(part).cast(pl.String).alias(name) for name, part in parts.items()).unique()
    as_text = frame.select(pl.col(name).cast(pl.String) for name in parts).with_row_index("at")
    return frame[as_text.join(mine, on=list(parts), how="anti", nulls_equal=True, maintain_order="left")["at"].to_list()]


def _remove_made(place: Place) -> tuple[str, ...]:
    """Remove every folder inside the tool's own that the next picture makes anew. Single files there hold no rows of people."""
    made = [path for path in sorted((place.folder / STATE).iterdir()) if path.is_dir() and path.name not in KEPT_STATE]
    for path in made:
        shutil.rmtree(path)
    return tuple(path.name for path in made)


def _receive_again(place: Place, vault: Path, progress: Progress) -> tuple[Problem, ...]:
    """Receive what is left. When that cannot be done, nothing that was received before may stay either."""
    try:
        receive(place, progress=progress)
    except DataProblem as refused:
        shutil.rmtree(place.folder / STATE / "received", ignore_errors=True)
        shutil.rmtree(vault / "received", ignore_errors=True)
        return refused.problems
    return ()
