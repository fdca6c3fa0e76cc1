"""What `receive` says of the demo's files agrees with what the demo says it spoiled: two rooms, one count."""

import csv
import io
import json
from pathlib import Path

import pytest

from wholeplace.demo import make
from wholeplace.feeds import Receipt, receive
from wholeplace.place import check_place, read_place

NUMBERS = ("NHS_NUMBER", "NEWNHSNO", "NHS_Number")
WRONG_NUMBER = "NHS number fails its check"
FEEDS = ("admitted_patient_care", "contacts", "emergency_care", "person_list", "social_care", "spend", "voluntary_activity")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Receipt], dict]:
    folder = tmp_path_factory.mktemp("received") / "aldermoor"
    make(folder, people=12_000, seed=5)
    assert check_place(folder) == ()
    receipts = {receipt.feed: receipt for receipt in receive(read_place(folder))}
    return receipts, {**json.loads((folder / "truth.json").read_text()), "folder": folder}


def dirt(truth: dict, feed: str, *kinds: str) -> int:
    return sum(entry["rows"] for entry in truth["dirt"] if entry["feed"] == feed and entry["kind"] in kinds)


def wrong_numbers_sent_twice(feed: Path) -> int:
    """Rows that stand again in their own file, letter for letter, with a number that fails its check."""
    again = 0
    for text in {path.read_bytes() for path in feed.glob("*.csv")}:
        seen: set[tuple[str, ...]] = set()
        for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig"))):
            line = tuple(row.values())
            number = next((row[name] for name in NUMBERS if row.get(name)), "")
            again += line in seen and fails_its_check(number)
            seen.add(line)
    return again


def fails_its_check(number: str) -> bool:
    """Modulus 11 over ten digits, written out."""
    if not number:
        return False
    digits = [int(digit) for digit in number]
    return (11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11) % 11 != digits[9]


@pytest.mark.parametrize("feed", FEEDS)
def test_rows_and_repeated_rows(told: tuple[dict[str, Receipt], dict], feed: str) -> None:
    receipts, truth = told
    dropped_twice = dirt(truth, feed, "row of a file dropped twice")
    assert receipts[feed].rows_in == truth["rows"][feed] - dropped_twice
    assert receipts[feed].repeated == dirt(truth, feed, "row sent twice in one file")


@pytest.mark.parametrize("feed", FEEDS)
def test_rows_out_of_order_are_the_only_ones_refused(told: tuple[dict[str, Receipt], dict], feed: str) -> None:
    receipts, truth = told
    assert receipts[feed].quarantined == dirt(truth, feed, "discharge before admission", "end before start")


@pytest.mark.parametrize("feed", ["admitted_patient_care", "contacts", "emergency_care", "social_care"])
def test_numbers_that_fail_their_check(told: tuple[dict[str, Receipt], dict], feed: str) -> None:
    receipts, truth = told
    emptied = sum(fault.rows for fault in receipts[feed].faults if fault.column == "nhs_number")
    assert emptied == dirt(truth, feed, WRONG_NUMBER) + wrong_numbers_sent_twice(truth["folder"] / "feeds" / feed)


def test_every_event_feed_covers_the_days_that_truth_says(told: tuple[dict[str, Receipt], dict]) -> None:
    receipts, truth = told
    for feed in FEEDS:
        if feed != "person_list":
            spans = (receipts[feed].covers_from, receipts[feed].covers_to)
            assert [str(day) for day in spans] == list(truth["covers"].values()), feed
