"""What a new version of the links says of the last one."""

import json
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.link.identities import linked
from wholeplace.people.link.versions import CHANGES, FOLDER, LINKS, keep_version, versions, versions_json, what_changed
from wholeplace.people.models import read_models
from wholeplace.people.vault import Store
from wholeplace.warehouse import Warehouse, problems_in

NAMES = ("Anna", "Ben", "Cy", "Dee", "Eve", "Flo")
KEY = 700_000_000_001


@pytest.fixture(scope="module")
def warehouse():
    with Warehouse(threads=1) as opened:
        yield opened


@pytest.fixture
def store(tmp_path):
    return Store(folder=tmp_path / "people")


def people(*names, rows=10):
    return [{"given_name": name, "feed": "list" if place % 2 == 0 else "council", "rows": rows + place} for place, name in enumerate(names)]


def version_of(warehouse, store, persons, rows=None):
    linked(warehouse, rows or people(*NAMES), persons)
    return keep_version(warehouse, store)


@pytest.mark.parametrize("name", sorted(read_models(FOLDER)))
def test_the_sql_is_portable(name):
    assert problems_in(read_models(FOLDER)[name].sql, where=name) == ()


def test_the_first_version_has_nothing_to_compare_with(warehouse, store):
    version = version_of(warehouse, store, {0: 1, 1: 1, 2: 2})
    assert (version.number, version.identities, version.persons, version.unlinked, version.by_how) == (1, 6, 2, 3, {"rule": 3})
    assert (version.new, version.moved, version.is_new) == ({}, 0, True)
    assert "first version" in what_changed(version)[0]


def test_the_same_links_make_no_version(warehouse, store):
    version_of(warehouse, store, {0: 1, 1: 1})
    again = version_of(warehouse, store, {0: (1, "model", 0.99), 1: 1})  # linked in another way, to the same person
    assert (again.number, again.is_new, len(versions(store))) == (1, False, 1)


def test_the_numbers_of_a_run_mean_nothing(warehouse, store):
    version_of(warehouse, store, {0: 1, 1: 1, 2: 2})
    there = people(*NAMES)
    again = version_of(warehouse, store, {5: 1, 4: 1, 3: 2}, rows=there[::-1])
    assert not again.is_new


def test_a_merge_is_explained_by_what_joined_them(warehouse, store):
    version_of(warehouse, store, {0: (1, "number", None), 1: (2, "alone", None), 2: (3, "alone", None), 3: 4})
    version = version_of(warehouse, store, {0: (1, "number", None), 1: (1, "model", 0.99), 2: (1, "review", None), 3: 4})
    assert (version.merged, version.merged_into, version.merged_by, version.moved) == (3, 1, {"model": 1, "review": 1}, 2)
    assert version.moved_rows == {"council": 11, "list": 12}
    assert (version.split, version.found_rows, version.lost_rows) == (0, {}, {})
    assert what_changed(version) == (
        "3 people of the last version are 1 now (1 by the model, 1 by a reviewer’s decision).",
        "2 identities went from one person to another.",
        "council: 11 rows belong to another person now.",
        "list: 12 rows belong to another person now.",
    )


def test_a_split_is_no_merge(warehouse, store):
    version_of(warehouse, store, {0: 1, 1: 1, 2: 1})
    version = version_of(warehouse, store, {0: 1, 1: 5, 2: (5, "alone", None)})
    assert (version.merged, version.split, version.split_by, version.moved) == (0, 1, {"alone": 1}, 2)


def test_a_split_that_a_reviewer_asked_for_says_so(warehouse, store):
    version_of(warehouse, store, {0: 1, 1: 1})
    linked(warehouse, people(*NAMES), {0: 1, 1: 5})
    warehouse.run("create or replace table decided_pairs as select 0 as identity_no, 1 as other_identity_no, false as same, 7 as case_no")
    version = keep_version(warehouse, store)
    warehouse.run("drop table decided_pairs")
    assert version.split_by == {"review": 1}


