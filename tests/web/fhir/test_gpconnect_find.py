"""GP Connect's scenarios of reading, retrieving and searching. See gpconnect.py for which is which."""

from urllib.parse import quote

import pytest

from tests.web.fhir.conftest import Slots, System, Systems
from tests.web.fhir.plainly import BOOKED_BY, NUMBER, WHEN, book, free, wanted
from tests.web.fhir.sending import issue, parts, said
from wholeplace.service.fhir.validation import validate

TYPE = "https://fhir.nhs.uk/STU3/CodeSystem/GPConnect-OrganisationType-1"
CODE = "https://fhir.nhs.uk/Id/ods-organization-code"


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems(interface="fhir")


def test_read(system: System) -> None:
    booked = book(system)
    answer = system.ask("GET", f"Appointment/{booked['id']}")
    told = said(answer)
    assert (answer.status_code, answer["ETag"], told) == (200, 'W/"1"', booked)
    assert {"id", "status", "start", "end", "slot", "participant", "created", "serviceCategory", "serviceType"} <= set(told)
    assert BOOKED_BY in [one["url"] for one in told["extension"]]
    assert system.ask("GET", f"Appointment/{booked['id']}", If_None_Match='W/"1"').status_code == 304


def test_read_of_another_organisation(system: System, systems: Systems) -> None:
    """Whether there is one is not told to those who have nothing to do with it; the practice and whoever booked read it."""
    booked = book(system)
    stranger, practice = systems("Z00001", interface="fhir"), systems("P81001", interface="fhir")
    assert issue(stranger.ask("GET", f"Appointment/{booked['id']}")) == (404, "REC_NOT_FOUND", "not-found")
    assert practice.ask("GET", f"Appointment/{booked['id']}").status_code == 200


@pytest.mark.parametrize("reference", ["1", "no-such-id", "00000000-0000-0000-0000-000000000000", "%00", "a" * 300, "<p>", "%F0%9F%98%80"])
def test_read_what_is_not_there(system: System, reference: str) -> None:
    assert issue(system.ask("GET", f"Appointment/{reference}")) == (404, "REC_NOT_FOUND", "not-found")


@pytest.mark.parametrize("query", ["patient:identifier=%00", "patient:name=%00", "%00=1", "patient:identifier=%FF"])
def test_signs_that_no_text_has(system: System, query: str) -> None:
    assert issue(system.ask("GET", f"Appointment?{query}")) == (400, "REC_BAD_REQUEST", "invalid")
    assert issue(system.ask("POST", "Appointment", wanted(free(system)[0]), If_None_Exist=query))[:2] == (400, "REC_BAD_REQUEST")


def test_retrieve_nothing(system: System) -> None:
    told = said(system.ask("GET", f"Appointment?patient:identifier={NUMBER}"))
    assert (told["total"], "entry" in told) == (0, False)
    assert not validate(told, uk_core=True)


def test_retrieve_several(system: System, slots: Slots) -> None:
    book(system)
    for hours in (30, 60):
        slots.add(hours=hours)
        book(system)
    told = said(system.ask("GET", f"Appointment?patient:identifier={NUMBER}"))
    found = parts(told, "Appointment")
    assert [one["start"] for one in found] == sorted(one["start"] for one in found)
    assert (told["total"], len(found)) == (3, 3)
    assert all(one["serviceCategory"] and one["serviceType"] for one in found)
    assert not validate(told, uk_core=True)
    days = said(system.ask("GET", f"Appointment?patient:identifier={NUMBER}&date=ge2026-11-03&date=le2026-11-03"))
    assert days["total"] == 1
    assert said(system.ask("GET", f"Appointment?patient:identifier={NUMBER}&status=cancelled"))["total"] == 0
    named = "patient:name=Ottoline%20Quillfeather&patient:birthdate=eq1961-04-05&patient:address-postalcode=ls14zz"
    assert said(system.ask("GET", f"Appointment?{named}"))["total"] == 3
    assert said(system.ask("GET", f"Appointment?{named.replace('Ottoline', 'Ottilie')}"))["total"] == 0


@pytest.mark.parametrize(
    "number", ["9990000019", "123", "", "https://fhir.nhs.uk/Id/nhs-number|", "https://elsewhere.example|9990000018", "|"]
)
def test_retrieve_for_no_number(system: System, number: str) -> None:
    assert issue(system.ask("GET", f"Appointment?patient:identifier={quote(number)}"))[:2] == (400, "REC_BAD_REQUEST")


