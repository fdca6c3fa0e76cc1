"""Clients that others wrote: schemathesis sends what our OpenAPI document allows (and what it forbids), fhirpy finds, books and cancels."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.web.fhir.conftest import OF_111, Slots, System, Systems, headers_of_bars
from tests.web.fhir.plainly import wanted
from tests.web.partner.conftest import Clock
from wholeplace import web
from wholeplace.service.fhir.outcome import kinds

EXAMPLES = 40
"""Requests of each operation."""


@pytest.mark.slow
def test_schemathesis_finds_no_answer_that_we_did_not_promise(systems: Systems, slots: Slots, place: Path, clock: Clock) -> None:
    schemathesis = pytest.importorskip("schemathesis")
    slots.add()
    system = systems(interface="fhir")
    document = schemathesis.openapi.from_wsgi("/fhir/R4/openapi.json", web.application(place, clock=clock))
    operations = [found.ok() for found in document.get_all_operations()]
    assert len(operations) >= 18
    bars = headers_of_bars(OF_111)

    for operation in operations:

        @settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy(), standard=st.booleans())
        def ask(case: Any, standard: bool) -> None:
            headers = {"Authorization": f"Bearer {system.key}", **(bars if standard else {})}
            answer = case.call(headers=headers)
            case.validate_response(answer, excluded_checks=_not_ours(schemathesis))
            assert answer.status_code in {200, 201, 304, *(one.status for one in kinds().values())} - {500, 503}

        ask()


def _not_ours(schemathesis: Any) -> list[Any]:
    """Our document says what a system may send; FHIR itself says what a resource holds, and the validator holds it against that. What is
    said without a key is tested route by route in test_routes.py: here every request brings one."""
    checks = schemathesis.checks
    names = ("positive_data_acceptance", "negative_data_rejection", "ignored_auth")
    return [check for name in names if (check := getattr(checks, name, None)) is not None]


class Quiet(WSGIRequestHandler):
    """Says nothing of what it answers."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def served(place: Path, clock: Clock, transactional_db: None) -> Iterator[str]:
    """The door on a port of this machine."""
    pytest.importorskip("fhirpy")
    server = make_server("127.0.0.1", 0, web.application(place, clock=clock), handler_class=Quiet)

    def answer() -> None:
        server.serve_forever(poll_interval=0.05)
        connections.close_all()  # each thread has its own, and the database of the tests is dropped at their end

    thread = Thread(target=answer, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/fhir/R4"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def test_fhirpy_finds_books_reads_and_cancels(served: str, systems: Systems, slots: Slots) -> None:
    fhirpy = pytest.importorskip("fhirpy")
    slots.add()
    system: System = systems(interface="fhir")
    client = fhirpy.SyncFHIRClient(served, authorization=f"Bearer {system.key}")
    search = client.resources("Slot").search(start=["ge2026-11-02", "le2026-11-09"], status="free")
    (slot,) = search.fetch()
    told = wanted(dict(slot.serialize()))
    appointment = client.resource(told.pop("resourceType"), **told)
    appointment.save()
    assert appointment.id
    assert appointment["status"] == "booked"
    found = client.resources("Appointment").search(**{"patient:identifier": "https://fhir.nhs.uk/Id/nhs-number|9990000018"}).fetch()
    assert [one.id for one in found] == [appointment.id]
    again = client.reference("Appointment", appointment.id).to_resource()
    again["status"], again["cancelationReason"] = "cancelled", {"text": "Feels better"}
    again.save()
    assert again["meta"]["versionId"] == "2"
    again["comment"] = "After all"
    with pytest.raises(fhirpy.base.exceptions.OperationOutcome, match="cancelled"):
        again.save()
