"""Bundles that list resources: the answer to a search, whole or page by page, and the versions of one resource.

`fullUrl` is `urn:uuid:` and the id where that is a GUID, as the Booking and Referral Standard has it, else the address of the resource.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from wholeplace.service.fhir.bundle import URN

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""As we write one: in small letters."""

Resource = dict[str, Any]
One = TypeVar("One")
Key = tuple[int, str]
"""Where something stands in a list: by a number first, then by its reference."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Generic[One]):
    """A part of a list. `total`: how many fit, None where nobody counted them. `after`: the place after which the next page begins; None:
    this is the last."""

    found: Sequence[One]
    total: int | None
    after: Key | None = None


def at(moment: datetime) -> int:
    """A moment as the number of a Key: its microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(number: int) -> datetime:
    """The moment of such a number."""
    return EPOCH + timedelta(microseconds=number)


def page_of(found: Sequence[One], key: Callable[[One], Key], count: int | None, after: Key | None) -> Page[One]:
    """The part of a list, which is in the order of `key`, that comes after a place. `count`: how many at most; None: all; 0: only how many
    there are.

    What is added or taken away meanwhile moves nothing: who follows the pages is told nothing twice, and misses nothing that was there.
    """
    rest = [one for one in found if after is None or key(one) > after]
    part = rest if count is None else rest[:count]
    return Page(found=part, total=len(found), after=key(part[-1]) if part and len(part) < len(rest) else None)


def full_url(base: str, resource: Mapping[str, Any]) -> str:
    """What a resource is called in a Bundle."""
    reference = resource["id"]
    return f"{URN}{reference}" if GUID.fullmatch(reference) else f"{base}/{resource['resourceType']}/{reference}"


def searchset(
    base: str, links: Mapping[str, str], matches: Sequence[Resource], included: Iterable[Resource] = (), *, total: int | None
) -> Resource:
    """The answer to a search, or a page of it. `links`: `self`, the search as it was heeded, and `next` where there is more. `total`: how
    many fit in all; None: nobody counted them."""
    entries = [_entry(base, one, "match") for one in matches] + [_entry(base, one, "include") for one in included]
    told: Resource = {"resourceType": "Bundle", "type": "searchset"} | ({} if total is None else {"total": total})
    told["link"] = [{"relation": relation, "url": url} for relation, url in links.items()]
    return told | ({"entry": entries} if entries else {})


def history(base: str, link: str, versions: Sequence[tuple[str, Resource]]) -> Resource:
    """Every version of one resource, the newest first. Each comes with the method that made it: POST or PUT."""
    entries = [
        {
            "fullUrl": full_url(base, one),
            "resource": one,
            "request": {"method": method, "url": one["resourceType"] if method == "POST" else f"{one['resourceType']}/{one['id']}"},
            "response": {
                "status": "201" if method == "POST" else "200", "etag": f'W/"{one["meta"]["versionId"]}"',
                "lastModified": one["meta"]["lastUpdated"],
            },
        }
        for method, one in versions
    ]  # fmt: skip
    return {
        "resourceType": "Bundle", "type": "history", "total": len(versions), "link": [{"relation": "self", "url": link}], "entry": entries,
    }  # fmt: skip


def _entry(base: str, resource: Resource, mode: str) -> Resource:
    return {"fullUrl": full_url(base, resource), "resource": resource, "search": {"mode": mode}}
