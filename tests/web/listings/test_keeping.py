"""Feeds come in, twice and changed; what was mended here stays; doubles are merged and parted again; all of it is in the log."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.service.directory.invented import an_id, listings
from tests.web.listings.conftest import service
from tests.web.partner.conftest import Clock
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import ChangedMeanwhile, history
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.directory.merging import brought_together, merged, unmerged
from wholeplace.service.directory.shapes import Listing, listing_from, plain
from wholeplace.service.directory.wanted import Wanted
from wholeplace.service.records.directory import keeping
from wholeplace.service.records.directory.models import FeedRun, KeptListing
from wholeplace.service.records.directory.snapshot import listing, search, snapshot
from wholeplace.terms import DataProblem
from wholeplace.web.listings.desk import Directory

Take = Callable[..., Any]


def record(name: str) -> KeptListing:
    return KeptListing.objects.get(reference=an_id(name))


def test_a_feed_that_comes_again_changes_nothing_and_leaves_nothing(take: Take):
    first = take(service("One"), service("Two"))
    before = [each.version for each in KeptListing.objects.order_by("reference")]
    again = take(service("One"), service("Two"))
    assert (first.new, again.new, again.changed, again.same) == (2, 0, 0, 2)
    assert [each.version for each in KeptListing.objects.order_by("reference")] == before == [1, 1]
    assert FeedRun.objects.count() == 1


def test_a_change_of_the_feed_comes_in_where_nobody_mended_here(take: Take, act: Act, house: Any):
    take(service("One"))
    keeping.mend(act, record("One"), {"description": "Mended here"}, today=house.today)
    told = take(service("One", description="From the feed", email="new@example.org"))
    one = record("One").listing
    assert (one.description, one.email) == ("Mended here", "new@example.org")
    assert (told.changed, told.differing) == (1, 1)
    assert take(service("One", description="From the feed", email="new@example.org")).same == 1


def test_what_differs_is_shown_until_the_two_agree(take: Take, act: Act, house: Any, desk: Directory):
    take(service("One"))
    keeping.mend(act, record("One"), {"description": "Mended here"}, today=house.today)
    take(service("One", description="From the feed"))
    assert desk.checked().differing == {an_id("One"): ("description",)}
    take(service("One", description="Mended here"))
    assert desk.checked().differing == {}
    take(service("One", description="Later still"))
    assert record("One").listing.description == "Later still", "once they agreed, the feed may change it again"


def test_a_confirmation_here_is_not_undone_by_an_older_one_of_the_feed(take: Take, act: Act, house: Any):
    take(service("One"))
    keeping.confirm(act, record("One"), today=house.today)
    take(service("One", description="New words"))
    assert record("One").listing.assured_date == "2026-11-02"


def test_what_the_feed_no_longer_has_is_not_found_any_more_and_comes_back_with_it(take: Take, house: Any):
    every = [service(f"Group {n}") for n in range(4)]
    take(*every)
    assert take(*every[1:]).gone == 1
    assert search(house.folder, Wanted(), today=house.today).total == 3
    assert record("Group 0").gone_on == house.today
    assert take(*every).changed == 1
    assert search(house.folder, Wanted(), today=house.today).total == 4


def test_a_feed_that_was_cut_short_is_not_taken_in(take: Take):
    every = [service(f"Group {n}") for n in range(4)]
    take(*every)
    with pytest.raises(DataProblem, match="2 of its 4 listings are missing"):
        take(*every[:2])
    assert KeptListing.objects.filter(gone_on=None).count() == 4
    assert take(*every[:2], part=True).gone == 0
    assert take(*every[:2], even_so=True).gone == 2


def test_rows_that_cannot_stand_are_refused_with_everything_that_is_wrong_and_the_others_come_in(take: Take):
    wrong = service("Wrong", status="actve", url="www.example.org", assured_date="soon", minimum_age=9, maximum_age=3)
    told = take(service("One"), wrong, {"id": "x", "status": "active"}, "nonsense", None)
    assert told.new == 1
    said = [f"{each.where.rpartition(', ')[2]}: {each.what}" for each in told.refused]
    assert 'status: there is no status "actve".' in said
    assert 'url: "www.example.org" is not a web address.' in said
    assert 'assured_date: "soon" is not a date.' in said
    assert "minimum_age: 9 is above maximum_age, 3." in said
    assert len(FeedRun.objects.get().refused) == 4
    assert take(service("One"), wrong, {"id": "x", "status": "active"}, "nonsense", None).same == 1
    assert FeedRun.objects.count() == 1


def test_an_e_mail_address_is_never_repeated_in_a_letter(take: Take):
    told = take(service(email="amal.example at example"))
    assert "amal" not in str(told.refused)


def test_a_listing_that_was_refused_this_time_is_not_gone(take: Take):
    take(service("One"))
    told = take(service("One", status="unknown"))
    assert (told.gone, record("One").gone_on) == (0, None)


def test_nobody_changes_anothers_listing(take: Take):
    take(service("One"))
    told = take(service("One", description="Taken over"), feed="other")
    assert 'came from the feed "moor" already' in told.refused[0].what
    assert record("One").listing.description == "Tea and talk"


def test_a_listing_is_kept_by_the_organisation_whose_code_it_names_until_somebody_says_otherwise(take: Take, desk: Directory):
    coded = service("One")
    coded["organization"] = {
        **coded["organization"], "organization_identifiers": [{"id": an_id("i"), "identifier_type": "ODS", "identifier": "V01"}],
    }  # fmt: skip
    take(service("One"), service("Two"))
    assert snapshot().kept_by == {}
    assert take(coded, service("Two")).changed == 1
    assert snapshot().kept_by == {an_id("One"): "V01"}
    desk.give(an_id("One"), "P81001")
    assert take(coded, service("Two")).same == 2
    assert snapshot().kept_by == {an_id("One"): "P81001"}
    with pytest.raises(DataProblem, match='no "V99"'):
        desk.give(an_id("Two"), "V99")


def test_ids_that_are_no_uuids_get_one_that_stays(take: Take):
    odd = service("One")
    odd["id"] = "svc-1"
    first = take(odd)
    (made,) = KeptListing.objects.values_list("reference", flat=True)
    assert first.ids_given == 1
    assert take(odd).same == 1
    assert len(made) == 36


def test_fields_without_a_place_are_counted_and_named(take: Take):
    told = take(service("One", colour="blue"), service("Two", colour="red"))
    assert told.unknown_fields == {"colour": 2}


def test_pages_and_whole_services_of_an_interface_may_lie_in_one_folder(desk: Directory, tmp_path: Path):
    whole = service("One")
    brief = {name: value for name, value in whole.items() if not isinstance(value, list)}
    folder = tmp_path / "saved"
    folder.mkdir()
    place = whole["service_at_locations"][0]
    (folder / "page.json").write_text(json.dumps({"total_items": 2, "contents": [brief, {**brief, "id": an_id("Two"), "name": "Two"}]}))
    (folder / "whole.json").write_text(json.dumps(whole))
    (folder / "at.json").write_text(
        json.dumps({"id": an_id("p"), "location": place["location"], "service": {**brief, "id": an_id("Two"), "name": "Two"}})
    )
    assert desk.take_in([folder], feed="saved").new == 2
    assert [len(record(name).listing.service_at_locations) for name in ("One", "Two")] == [1, 1]
    assert record("One").listing.schedules


def test_a_file_that_is_no_json_is_refused_whole(desk: Directory, tmp_path: Path):
    file = tmp_path / "feed.json"
    file.write_text("{")
    with pytest.raises(DataProblem, match="cannot be read"):
        desk.take_in([file, tmp_path / "none.json"], feed="moor")
    assert not KeptListing.objects.exists()


def test_two_that_are_one_are_merged_with_what_both_say_and_parted_again(take: Take, desk: Directory, act: Act, house: Any):
    one = service("One")
    del one["cost_options"]
    take(one, feed="a")
    take(service("Two", email="two@example.org", description="Other words"), feed="b")
    decision = desk.merge(an_id("One"), an_id("Two"), taken=("description",), why="Rang them up")
    both = listing(an_id("Two"))
    assert both is not None
    assert (both.id, both.name, both.email, both.description) == (an_id("One"), "One", "two@example.org", "Other words")
    assert both.cost_options
    assert list(snapshot().listings) == [an_id("One")]
    keeping.mend(act, record("One"), {"alert": "Not in August"}, today=house.today)
    desk.undo(decision)
    apart = {each.name: each for each in snapshot().listings.values()}
    assert (apart["One"].email, apart["One"].description, apart["One"].alert) == ("", "Tea and talk", "Not in August")
    assert apart["Two"].email == "two@example.org"
    assert [entry["event"] for entry in history(record("Two"))] == ["feed taken in", "merged", "undone"]
    assert history(record("Two"))[1]["why"] == "Rang them up"
    with pytest.raises(DataProblem, match="undone already"):
        desk.undo(decision)


def test_a_merge_on_top_of_a_merge_is_undone_first(take: Take, desk: Directory):
    take(service("One"), service("Two"), service("Three"))
    first = desk.merge(an_id("Two"), an_id("Three"))
    second = desk.merge(an_id("One"), an_id("Two"))
    found = listing(an_id("Three"))
    assert found is not None
    assert found.name == "One"
    with pytest.raises(DataProblem, match="a later merge builds on it"):
        desk.undo(first)
    desk.undo(second)


def test_what_was_merged_stays_merged_when_its_feed_comes_again(take: Take, desk: Directory):
    take(service("One"), service("Two"))
    desk.merge(an_id("One"), an_id("Two"))
    take(service("One"), service("Two", description="Changed"))
    assert list(snapshot().listings) == [an_id("One")]


def test_a_pair_that_was_decided_on_is_not_asked_about_again(take: Take, desk: Directory):
    take(service("Knit and natter", key="a"), service("Knit & natter", key="b"))
    (pair,) = desk.duplicates()
    assert pair.likely
    decision = desk.keep_apart(pair.one.id, pair.other.id)
    assert desk.duplicates() == ()
    desk.undo(decision)
    assert len(desk.duplicates()) == 1


@pytest.mark.parametrize(("kept", "other", "taken"), [("One", "One", ()), ("One", "None", ()), ("One", "Two", ("descripton",))])
def test_a_merge_that_makes_no_sense_is_refused(kept: str, other: str, taken: tuple[str, ...], take: Take, desk: Directory):
    take(service("One"), service("Two"))
    with pytest.raises(DataProblem):
        desk.merge(an_id(kept), an_id(other), taken=taken)
    assert len(snapshot().listings) == 2


def test_reminders_name_whom_to_ask_the_oldest_first(take: Take, desk: Directory, clock: Clock):
    take(
        service("Fresh"), service("Never", assured_date=None, email="ask@example.org"),
        service("Old", assured_date="2026-01-01", email="x@example.org"),
        service("Closed", status="defunct", assured_date="2020-01-01"),
    )  # fmt: skip
    due = desk.reminders(at="https://door.example/")
    assert [(one.name, one.ask) for one in due] == [("Never", "ask@example.org"), ("Old", "x@example.org")]
    assert due[0].link.startswith("https://door.example/listing/")
    clock.at += timedelta(160)
    assert "Fresh" in {one.name for one in desk.reminders(at="https://door.example/")}


def test_a_place_says_when_a_listing_is_stale(take: Take, desk: Directory, house: Any):
    take(service("One"))
    assert desk.checked().by_age == {"fresh": 1}
    (house.folder / "directory.toml").write_text('[due_after]\nvalue = 5\nsource = "us"\n[stale_after]\nvalue = 10\nsource = "us"\n')
    assert desk.checked().by_age == {"stale": 1}
    (house.folder / "directory.toml").write_text('[due_aftr]\nvalue = 5\n[stale_after]\nvalue = "x"\n')
    with pytest.raises(DataProblem, match="no such setting") as wrong:
        desk.checked()
    assert len(wrong.value.problems) == 2


def test_two_who_change_one_listing_at_once_do_not_overwrite_each_other(take: Take, act: Act, house: Any):
    take(service("One"))
    mine, theirs = record("One"), record("One")
    keeping.confirm(act, mine, today=house.today)
    with pytest.raises(ChangedMeanwhile):
        keeping.close(act, theirs, today=house.today)
    assert record("One").listing.status == "active"


def test_what_is_held_in_memory_is_what_the_database_says_after_every_change(take: Take, desk: Directory, act: Act, house: Any):
    from wholeplace.service.records.directory import snapshot as held

    def from_nothing() -> Any:
        held._LAST.clear()
        held._read.cache_clear()
        return snapshot()

    steps: list[Callable[[], Any]] = [
        lambda: take(service("One"), service("Two"), service("Three")),
        lambda: keeping.mend(act, record("One"), {"name": "Zebra"}, today=house.today),
        lambda: desk.merge(an_id("One"), an_id("Two")),
        lambda: take(service("One"), service("Two", description="Other"), even_so=True),
        lambda: desk.give(an_id("One"), "V01"),
        lambda: take(service("One"), service("Three"), service("Two")),
        lambda: desk.link(an_id("One")),
    ]
    for step in steps:
        step()
        followed = snapshot()
        again = from_nothing()
        assert (followed.listings, followed.replaced, followed.kept_by) == (again.listings, again.replaced, again.kept_by)
        assert list(followed.listings) == list(again.listings)


@pytest.mark.parametrize("number", [1e300, -1e300, "nan", "1e400", "inf", "many", 10**300, True, [1]])
@pytest.mark.parametrize("field", ["minimum_age", "amount", "latitude"])
def test_no_number_of_a_feed_stops_the_directory(field: str, number: Any, take: Take, house: Any):
    one = service("One")
    (one["cost_options"][0] if field == "amount" else one["service_at_locations"][0]["location"] if field == "latitude" else one)[field] = (
        number
    )
    take(one, service("Two"))
    assert search(house.folder, Wanted(), today=house.today).total in (1, 2)


def test_everything_that_was_done_verifies(take: Take, desk: Directory, act: Act, house: Any):
    take(service("One", cost_options=[{"id": an_id("c"), "amount": 3.35}]), service("Two"))
    desk.link(an_id("One"))
    desk.end_links(an_id("One"))
    desk.merge(an_id("One"), an_id("Two"))
    assert verify().problems == ()


@given(listings())
def test_a_listing_is_kept_and_read_as_it_was(one: Listing):
    assert listing_from(json.loads(json.dumps(plain(one)))) == one


@given(listings(), listings(), listings())
def test_bringing_together_takes_theirs_where_we_changed_nothing_and_ours_where_we_did(base: Listing, ours: Listing, theirs: Listing):
    assert brought_together(base, base, theirs).name == theirs.name
    kept = brought_together(base, ours, theirs)
    assert kept.id == ours.id
    for name in ("name", "description", "schedules", "fees"):
        assert getattr(kept, name) == getattr(theirs if getattr(ours, name) == getattr(base, name) else ours, name)
    assert kept.assured_date == max(ours.assured_date, theirs.assured_date)


@given(listings(), listings())
def test_a_merge_undone_at_once_leaves_what_was_there(one: Listing, other: Listing):
    after = merged(one, other)
    assert unmerged(one, after, after) == one
