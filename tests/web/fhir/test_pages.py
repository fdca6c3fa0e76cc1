"""Page by page: the same as all at once, links that only whoever asked can follow, and nothing of a person in them."""

from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zlib import decompress

import pytest

from tests.web.fhir.conftest import OF_111, Slots, System, Systems
from tests.web.fhir.plainly import NUMBER, book, free, put, wanted
from tests.web.fhir.sending import PERSON, issue, parts, patient, said
from tests.web.partner.conftest import Clock
from wholeplace.ledger.records import Act
from wholeplace.service.access import Objection
from wholeplace.service.fhir.searching import MOST_OF_A_PAGE
from wholeplace.service.fhir.validation import validate

WEEK = "start=ge2026-11-02T00:00:00Z&start=le2026-11-09T00:00:00Z&status=free"
INCLUDES = "&_include=Slot:schedule&_include=Schedule:actor:HealthcareService"
MINE = f"patient:identifier={NUMBER}"


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    for number in range(7):
        slots.add("P81002" if number % 3 else "P81001", hours=2 + number // 2)
    return systems()


def linked(told: dict[str, Any], relation: str) -> str:
    """The address of a link below /fhir/R4/; empty where there is none."""
    urls = [one["url"] for one in told["link"] if one["relation"] == relation]
    return urls[0].partition("/fhir/R4/")[2] if urls else ""


def pages(system: System, asked: str) -> list[dict[str, Any]]:
    told = [said(system.ask("GET", asked))]
    while linked(told[-1], "next"):
        told.append(said(system.ask("GET", linked(told[-1], "next"))))
        assert len(told) < 100
    return told


def ids(pages: list[dict[str, Any]], kind: str) -> list[list[str]]:
    return [[one["id"] for one in parts(page, kind)] for page in pages]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 400, MOST_OF_A_PAGE + 1])
def test_slots_page_by_page(system: System, count: int) -> None:
    (whole,) = pages(system, f"Slot?{WEEK}{INCLUDES}")
    told = pages(system, f"Slot?{WEEK}{INCLUDES}&_count={count}")
    assert [one for page in ids(told, "Slot") for one in page] == ids([whole], "Slot")[0]
    assert all(len(page) == count for page in ids(told, "Slot")[:-1])
    assert whole["total"] == 7
    assert [page.get("total") for page in told] == ([7] if count >= 7 else [None] * len(told))  # nobody counted the others
    for page in told:
        assert not validate(page, uk_core=True)
        used = {slot["schedule"]["reference"] for slot in parts(page, "Slot")}
        assert {f"Schedule/{one['id']}" for one in parts(page, "Schedule")} == used
    assert linked(told[0], "self").endswith(f"_count={min(count, MOST_OF_A_PAGE + 1)}")
    assert [linked(page, "self") for page in told[1:]] == [linked(page, "next") for page in told[:-1]]


def test_only_how_many_there_are(system: System) -> None:
    told = said(system.ask("GET", f"Slot?{WEEK}{INCLUDES}&_count=0"))
    assert (told["total"], "entry" in told, linked(told, "next")) == (7, False, "")
    assert not validate(told, uk_core=True)


def test_what_is_booked_between_two_pages_moves_nothing(systems: Systems, slots: Slots) -> None:
    for number in range(8):
        slots.add(hours=2 + number)
    system = systems(interface="fhir")
    whole = [one["id"] for one in free(system)]
    first = said(system.ask("GET", f"Slot?{WEEK}&_count=3"))
    for place in (1, 4):
        assert system.ask("POST", "Appointment", wanted({"id": whole[place], **_times(system, whole[place])})).status_code in (201, 409)
    second = said(system.ask("GET", linked(first, "next")))
    assert ids([first, second], "Slot") == [whole[:3], [whole[3], whole[5], whole[6]]]


def _times(system: System, slot: str) -> dict[str, str]:
    told = said(system.ask("GET", f"Slot/{slot}"))
    return {"start": told["start"], "end": told["end"]}


@pytest.mark.parametrize("count", ["-1", "1.5", "many", "", "1e3", "9999999999", "2&_count=3"])
def test_a_count_that_is_none(system: System, count: str) -> None:
    for asked in (f"Slot?{WEEK}", f"Appointment?{MINE}", f"ServiceRequest?{MINE}", "MessageDefinition?context=P81001"):
        assert issue(system.ask("GET", f"{asked}&_count={count}"))[:2] == (400, "REC_BAD_REQUEST"), asked


def booked_often(system: System, slots: Slots, times: int) -> list[str]:
    """Appointments of one person, by their start: one of them cancelled."""
    for number in range(times):
        slots.add(hours=2 + number)
    booked = [book(system, comment=f"{number}") for number in range(times)]
    assert put(system, booked[1], status="cancelled", cancelationReason={"text": "Feels better"}).status_code == 200
    return [one["id"] for one in booked]


def test_appointments_page_by_page(systems: Systems, slots: Slots) -> None:
    system = systems(interface="fhir")
    booked = booked_often(system, slots, 5)
    told = pages(system, f"Appointment?{MINE}&_count=2")
    assert ids(told, "Appointment") == [booked[:2], booked[2:4], booked[4:]]
    assert [page["total"] for page in told] == [5, 5, 5]
    standing = pages(system, f"Appointment?{MINE}&status=booked&_count=2&date=ge2026-11-02&date=le2026-11-03")
    assert ids(standing, "Appointment") == [[booked[0], booked[2]], booked[3:]]
    assert not [fault for page in told for fault in validate(page, uk_core=True)]
    assert said(system.ask("GET", f"Appointment?{MINE}&_count=0"))["total"] == 5


