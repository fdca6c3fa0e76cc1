"""Somebody who is forgotten is gone from every file, comes back from none, and takes nobody else along."""

import shutil
from pathlib import Path

import polars as pl
import pytest

import wholeplace
from tests.house.tiny import Somebody, make_tiny, write_feed
from tests.people.given import nhs_number
from wholeplace.feeds.rewriting import Tally
from wholeplace.people import build_journeys, forgotten
from wholeplace.people.forget import forget
from wholeplace.people.forgotten import digests_of, drop_forgotten, remember
from wholeplace.people.vault import Store, open_store
from wholeplace.place import Place
from wholeplace.terms import DataProblem, WrongUse
from wholeplace.warehouse import Key, Warehouse

HER = Somebody(no=6)
IN_EVERY_FEED = {"admitted_patient_care", "contacts", "emergency_care", "person_list", "social_care", "voluntary_activity"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "tiny"
    make_tiny(folder)
    build(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "tiny"))


def build(folder: Path):
    wholeplace.receive(folder)
    return build_journeys(wholeplace.read(folder))


def place(folder: Path) -> Place:
    return wholeplace.read(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted((folder / "feeds").rglob("*.csv"))}


def test_somebody_goes_from_every_feed_also_where_only_their_name_is_known(folder: Path) -> None:
    before = contents(folder)
    done = forget(place(folder), HER.number)
    assert done.gone, done.searched
    assert {Path(file.file).parent.name for file in done.files} == IN_EVERY_FEED
    assert not done.letters
    for name, held in contents(folder).items():
        lines = before[name].splitlines(keepends=True)
        kept = [line for line in lines if HER.family.encode() not in line]
        assert held == b"".join(kept), name


@pytest.mark.slow
def test_the_next_picture_is_as_if_they_had_never_been_here(folder: Path, tmp_path: Path) -> None:
    forget(place(folder), HER.number)
    assert not (folder / ".wholeplace" / "journeys").exists()
    never = tmp_path / "never"
    make_tiny(never)
    for feed in IN_EVERY_FEED:
        file = never / "feeds" / feed / "a.csv"
        file.write_bytes(b"".join(line for line in file.read_bytes().splitlines(keepends=True) if HER.family.encode() not in line))
    mine, theirs = build(folder), build(never)
    for name in theirs.tables:
        without_keys = [
            pl.read_parquet(journeys.tables[name]).drop("person_key", "mother_key", strict=False) for journeys in (mine, theirs)
        ]
        assert without_keys[0].equals(without_keys[1]), name


def test_a_later_drop_does_not_bring_them_back(folder: Path) -> None:
    forget(place(folder), HER.number)
    before = pl.read_parquet(build(folder).tables["contacts"]).height
    write_feed(folder, "contacts", [_contact(HER, 1), _contact(Somebody(no=7), 2)], name="later.csv")
    after = build(folder)
    assert pl.read_parquet(after.tables["contacts"]).height == before + 1
    assert any(note.startswith("contacts: fewer than 8 rows are about people who were forgotten") for note in after.notes)
    assert not any(HER.number in note or HER.family in note for note in after.notes)


@pytest.mark.slow
def test_a_later_drop_with_the_name_alone_does_not_either(folder: Path) -> None:
    forget(place(folder), HER.number)
    write_feed(
        folder, "contacts", [{**_contact(HER, 1), "NHS_NUMBER": "", "LOCAL_ID": "new"}, _contact(Somebody(no=7), 2)], name="later.csv"
    )
    assert any("fewer than 8 rows are about people who were forgotten" in note for note in build(folder).notes)


@pytest.mark.slow
def test_who_came_again_is_taken_out_of_the_files_again(folder: Path) -> None:
    forget(place(folder), HER.number)
    write_feed(folder, "contacts", [_contact(HER, 1), _contact(Somebody(no=7), 2)], name="later.csv")
    done = forget(place(folder), HER.number)
    assert [(file.file, file.rows) for file in done.files] == [("feeds/contacts/later.csv", 1)]
    assert done.gone


def _contact(one: Somebody, number: int) -> dict[str, object]:
    ref = {
        "PROVIDER_CODE": "RXX",
        "CONTACT_ID": f"later {number}",
        "CARE_SETTING": "community",
        "CONTACT_DATE": "2026-05-01",
        "ATTENDED": "Y",
    }
    return {**one.row(), **ref}


@pytest.mark.slow
def test_somebody_can_be_named_by_a_feeds_own_number(folder: Path) -> None:
    done = forget(place(folder), HER.local_id, feed="contacts")
    assert {Path(file.file).parent.name for file in done.files} == IN_EVERY_FEED
    assert done.gone


def test_nobody_by_that_number_is_a_letter_without_the_number(folder: Path) -> None:
    stranger = nhs_number(9_000)
    before = contents(folder)
    with pytest.raises(DataProblem, match="nobody has this NHS number") as refused:
        forget(place(folder), stranger)
    assert stranger not in str(refused.value)
    assert contents(folder) == before
    assert (folder / ".wholeplace" / "journeys").exists()
    with pytest.raises(DataProblem, match="nobody has this number in the feed contacts"):
        forget(place(folder), "L0", feed="contacts")


@pytest.mark.parametrize("number", ["", "999", "9990000001", "Zqfamily", "0000000000"])
def test_what_is_no_number_is_wrong_use(folder: Path, number: str) -> None:
    with pytest.raises(WrongUse) as refused:
        forget(place(folder), number)
    assert not number or number not in str(refused.value)


@pytest.mark.slow
def test_forgetting_twice_finds_nothing_more(folder: Path) -> None:
    forget(place(folder), HER.number)
    again = forget(place(folder), HER.number)
    assert (again.files, again.identities, again.gone) == ((), 0, True)


