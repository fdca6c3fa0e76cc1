"""wholeplace slots: take in, release, keep for 111, count."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.web.care.booking_examples import PRACTICES
from tests.web.care.conftest import PRACTICE, partnership, with_partners
from wholeplace.service.booking import FILE
from wholeplace.service.records.booking.models import Slot
from wholeplace.web.house import ENGLAND

__all__ = ["partnership", "with_partners"]
pytestmark = pytest.mark.django_db


def tomorrow() -> date:
    return datetime.now(ENGLAND).date() + timedelta(days=1)


@pytest.fixture
def place(partnership: Path) -> Path:
    (partnership / FILE).parent.mkdir()
    (partnership / FILE).write_text(PRACTICES, "utf-8")
    return partnership


@pytest.fixture
def hand_over(place: Path) -> Callable[..., Path]:
    """`hand_over("a line", ...)` is a file with a slot each half hour of tomorrow morning, and those lines."""

    def written(*lines: str) -> Path:
        nine = datetime.combine(tomorrow(), time(9))
        starts = [nine + timedelta(minutes=30 * number) for number in range(6)]
        rows = [f"{PRACTICE},s-{start:%H%M},{start.isoformat()},{(start + timedelta(minutes=10)).isoformat()}" for start in starts]
        file = place / "slots.csv"
        file.write_text("\n".join(("PRACTICE_CODE,SLOT_ID,START,END", *rows, *lines)), "utf-8")
        return file

    return written


def test_slots_are_taken_in_and_wrong_lines_set_aside(run: Run, place: Path, hand_over: Callable[..., Path]) -> None:
    file = hand_over("P99999,a,2027-01-01T09:00,2027-01-01T09:10", f"{PRACTICE},b,never,2027-01-01T09:10")
    told = run("slots", "import", place, file, "--by", "AB")
    assert "6 slots are new, 0 changed" in told.out
    assert "2 were refused" in told.out
    assert "line 8: PRACTICE_CODE is none of this place's services." in told.out
    aside = (place / ".wholeplace" / "slots-refused" / "slots.csv").read_text("utf-8")
    assert aside.splitlines()[0] == "LINE,WHAT,FIX,PRACTICE_CODE,SLOT_ID,START,END"
    assert "P99999" in aside
    assert "0 slots are new, 0 changed, 6 as before" in run("slots", "import", place, file, "--by", "AB").out


def test_a_bundle_is_taken_in_as_the_file_of_the_same_slots(run: Run, place: Path, hand_over: Callable[..., Path]) -> None:
    """Taken in after the CSV file, nothing of it is new. What is wrong stands beside its reason, as of any other file."""
    hand_over()
    starts = [datetime.combine(tomorrow(), time(9), ENGLAND) + timedelta(minutes=30 * number) for number in range(6)]
    entries = [
        {
            "resourceType": "Slot", "id": f"s-{start:%H%M}", "schedule": {"reference": "Schedule/one"}, "status": "free",
            "start": start.isoformat(), "end": (start + timedelta(minutes=10)).isoformat(),
        }
        for start in starts
    ]  # fmt: skip
    entries += [
        {**entries[0], "id": "b", "start": "never"},
        {"resourceType": "Schedule", "id": "one", "actor": [{"reference": f"HealthcareService/{PRACTICE}"}]},
    ]
    file = place / "slots.json"
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in entries]}
    file.write_text(json.dumps(bundle), "utf-8")
    told = run("slots", "import", place, file, "--by", "AB")
    assert "6 slots are new, 0 changed" in told.out
    assert "entry 7: Slot.start: " in told.out
    aside = (place / ".wholeplace" / "slots-refused" / "slots.json.csv").read_text("utf-8")
    assert aside.splitlines()[0].startswith("ENTRY,WHAT,FIX,PRACTICE_CODE,SLOT_ID")
    assert "0 slots are new, 0 changed, 6 as before" in run("slots", "import", place, place / "slots.csv", "--by", "AB").out
    file.write_text("{}")
    assert "It is no Bundle." in run("slots", "import", place, file, "--by", "AB").err


def test_a_file_that_cannot_be_read_is_a_letter(run: Run, place: Path) -> None:
    told = run("slots", "import", place, place / "nowhere.csv", "--by", "AB")
    assert told.code != 0
    assert "It cannot be read." in told.err
    (place / "other.csv").write_text("A,B\n1,2\n")
    assert "It has no column PRACTICE_CODE" in run("slots", "import", place, place / "other.csv", "--by", "AB").err
    assert run("slots", "import", place, place / "other.csv", "--by", "").code != 0


def test_slots_are_released_kept_and_counted(run: Run, place: Path, hand_over: Callable[..., Path]) -> None:
    run("slots", "import", place, hand_over(), "--by", "AB")
    assert run("slots", "quota", place, "--by", "AB", "--json").json == {PRACTICE: 3}
    day = tomorrow().isoformat()
    words = ("slots", "release", place, "--practice", PRACTICE, "--from", day, "--until", day, "--by", "AB")
    assert "6 slots are released." in run(*words, "--to", "gp-practice", "--code", "C01", "--not-before", f"{day}T08:00:00").out
    assert set(Slot.objects.values_list("bookable", "types", "codes")) == {(True, "|gp-practice|", "|C01|")}
    assert "P1" in run("slots", "release", place, "--practice", "P1", "--from", day, "--until", day, "--by", "AB").err
    Slot.objects.update(start=datetime.now().astimezone() - timedelta(days=2))
    assert (
        "3 slots were kept for 111: it booked 0, and 3 came back, 3 unused." in run("slots", "used", place, "--file", place / "u.csv").out
    )
    assert (place / "u.csv").read_text("utf-8").splitlines()[1].startswith(f"{PRACTICE},")