@pytest.mark.parametrize(
    "dates",
    [
        "date=ge2026-13-40&date=le2026-11-09", "date=ge02-11-2026&date=le2026-11-09", "date=ge2026&date=le2027", "date=ge&date=le",
        "date=gt2026-11-02&date=le2026-11-09", "date=2026-11-02&date=2026-11-09", "date=le2026-11-02&date=le2026-11-09",
        "date=ge2026-11-02", "date=le2026-11-02", "date=ge2026-11-09&date=le2026-11-02",
    ],
)  # fmt: skip
def test_retrieve_with_bad_dates(system: System, dates: str) -> None:
    assert issue(system.ask("GET", f"Appointment?patient:identifier={NUMBER}&{dates}"))[:2] == (400, "REC_BAD_REQUEST")


def test_retrieve_with_more_parameters(system: System) -> None:
    book(system)
    assert said(system.ask("GET", f"Appointment?patient:identifier={NUMBER}&_format=json&status=booked,cancelled"))["total"] == 1
    assert issue(system.ask("GET", f"Appointment?patient:identifier={NUMBER}&colour=blue")) == (400, "REC_BAD_REQUEST", "not-supported")
    lenient = system.ask("GET", f"Appointment?patient:identifier={NUMBER}&colour=blue", Prefer="handling=lenient")
    assert (lenient.status_code, "colour" in said(lenient)["link"][0]["url"]) == (200, False)


EVERYTHING = (
    "&_include=Slot:schedule&_include:recurse=Schedule:actor:PractitionerRole&_include:recurse=Schedule:actor:Location"
    "&_include:recurse=Schedule:actor:HealthcareService&_include=HealthcareService:providedBy"
)


@pytest.mark.parametrize(
    "order", [WHEN, "status=free&start=le2026-11-09&start=ge2026-11-02", "start=ge2026-11-02&end=le2026-11-09&status=free"]
)
def test_search(system: System, order: str) -> None:
    told = said(system.ask("GET", f"Slot?{order}{EVERYTHING}"))
    assert not validate(told, uk_core=True)
    assert [entry["search"]["mode"] for entry in told["entry"]] == ["match"] + ["include"] * 5
    (slot,), (schedule,) = parts(told, "Slot"), parts(told, "Schedule")
    assert (slot["status"], slot["serviceType"]) == ("free", [{"text": "General appointment"}])
    assert slot["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "In-person"
    assert schedule["serviceCategory"] == [{"text": "Morning surgery"}]
    assert not {"comment"} & {*slot, *schedule}
    ids = {f"{one['resourceType']}/{one['id']}" for one in (entry["resource"] for entry in told["entry"])}
    assert {slot["schedule"]["reference"], *(actor["reference"] for actor in schedule["actor"])} <= ids
    assert parts(told, "Location")[0]["name"] == "Room 1"
    assert parts(told, "PractitionerRole")[0]["code"] == [{"text": "General practitioner"}]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("start=ge2026-11-09&start=le2026-11-02&status=free", "invalid"),
        ("start=ge2026-11-01&start=le2026-11-20&status=free", "too-costly"),
        ("start=ge2026-11-02&status=free", "required"),
        ("start=le2026-11-09&status=free", "required"),
        ("status=free", "required"),
        ("start=ge2026-11-02&start=le2026-11-09", "required"),
        ("start=gt2026-11-02&start=le2026-11-09&status=free", "invalid"),
        ("start=ge2026-11-02&start=lt2026-11-09&status=free", "invalid"),
        ("start=eq2026-11-02&start=le2026-11-09&status=free", "invalid"),
        ("start=sa2026-11-02&start=eb2026-11-09&status=free", "invalid"),
        ("start=zz2026-11-02&start=le2026-11-09&status=free", "invalid"),
        ("start=2026-11-02&start=2026-11-09&status=free", "invalid"),
        ("start=ge2026-11-02&start=le2026-11-09&start=le2026-11-10&status=free", "invalid"),
        ("start=ge2026-11-02&start=le2026-11-09&status=vacant", "value"),
        ("start=ge2026-11-02&start=le2026-11-09&status=busy-tentative", "not-supported"),
        ("start=ge2026-11-02&start=le2026-11-09&status=free&status=busy", "invalid"),
        ("start=ge2026-11-02&start=le2026-11-09&status=free&searchFilter=nothing", "value"),
        ("start=ge2026-02-30&start=le2026-11-09&status=free", "value"),
        ("start=ge2026-11-02&start=le2026-11-09&status=free&Schedule.actor:HealthcareService=", "value"),
        ("start=ge2026-11-02&start=le2026-11-09&status=free&statuss=free", "not-supported"),
    ],
)
def test_search_refused(system: System, query: str, kind: str) -> None:
    status, code, found = issue(system.ask("GET", f"Slot?{query}"))
    assert found == kind
    assert (status, code) == ((422, "REC_UNPROCESSABLE_ENTITY") if kind == "too-costly" else (400, "REC_BAD_REQUEST"))


