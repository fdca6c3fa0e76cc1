"""One entry for every read, search, write and refusal, in the book of whoever asks; and what a person is told of them.

**`look(...)` is the one way to a person's record.** Call it before a transaction of your own: its entry then stands whatever becomes of
yours, and it holds no book while yours takes its own. Inside one (a job of `in_turn`) call it first of all.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from wholeplace.ledger.records import Act
from wholeplace.service.access import Asks, Doing, Purpose, Role, Verdict, What, allowed
from wholeplace.service.records.access.facts import Asker, facts_of
from wholeplace.service.records.books import PERSONS, book_of
from wholeplace.service.records.turns import in_turn

KIND = "access"
SEARCH = "search"
"""The reference of a search: whom it found is in entries of their own."""
_EVENTS = {Doing.READ: "read", Doing.SEARCH: "searched", Doing.WRITE: "wrote"}


class Refused(Exception):
    """The rules say no. It is noted already. Nothing about the person is in it but the reference that was asked for."""

    def __init__(self, verdict: Verdict, asker: Asker, person: str) -> None:
        super().__init__(verdict.words)
        self.verdict, self.asker, self.person = verdict, asker, person


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
    (verdict,) = look_at_each(asker, [person], what, doing=doing, purpose=purpose, referrals={person: referral}).values()
    if not verdict.allowed:
        raise Refused(verdict, asker, person)
    return verdict


def look_at_each(
    asker: Asker, persons: Iterable[str], what: What, *, doing: Doing = Doing.READ, purpose: Purpose = Purpose.DIRECT_CARE,
    referrals: Mapping[str, str] | None = None,
) -> Mapping[str, Verdict]:  # fmt: skip
    """For a list of people: a verdict and an entry for each, in one transaction. Never raises Refused: leave out those refused."""
    told = referrals or {}
    asked = {one: facts_of(asker, one, what, doing=doing, purpose=purpose, referral=told.get(one, "")) for one in dict.fromkeys(persons)}
    verdicts = {one: allowed(question) for one, question in asked.items()}

    def job() -> None:
        for one, verdict in verdicts.items():
            _note(asker, one, asked[one], verdict, told.get(one, ""))

    if verdicts:
        in_turn(job)
    return verdicts


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
    in_turn(lambda: _note(asker, person, Asks(role=asker.role, what=what, purpose=purpose), verdict, ""))


def looked_at(person: str, *, limit: int = 200) -> Sequence[Looked]:
    """Who looked at a person's record, the last first. Their own looks are left out, those of who acts for them are not; refusals are
    there: somebody tried."""
    from wholeplace.ledger.records.models import LogEntry

    found = LogEntry.objects.filter(kind=KIND, reference=person).values_list("book", "number", "says")
    looks = (one for one in (_looked(f"{book}.{number}", json.loads(text)) for book, number, text in found) if one.role != Role.RESIDENT)
    return sorted(looks, key=lambda one: one.at, reverse=True)[:limit]


def looks_at(organisation: str, *, limit: int = 200) -> Sequence[tuple[str, Looked]]:
    """The last looks of one organisation at anybody, the last first: (reference of the person, look). For its privacy officer."""
    from wholeplace.ledger.records.models import LogEntry

    found = LogEntry.objects.filter(kind=KIND, book=book_of(organisation)).order_by("-number").values_list("reference", "number", "says")
    rows = found[: limit * 16].iterator()
    looks = ((reference, _looked(f"{book_of(organisation)}.{number}", json.loads(text))) for reference, number, text in rows)
    return list(islice((one for one in looks if one[1].organisation == organisation), limit))


def _note(asker: Asker, person: str, asked: Asks, verdict: Verdict, referral: str) -> None:
    event = _EVENTS[asked.doing] if verdict.allowed else "refused"
    content = _content(asker, asked.what, asked.doing, asked.purpose) | {
        "allowed": verdict.allowed, "rule": verdict.rule, "referral": referral, "tells": verdict.tells_the_resident,
    }  # fmt: skip
    _write(asker, person, event, content, why=asked.break_glass if verdict.tells_the_resident else "")


def _content(asker: Asker, what: What, doing: Doing, purpose: Purpose) -> dict[str, Any]:
    return {
        "organisation": asker.organisation, "what": what.value, "doing": doing.value, "purpose": purpose.value, "request": asker.request,
    }  # fmt: skip


def _write(asker: Asker, reference: str, event: str, content: dict[str, Any], *, why: str = "") -> None:
    from wholeplace.ledger.records.keeping import note

    act = Act(account=asker.account, acting_as=asker.role.value, event=event, at=asker.at, why=why)
    note(
        act,
        kind=KIND,
        reference=reference[:80] or SEARCH,
        content=content,
        book=book_of(asker.organisation) if asker.organisation else PERSONS,
    )


def _looked(entry: str, says: Mapping[str, Any]) -> Looked:
    told = says["content"]
    return Looked(
        entry=entry, at=datetime.fromisoformat(says["at"]), account=says["account"], role=says["acting_as"], why=says["why"],
        organisation=told["organisation"], event=says["event"], what=told["what"], purpose=told["purpose"], allowed=told["allowed"],
        rule=told.get("rule", ""), referral=told.get("referral", ""), tells=told.get("tells", False), request=told.get("request", ""),
    )  # fmt: skip
