"""One entry for every read, search, write and refusal, in the book of whoever asks; and what a person is told of them.

**`look(...)` is the one way to a person's record.** Call it before a transaction of your own: its entry then stands whatever becomes of
yours, and it holds no book while yours takes its own. A job that must be one transaction with its look uses `decided` and
`in_turn_noting_refusals`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from wholeplace.ledger.records import Act
from wholeplace.service.access import Asks, Doing, Purpose, Role, Verdict, What, allowed
from wholeplace.service.records.access.facts import Asker, facts_of, facts_of_each
from wholeplace.service.records.books import PERSONS, book_of
from wholeplace.service.records.persons.joining import references_of
from wholeplace.service.records.turns import DEADLINE, in_turn

Done = TypeVar("Done")

KIND = "access"
SEARCH = "search"
"""The reference of a search: whom it found is in entries of their own."""
_EVENTS = {Doing.READ: "read", Doing.SEARCH: "searched", Doing.WRITE: "wrote"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """A question about a person, and the answer. `note` writes its entry, in the book `book`."""

    asker: Asker
    person: str
    asked: Asks
    verdict: Verdict
    referral: str = ""

    @property
    def book(self) -> str:
        """The book of whoever asks."""
        return _book(self.asker)

    def note(self) -> None:
        """Write the entry, in a turn of its own or in the job that is at work."""
        if connection.in_atomic_block:
            _note(self)
        else:
            in_turn(lambda: _note(self))


class Refused(Exception):
    """The rules say no. It is noted already. Nothing about the person is in it but the reference that was asked for."""

    def __init__(self, decided: Decided) -> None:
        super().__init__(decided.verdict.words)
        self.decided, self.verdict, self.asker, self.person = decided, decided.verdict, decided.asker, decided.person


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """One look at a person's record, as the log has it. `entry`: its book and number. `why`: the reason given when the glass was broken."""

    entry: str
    at: datetime
    account: str
    role: str
    organisation: str
    event: str
    what: str
    purpose: str
    allowed: bool
    rule: str
    referral: str
    why: str
    tells: bool
    request: str


def look(
    asker: Asker, person: str, what: What, *, doing: Doing = Doing.READ, purpose: Purpose = Purpose.DIRECT_CARE, referral: str = "",
) -> Verdict:  # fmt: skip
    """Decide, note it, and raise Refused where the answer is no. `person`: a reference, which need not be anybody's."""
    decision = _decided_of(asker, [person], what, doing, purpose, {person: referral})[0]
    decision.note()
    if not decision.verdict.allowed:
        raise Refused(decision)
    return decision.verdict


def look_at_each(
    asker: Asker, persons: Iterable[str], what: What, *, doing: Doing = Doing.READ, purpose: Purpose = Purpose.DIRECT_CARE,
    referrals: Mapping[str, str] | None = None,
) -> Mapping[str, Verdict]:  # fmt: skip
    """For a list of people: a verdict and an entry for each, in one transaction. Never raises Refused: leave out those refused."""
    decisions = _decided_of(asker, persons, what, doing, purpose, referrals or {})

    def job() -> None:
        for one in decisions:
            _note(one)

    if decisions:
        in_turn(job)
    return {one.person: one.verdict for one in decisions}


def decided(asker: Asker, person: str, what: What, *, doing: Doing = Doing.READ, referral: str = "") -> Decided:
    """`look` without its entry, for a job that writes to several books and takes them in order: note it in the same job, and run that with
    `in_turn_noting_refusals`. Raises Refused, which nobody has noted yet."""
    decision = _decided_of(asker, [person], what, doing, Purpose.DIRECT_CARE, {person: referral})[0]
    if not decision.verdict.allowed:
        raise Refused(decision)
    return decision


def in_turn_noting_refusals(job: Callable[[], Done], *, deadline: float = DEADLINE) -> Done:
    """`in_turn` for a job that decides about persons. What it decided stands with what it did, or not at all; but where it was Refused,
    nothing of the job stands, and the refusal is noted by itself."""
    try:
        return in_turn(job, deadline=deadline)
    except Refused as refusal:
        refusal.decided.note()
        raise


def _decided_of(
    asker: Asker, persons: Iterable[str], what: What, doing: Doing, purpose: Purpose, referrals: Mapping[str, str]
) -> Sequence[Decided]:
    asked = facts_of_each(asker, persons, what, doing=doing, purpose=purpose, referrals=referrals)
    return [
        Decided(asker=asker, person=one, asked=question, verdict=allowed(question), referral=referrals.get(one, ""))
        for one, question in asked.items()
    ]