def test_search_with_a_filter_of_another_system(system: System) -> None:
    assert parts(said(system.ask("GET", f"Slot?{WHEN}&searchFilter={quote('https://example.org/colours|blue')}")), "Slot")


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-11-02", "2026-11-02", 1), ("2026-11-03", "2026-11-04", 0), ("2026-11-02T13:00:00Z", "2026-11-02T15:00:00Z", 1),
        ("2026-11-02T14:00Z", "2026-11-02T14:10Z", 1), ("2026-11-02T14:00:00+00:00", "2026-11-02T14:10:00.000+00:00", 1),
        ("2026-11-02T15:00:00+01:00", "2026-11-02T15:10:00+01:00", 1), ("2026-11-02T14:00:01Z", "2026-11-03", 0),
        ("2026-11-02", "2026-11-02T14:09:59Z", 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("plus", ["+", "%2B"])
def test_search_with_days(system: System, start: str, end: str, count: int, plus: str) -> None:
    query = f"start=ge{start}&start=le{end}&status=free".replace("+", plus)
    assert len(parts(said(system.ask("GET", f"Slot?{query}")), "Slot")) == count


@pytest.mark.parametrize(
    "text", ["2026", "2026-11", "2026-11-02T", "2026-11-02T14", "2026-11-02T14:00", "2026-11-02T14:00:00", "12:00", "2026-11-2"]
)
def test_search_with_half_a_day(system: System, text: str) -> None:
    assert issue(system.ask("GET", f"Slot?start=ge{text}&start=le2026-11-09&status=free")) == (400, "REC_BAD_REQUEST", "value")


def test_search_without_actors(system: System) -> None:
    told = said(system.ask("GET", f"Slot?{WHEN}&_include=Slot:schedule"))
    assert {entry["resource"]["resourceType"] for entry in told["entry"]} == {"Slot", "Schedule"}


@pytest.mark.parametrize(
    ("kind", "code", "restricted", "found"),
    [
        ("urgent-care", "", {}, True),
        ("urgent-care", "", {"types": "|urgent-care|"}, True),
        ("gp-practice", "", {"types": "|urgent-care|"}, False),
        ("urgent-care", "Y00111", {"codes": "|Y00111|"}, True),
        ("urgent-care", "Y00111", {"codes": "|Y00222|"}, False),
        ("", "", {"types": "|gp-practice|"}, False),
        ("", "", {}, True),
        ("gp-practice", "", {}, True),
        ("urgent-care", "Y00222", {"codes": "|Y00222|"}, False),
    ],
)
def test_search_by_kind_of_organisation(systems: Systems, slots: Slots, kind: str, code: str, restricted: dict, found: bool) -> None:
    """A slot that is for some is shown to those, as far as their key says that they are: to claim it is not enough."""
    slots.add(**restricted)
    filters = [f"&searchFilter={quote(f'{TYPE}|{kind}')}"] * bool(kind) + [f"&searchFilter={quote(f'{CODE}|{code}')}"] * bool(code)
    told = said(systems(interface="fhir").ask("GET", f"Slot?{WHEN}{''.join(filters)}"))
    assert bool(parts(told, "Slot")) is found


def test_a_practice_that_cannot_be_booked_comes_with_others(system: System) -> None:
    told = said(system.ask("GET", f"Slot?{WHEN}&Schedule.actor:HealthcareService=P81003"))
    (outcome,) = parts(told, "OperationOutcome")
    assert "Urgent treatment centre 0113 496 0000" in outcome["issue"][0]["diagnostics"]
    assert not validate(told, uk_core=True)
    unknown = said(system.ask("GET", f"Slot?{WHEN}&Schedule.actor:HealthcareService=nobody"))
    assert parts(unknown, "OperationOutcome")[0]["issue"][0]["code"] == "not-found"
    assert len(free(system)) == 1
