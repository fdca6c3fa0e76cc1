"""Faults of values: types, grammars, ranges, calendars and closed lists."""

import random

from tests.service.fhir.validation.harms import NUMBERS, TEXTS, Resource, Site, harm, put


@harm
def boolean_as_text(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "boolean" and put(site, draw.choice(["true", "false", 1, 0]), draw)


@harm
def number_as_text(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind in NUMBERS and put(site, draw.choice(["1", True]), draw)


@harm
def text_as_number(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind in TEXTS and put(site, draw.choice([1, 2.5, True]), draw)


@harm
def whole_number_with_a_fraction(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind in NUMBERS - {"decimal"} and put(site, 1.5, draw)


@harm
def number_out_of_range(resource: Resource, site: Site, draw: random.Random) -> bool:
    wrong = {"positiveInt": [0, -1, 2**31], "unsignedInt": [-1, 2**31], "integer": [2**31, -(2**31) - 1]}
    return site.kind in wrong and put(site, draw.choice(wrong[site.kind]), draw)


@harm
def code_not_listed(resource: Resource, site: Site, draw: random.Random) -> bool:
    if not site.element.codes or site.element.codes == "mimetypes":
        return False
    if site.kind == "code":
        return put(site, draw.choice(["surprise", "ACTIVE", " "]), draw)
    wrong = {"coding": [{"system": "https://codes.example", "code": "active"}]}
    return put(site, draw.choice([wrong, {"text": "active"}]), draw)


@harm
def code_with_spaces(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "code" and put(site, draw.choice([" a", "a ", "a  b", "a\n\nb"]), draw)


@harm
def bad_id(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "id" and put(site, draw.choice(["a b", "a_b", "a" * 65, "é", "a/b", "a\n"]), draw)


@harm
def bad_date(resource: Resource, site: Site, draw: random.Random) -> bool:
    wrong = ["01/02/2026", "2026-13-01", "2026-3-2", "20260302", "2026-00-10", "2026-02-32", "0000", "2026-03-02 09:00:00Z", "today"]
    return site.kind in ("date", "dateTime", "instant") and put(site, draw.choice(wrong), draw)


@harm
def day_not_in_the_calendar(resource: Resource, site: Site, draw: random.Random) -> bool:
    day = draw.choice(["2026-02-30", "2026-02-29", "2026-04-31", "2100-02-29", "2026-11-31"])
    return site.kind in ("date", "dateTime", "instant") and put(site, day if site.kind == "date" else f"{day}T09:00:00Z", draw)


@harm
def bad_time_of_day(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.kind == "time":
        return put(site, draw.choice(["9:00:00", "24:00:00", "09:00", "09:60:00", "09:00:00Z"]), draw)
    wrong = ["2026-03-02T09:00:00", "2026-03-02T25:00:00Z", "2026-03-02T09:00Z", "2026-03-02T09:00:00+15:00", "2026-03-02T"]
    return site.kind in ("dateTime", "instant") and put(site, draw.choice(wrong), draw)


@harm
def instant_without_its_time(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "instant" and put(site, draw.choice(["2026-03-02", "2026", "2026-03"]), draw)


@harm
def address_with_a_space(resource: Resource, site: Site, draw: random.Random) -> bool:
    wrong = ["https://a.example/one two", "urn:uuid:1", "urn:oid:x.1", "\thttps://a.example"]
    return site.kind in ("uri", "url", "canonical") and put(site, draw.choice(wrong), draw)


@harm
def control_character(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind in ("string", "markdown") and put(site, draw.choice(["a\x00b", "a\x1bb", "\x07"]), draw)


@harm
def bad_base64(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind == "base64Binary" and put(site, draw.choice(["a", "!!!!", "aGVsbG8", "aGVs*G8="]), draw)
