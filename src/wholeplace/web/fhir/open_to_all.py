"""What anybody may ask: what this interface can do. And the messages it takes, for whoever has a key."""

from datetime import date
from functools import cache
from importlib.metadata import version

from wholeplace.service.fhir.capability import capability_statement
from wholeplace.service.fhir.lists import page_of, searchset
from wholeplace.service.fhir.message_definitions import USE_CASES, definitions
from wholeplace.service.fhir.openapi import openapi
from wholeplace.service.fhir.outcome import refused
from wholeplace.service.fhir.searching import context_search, no_parameters
from wholeplace.web.fhir.answering import Answer, answers
from wholeplace.web.fhir.asking import Asked
from wholeplace.web.fhir.pages import Further, followed, links
from wholeplace.web.fhir.places import practices_of

WRITTEN = date(2026, 11, 22)
"""The day on which what this interface can do last changed."""


@cache
def software() -> str:
    """Our version."""
    return version("wholeplace")


def _metadata(asked: Asked) -> Answer:
    no_parameters(asked.pairs, lenient=True)
    told = capability_statement(base=asked.base, place=asked.house.name, software=software(), written=WRITTEN)
    return Answer(resource=told, headers={"ETag": f'W/"{WRITTEN:%Y%m%d}"'})


def _message_definitions(asked: Asked) -> Answer:
    """The messages of a service that has slots or takes referrals here."""
    further = followed(asked, "MessageDefinition", Further)
    search = context_search(further.pairs if further else asked.pairs)
    use_cases = tuple(code for system, code in search.contexts if system == USE_CASES)
    services = tuple(code for system, code in search.contexts if system != USE_CASES)
    if not services:
        raise refused("required", "The parameter context names a service, beside a use case.")
    practices, place = practices_of(asked.house), asked.house.place
    known = {*practices.by_code, *(one.code for one in place.organisations)}
    found = [one for code in services if code in known for one in definitions(code, use_cases)]
    page = page_of(list(enumerate(found)), lambda one: (one[0], ""), search.count, further.after if further else None)
    more = Further(after=page.after, pairs=search.heeded) if page.after else None
    shown = links(asked, "MessageDefinition", search.heeded, more)
    return Answer(resource=searchset(asked.base, shown, [one for _, one in page.found], total=page.total))


def _openapi(asked: Asked) -> Answer:
    return Answer(resource=openapi(base=asked.base, software=software()), content_type="application/json")


document = answers(GET=_openapi)
metadata = answers(GET=_metadata)
message_definitions = answers(opens="search", GET=_message_definitions)
