"""An export for planning: only who comes through the gate, nothing that says who they are, and an entry for each person first."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.service.records.booking.making import NOW, PRACTICES, act, slot, wanted
from wholeplace.service.fhir.validation import validate
from wholeplace.terms import DataProblem
from wholeplace.web.exporting import LIST, Exported, export

pytestmark = pytest.mark.django_db
CLEARED, OBJECTS, SELF, NOBODY = "9990000018", "9990000026", "9990000034", ""
NAMES = {CLEARED: "Mockford", OBJECTS: "Blankley", SELF: "Nullham", NOBODY: "Testerly"}
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def place(partnership: Path) -> Path:
    """A place with four people who each booked once: one cleared by the national list, one held back, one who objected here, one
    without a number."""
    from wholeplace.service.records.access.consents import object_to
    from wholeplace.service.records.booking.booking import book
    from wholeplace.service.records.persons.finding import Told, find_or_make

    (partnership / "place.toml").write_text((partnership / "place.toml").read_text().replace('"agreement"', '"agreement", "front-door"'))
    for number, family in NAMES.items():
        told = Told(
            given_name="Testa", family_name=family, birth_date=date(1980, 2, 3), nhs_number=number, postcode="QX1 1AA", sex="female",
            phone="01632 960099", registered_at="Z90001",
        )  # fmt: skip
        person = find_or_make(act("person made"), told).person
        assert person is not None
        book(wanted(slot(), person=person.reference, reason=f"Cough of {family}", comment="Ring 01632 960099"), PRACTICES, act())
        if number == SELF:
            object_to(act("objected"), person.reference, _beyond_care())
    (partnership / LIST).parent.mkdir()
    write_list(partnership, day="2026-11-20")
    return partnership


def _beyond_care() -> object:
    from wholeplace.service.records.access.consents import Against

    return next(one for one in Against if "beyond" in one.value)


def write_list(folder: Path, *, day: str) -> None:
    lines = [f"{number},cleared,{day}" for number in (CLEARED, SELF)]
    (folder / LIST).write_text("\n".join(["NHS_NUMBER,KIND,LIST_DATE", *lines, ""]), "utf-8")


def exported(place: Path, to: Path) -> Exported:
    return export(place, to, organisation="X00", by="AB", clock=lambda: AT)


def test_only_who_comes_through_is_there_and_each_left_out_is_counted(place: Path, tmp_path: Path) -> None:
    made = exported(place, tmp_path / "out")
    assert made.people == 1
    assert made.rows == {"Patient": 1, "Appointment": 1, "ServiceRequest": 0}
    assert made.left_out == {"national list": 2, "own objection": 1}


def test_two_records_that_are_one_person_go_out_as_one(place: Path, tmp_path: Path) -> None:
    from wholeplace.service.records.persons.joining import JoinAsked, join
    from wholeplace.service.records.persons.models import Person

    one, other = (Person.objects.get(nhs_number=number).reference for number in (CLEARED, NOBODY))
    join(act("same person"), JoinAsked(one=one, other=other, because="She showed both letters.", organisation="Z90001"))
    made = exported(place, tmp_path / "out")
    assert made.rows == {"Patient": 1, "Appointment": 2, "ServiceRequest": 0}
    assert made.left_out == {"national list": 1, "own objection": 1}


def test_nothing_in_it_says_who_they_are_and_every_row_is_valid(place: Path, tmp_path: Path) -> None:
    from wholeplace.service.records.persons.models import Person

    exported(place, tmp_path / "out")
    rows = [line for path in (tmp_path / "out").glob("*.ndjson") for line in path.read_bytes().splitlines()]
    assert [validate(row) for row in rows] == [()] * 2
    told = b"\n".join(rows).decode()
    assert not [word for word in (*NAMES.values(), *filter(None, NAMES), "Testa", "960099", "QX1 1AA", "1980-02", "Cough") if word in told]
    assert not [one.reference for one in Person.objects.all() if one.reference in told]
    assert '"birthDate":"1980"' in told


def test_a_referral_goes_out_with_its_needs_and_without_its_words(place: Path, tmp_path: Path) -> None:
    from tests.service.referral.test_records import act as by_gp
    from tests.service.referral.test_records import wanted as referral
    from wholeplace.service.records.persons.models import Person
    from wholeplace.service.records.referral.doing import refer

    asked = replace(referral(), person=Person.objects.get(nhs_number=CLEARED).reference, why="Blankley's own words")
    refer(asked, by_gp())
    assert exported(place, tmp_path / "out").rows["ServiceRequest"] == 1
    row = (tmp_path / "out" / "ServiceRequest.ndjson").read_bytes()
    assert validate(row.strip()) == ()
    assert json.loads(row)["reasonCode"] == [{"text": need} for need in asked.needs]
    assert b"own words" not in row


def test_rows_belong_together_within_an_export_and_not_across_two(place: Path, tmp_path: Path) -> None:
    ids = []
    for name in ("first", "second"):
        exported(place, tmp_path / name)
        person = json.loads((tmp_path / name / "Patient.ndjson").read_text())["id"]
        booked = json.loads((tmp_path / name / "Appointment.ndjson").read_text())
        assert booked["participant"][0]["actor"]["reference"] == f"Patient/{person}"
        ids.append(person)
    assert ids[0] != ids[1]


def test_each_person_sees_that_their_rows_went_out_and_nobody_else_does(place: Path, tmp_path: Path) -> None:
    from wholeplace.service.records.access.audit import looked_at
    from wholeplace.service.records.persons.models import Person

    exported(place, tmp_path / "out")
    seen = {
        one.nhs_number: [look.organisation for look in looked_at(one.reference) if look.purpose == "planning"]
        for one in Person.objects.all()
    }
    assert seen == {CLEARED: ["X00"], OBJECTS: [], SELF: [], NOBODY: []}


@pytest.mark.parametrize("day", ["2026-10-01", "2026-11-24", "soon", None])
def test_without_a_fresh_list_nothing_goes_out_and_the_last_export_stays(place: Path, tmp_path: Path, day: str | None) -> None:
    exported(place, tmp_path / "out")
    before = (tmp_path / "out" / "Patient.ndjson").read_bytes()
    (place / LIST).unlink() if day is None else write_list(place, day=day)
    with pytest.raises(DataProblem, match="Nothing was given out"):
        exported(place, tmp_path / "out")
    assert (tmp_path / "out" / "Patient.ndjson").read_bytes() == before


def test_the_verb_says_how_many_and_from_when_the_list_is(place: Path, tmp_path: Path, run: Run) -> None:
    write_list(place, day=datetime.now(UTC).date().isoformat())
    told = run("export", place, tmp_path / "out", "--organisation", "X00", "--by", "AB").out
    assert told.startswith("2 people are in"), "the objection begins on a day that has not come yet by the machine's clock"
    assert "2 by national list, 0 by own objection" in told
    assert run("export", place, tmp_path / "out", "--organisation", "X99", "--by", "AB").code != 0


def test_the_manifest_counts_what_is_there(place: Path, tmp_path: Path) -> None:
    exported(place, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert told["output"] == [
        {"type": "Patient", "url": "Patient.ndjson", "count": 1}, {"type": "Appointment", "url": "Appointment.ndjson", "count": 1},
    ]  # fmt: skip
    assert NOW.date() <= datetime.fromisoformat(told["transactionTime"]).date()
