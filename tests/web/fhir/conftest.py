"""A place with two practices and their slots, a key for a 111 provider, and a plain client of the interface for other systems."""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.feeds.conftest import _PLACE
from tests.web.conftest import put_release
from tests.web.partner.conftest import Clock, clock
from wholeplace.ledger.records import Act
from wholeplace.web.house import House
from wholeplace.web.public.shelf import Shelf

__all__ = ["clock"]

PRACTICES = """
[[practice]]
code = "P81001"
name = "Hill Practice"
list_size = 9000
takes = "anyone"

[[practice]]
code = "P81002"
name = "Mill Practice"
list_size = 3000
takes = "anyone"

[[practice]]
code = "P81003"
name = "Shut Practice"
enabled = false
why_not = "This practice takes no bookings from others."
instead = ["Urgent treatment centre"]

[[alternative]]
name = "Urgent treatment centre"
why = "It is open until ten in the evening."
phone = "0113 496 0000"
"""
HOUR = timedelta(hours=1)
OF_111 = "Y00111"
NUMBER, OTHER_NUMBER = "9990000018", "9990000026"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place folder with the front door open."""
    folder = tmp_path / "anywhere"
    (folder / "front_door").mkdir(parents=True)
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    (folder / "place.toml").write_text(_PLACE["place.toml"] + 'modules = ["picture", "front-door"]\n')
    (folder / "front_door" / "practices.toml").write_text(PRACTICES)
    put_release(folder, "2025-Q3-v1", {"index.html": "<p>summer</p>"})
    return folder


@dataclass
class Slots:
    """Slots of a test, by practice."""

    at: datetime

    def add(self, organisation: str = "P81001", hours: float = 2, **columns: Any) -> str:
        """A free slot of ten minutes that others may book, so many hours from noon."""
        from wholeplace.service.records.booking.models import Schedule, Slot

        schedule, _ = Schedule.objects.get_or_create(
            organisation=organisation, title="Morning surgery",
            defaults={"reference": str(uuid4()), "role": "General practitioner", "location": "Room 1"},
        )  # fmt: skip
        start = self.at + hours * HOUR
        given = {"end": start + timedelta(minutes=10), "bookable": True, "kind": "General appointment", **columns}
        return Slot.objects.create(
            reference=str(uuid4()), organisation=organisation, schedule=schedule.reference, start=start, **given
        ).reference


@pytest.fixture
def slots(clock: Clock, db: None) -> Slots:
    return Slots(clock().astimezone(UTC))


@dataclass
class System:
    """A system with a key. `ask` sends its headers; `said` is the JSON of the last answer."""

    client: Client
    key: str
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: Any = None, *, content_type: str = "application/fhir+json", **headers: str) -> Any:
        """One request under /fhir/R4/. `headers` with underscores; an empty one takes one away."""
        sent = {**self.headers, "X-Request-Id": str(uuid4()), "X-Correlation-Id": str(uuid4()), "Authorization": f"Bearer {self.key}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes | str) else b"" if body is None else json.dumps(body)
        return self.client.generic(
            method, f"/fhir/R4/{path}", data, content_type=content_type, headers={name: value for name, value in sent.items() if value}
        )  # fmt: skip


def encoded(value: Any) -> str:
    return b64encode(json.dumps(value).encode()).decode()


def headers_of_bars(organisation: str) -> dict[str, str]:
    """Every header that the Booking and Referral Standard asks of a sender."""
    system = "https://fhir.nhs.uk/Id/ods-organization-code"
    return {
        "Accept": "application/fhir+json; version=1.0.0",
        "NHSD-End-User-Organisation": encoded(
            {"resourceType": "Organization", "identifier": [{"system": system, "value": organisation}], "name": "A provider"}
        ),
        "NHSD-Requesting-Software": encoded(
            {"resourceType": "Device", "identifier": [{"system": "https://example.org/device", "value": "S1"}], "version": [{"value": "1"}]}
        ),
        "NHSD-Target-Identifier": encoded({"system": "https://fhir.nhs.uk/Id/dos-service-id", "value": "P81001"}),
    }  # fmt: skip


Systems = Callable[..., System]


@pytest.fixture
def house(place: Path, clock: Clock) -> House:
    return House(place, clock)


@pytest.fixture
def systems(house: House, clock: Clock, db: None) -> Systems:
    """`systems()` is 111's system on the BaRS interface; `systems("P81001", interface="fhir")` a practice's, as a plain client."""
    from wholeplace.service.records.access.keys import KeyAsked, give_key
    from wholeplace.web.desk.views import planners  # needs Django, which is set up after this file is read

    meta = {
        "wholeplace.house": house, "wholeplace.shelf": Shelf(house.folder / "releases"), "wholeplace.only_this_machine": True,
        "wholeplace.planners": planners(house), "HTTP_HOST": "localhost",
    }  # fmt: skip

    def system(
        organisation: str = OF_111, *, may: tuple[str, ...] = ("search", "book", "refer"), interface: str = "bars", **given: Any
    ) -> System:
        act = Act(account="test", acting_as="fixture", event="key given", at=clock())
        asked = KeyAsked(
            name=f"System of {organisation}", organisation=organisation, may=may, interface=interface, since=clock().date(),
            type=given.pop("type", "urgent-care" if organisation == OF_111 else "gp-practice"), **given,
        )  # fmt: skip
        headers = headers_of_bars(organisation) if interface == "bars" else {"Accept": "application/fhir+json"}
        return System(Client(**meta), give_key(act, asked).key, headers)

    return system