def may(asker: Asker, person: str, what: What, *, doing: Doing = Doing.READ, referral: str = "") -> Verdict:
    """What `look` would say, without noting it: for a page that shows a button or not. Never show a record on its word."""
    return allowed(facts_of(asker, person, what, doing=doing, referral=referral))


def searched(asker: Asker, *, by: Sequence[str], found: Mapping[str, bool], what: What = What.DETAILS) -> None:
    """Note a search: by which fields (their names, never what was typed), and each person it found (shown or not)."""

    def job() -> None:
        content = {**_content(asker, what, Doing.SEARCH, Purpose.DIRECT_CARE), "allowed": True, "by": list(by), "found": len(found)}
        _write(asker, SEARCH, "searched", content)
        for person, shown in found.items():
            rule = "finding" if shown else "found-and-not-shown"
            _write(asker, person, "found by a search", {**content, "allowed": shown, "rule": rule, "found": 1})

    in_turn(job)


def audited(asker: Asker, person: str, what: What, verdict: Verdict, *, purpose: Purpose = Purpose.DIRECT_CARE) -> None:
    """The entry alone, for a verdict that was come to elsewhere."""
    Decided(asker=asker, person=person, asked=Asks(role=asker.role, what=what, purpose=purpose), verdict=verdict).note()


def looked_at(person: str) -> Sequence[Looked]:
    """Everybody who looked at a person's record, the last first. Their own looks are left out, those of who acts for them are not;
    refusals are there: somebody tried."""
    from wholeplace.ledger.records.models import LogEntry

    found = LogEntry.objects.filter(kind=KIND, reference__in=references_of(person)).values_list("book", "number", "says")
    looks = (one for one in (_looked(f"{book}.{number}", json.loads(text)) for book, number, text in found) if one.role != Role.RESIDENT)
    return sorted(looks, key=lambda one: one.at, reverse=True)


def looks_at(organisation: str, *, limit: int = 200) -> Sequence[tuple[str, Looked]]:
    """The last looks of one organisation at anybody, the last first: (reference of the person, look). For its privacy officer."""
    from wholeplace.ledger.records.models import LogEntry

    found = LogEntry.objects.filter(kind=KIND, book=book_of(organisation)).order_by("-number").values_list("reference", "number", "says")
    rows = found[: limit * 16].iterator()
    looks = ((reference, _looked(f"{book_of(organisation)}.{number}", json.loads(text))) for reference, number, text in rows)
    return list(islice((one for one in looks if one[1].organisation == organisation), limit))


def _note(one: Decided) -> None:
    asked, verdict = one.asked, one.verdict
    event = _EVENTS[asked.doing] if verdict.allowed else "refused"
    content = _content(one.asker, asked.what, asked.doing, asked.purpose) | {
        "allowed": verdict.allowed, "rule": verdict.rule, "referral": one.referral, "tells": verdict.tells_the_resident,
    }  # fmt: skip
    _write(one.asker, one.person, event, content, why=asked.break_glass if verdict.tells_the_resident else "")


def _content(asker: Asker, what: What, doing: Doing, purpose: Purpose) -> dict[str, Any]:
    return {
        "organisation": asker.organisation, "what": what.value, "doing": doing.value, "purpose": purpose.value, "request": asker.request,
    }  # fmt: skip


def _write(asker: Asker, reference: str, event: str, content: dict[str, Any], *, why: str = "") -> None:
    from wholeplace.ledger.records.keeping import note

    act = Act(account=asker.account, acting_as=asker.role.value, event=event, at=asker.at, why=why)
    note(act, kind=KIND, reference=reference[:80] or SEARCH, content=content, book=_book(asker))


def _book(asker: Asker) -> str:
    return book_of(asker.organisation) if asker.organisation else PERSONS


def _looked(entry: str, says: Mapping[str, Any]) -> Looked:
    told = says["content"]
    return Looked(
        entry=entry, at=datetime.fromisoformat(says["at"]), account=says["account"], role=says["acting_as"], why=says["why"],
        organisation=told["organisation"], event=says["event"], what=told["what"], purpose=told["purpose"], allowed=told["allowed"],
        rule=told.get("rule", ""), referral=told.get("referral", ""), tells=told.get("tells", False), request=told.get("request", ""),
    )  # fmt: skip