@pytest.mark.slow
def test_a_place_whose_files_cannot_be_received_is_cleaned_all_the_same(folder: Path) -> None:
    write_feed(folder, "emergency_care", [{"NOTHING": "we know", "NHS_NUMBER": number} for number in (HER.number, "")], name="b.csv")
    done = forget(place(folder), HER.number)
    assert done.letters
    assert done.gone
    assert not (folder / ".wholeplace" / "received").exists()


@pytest.mark.slow
def test_an_old_list_of_opt_outs_does_not_stand_in_the_way(folder: Path) -> None:
    settings = (folder / "place.toml").read_text()
    (folder / "place.toml").write_text(settings.replace("today = 2026-10-01", "today = 2028-10-01"))
    assert forget(place(folder), HER.number).gone


def test_what_cannot_be_cleaned_is_said(folder: Path) -> None:
    (folder / "notes.txt").write_text(f"rang {HER.number}")
    done = forget(place(folder), HER.number)
    assert (done.gone, done.searched.found) == (False, {"notes.txt": 1})


def test_releases_stay(folder: Path) -> None:
    (folder / "releases" / "2026-Q2-v1").mkdir(parents=True)
    (folder / "releases" / "2026-Q2-v1" / "index.html").write_text("<p>12</p>")
    done = forget(place(folder), HER.number)
    assert done.releases == ("2026-Q2-v1",)
    assert (folder / "releases" / "2026-Q2-v1" / "index.html").exists()


@pytest.mark.slow
def test_a_run_that_was_cut_short_is_completed_by_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed once the first feed is written again: what the feeds that are left say of them by name alone must still go."""
    import wholeplace.feeds.removing as removing

    whole = removing._from_file
    seen: list[str] = []

    def cut_short(path: Path, *rest) -> Tally:
        if path.parent.name == "social_care":
            raise KeyboardInterrupt
        seen.append(path.parent.name)
        return whole(path, *rest)

    monkeypatch.setattr(removing, "_from_file", cut_short)
    with pytest.raises(KeyboardInterrupt):
        forget(place(folder), HER.number)
    assert "person_list" in seen
    monkeypatch.setattr(removing, "_from_file", whole)
    done = forget(place(folder), HER.number)
    assert done.gone
    assert HER.family.encode() not in b"".join(contents(folder).values())
    assert not {name for name in open_store(folder).names() if name.startswith("forgetting")} - {"forgetting_secret"}


def test_the_vault_keeps_digests_that_say_nothing_without_its_secret(folder: Path) -> None:
    forget(place(folder), HER.number)
    store = open_store(folder)
    kept = store.read(forgotten.FORGOTTEN)
    assert kept is not None
    assert set(kept["kind"]) == {forgotten.NUMBER, forgotten.NAME}
    assert kept["digest"].str.len_chars().unique().to_list() == [64]
    for name in store.names():
        text = store.read(name).write_csv()  # type: ignore[union-attr]
        assert not [each for each in (HER.number, HER.family, HER.address, HER.uprn) if each in text], name


ROW = {
    "feed": "a",
    "nhs_number": HER.number,
    "local_id": "L1",
    "given_name": "Ab",
    "family_name": "Cd-E",
    "birth_date": HER.born,
    "postcode": "ZZ1 1ZZ",
}


def test_digests_differ_from_place_to_place_and_not_with_spelling(tmp_path: Path) -> None:
    one, other = (Store(folder=tmp_path / name) for name in ("one", "other"))
    for store in (one, other):
        store.write_all(remember(store, [ROW]))
    assert set(one.read(forgotten.FORGOTTEN)["digest"]).isdisjoint(other.read(forgotten.FORGOTTEN)["digest"])  # type: ignore[index]
    spelled = {**ROW, "nhs_number": f"{HER.number[:3]} {HER.number[3:]}", "family_name": "cd e", "postcode": "zz11zz"}
    assert set(digests_of(ROW, b"s")) == set(digests_of(spelled, b"s"))


@pytest.mark.parametrize("key", [None, Key(secret=b"k" * 32)])
def test_forgotten_identities_are_dropped_by_number_or_by_name(tmp_path: Path, key: Key | None) -> None:
    store = Store(folder=tmp_path / "people", key=key)
    rows = [
        ROW,
        {**ROW, "nhs_number": None},
        {**ROW, "nhs_number": None, "postcode": None},  # too little to know them by
        {**ROW, "nhs_number": nhs_number(3), "given_name": "Other"},
        {**ROW, "given_name": None, "birth_date": None},
    ]
    with Warehouse(threads=1) as warehouse:
        said = [
            {"identity_no": no, "in_feed_no": no, "received": "contacts", "role": "self", "rows": 2, **row} for no, row in enumerate(rows)
        ]
        warehouse.table_from("identities", pl.DataFrame(said))
        assert drop_forgotten(warehouse, store) == {}
        store.write_all(remember(store, [ROW]))
        assert drop_forgotten(warehouse, store) == {"a": 6}
        assert [no for (no,) in warehouse.rows("select identity_no from identities")] == [2, 3]
        assert sorted(no for (no,) in warehouse.rows("select in_feed_no from forgotten_identities")) == [0, 1, 4]


def test_a_local_id_is_remembered_only_where_nothing_else_is_known() -> None:
    bare = dict.fromkeys(ROW) | {"feed": "a", "local_id": "L1"}
    assert [kind for kind, _ in digests_of(bare, b"s")] == [forgotten.LOCAL_ID]
    assert forgotten.LOCAL_ID not in [kind for kind, _ in digests_of(ROW, b"s")]
    assert list(digests_of(dict.fromkeys(ROW), b"s")) == []
