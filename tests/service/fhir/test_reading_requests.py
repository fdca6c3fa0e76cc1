"""Headers and search parameters, read by themselves: what is right is read, what is wrong is told without what was sent."""

import json
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.service.fhir.headers import echoed, read_accept, read_content_type, read_headers
from wholeplace.service.fhir.outcome import Issue, Refused, kinds, outcome
from wholeplace.service.fhir.patching import patched
from wholeplace.service.fhir.searching import is_nhs_number, person_search, slot_search, token
from wholeplace.service.fhir.validation import validate

moments = st.integers(0, 3_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC))


@given(start=moments, length=st.integers(0, 14 * 24 * 3600), swapped=st.booleans())
def test_any_range_up_to_two_weeks_is_read_as_it_was_sent(start: datetime, length: int, swapped: bool) -> None:
    end = start + timedelta(seconds=length)
    bounds = [("start", f"ge{start.isoformat()}"), ("start", f"le{end.isoformat()}")]
    read = slot_search([*(bounds[::-1] if swapped else bounds), ("status", "free")], utc_only=True)
    assert (read.start, read.end) == (start, end)


@given(start=moments, more=st.integers(1, 10**6))
def test_a_longer_range_is_too_costly(start: datetime, more: int) -> None:
    end = start + timedelta(days=14, seconds=more)
    with pytest.raises(Refused) as refused:
        slot_search([("start", f"ge{start.isoformat()}"), ("start", f"le{end.isoformat()}"), ("status", "free")], utc_only=True)
    assert [issue.kind for issue in refused.value.issues] == ["too-costly"]


@given(pairs=st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=6))
def test_whatever_is_sent_is_read_or_refused_and_never_repeated(pairs: list[tuple[str, str]]) -> None:
    for read in (lambda: slot_search(pairs, utc_only=False), lambda: person_search(pairs, utc_only=True, dates=True)):
        with pytest.raises(Refused) as refused:
            read()
        told = outcome(refused.value.issues)
        assert not validate(told)
        words = json.dumps(told, ensure_ascii=False)
        assert not [value for _, value in pairs if len(value) > 12 and value in words]


@given(number=st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_one_check_digit_at_most_makes_a_number(number: str) -> None:
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=True))
    right = [digit for digit in range(10) if is_nhs_number(f"{number}{digit}")]
    assert right == [digit for digit in range(10) if (total + digit) % 11 == 0]


@given(text=st.text(max_size=60))
def test_only_guids_are_given_back(text: str) -> None:
    assert echoed({"X-Request-Id": text}) == {}
    assert echoed({"X-Request-Id": "C1AB3FBA-6bae-4ba4-b257-5a87c44d4a91"}) == {"X-Request-Id": "C1AB3FBA-6bae-4ba4-b257-5a87c44d4a91"}


@given(
    said=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda each: st.lists(each) | st.dictionaries(st.text(max_size=12), each),
        max_leaves=8,
    )
)
def test_any_json_in_a_header_is_read_or_refused(said: object) -> None:
    value = b64encode(json.dumps(said).encode()).decode()
    names = ("NHSD-End-User-Organisation", "NHSD-Requesting-Software", "NHSD-Requesting-Practitioner", "NHSD-Target-Identifier")
    for name in names:
        with pytest.raises(Refused):
            read_headers({name: value}, all_needed=False)


@given(text=st.text(max_size=60))
def test_any_form_is_read_or_refused(text: str) -> None:
    for read in (lambda: read_accept(text, ""), lambda: read_accept("", text), lambda: read_content_type(text)):
        with suppress(Refused):
            read()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        read_headers({}, all_needed=True)
    assert len(refused.value.issues) == 5
    with pytest.raises(Refused) as refused:
        slot_search([("colour", "blue"), ("start", "x"), ("searchFilter", "y")], utc_only=True)
    assert [issue.kind for issue in refused.value.issues] == ["not-supported", "invalid", "required", "value"]


def test_a_token_is_a_system_and_a_code() -> None:
    assert [token(text) for text in ("a|b", "b", "|b", "a|b|c", "")] == [("a", "b"), ("", "b"), ("", "b"), ("a|b", "c"), ("", "")]


@pytest.mark.parametrize("kind", kinds(), ids=str)
def test_every_kind_makes_a_valid_outcome(kind: str) -> None:
    told = outcome([Issue(kind=kind, words="Something is wrong.", where="Slot.start")])
    assert not validate(told)
    assert Refused(Issue(kind=kind, words="x")).status == kinds()[kind].status


def test_a_patch_leaves_what_was_given_as_it_is() -> None:
    stands = {"resourceType": "Appointment", "id": "1", "status": "booked", "comment": "a"}
    told = patched(stands, [{"op": "replace", "path": "/comment", "value": "b"}], as_operations=True, may_change=("comment",))
    assert (stands["comment"], told["comment"]) == ("a", "b")
    assert patched(stands, {"comment": None}, as_operations=False, may_change=("comment",)).keys() == {"resourceType", "id", "status"}
