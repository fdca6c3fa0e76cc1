"""Where the pound goes, in public: every penny of a pound, who would bear what, and which bids were paid."""

import re
from datetime import date

from tests.publish.public_record.test_decisions import text_of
from wholeplace.place import Place
from wholeplace.publish.public_record import PublicRecord
from wholeplace.publish.public_record.making import files_of


def page(record: PublicRecord, place: Place) -> str:
    return text_of(files_of(record, place)["money.html"])


def test_the_pence_of_each_funds_pound_add_up_to_a_pound(record: PublicRecord, anywhere: Place) -> None:
    raw = files_of(record, anywhere)["money.html"].decode()
    tables = re.findall(r"What each line is given of a pound.*?</table>", raw, re.DOTALL)
    assert [sum(int(pence) for pence in re.findall(r">(\d+)p<", table)) for table in tables] == [100, 100]


def test_who_puts_in_what_and_who_would_bear_what(record: PublicRecord, anywhere: Place) -> None:
    """Care ends £24,000.98 over and equipment 6 pence under: the reserve bears the first £10,000 of what is shared."""
    told = page(record, anywhere)
    for words in (
        "Anywhere Integrated Care Board puts in £600,000; Anywhere Council puts in £400,000.", "The risk reserve would bear £10,000.",
        "Care at home Anywhere Voluntary Action £700,000 70p", "not lawful yet",
    ):  # fmt: skip
        assert words in told


def test_only_bids_that_were_paid_are_named(record: PublicRecord, anywhere: Place) -> None:
    told = page(record, anywhere)
    assert "gave £60,000 of £100,000 on 29 October 2026 ( D-2026-014 ). 1 further bid got nothing." in told
    assert "Walking out (Anywhere Voluntary Action, outside the partnership): £60,000" in told
    assert "teas" not in told


def test_a_place_without_money_has_no_page_of_it(anywhere: Place) -> None:
    assert "money.html" not in files_of(PublicRecord(today=date(2026, 11, 2)), anywhere)
