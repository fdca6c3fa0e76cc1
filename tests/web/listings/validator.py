"""Behaves as the Open Referral validator does with a feed: it asks the first, the middle and the last page of each list and one record of
it, and says what failed and what is a warning.

Required are the address itself and services; an empty list is a warning; of the other endpoints a failure is a warning. Written from
its published behaviour; not the validator itself, which needs a network.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.web.listings.schema import Schemas

ENDPOINTS = {
    "services": ("compiled/service_list.json", "compiled/service.json"),
    "service_at_locations": ("compiled/service_at_location_list.json", "compiled/service_at_location.json"),
    "taxonomies": ("taxonomy.json", "taxonomy.json"),
    "taxonomy_terms": ("taxonomy_term.json", "taxonomy_term.json"),
}
"""List -> the schema of its items and of one record. For service_at_locations/{id} the profile's openapi.json names service.json, which its
own example is not: the validator's mocks have the shape of service_at_location.json."""
REQUIRED = ("", "services")
_PAGE = {
    "total_items": int, "total_pages": int, "page_number": int, "size": int, "first_page": bool, "last_page": bool, "empty": bool,
    "contents": list,
}  # fmt: skip


@dataclass(slots=True)
class Report:
    failed: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)


def validate(get: Callable[[str], tuple[int, Any]], schemas: Schemas) -> Report:
    """The report on a feed. `get` gives status and JSON of a path."""
    report = Report()
    status, about = get("/")
    if status != 200 or not {"version", "profile", "openapi_url"} <= set(about):
        report.failed.append("/ does not say what it is")
    for name, (item, whole) in ENDPOINTS.items():
        faults, warnings = _list(get, name, item, whole, schemas)
        (report.failed if name in REQUIRED else report.warned).extend(faults)
        report.warned.extend(warnings)
    return report


def _list(get: Callable, name: str, item: str, whole: str, schemas: Schemas) -> tuple[list[str], list[str]]:
    status, first = get(f"/{name}")
    if status != 200 or not isinstance(first, dict):
        return [f"/{name} answers {status}"], []
    if first.get("empty"):
        return _page(first, 1, f"/{name}"), [f"/{name} is empty"]
    last = first.get("total_pages", 1)
    faults = _page(first, 1, f"/{name}")
    for number in sorted({1, (1 + last) // 2, last}):
        status, page = get(f"/{name}?page={number}")
        faults += [f"page {number} of /{name} answers {status}"] if status != 200 else _page(page, number, f"/{name}?page={number}")
        for one in page.get("contents", ()) if status == 200 else ():
            faults += [f"/{name} {fault}" for fault in schemas.faults(one, item)]
    for one in first["contents"][:3]:
        status, record = get(f"/{name}/{one['id']}")
        faults += (
            [f"/{name}/{{id}} answers {status}"]
            if status != 200
            else [f"/{name}/{{id}} {fault}" for fault in schemas.faults(record, whole)]
        )
        if status == 200 and record.get("id") != one["id"]:
            faults.append(f"/{name}/{{id}} is another record")
    return faults, []


def _page(page: dict[str, Any], number: int, where: str) -> list[str]:
    faults = [f"{where}: {name} is missing or no {kind.__name__}" for name, kind in _PAGE.items() if type(page.get(name)) is not kind]
    if faults:
        return faults
    holds = {
        "page_number is the page": page["page_number"] == number,
        "first_page holds on the first alone": page["first_page"] is (number == 1),
        "last_page holds on the last alone": page["last_page"] is (number >= page["total_pages"]),
        "size is how many there are": page["size"] == len(page["contents"]),
        "empty says so": page["empty"] is (not page["contents"]),
    }
    return [f"{where}: not true that {says}" for says, true in holds.items() if not true]
