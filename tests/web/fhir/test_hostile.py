"""What nobody should send, and some do: the right status, an OperationOutcome, nothing done, and nothing of a person in what is said."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.web.fhir.conftest import Slots, System, Systems, encoded
from tests.web.fhir.plainly import NUMBER
from tests.web.fhir.plainly import wanted as plainly
from tests.web.fhir.sending import PERSON, booking_request, issue, part, parts, said
from wholeplace.service.fhir.outcome import kinds
from wholeplace.service.fhir.validation import validate

WHEN = "start=ge2026-11-02T00:00:00Z&start=le2026-11-09T00:00:00Z&status=free"


@pytest.fixture
def system(systems: Systems, slots: Slots) -> System:
    slots.add()
    return systems()


def message(system: System) -> dict[str, Any]:
    return booking_request(parts(said(system.ask("GET", f"Slot?{WHEN}")), "Slot")[0])


def nothing_was_done(system: System) -> bool:
    from wholeplace.service.records.booking.models import Appointment

    return not Appointment.objects.exists() and len(parts(said(system.ask("GET", f"Slot?{WHEN}")), "Slot")) == 1


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_message(system: System, share: float) -> None:
    whole = json.dumps(message(system))
    assert issue(system.ask("POST", "$process-message", whole[: int(len(whole) * share)])) == (400, "REC_BAD_REQUEST", "invalid")
    assert nothing_was_done(system)


def test_ten_megabytes(system: System) -> None:
    told = message(system)
    part(told, "Appointment")["comment"] = "x" * 10_000_000
    assert issue(system.ask("POST", "$process-message", told)) == (413, "REC_BAD_REQUEST", "too-long")
    assert nothing_was_done(system)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 1_000 + b"]" * 1_000,
        b"\x00",
        b"null",
        b"12",
        b'"text"',
        b"[]",
        b"\xff\xfe{}",
        b'{"a": NaN}',
    ],
    ids=lambda body: repr(body[:6]),
)
def test_what_is_no_message(system: System, body: bytes) -> None:
    assert issue(system.ask("POST", "$process-message", body)) == (400, "REC_BAD_REQUEST", "invalid")


def test_deep_nesting_within_a_resource(system: System) -> None:
    told = message(system)
    deep: dict[str, Any] = {"url": "https://example.org/x", "valueString": "x"}
    for _ in range(200):
        deep = {"url": "https://example.org/x", "extension": [deep]}
    part(told, "Patient")["extension"] = [deep]
    assert issue(system.ask("POST", "$process-message", told)) == (400, "REC_BAD_REQUEST", "invalid")
    assert nothing_was_done(system)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/fhir+json; charset=utf-16", 415),
        ("application/fhir+json; charset=iso-8859-1", 415),
        ("application/fhir+xml", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
        ("application/fhir+json; version=2.0.0", 400),
        ("application/fhir+json; charset=UTF-8", 200),
        ('application/fhir+json; version="1.0.0"', 200),
        ("application/json", 200),
    ],
)
def test_forms_and_charsets(system: System, content_type: str, status: int) -> None:
    answer = system.ask("POST", "$process-message", message(system), content_type=content_type)
    assert answer.status_code == status
    assert (status == 200) is not nothing_was_done_or_booked(system)


def nothing_was_done_or_booked(system: System) -> bool:
    from wholeplace.service.records.booking.models import Appointment

    return not Appointment.objects.exists()


def test_bytes_of_another_charset(system: System) -> None:
    told = message(system)
    part(told, "Patient")["name"][0]["family"] = "Müller"
    latin = json.dumps(told, ensure_ascii=False).encode("latin-1")
    assert issue(system.ask("POST", "$process-message", latin)) == (400, "REC_BAD_REQUEST", "invalid")


@pytest.mark.parametrize(
    "name", ["X-Request-Id", "X-Correlation-Id", "NHSD-End-User-Organisation", "NHSD-Requesting-Software", "NHSD-Target-Identifier"]
)
def test_headers_that_a_sender_of_the_standard_must_send(system: System, name: str) -> None:
    answer = system.ask("GET", f"Slot?{WHEN}", **{name.replace("-", "_"): ""})
    assert issue(answer) == (400, "REC_BAD_REQUEST", "required")
    assert name in said(answer)["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Request-Id", "1"),
        ("X-Correlation-Id", "not-a-guid"),
        ("NHSD-End-User-Organisation", "not base64"),
        ("NHSD-End-User-Organisation", encoded([])),
        ("NHSD-End-User-Organisation", encoded({"resourceType": "Patient"})),
        ("NHSD-End-User-Organisation", encoded({"resourceType": "Organization", "identifier": [{"system": "x", "value": "Y00111"}]})),
        ("NHSD-Requesting-Software", encoded({"resourceType": "Device"})),
        ("NHSD-Requesting-Practitioner", encoded({"resourceType": "Device"})),
        ("NHSD-Target-Identifier", encoded({"value": "P81001"})),
        ("NHSD-Target-Identifier", encoded({"value": 7, "system": "x"})),
        ("NHSD-Target-Identifier", "e30="),
        ("NHSD-Target-Identifier", "W" * 9000),
    ],
)
def test_headers_that_cannot_be_read(system: System, name: str, value: str) -> None:
    answer = system.ask("GET", f"Slot?{WHEN}", **{name.replace("-", "_"): value})
    assert issue(answer)[:2] == (400, "REC_BAD_REQUEST")
    assert answer.get("X-Request-Id") != "1"


def test_versions_of_the_standard(system: System) -> None:
    for version in ("1", "1.0.0", "1.4.0", "1.4.0-alpha"):
        assert system.ask("GET", f"Slot?{WHEN}", Accept=f"application/fhir+json; version={version}").status_code == 200
    for version in ("2.0.0", "0.9", "one"):
        assert issue(system.ask("GET", f"Slot?{WHEN}", Accept=f"application/fhir+json; version={version}"))[0] == 406


def test_ids_are_given_back(system: System) -> None:
    request, correlation = str(uuid4()), str(uuid4())
    for path in (f"Slot?{WHEN}", "Slot", "nothing/here"):
        answer = system.ask("GET", path, X_Request_Id=request, X_Correlation_Id=correlation)
        assert (answer["X-Request-Id"], answer["X-Correlation-Id"]) == (request, correlation)


def test_keys(systems: Systems, system: System, slots: Slots) -> None:
    told = message(system)
    for wrong in (
        "",
        "Bearer",
        "Bearer x",
        "Basic eDp5",
        f"Bearer {system.key}x",
        f"Bearer {system.key.rpartition('.')[0]}.",
        "Bearer " + "x" * 5000,
    ):
        answer = system.ask("POST", "$process-message", told, Authorization=wrong)
        assert issue(answer) == (401, "REC_UNAUTHORIZED", "security"), wrong
        assert answer["WWW-Authenticate"] == "Bearer"
    searches = systems(may=("search",))
    assert issue(searches.ask("POST", "$process-message", told)) == (403, "REC_FORBIDDEN", "forbidden")
    assert issue(searches.ask("GET", "Appointment/1")) == (403, "REC_FORBIDDEN", "forbidden")
    other = systems("P81001")
    other.headers = system.headers
    assert issue(other.ask("GET", f"Slot?{WHEN}")) == (403, "REC_FORBIDDEN", "security")
    posing = systems("P81001")
    assert issue(posing.ask("POST", "$process-message", told)) == (403, "REC_FORBIDDEN", "security")
    acts = systems("Y00222", acts_for=("Y00111",))
    acts.headers = system.headers
    assert acts.ask("GET", f"Slot?{WHEN}").status_code == 200
    assert nothing_was_done(system)


def test_a_key_that_has_ended_opens_nothing(system: System, clock: Any) -> None:
    from wholeplace.ledger.records import Act
    from wholeplace.service.records.access.keys import end_key

    reference = system.key.split(".")[1]
    end_key(Act(account="test", acting_as="test", event="key ended", at=clock()), reference, clock().date())
    assert issue(system.ask("GET", f"Slot?{WHEN}"))[0] == 401


def test_slots_for_others_cannot_be_booked_by_guessing(system: System, slots: Slots) -> None:
    for restriction in ({"types": "|gp-practice|"}, {"codes": "|Y00999|"}, {"bookable": False}):
        from wholeplace.service.records.booking.models import Slot

        row = Slot.objects.get(pk=slots.add(hours=5, **restriction))
        shown = {
            "resourceType": "Slot", "id": row.reference, "schedule": {"reference": f"Schedule/{row.schedule}"}, "status": "free",
            "start": row.start.isoformat(), "end": row.end.isoformat(),
        }  # fmt: skip
        assert issue(system.ask("POST", "$process-message", booking_request(shown))) == (403, "REC_FORBIDDEN", "forbidden")
        assert issue(system.ask("GET", f"Slot/{row.reference}")) == (404, "REC_NOT_FOUND", "not-found")
        Slot.objects.filter(pk=row.pk).delete()


PLANTED = ("Quillfeather", "Ottoline", "9990000018", "LS1 4ZZ", "07700900123", "1961-04-05", "Nowhere Row")


def spoilt(told: dict[str, Any]) -> Iterator[Any]:
    """A message with the planted person in every place where something may be wrong."""
    for planted in PLANTED:
        for kind in ("MessageHeader", "Appointment", "Patient", "Slot", "Schedule", "HealthcareService", "Organization"):
            for change in (
                {planted: planted},
                {"status": planted},
                {"resourceType": planted},
                {"id": planted + " !"},
                {"identifier": planted},
            ):
                copy = json.loads(json.dumps(told))
                part(copy, kind).update(change)
                yield copy
    copy = json.loads(json.dumps(told))
    part(copy, "Patient")["identifier"][0]["value"] = "9990000019"
    yield copy


def test_no_refusal_says_anything_of_a_person(system: System) -> None:
    told = message(system)
    answers = [system.ask("POST", "$process-message", each) for each in spoilt(told)]
    for planted in PLANTED:
        word = planted.replace(" ", "%20")
        answers += [
            system.ask("GET", f"Slot?{WHEN}&{word}=1"),
            system.ask("GET", f"Slot?{WHEN}&_format={word}"),
            system.ask("GET", f"Slot?start=ge{word}&start=le{word}&status={word}&searchFilter={word}"),
            system.ask("GET", f"Appointment?patient:identifier={word}"),
            system.ask("GET", f"Appointment?patient:name={word}&patient:birthdate={word}"),
            system.ask("GET", f"Appointment/{word}"),
            system.ask("GET", f"Appointment?patient:identifier={NUMBER}&date={word}"),
            system.ask("GET", f"MessageDefinition?context={word}&{word}"),
            system.ask("GET", f"{word}/{word}"),
            system.ask("GET", f"Slot?{WHEN}", NHSD_Target_Identifier=planted, X_Request_Id=planted),
            system.ask("GET", f"Slot?{WHEN}", Accept=planted),
            system.ask("POST", "$process-message", planted),
            system.ask("POST", "$process-message", told, content_type=planted),
            system.ask("POST", "Appointment", plainly({"start": planted, "end": planted, "id": planted})),
            system.ask("PATCH", "Appointment/x", {planted: planted}),
        ]
    refused = [answer for answer in answers if answer.status_code >= 400]
    assert len(refused) > 200
    for answer in refused:
        text = answer.content.decode() + json.dumps(dict(answer.items()))
        assert not [planted for planted in (*PLANTED, "9990000019") if planted.lower() in text.lower()], text
        assert not validate(said(answer), uk_core=True)
        row = [kind for kind in kinds().values() if kind.status == answer.status_code]
        assert issue(answer)[1] in {kind.code for kind in row}
    assert PERSON["family"] == PLANTED[0]


def test_a_fault_of_ours_says_nothing(system: System, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from wholeplace.service.records.booking import booking

    def fails(*_: object) -> None:
        raise RuntimeError(f"{PERSON['family']} {PERSON['number']}")

    told = message(system)
    monkeypatch.setattr(booking, "book_locked", fails)
    answer = system.ask("POST", "$process-message", told)
    assert issue(answer) == (500, "REC_SERVER_ERROR", "exception")
    assert PERSON["family"] not in answer.content.decode()


def test_too_late_is_408_and_may_be_sent_again(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    from wholeplace.service.records.booking import booking
    from wholeplace.service.records.turns import TooLate

    def late(*_: object) -> None:
        raise TooLate

    told = message(system)
    ids = {"X_Request_Id": str(uuid4()), "X_Correlation_Id": str(uuid4())}
    with monkeypatch.context() as patched:
        patched.setattr(booking, "book_locked", late)
        assert issue(system.ask("POST", "$process-message", told, **ids)) == (408, "REC_TIMEOUT", "timeout")
    assert nothing_was_done(system)
    assert system.ask("POST", "$process-message", told, **ids).status_code == 200


def test_every_search_for_a_person_and_every_look_is_in_the_log(system: System) -> None:
    from wholeplace.ledger.records.models import LogEntry

    booked = part(said(system.ask("POST", "$process-message", message(system))), "Appointment")
    before = LogEntry.objects.filter(kind="access").count()
    system.ask("GET", f"Appointment/{booked['id']}")
    system.ask("GET", f"Appointment?patient:identifier={NUMBER}")
    texts = LogEntry.objects.filter(kind="access").values_list("says", flat=True)
    assert len(texts) >= before + 3
    assert not [text for text in texts if re.search("|".join(PLANTED), text)]