def test_referrals_page_by_page(systems: Systems, slots: Slots) -> None:
    system = systems(interface="fhir")
    for number in range(3):
        referral = {
            "resourceType": "ServiceRequest", "status": "active", "intent": "plan", "subject": {"reference": "#p"},
            "contained": [{"id": "p", **patient()}, {"resourceType": "HealthcareService", "id": "P81002"}],
            "performer": [{"reference": "#P81002"}], "reasonCode": [{"text": f"Reason {number}"}],
        }  # fmt: skip
        assert system.ask("POST", "ServiceRequest", referral).status_code == 201
    whole = ids([said(system.ask("GET", f"ServiceRequest?{MINE}"))], "ServiceRequest")[0]
    assert len(whole) == 3
    told = pages(system, f"ServiceRequest?{MINE}&_count=2&status=active")
    assert (ids(told, "ServiceRequest"), [page["total"] for page in told]) == ([whole[:2], whole[2:]], [3, 3])


def test_messages_page_by_page(system: System) -> None:
    asked = "MessageDefinition?context=P81001&context=P81002"
    whole = ids([said(system.ask("GET", asked))], "MessageDefinition")[0]
    told = pages(system, f"{asked}&_count=3")
    assert ids(told, "MessageDefinition") == [whole[:3], whole[3:6], whole[6:]]


def test_a_link_says_nothing_of_a_person(systems: Systems, slots: Slots) -> None:
    """Not even to whoever takes it apart. The one whom a search found goes by our own reference."""
    system = systems(interface="fhir")
    booked_often(system, slots, 2)
    by_name = f"patient:name={PERSON['family']}&patient:birthdate={PERSON['born']}&patient:address-postalcode={PERSON['postcode']}"
    for asked in (MINE, by_name):
        link = linked(said(system.ask("GET", f"Appointment?{asked}&_count=1")), "next")
        told = parse_qs(urlsplit(link).query)["_page"][0].rpartition(":")[0]
        raw = urlsafe_b64decode(told.lstrip(".") + "=" * (-len(told.lstrip(".")) % 4))
        text = unquote(link) + (decompress(raw) if told.startswith(".") else raw).decode()
        assert '"persons":["' in text
        assert not [value for value in PERSON.values() if value in text], text


def test_a_link_of_somebody_else_or_altered_opens_nothing(system: System, systems: Systems) -> None:
    link = linked(said(system.ask("GET", f"Slot?{WEEK}&_count=2")), "next")
    assert system.ask("GET", link).status_code == 200
    page = link.partition("_page=")[2]
    another = systems()
    acts_for = systems(OF_111, acts_for=("Y00222",))
    own = linked(said(acts_for.ask("GET", f"Slot?{WEEK}&_count=2")), "next")
    posing = {**acts_for.headers, **_for(systems("Y00222"))}
    asked = [
        another.ask("GET", link),
        system.ask("GET", f"Slot?_page={page[:-1]}"),
        system.ask("GET", f"Slot?_page={page}A"),
        system.ask("GET", f"Slot?_page=A{page}"),
        system.ask("GET", "Slot?_page="),
        system.ask("GET", "Slot?_page=x"),
        system.ask("GET", "Slot?_page=%3A%3A%3A"),
        system.ask("GET", f"Slot?_page={page}&_page={page}"),
        system.ask("GET", f"Slot?_page={page}&status=busy"),
        system.ask("GET", f"Appointment?_page={page}"),
        system.ask("GET", f"ServiceRequest?_page={page}"),
        system.ask("GET", f"MessageDefinition?_page={page}"),
        System(acts_for.client, acts_for.key, posing).ask("GET", own),
    ]
    assert [issue(answer)[:2] for answer in asked] == [(400, "REC_BAD_REQUEST")] * len(asked)
    assert system.ask("GET", link, Authorization="").status_code == 401
    assert acts_for.ask("GET", own).status_code == 200


def _for(system: System) -> dict[str, str]:
    return {"NHSD-End-User-Organisation": system.headers["NHSD-End-User-Organisation"]}


def test_whoever_follows_a_link_sees_what_the_rules_let_them_see_then(systems: Systems, slots: Slots, clock: Clock) -> None:
    """A page is a look of its own, decided anew and noted."""
    from wholeplace.ledger.records.models import LogEntry
    from wholeplace.service.records.access.consents import object_to
    from wholeplace.service.records.booking.models import Appointment

    system = systems(interface="fhir")
    booked = booked_often(system, slots, 3)
    link = linked(said(system.ask("GET", f"Appointment?{MINE}&_count=1")), "next")
    before = LogEntry.objects.filter(kind="access").count()
    assert ids([said(system.ask("GET", link))], "Appointment") == [[booked[1]]]
    assert LogEntry.objects.filter(kind="access").count() == before + 1
    act = Act(account="them", acting_as="resident", event="objected", at=clock())
    object_to(act, Appointment.objects.get(pk=booked[0]).person, Objection.ORGANISATION, organisation=OF_111)
    told = said(system.ask("GET", link))
    assert (told["total"], parts(told, "Appointment")) == (0, [])


def test_it_is_said_what_a_search_can_do(system: System) -> None:
    statement = said(system.ask("GET", "metadata", Authorization=""))
    assert [one["name"] for one in statement["rest"][0]["searchParam"]] == ["_count"]
    document = said(system.ask("GET", "openapi.json", Authorization=""))
    for kind in ("Slot", "Appointment", "ServiceRequest", "MessageDefinition"):
        names = {one.get("name") for one in document["paths"][f"/{kind}"]["get"]["parameters"]}
        assert {"_count", "_page"} <= names
