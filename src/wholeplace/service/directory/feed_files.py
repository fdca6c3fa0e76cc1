"""A feed as files: what an Open Referral UK interface answers, saved as it came (pages, single services, services at locations,
taxonomies), one JSON dump of it all, or a folder of Open Referral CSV tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.service.directory.csv_tables import documents_of_tables
from wholeplace.service.directory.reading import Refused, Told, own_id, read_listing, read_taxonomy
from wholeplace.service.directory.shapes import Listing, Taxonomy
from wholeplace.terms import DataProblem, Problem

_LARGEST = 200_000_000
"""Bytes of one file. A directory of a whole country is smaller."""
_LISTS = ("contents", "services", "service_at_locations", "taxonomies", "taxonomy_terms")
_OF_ORGANISATIONS = {"website", "logo", "parent_organization_id", "organization_identifiers", "services"}
_PARTS = ("schedules", "service_at_locations", "cost_options", "contacts", "attributes", "languages", "funding", "service_areas", "phones")


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """What the files of a feed hold. `read`: each service, or why it is refused."""

    read: tuple[Listing | Refused, ...]
    taxonomies: tuple[Taxonomy, ...]
    told: Told


@dataclass(slots=True)
class _Pile:
    """Documents of the files, sorted by what they are."""

    services: dict[str, Any] = field(default_factory=dict)
    places: list[dict] = field(default_factory=list)
    taxonomies: dict[str, dict] = field(default_factory=dict)
    terms: list[dict] = field(default_factory=list)
    unnamed: list[Any] = field(default_factory=list)


def read_feed(paths: Sequence[Path], *, feed: str) -> ReadFeed:
    """Everything that files and folders of a feed hold, in any order. Raises DataProblem with each file that cannot be read."""
    pile, problems = _Pile(), []
    for path in _files(paths, problems):
        try:
            _put(_document(path), pile)
        except (msgspec.DecodeError, OSError, UnicodeDecodeError) as error:
            problems.append(_unreadable(path, str(error)))
    if problems:
        raise DataProblem("The feed was not read", problems)
    told = Told()
    services = [*_with_places(pile), *pile.unnamed]
    read = [read_listing(document, feed=feed, told=told) for document in services]
    taxonomies = [read_taxonomy(document, feed=feed, told=told) for document in _with_terms(pile, feed)]
    refused = [one for one in taxonomies if isinstance(one, Refused)]
    return ReadFeed(read=(*read, *refused), taxonomies=tuple(one for one in taxonomies if isinstance(one, Taxonomy)), told=told)


def _files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[Path]:
    """Files, and of folders all that is JSON; a folder of tables stands for itself."""
    for path in paths:
        if path.is_dir() and (path / "services.csv").is_file():
            yield path
        elif path.is_dir():
            yield from sorted(path.glob("*.json"))
        elif not path.is_file():
            problems.append(_unreadable(path, "there is no such file"))
        elif path.stat().st_size > _LARGEST:
            problems.append(_unreadable(path, f"it has more than {_LARGEST:,} bytes"))
        else:
            yield path


def _document(path: Path) -> Any:
    return documents_of_tables(path) if path.is_dir() else msgspec.json.decode(path.read_bytes())


def _put(document: Any, pile: _Pile) -> None:
    """Sort a document, or everything in it, onto the pile."""
    if isinstance(document, list):
        for each in document:
            _put(each, pile)
    elif not isinstance(document, dict):
        pile.unnamed.append(document)
    elif inner := [
        document[name] for name in ("contents", "services", "service_at_locations", "taxonomies", "taxonomy_terms") if _list(document, name)
    ]:
        for each in inner:
            _put(each, pile)
    elif "openapi_url" not in document:
        _put_one(document, pile)


def _is_organisation(document: dict) -> bool:
    """Organisations stand under their services. A document of one may hold services of its own."""
    return "status" not in document and "service" not in document and bool(_OF_ORGANISATIONS & set(document))


def _list(document: dict, name: str) -> bool:
    """Does a document hold others under that name? A service holds its own places, a taxonomy its own terms."""
    return isinstance(document.get(name), list) and not ("id" in document and "name" in document)


def _put_one(document: dict, pile: _Pile) -> None:
    called = str(document.get("id", ""))
    if isinstance(document.get("service"), dict):
        pile.places.append(document)
    elif "status" in document or "organization" in document or not called:
        _put_service(document, pile)
    elif "taxonomy_terms" in document or ("version" in document and "taxonomy" not in document):
        before = pile.taxonomies.get(called, {})
        pile.taxonomies[called] = before | document
    elif {"taxonomy", "taxonomy_id", "term", "term_uri", "parent_id"} & set(document):
        pile.terms.append(document)
    else:
        _put_service(document, pile)


def _put_service(document: dict, pile: _Pile) -> None:
    """A service of a page is brief; where it stands somewhere else as well, the one that says more holds."""
    called = str(document.get("id", ""))
    before = pile.services.get(called)
    if not called or (before is not None and _parts(before) and _parts(document) and before != document):
        pile.unnamed.append(document)
    elif before is None or (_parts(document), len(document)) >= (_parts(before), len(before)):
        pile.services[called] = document


def _parts(document: dict) -> int:
    return sum(bool(document.get(name)) for name in _PARTS)


def _with_places(pile: _Pile) -> Iterator[Any]:
    """Services, each with the places that stand in documents of their own."""
    for document in pile.places:
        service = document["service"]
        called = str(service.get("id", ""))
        if called not in pile.services or not _parts(pile.services[called]):
            pile.services[called] = pile.services.get(called, {}) | service
    apart: dict[str, list[dict]] = {}
    for document in pile.places:
        place = {name: value for name, value in document.items() if name != "service"}
        apart.setdefault(str(document["service"].get("id", "")), []).append(place)
    for called, service in pile.services.items():
        own = service.get("service_at_locations") or []
        known = {place.get("id") for place in own if isinstance(place, dict)}
        more = [place for place in apart.get(called, ()) if place.get("id") not in known]
        yield service | {"service_at_locations": [*own, *more]} if more else service


def _with_terms(pile: _Pile, feed: str) -> Iterator[dict]:
    """Taxonomies, each with the terms that stand in documents of their own. Terms of a taxonomy that was not sent make one."""
    by_name = {str(one.get("name", "")): called for called, one in pile.taxonomies.items()}
    more: dict[str, list[dict]] = {}
    for term in pile.terms:
        name = str(term.get("taxonomy") or "")
        of = str(term.get("taxonomy_id") or by_name.get(name) or (own_id("", "taxonomy", name) if name else ""))
        if of:
            more.setdefault(of, []).append(term)
    for called in dict.fromkeys([*pile.taxonomies, *more]):
        taxonomy = pile.taxonomies.get(called) or {"id": called, "name": more[called][0].get("taxonomy") or feed}
        own = taxonomy.get("taxonomy_terms") or []
        known = {term.get("id") for term in own if isinstance(term, dict)}
        yield taxonomy | {"taxonomy_terms": [*own, *(term for term in more.get(called, ()) if term.get("id") not in known)]}


def _unreadable(path: Path, why: str) -> Problem:
    return Problem(
        where=path.name, what=f"it cannot be read: {why}.", why="Its listings are not known.",
        fix="Give JSON in the form of Open Referral UK, or a folder with services.csv and the other tables.",
    )  # fmt: skip
