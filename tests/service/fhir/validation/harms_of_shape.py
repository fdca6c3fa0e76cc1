"""Faults of shape: what is missing, too much, empty or of another form."""

import copy
import random

from tests.service.fhir.validation.harms import PRIMITIVES, TEXTS, Resource, Site, beside, harm, put


@harm
def unknown_element(resource: Resource, site: Site, draw: random.Random) -> bool:
    site.holder[draw.choice(["surprise", "Status", "identifiers", "x-note"])] = "a"
    return True


@harm
def missing_element(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.element.min == 0 or beside(site):
        return False
    del site.holder[site.key]
    return True


@harm
def one_for_a_list(resource: Resource, site: Site, draw: random.Random) -> bool:
    if not site.listed or beside(site):
        return False
    site.holder[site.key] = site.value[0]
    return True


@harm
def a_list_for_one(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.listed:
        return False
    site.holder[site.key] = [site.value]
    return True


@harm
def two_where_one_may_stand(resource: Resource, site: Site, draw: random.Random) -> bool:
    if site.listed:
        return False
    site.holder[site.key] = [site.value, copy.deepcopy(site.value)]
    return True


@harm
def empty_list(resource: Resource, site: Site, draw: random.Random) -> bool:
    if not site.listed:
        return False
    site.holder[site.key] = []
    return True


@harm
def null(resource: Resource, site: Site, draw: random.Random) -> bool:
    return not beside(site) and put(site, None, draw)


@harm
def empty_text(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind in TEXTS and put(site, "", draw)


@harm
def empty_object(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind not in PRIMITIVES and put(site, {}, draw)


@harm
def only_an_id(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind not in PRIMITIVES and site.kind != "Resource" and put(site, {"id": "a"}, draw)


@harm
def object_for_a_primitive(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind in PRIMITIVES and put(site, {"value": "a"}, draw)


@harm
def primitive_for_an_object(resource: Resource, site: Site, draw: random.Random) -> bool:
    return site.kind not in PRIMITIVES and put(site, "a", draw)
