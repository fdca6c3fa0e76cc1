"""Searching for slots: of some services, or of every practice at once. And holding one while somebody still asks the person."""

from dataclasses import replace
from typing import Any

from wholeplace.service.booking import Asker, NoSuchSlot, Practices, Slot, SlotStatus, SlotsWanted, alternatives_of, may_see, status_at
from wholeplace.service.fhir.lists import Page, at, moment, searchset
from wholeplace.service.fhir.outcome import PROFILE, refused
from wholeplace.service.fhir.searching import SlotSearch, no_parameters, slot_search
from wholeplace.service.fhir.writing import included
from wholeplace.service.fhir.writing import slot as as_fhir
from wholeplace.service.records.turns import in_turn
from wholeplace.web.fhir.answering import Answer, answers
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.pages import Further, followed, links
from wholeplace.web.fhir.places import practices_of


def asker_of(asked: Asked, *, code: str = "", kind: str = "") -> Asker:
    """The organisation that asks, as slots are released to it. What a request claims beyond what its key says opens nothing."""
    key = asked.key
    if key is None:
        return Asker()
    claimed = code or asked.organisation
    known = claimed if claimed in (key.organisation, *key.acts_for) else ""
    return Asker(code=known, type=key.type if kind in ("", key.type) else "")


def etag(version: int | str) -> str:
    """A version, as a header says it."""
    return f'W/"{version}"'


def _search(asked: Asked) -> Answer:
    from wholeplace.service.records.booking.searching import schedules_of

    further = followed(asked, "Slot", Further)
    search = slot_search(further.pairs if further else asked.pairs, utc_only=asked.bars, lenient=asked.lenient)
    practices = practices_of(asked.house)
    page = _page(asked, search, practices, further)
    more = Further(after=page.after, pairs=search.heeded) if page.after else None
    shown = () if search.count == 0 else page.found
    told = searchset(
        asked.base, links(asked, "Slot", search.heeded, more), [as_fhir(one) for one in shown],
        included(shown, schedules_of(shown), practices.by_code, search.includes), total=page.total,
    )  # fmt: skip
    return Answer(resource=told if further else _with_advice(told, search, practices))


def _page(asked: Asked, search: SlotSearch, practices: Practices, further: Further | None) -> Page[Slot]:
    """What a search finds: all of it and how many, or as many as a page holds, and nobody counts the rest."""
    from wholeplace.service.records.booking.paging import few_slots
    from wholeplace.service.records.booking.searching import search_slots

    wanted = SlotsWanted(
        start=search.start, end=search.end, asker=asker_of(asked, code=search.organisation, kind=search.organisation_type),
        organisations=search.services, statuses=tuple(SlotStatus(one) for one in search.statuses),
    )  # fmt: skip
    if not search.count:
        found = search_slots(wanted, practices, asked.now)
        return Page(found=found, total=len(found))
    after = (moment(further.after[0]), further.after[1]) if further else None
    some = few_slots(replace(wanted, after=after), practices, asked.now, count=search.count + 1)
    found, last = some[: search.count], len(some) <= search.count
    return Page(
        found=found, total=len(found) if last and not further else None, after=None if last else (at(found[-1].start), found[-1].reference)
    )


def _with_advice(told: dict[str, Any], search: SlotSearch, practices: Practices) -> dict[str, Any]:
    """What to do where a service that was asked for cannot be booked from here: an outcome beside the slots."""
    issues = []
    for code in search.services:
        practice = practices.by_code.get(code)
        if practice is None:
            issues.append(_advice("not-found", "No service here has one of the ids that were asked for."))
        elif not practice.enabled:
            others = "; ".join(" ".join((one.name, one.phone)).strip() for one in alternatives_of(practice.instead, practices))
            why = practice.why_not or f"{practice.name} cannot be booked from here."
            issues.append(_advice("informational", f"{why} Instead: {others}." if others else why))
    if not issues:
        return told
    outcome = {"resourceType": "OperationOutcome", "meta": {"profile": [PROFILE]}, "issue": issues}
    return {**told, "entry": [*told.get("entry", []), {"resource": outcome, "search": {"mode": "outcome"}}]}


def _advice(code: str, words: str) -> dict[str, str]:
    return {"severity": "information" if code == "informational" else "warning", "code": code, "diagnostics": words}


def _read(asked: Asked, slot: str) -> Answer:
    """One slot that the asker may see."""
    no_parameters(asked.pairs, lenient=asked.lenient)
    found = _seen(asked, slot)
    return Answer(resource=as_fhir(found), headers={"ETag": etag(found.version)})


def _hold(asked: Asked, slot: str) -> Answer:
    """Five minutes for the same key alone. A slot that somebody else has or holds is a conflict."""
    from wholeplace.service.records.booking.opening import hold

    _seen(asked, slot)
    held = in_turn(lambda: hold(slot, asked.key_reference, asked.act("slot held")), deadline=asked.left())
    return Answer(resource=as_fhir(held), headers={"ETag": etag(held.version)})


def _let_go(asked: Asked, slot: str) -> Answer:
    """Gives a hold up. Where there is none of this key's, nothing happens."""
    from wholeplace.service.records.booking.opening import let_go

    _seen(asked, slot)
    in_turn(lambda: let_go(slot, asked.key_reference, asked.act("slot let go")), deadline=asked.left())
    return _read(asked, slot)


def _seen(asked: Asked, reference: str) -> Slot:
    """A slot that this asker may see. Raises NoSuchSlot for all others alike."""
    from wholeplace.service.records.booking.searching import slot as slot_called

    found, practices = slot_called(reference), practices_of(asked.house)
    practice = practices.by_code.get(found.organisation) if found else None
    asker = asker_of(asked)
    if found is None or practice is None or not (asker.code == practice.code or may_see(found, practice, asker, asked.now)):
        raise NoSuchSlot("There is no such slot, or none that you may know of.")
    if status_at(found, asked.now) is SlotStatus.SHUT:
        raise refused("not-found", "There is no such slot, or none that you may know of.")
    return found


search = answers(opens="search", GET=_search)
read = answers(opens="search", GET=_read)
hold = answers(opens="book", POST=_hold)
let_go = answers(opens="book", POST=_let_go)
