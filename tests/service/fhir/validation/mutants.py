"""Makes invalid resources from valid ones: one fault each, of a known class, invalid by construction and made again by seed."""

import copy
import random
from collections.abc import Iterator

from tests.service.fhir.validation import harms_of_parts, harms_of_shape, harms_of_values
from tests.service.fhir.validation.harms import HARMS, Resource, sites

CLASSES = (harms_of_shape, harms_of_values, harms_of_parts)  # each registers its own


def mutants(resource: Resource, each: int, seed: str) -> Iterator[tuple[str, Resource]]:
    """Up to `each` mutants of every class, with the name of the class."""
    count = sum(1 for _ in sites(resource, resource["resourceType"]))
    for name, do in HARMS.items():
        draw = random.Random(f"{seed}:{name}:{resource.get('id')}")
        made = 0
        mutant = copy.deepcopy(resource)
        places = list(sites(mutant, resource["resourceType"]))
        for at in draw.sample(range(count), count):
            if made >= each:
                break
            if not do(mutant, places[at], draw):
                continue  # no harm done: the copy is as it was
            made += 1
            yield name, mutant
            mutant = copy.deepcopy(resource)
            places = list(sites(mutant, resource["resourceType"]))
