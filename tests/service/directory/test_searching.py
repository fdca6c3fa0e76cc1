"""The search, on two roads: everything it returns satisfies all that was asked, nothing that satisfies it is missed, and in order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.directory.invented import about, an_id, costs, listing, listings, offered_by, place, weekly
from wholeplace.service.directory.access import features
from wholeplace.service.directory.freshness import spans_of
from wholeplace.service.directory.index import build_index
from wholeplace.service.directory.opening import DAYS
from wholeplace.service.directory.points import Point, point_of
from wholeplace.service.directory.postcodes import NO_POSTCODES
from wholeplace.service.directory.searching import count, search
from wholeplace.service.directory.shapes import Listing
from wholeplace.service.directory.wanted import Answer, Wanted
from wholeplace.service.directory.words import meaning_of, meanings, stems
from wholeplace.terms import Money

TODAY = date(2026, 11, 22)
SPANS = spans_of(Path("nowhere"))
HERE = point_of(53.80, -1.55)
assert HERE

wanted = st.builds(
    Wanted,
    words=st.sampled_from(["", "knitting", "food", "lunch club", "carer yoga", "zumba", "money advice"]),
    need=st.sampled_from(["", "Food", "Exercise and sport"]),
    near=st.sampled_from([None, HERE]),
    within=st.sampled_from([None, 100, 1_200, 8_000]),
    age=st.sampled_from([None, 0, 4, 17, 64, 65, 100]),
    at_most=st.sampled_from([None, Money(0), Money(200), Money(350)]),
    access=st.frozensets(st.sampled_from(sorted(features())[:4]), max_size=2),
    days=st.frozensets(st.sampled_from(DAYS), max_size=2),
)


def find(found: Sequence[Listing], asked: Wanted, *, most: int = 1_000) -> Answer:
    return search(build_index(found, NO_POSTCODES, SPANS, TODAY), asked, most=most)


def names(found: Sequence[Listing], asked: Wanted) -> list[str]:
    return [one.listing.name for one in find(found, asked).found]


# The slow road: no arrays, no index, no postings; each rule of `Wanted` read off its docstring.


def slowly(one: Listing, asked: Wanted) -> bool:
    return (
        one.status == "active"
        and all(_speaks(one, meaning.phrases) for meaning in meanings(asked.words))
        and (not asked.need or _speaks(one, meaning_of(asked.need).phrases))
        and (asked.age is None or ((one.minimum_age or 0) <= asked.age and (one.maximum_age is None or asked.age <= one.maximum_age)))
        and (asked.at_most is None or _affords(one, asked.at_most))
        and any(_fits_at(one, number, asked) for number in range(max(1, len(one.service_at_locations))))
    )


def _speaks(one: Listing, phrases: frozenset[tuple[str, ...]]) -> bool:
    texts = [one.name, one.description, one.alert, one.organization.name if one.organization else ""]
    texts += [attribute.taxonomy_term.name for attribute in one.attributes if attribute.taxonomy_term]
    texts += [schedule.description for schedule in one.schedules]
    texts += [where.location.name for where in one.service_at_locations if where.location]
    for text in texts:
        said = list(stems(text))
        for phrase in phrases:
            if any(tuple(said[at:][: len(phrase)]) == phrase for at in range(len(said))):
                return True
    return False


def _affords(one: Listing, at_most: Money) -> bool:
    sums = {option.amount * 100 for option in one.cost_options if option.amount is not None}
    says_free = one.fees == "Free"
    if says_free:
        sums.add(0)  # type: ignore[arg-type]
    if at_most == Money(0):
        return sums == {0}
    return bool(sums) and min(sums) <= at_most.pence


def _fits_at(one: Listing, number: int, asked: Wanted) -> bool:
    where = one.service_at_locations[number] if one.service_at_locations else None
    days = {
        day for schedule in one.schedules for day in schedule.byday.split(",")
        if day and (not where or schedule.service_at_location_id in ("", where.id)) and (schedule.valid_to or "9999") >= "2026-11-22"
    }  # fmt: skip
    if asked.days and not asked.days & days:
        return False
    location = where.location if where else None
    notes = [note.description for note in location.accessibility] if location else []
    has = {
        name
        for name, said in {"step-free": "Step-free", "accessible toilet": "Accessible toilet", "hearing loop": "Hearing loop"}.items()
        if said in notes
    }
    if not asked.access <= has:
        return False
    if asked.near is None or asked.within is None or (location and location.location_type == "virtual"):
        return True
    if location is None or location.latitude is None or location.longitude is None:
        return False
    there = point_of(float(location.latitude), float(location.longitude))
    return (
        there is not None
        and ((there.easting - asked.near.easting) ** 2 + (there.northing - asked.near.northing) ** 2) ** 0.5 <= asked.within
    )


@given(st.lists(listings(), max_size=8), wanted)
def test_everything_found_satisfies_all_that_was_asked_and_nothing_is_missed(every: list[Listing], asked: Wanted):
    found = [one.listing.id for one in find(every, asked).found]
    assert sorted(found) == sorted(one.id for one in every if slowly(one, asked))
    assert len(set(found)) == len(found), "a listing with two places is found once"


@given(st.lists(listings(), max_size=8), wanted)
def test_what_is_out_of_date_sinks_and_what_is_nearer_comes_first_within_the_same_words(every: list[Listing], asked: Wanted):
    found = find(every, replace(asked, near=HERE, words="", need="")).found
    keys = [(one.age.value == "stale", float("inf") if one.metres is None else one.metres) for one in found]
    assert keys == sorted(keys)


@given(st.lists(listings(), max_size=8), wanted, st.permutations(["Council", "NHS", "Charity"]))
def test_who_offers_it_plays_no_part(every: list[Listing], asked: Wanted, other: list[str]):
    import msgspec

    swap = dict(zip(["Council", "NHS", "Charity"], other, strict=True))
    swapped = [msgspec.structs.replace(one, organization=offered_by(swap[one.organization.name])) for one in every if one.organization]
    assert [one.listing.id for one in find(every, asked).found] == [one.listing.id for one in find(swapped, asked).found]


@given(st.lists(listings(), max_size=8), wanted, st.integers(1, 4))
def test_pages_put_together_are_the_whole(every: list[Listing], asked: Wanted, size: int):
    index = build_index(every, NO_POSTCODES, SPANS, TODAY)
    whole = [one.listing.id for one in search(index, asked, most=1_000).found]
    paged = [one.listing.id for first in range(0, len(whole) + 1, size) for one in search(index, asked, first=first, most=size).found]
    assert paged == whole
    assert count(index, asked) == len(whole)


@given(st.lists(listings(), min_size=1, max_size=8), wanted)
def test_where_nothing_is_found_each_way_to_widen_finds_what_it_says(every: list[Listing], asked: Wanted):
    index = build_index(every, NO_POSTCODES, SPANS, TODAY)
    answer = search(index, asked)
    if answer.total:
        assert not answer.wider
        assert not answer.why
        return
    assert answer.why
    for way in answer.wider:
        assert way.count == search(index, way.wanted).total > 0
    assert answer.wider or not index.listings


def test_the_sentence_says_what_decides():
    where = place(53.8087, -1.55, access=("Step-free",))
    one = listing(
        service_at_locations=(where,), schedules=(weekly("TU", "14:00", "16:00"),), cost_options=costs("0"), assured_date="2026-11-01"
    )
    (found,) = find([one], Wanted(near=HERE)).found
    assert found.sentence == "Free, 0.6 miles, Tuesdays 2pm to 4pm, step-free, last confirmed 3 weeks ago"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"assured_date": ""}, "Ask what it costs, nobody has confirmed this: ask before you go"),
        ({"assured_date": "2024-03-05"}, "Ask what it costs, not confirmed since March 2024: ask before you go"),
        ({"assured_date": "2026-11-22", "fees": "No charge"}, "Free, last confirmed today"),
        ({"cost_options": costs("2", "5"), "minimum_age": Decimal(18)}, "From £2, 18 and over, last confirmed 3 weeks ago"),
        ({"service_at_locations": (place(kind="virtual"),)}, "Ask what it costs, online or by phone, last confirmed 3 weeks ago"),
    ],
)
def test_what_is_not_known_is_said_or_left_out(more: dict, says: str):
    assert find([listing(**more)], Wanted()).found[0].sentence == says


def test_day_access_and_distance_must_hold_at_one_and_the_same_place():
    near, far = place(53.8, -1.55), place(53.9, -1.55, access=("Step-free",))
    one = listing(service_at_locations=(near, far), schedules=(weekly("MO", at=near.id), weekly("TU", at=far.id)))
    assert names([one], Wanted(near=HERE, within=500, days=frozenset({"MO"})))
    assert not names([one], Wanted(near=HERE, within=500, days=frozenset({"TU"})))
    assert not names([one], Wanted(days=frozenset({"MO"}), access=frozenset({"step-free"})))


def test_a_need_is_found_by_other_words_and_by_the_feeds_own_word():
    every = [
        listing("Befriending"),
        listing("Tea", attributes=about("Company and friendship")),
        listing("Chess", description="For lonely people"),
        listing("Yoga"),
    ]
    assert names(every, Wanted(words="lonely")) == ["Befriending", "Tea", "Chess"]
    assert names(every, Wanted(need="Company and friendship")) == ["Befriending", "Tea", "Chess"]


def test_a_narrow_word_is_not_widened_and_a_wide_one_finds_the_narrow():
    every = [listing("Swimming"), listing("Yoga")]
    assert names(every, Wanted(words="swimming")) == ["Swimming"]
    assert sorted(names(every, Wanted(words="I need some exercise"))) == ["Swimming", "Yoga"]


def test_a_listing_that_speaks_of_it_by_name_comes_before_one_that_only_mentions_it_though_it_is_farther():
    by_name, mentions = (
        listing("Choir", service_at_locations=(place(53.85),)),
        listing("Tea", description="A choir, too", service_at_locations=(place(),)),
    )
    assert names([mentions, by_name], Wanted(words="choir", near=HERE)) == ["Choir", "Tea"]


def test_closed_ones_are_never_found():
    every = [listing(status=status) for status in ("inactive", "defunct", "temporarily closed")]
    assert find(every, Wanted()).total == 0


def test_no_step_free_access_is_not_step_free():
    every = [
        listing(service_at_locations=(place(access=(text,)),))
        for text in ("No step-free access", "Not wheelchair accessible", "A ramp. No steps.")
    ]
    assert find(every, Wanted(access=frozenset({"step-free"}))).total == 1


def test_an_unknown_word_is_named_with_the_nearest_that_is_known():
    answer = find([listing("Knitting")], Wanted(words="knittin"))
    assert answer.why == 'Nothing here speaks of "knittin". Did you mean "knitting"?'
    assert [(way.words, way.count) for way in answer.wider] == [("Leave out the words", 1)]


def test_a_circle_that_is_too_small_is_widened_only_as_far_as_it_helps():
    every = [listing(service_at_locations=(place(53.85, -1.55),))]
    answer = find(every, Wanted(near=HERE, within=1_609))
    assert [(way.words, way.count) for way in answer.wider] == [("Look within 5 miles", 1)]


def test_an_empty_directory_says_so():
    assert find([], Wanted(words="food")).why == "This directory holds nothing yet."


def test_a_point_far_outside_the_country_is_nowhere():
    one = listing(service_at_locations=(place(100, 101),))
    assert find([one], Wanted(near=HERE, within=10**9)).total == 0
    assert find([one], Wanted(near=HERE)).found[0].metres is None


def test_the_grid_point_agrees_with_the_ordnance_surveys_own_example():
    # Transformations and OSGM15 user guide: TP in Caister, ETRS89 52.658007833 N 1.716073973 E is 651409.804 E 313177.450 N.
    point = point_of(52.658007833, 1.716073973)
    assert point is not None
    assert point.metres_to(Point(651_409.804, 313_177.450)) < 5
    assert an_id("a") == an_id("a")
