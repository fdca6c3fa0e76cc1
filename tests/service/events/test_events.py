"""Subscribers are told what happens at their organisation: once each, in order, by reference only, until they take it."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.verifying import verify
from wholeplace.service.fhir.notifying import Happening, focus_of
from wholeplace.service.fhir.validation import validate
from wholeplace.terms import DataProblem
from wholeplace.web.telling import post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ACT = Act(account="AB", acting_as="at the machine", event="subscription made", at=NOW)
KNOWN = ("P1", "P2", "V1")


def subscribed(organisation: str = "P1", address: str = "https://one.example/events", kinds: tuple[str, ...] = ()) -> Any:
    from wholeplace.service.records.events.subscriptions import SubscriptionAsked, subscribe

    asked = SubscriptionAsked(organisation=organisation, address=address, kinds=kinds, since=NOW.date())
    return subscribe(ACT, asked, organisations=KNOWN)


def happened(*kinds: str, organisation: str = "P1") -> None:
    from wholeplace.service.records.events.outbox import tell

    for number, kind in enumerate(kinds):
        tell(kind, reference=f"a-{number}", organisation=organisation, at=NOW)


class Listener:
    """A subscriber in this process. `takes`: whether it takes what it is told."""

    def __init__(self) -> None:
        self.takes = True
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[Mapping[str, str]] = []
        self.bodies: list[bytes] = []

    def __call__(self, address: str, body: bytes, headers: Mapping[str, str]) -> str:
        if not self.takes:
            return "It answered 503."
        self.got.append((address, json.loads(body)))
        self.bodies.append(body)
        self.headers.append(headers)
        return ""

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """(number, focus) of everything it was told."""
        parts = [_parts(body) for _, body in self.got]
        return [(one["event-number"], one["focus"]) for one in parts]


def _parts(body: dict[str, Any]) -> dict[str, str]:
    event = body["entry"][0]["resource"]["parameter"][-1]["part"]
    return {part["name"]: part.get("valueString") or part.get("valueReference", {}).get("reference", "") for part in event}


def send(at: datetime, listener: Listener) -> Any:
    from wholeplace.service.records.events.sending import send

    return send(at, listener)


def test_each_is_told_once_in_order_and_only_of_its_own_organisation() -> None:
    subscribed()
    subscribed("P2", "https://two.example/events")
    happened("appointment booked", "appointment cancelled")
    happened("referral sent", organisation="V1")
    listener = Listener()
    assert send(NOW, listener).taken == 2
    assert listener.numbers == [("1", "Appointment/a-0"), ("2", "Appointment/a-1")]
    assert {address for address, _ in listener.got} == {"https://one.example/events"}
    assert send(NOW + timedelta(days=1), listener).taken == 0
    assert verify().problems == ()


def test_only_the_kinds_that_were_asked_for() -> None:
    subscribed(kinds=("referral sent",))
    happened("appointment booked", "referral sent")
    listener = Listener()
    send(NOW, listener)
    assert [focus for _, focus in listener.numbers] == ["ServiceRequest/a-1"]


def test_what_happened_before_is_not_told_and_after_the_end_nothing_is() -> None:
    from wholeplace.service.records.events.sending import share_out
    from wholeplace.service.records.events.subscriptions import end

    happened("appointment booked")
    share_out(NOW)
    one = subscribed()
    end(ACT, one.reference, NOW.date() + timedelta(days=1))
    happened("appointment cancelled")
    listener = Listener()
    send(NOW, listener)
    happened("appointment booked")
    send(NOW + timedelta(days=1), listener)
    assert listener.numbers == [("1", "Appointment/a-0")]


def test_who_does_not_take_it_is_told_again_later_in_the_same_order_and_holds_up_nobody() -> None:
    subscribed()
    subscribed("P1", "https://two.example/events")
    happened("appointment booked", "appointment cancelled")
    listener, only_two = Listener(), Listener()

    def one_is_away(address: str, body: bytes, headers: Mapping[str, str]) -> str:
        return "It did not answer (TimeoutError)." if address.startswith("https://one") else only_two(address, body, headers)

    from wholeplace.service.records.events.sending import send as send_by

    told = send_by(NOW, one_is_away)
    assert (told.taken, told.refused, told.waiting) == (2, 1, 2)
    assert send(NOW + timedelta(seconds=59), listener).taken == 0, "not before its time"
    assert send(NOW + timedelta(minutes=1), listener).taken == 2
    assert listener.numbers == [("1", "Appointment/a-0"), ("2", "Appointment/a-1")]


def test_tries_come_further_apart_and_at_least_every_hour() -> None:
    from wholeplace.service.records.events.models import Delivery

    subscribed()
    happened("appointment booked")
    listener, at, waits = Listener(), NOW, []
    listener.takes = False
    for _ in range(9):
        send(at, listener)
        waits.append((Delivery.objects.get().next_at - at).total_seconds() / 60)
        at = Delivery.objects.get().next_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_message_is_valid_fhir_signed_and_holds_nothing_but_references() -> None:
    one = subscribed()
    happened("appointment booked")
    listener = Listener()
    send(NOW, listener)
    ((_, body),) = listener.got
    assert validate(body) == ()
    assert _parts(body)["focus"] == "Appointment/a-0"
    seal = hmac.new(one.secret.encode(), listener.bodies[0], hashlib.sha256).hexdigest()
    assert listener.headers[0]["X-Wholeplace-Signature"] == f"sha256={seal}"


def test_the_log_knows_who_is_told_and_never_the_secret() -> None:
    from wholeplace.ledger.records.models import LogEntry

    one = subscribed()
    entries = [entry.says for entry in LogEntry.objects.filter(reference=one.reference)]
    assert len(entries) == 1
    assert one.address in entries[0]
    assert one.secret not in entries[0]


@pytest.mark.parametrize(
    ("organisation", "address", "kinds", "wrong"),
    [
        ("P9", "https://one.example/", (), ["Organisation"]),
        ("P1", "http://one.example/", (), ["Address"]),
        ("P1", "https://", (), ["Address"]),
        ("P1", "https://user:word@one.example/", (), ["Address"]),
        ("P1", "https://one.example:99999/", (), ["Address"]),
        ("P1", "file:///etc/passwd", (), ["Address"]),
        ("P1", "http://127.0.0.1:9/", (), []),
        ("P9", "ftp://x", ("appointment boked",), ["Organisation", "Address", "Kind"]),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(organisation: str, address: str, kinds: tuple[str, ...], wrong: list[str]) -> None:
    if not wrong:
        assert subscribed(organisation, address, kinds).address == address
        return
    with pytest.raises(DataProblem) as letter:
        subscribed(organisation, address, kinds)
    assert [problem.where for problem in letter.value.problems] == wrong


def test_ending_what_is_not_there_is_a_letter() -> None:
    from wholeplace.service.records.events.subscriptions import end

    with pytest.raises(DataProblem, match="sub-"):
        end(ACT, "sub-none", date(2026, 11, 23))


def test_every_kind_that_is_told_is_about_a_resource() -> None:
    from wholeplace.service.records.events.subscriptions import KINDS

    assert all("/" in focus_of(Happening(number=1, kind=kind, reference="r", at=NOW)) for kind in KINDS)
    with pytest.raises(ValueError, match="weather"):
        focus_of(Happening(number=1, kind="weather changed", reference="r", at=NOW))


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """A subscriber that answers over HTTP: 204 at /take, 503 at /full, a redirect at /moved."""
    bodies: list[bytes] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response({"/take": 204, "/full": 503, "/moved": 307}[self.path])
            if self.path == "/moved":
                self.send_header("Location", "/take")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=listening.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", bodies
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_over_http_only_a_good_answer_counts_and_nobody_is_sent_on(server: tuple[str, list[bytes]]) -> None:
    address, bodies = server
    assert post(f"{address}/take", b"{}", {}) == ""
    assert post(f"{address}/full", b"{}", {}) == "It answered 503."
    assert post(f"{address}/moved", b"{}", {}) == "It answered 307."
    assert len(bodies) == 3
    assert post("http://127.0.0.1:9/", b"{}", {}).startswith("It did not answer")


def test_the_verb_subscribes_lists_sends_and_ends(partnership: Path, run: Run) -> None:
    (partnership / "place.toml").write_text((partnership / "place.toml").read_text().replace('"agreement"', '"agreement", "front-door"'))
    made = run("events", "subscribe", partnership, "X00", "http://127.0.0.1:9/", "--by", "AB", "--json").json
    assert len(made["secret"]) == 64
    happened("appointment booked", organisation="X00")
    assert run("events", "send", partnership).out == "0 told, 1 not taken and tried again later, 1 waiting.\n"
    listed = run("events", "list", partnership)
    assert "0 told, 1 waiting. It did not answer" in listed.out
    assert made["secret"] not in listed.out
    assert "ends on" in run("events", "end", partnership, made["reference"], "--by", "AB").out


def test_a_place_without_a_front_door_gets_a_letter(partnership: Path, run: Run) -> None:
    ended = run("events", "list", partnership)
    assert ended.code != 0
    assert 'Add "front-door" to modules.' in ended.err
