"""What a referral tells the picture: one row, in the words of the contract."""

import tomllib
from pathlib import Path

import pytest

from tests.service.referral.test_records import GP, GROUP, LINK, act, consent, step, wanted
from wholeplace import feeds
from wholeplace.service.records.referral import doing
from wholeplace.service.records.referral.for_the_picture import HEADERS, feed_rows
from wholeplace.service.referral import Event, Happening, Outcome, SmallStep, When, instruments
from wholeplace.service.referral.reasons import outcomes_for

pytestmark = pytest.mark.django_db

CONTRACT = tomllib.loads((Path(feeds.__file__).parent / "contracts" / "referrals.toml").read_text())


def test_a_whole_journey_in_one_row() -> None:
    record = step(doing.refer(wanted(), act()), Event.ACCEPT, LINK, days=1)
    lonely = instruments()["ucla-3"]
    doing.keep_score(record.reference, lonely, When.BEFORE, dict.fromkeys(("companionship", "left-out", "isolated"), "often"), LINK, act())
    record = step(record, Event.HAND_OVER, LINK, days=2, to=GROUP, reason="better placed", consent=consent())
    record = step(record, Event.ACCEPT, GROUP, days=3)
    came = act(days=10)
    record = doing.write_down(record.reference, SmallStep(happening=Happening.ATTENDED, on=came.at.date()), GROUP, came)
    step(record, Event.COMPLETE, GROUP, days=40, outcome=Outcome(kind="goes on alone", words="Fine now.", helped="partly"))
    (row,) = feed_rows()
    assert tuple(row) == HEADERS
    told = {name: value for name, value in row.items() if value and name != "REFERRAL_ID"}
    assert told == {
        "PROVIDER_CODE": LINK, "REFERRED_BY": "gp", "NEED": "company", "REFERRED_ON": "2026-11-02", "ANSWERED_ON": "2026-11-03",
        "ACCEPTED": "yes", "FIRST_SEEN_ON": "2026-11-12", "ENDED_ON": "2026-12-12", "OUTCOME": "partly helped", "ORGANISATIONS": "3",
        "UCLA_START": "9",
    }  # fmt: skip


def test_one_that_was_declined_and_goes_on_has_no_outcome_yet() -> None:
    record = step(doing.refer(wanted(), act()), Event.DECLINE, LINK, reason="full", words="No room.")
    (row,) = feed_rows()
    assert (row["ACCEPTED"], row["ENDED_ON"], row["OUTCOME"], row["ORGANISATIONS"]) == ("no", "", "", "2")
    step(record, Event.END_WITHOUT_HELP, GP, outcome=Outcome(kind="nothing suitable", words="Nothing here."))
    (row,) = feed_rows()
    assert row["OUTCOME"] == "nothing suitable"


def test_every_header_is_one_of_the_contract() -> None:
    assert set(HEADERS) <= {column["from"] for column in CONTRACT["columns"].values()}


def test_the_contract_knows_the_outcomes_that_count() -> None:
    known = set(CONTRACT["columns"]["outcome"]["values"])
    own = set(outcomes_for(Event.END_WITHOUT_HELP))
    assert own - known == {"found help elsewhere", "too unwell", "withdrawn"}  # kept in our own words: the contract keeps others
