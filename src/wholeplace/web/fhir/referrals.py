"""Referrals by REST: ServiceRequest (what was asked for) and Task (how far it came)."""

from typing import TYPE_CHECKING, Any

from wholeplace.service.access import What
from wholeplace.service.fhir.lists import Key, at, page_of, searchset
from wholeplace.service.fhir.lists import history as versions_of
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.patching import patched
from wholeplace.service.fhir.reading import ReferralTold, read_service_request
from wholeplace.service.fhir.searching import no_parameters
from wholeplace.service.fhir.writing import service_request, task
from wholeplace.web.fhir.answering import Answer, answers
from wholeplace.web.fhir.appointments import version_wanted
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.pages import further_of_persons, links, of_persons
from wholeplace.web.fhir.referring import change, readable, refer, said, said_then
from wholeplace.web.fhir.slots import etag

if TYPE_CHECKING:
    from wholeplace.service.records.referral.models import Referral


def answer_with(record: "Referral", *, status: int = 200, base: str = "") -> Answer:
    """A referral as an answer, with its version. `base`: for a new one, whose address is told."""
    headers = {"ETag": etag(record.version)}
    if base:
        headers["Location"] = f"{base}/ServiceRequest/{record.reference}/_history/{record.version}"
    return Answer(resource=service_request(said(record)), status=status, headers=headers)


def _search(asked: Asked) -> Answer:
    from wholeplace.service.records.referral.reading import referrals_of

    search, people, after = of_persons(asked, "ServiceRequest", What.REFERRALS, dates=False)
    told = [(_place(one), service_request(said(one))) for person in people for one in referrals_of(person.reference)]
    fitting = [one for one in told if not search.statuses or one[1]["status"] in search.statuses]
    fitting = sorted((one for one in fitting if search.reference in ("", one[1]["id"])), key=_first)
    page = page_of(fitting, _first, search.count, after)
    shown = links(asked, "ServiceRequest", search.heeded, further_of_persons(search, people, page.after))
    return Answer(resource=searchset(asked.base, shown, [one for _, one in page.found], total=page.total))


def _place(one: "Referral") -> Key:
    """The newest first."""
    return -at(one.made_at), one.reference


def _first(pair: tuple[Key, dict[str, Any]]) -> Key:
    return pair[0]


def _read(asked: Asked, referral: str) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    return answer_with(readable(asked, referral))


def _task(asked: Asked, referral: str) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    record = readable(asked, referral)
    return Answer(resource=task(said(record)), headers={"ETag": etag(record.version)})


def _history(asked: Asked, referral: str) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    versions = _versions(readable(asked, referral))
    told = [("POST" if number == "1" else "PUT", one) for number, one in reversed(versions.items())]
    return Answer(resource=versions_of(asked.base, f"{asked.base}/ServiceRequest/{referral}/_history", told))


def _create(asked: Asked) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    told = read_service_request(asked.body, asked.raw())
    if told.status != "active":
        raise refused("unprocessable", "A referral is made with the status active.", "ServiceRequest.status")
    return answer_with(refer(asked, told), status=201, base=asked.base)


def _update(asked: Asked, referral: str) -> Answer:
    return _changed(asked, referral, read_service_request(asked.body, asked.raw()))


def _patch(asked: Asked, referral: str) -> Answer:
    kind = asked.patch_kind()
    resource = service_request(said(readable(asked, referral)))
    resource = patched(resource, asked.json(), as_operations=kind == "application/json-patch+json", may_change=("status", "note"))
    return _changed(asked, referral, read_service_request(resource))


def _changed(asked: Asked, referral: str, told: ReferralTold) -> Answer:
    no_parameters(asked.pairs, lenient=asked.lenient)
    if told.reference != referral:
        raise refused("invalid", "The id in the ServiceRequest is that of the address.", "ServiceRequest.id")
    version = version_wanted(asked, told.version, readable(asked, referral).version)
    return answer_with(change(asked, referral, status=told.status, version=version, words=told.note))


def _versions(record: "Referral") -> dict[str, Any]:
    from wholeplace.ledger.records.keeping import history

    return {str(one["version"]): service_request(said_then(one["content"], one["at"])) for one in history(record)}


collection = answers(opens="refer", GET=_search, POST=_create)
one = answers(opens="refer", GET=_read, PUT=_update, PATCH=_patch)
history = answers(opens="refer", GET=_history)
progress = answers(opens="refer", GET=_task)
