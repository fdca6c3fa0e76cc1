"""Open Referral's tables, a CSV file for each, put together into nested documents."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Row = dict[str, object]
_FILES: Mapping[str, tuple[str, ...]] = {
    "services": ("services",), "organizations": ("organizations",), "service_at_locations": ("service_at_locations", "service_at_location"),
    "locations": ("locations",), "addresses": ("addresses", "address"), "accessibility": ("accessibility",),
    "schedules": ("schedules", "schedule"), "cost_options": ("cost_options",), "contacts": ("contacts",), "phones": ("phones",),
    "languages": ("languages",), "funding": ("funding",), "service_areas": ("service_areas",),
    "organization_identifiers": ("organization_identifiers",), "attributes": ("attributes", "attribute"),
    "taxonomies": ("taxonomies", "taxonomy"), "taxonomy_terms": ("taxonomy_terms",),
}  # fmt: skip
"""Table -> what its file is called: the profile itself calls some by two names."""


def documents_of_tables(folder: Path) -> dict[str, list[Row]]:
    """Services and taxonomies of a folder of tables, each with all that belongs to it. Rows that belong to nothing are left out."""
    tables = {name: _rows(folder, files) for name, files in _FILES.items()}
    _hang_words(tables)
    _hang(tables, "phones", "contacts", "contact_id")
    _hang(tables, "addresses", "locations", "location_id")
    _hang(tables, "accessibility", "locations", "location_id")
    _hang(tables, "organization_identifiers", "organizations", "organization_id")
    _hang(tables, "taxonomy_terms", "taxonomies", "taxonomy_id")
    places, providers = _by_id(tables["locations"]), _by_id(tables["organizations"])
    for place in tables["service_at_locations"]:
        if (where := places.get(str(place.pop("location_id", "")))) is not None:
            place["location"] = where
    _schedules_of_places(tables)
    for name in ("service_at_locations", "schedules", "cost_options", "contacts", "languages", "funding", "service_areas"):
        _hang(tables, name, "services", "service_id")
    for service in tables["services"]:
        if (provider := providers.get(str(service.get("organization_id", "")))) is not None:
            service["organization"] = provider
    return {"services": tables["services"], "taxonomies": tables["taxonomies"]}


def _rows(folder: Path, names: tuple[str, ...]) -> list[Row]:
    path = next((folder / f"{name}.csv" for name in names if (folder / f"{name}.csv").is_file()), None)
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{name: value.strip().strip('"') for name, value in row.items() if name and value} for row in csv.DictReader(file)]


def _by_id(rows: list[Row]) -> dict[str, Row]:
    return {str(row["id"]): row for row in rows if "id" in row}


def _hang(tables: Mapping[str, list[Row]], name: str, under: str, key: str) -> None:
    """Put each row of a table under the row that its key names."""
    above = _by_id(tables[under])
    for row in tables[name]:
        if (whole := above.get(str(row.pop(key, "")))) is not None:
            parts: Any = whole.setdefault(name, [])
            parts.append(row)


def _hang_words(tables: Mapping[str, list[Row]]) -> None:
    """Put each attribute, with its word, under whatever it is about: ids are unique over all tables."""
    words = _by_id(tables["taxonomy_terms"])
    for attribute in tables["attributes"]:
        if (word := words.get(str(attribute.pop("taxonomy_term_id", "")))) is not None:
            attribute["taxonomy_term"] = dict(word)
    for name in ("services", "organizations", "locations", "addresses", "contacts", "accessibility", "organization_identifiers"):
        for about, row in _by_id(tables[name]).items():
            own = [attribute for attribute in tables["attributes"] if attribute.get("link_id") == about]
            if own:
                row["attributes"] = [{key: value for key, value in one.items() if key not in ("link_id", "link_entity")} for one in own]


def _schedules_of_places(tables: Mapping[str, list[Row]]) -> None:
    """A schedule may name the place alone: its service is the place's."""
    service_of = {str(row["id"]): row.get("service_id", "") for row in tables["service_at_locations"] if "id" in row}
    for schedule in tables["schedules"]:
        schedule.setdefault("service_id", service_of.get(str(schedule.get("service_at_location_id", "")), ""))