def test_an_identity_that_changes_person_is_neither_merge_nor_split(warehouse, store):
    version_of(warehouse, store, {0: 1, 1: 1, 2: 2, 3: 2})
    version = version_of(warehouse, store, {0: 1, 1: 2, 2: 2, 3: 2})
    assert (version.merged, version.split, version.moved, version.moved_rows) == (0, 0, 1, {"council": 11})


def test_found_and_lost_new_and_gone(warehouse, store):
    version_of(warehouse, store, {0: 1, 1: 2})
    rows = [*people(*NAMES)[:5], {"given_name": "Gil", "feed": "charity"}]
    version = version_of(warehouse, store, {0: 1, 2: 1}, rows=rows)
    assert (version.found_rows, version.lost_rows) == ({"list": 12}, {"council": 11})
    assert (version.new, version.gone) == ({"charity": 1}, {"council": 1})
    assert version.found_by == {"rule": 1}
    assert what_changed(version) == (
        "1 identity that belonged to nobody belongs to somebody now (1 by a rule).",
        "council: 11 rows lost theirs.",
        "list: 12 rows found their person.",
        "charity: 1 identities new.",
        "council: 1 identities came no more.",
    )


def test_an_empty_column_is_not_an_empty_text(warehouse, store):
    rows = [{"given_name": "Anna", "family_name": None}, {"given_name": "Anna", "family_name": ""}]
    version_of(warehouse, store, {0: 1, 1: 2}, rows=rows)
    assert not version_of(warehouse, store, {0: 2, 1: 1}, rows=rows[::-1]).is_new


def test_what_is_kept_holds_no_identifier_and_the_report_no_key(warehouse, store):
    version_of(warehouse, store, {0: KEY, 1: KEY})
    version_of(warehouse, store, {0: KEY, 1: KEY + 1})
    kept = str([store.read(name).rows() for name in store.names()])
    assert not [name for name in NAMES if name in kept]
    assert str(KEY) in kept
    outside = versions_json(store)
    assert str(KEY) not in outside
    assert [version["number"] for version in json.loads(outside)["versions"]] == [1, 2]
    assert set(store.read(LINKS).columns) == {"who", "feed", "row_count", "person_key", "how"}
    assert store.read(CHANGES)["version"].to_list() == [2]


PERSONS = st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=6, max_size=6)


def by_hand(before, now):
    """The slow road: who went where, asked of each person in turn."""
    goes, comes = defaultdict(set), defaultdict(set)
    for was, person in zip(before, now, strict=True):
        if was and person:
            goes[was].add(person)
            comes[person].add(was)
    whole = {was for was, to in goes.items() if len(to) == 1}
    merged = {was for was in whole if len([other for other in comes[next(iter(goes[was]))] if other in whole]) >= 2}
    split = {was for was, to in goes.items() if was not in merged and len([person for person in to if len(comes[person]) == 1]) >= 2}
    pairs = list(zip(before, now, strict=True))
    return {
        "merged": len(merged),
        "split": len(split),
        "moved": sum(1 for was, person in pairs if was and person and was != person),
        "found": sum(1 for was, person in pairs if not was and person),
        "lost": sum(1 for was, person in pairs if was and not person),
    }


@settings(max_examples=40, deadline=None)
@given(PERSONS, PERSONS)
def test_two_roads(warehouse, tmp_path_factory, before, now):
    store = Store(folder=tmp_path_factory.mktemp("two") / "people")
    rows = [row | {"rows": 1} for row in people(*NAMES)]
    version_of(warehouse, store, {place: key for place, key in enumerate(before) if key}, rows=rows)
    version = version_of(warehouse, store, {place: key for place, key in enumerate(now) if key}, rows=rows)
    found = {
        "merged": version.merged, "split": version.split, "moved": version.moved,
        "found": Counter(version.found_rows).total(), "lost": Counter(version.lost_rows).total(),
    }  # fmt: skip
    assert found == by_hand(before, now)
    assert Counter(version.moved_rows).total() == version.moved
    assert version.is_new == (before != now)
