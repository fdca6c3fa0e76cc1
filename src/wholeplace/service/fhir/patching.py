"""Changing a few elements of a resource: by JSON Patch (RFC 6902), or by a resource that holds only what changes."""

import copy
from collections.abc import Collection
from typing import Any

from wholeplace.service.fhir.outcome import refused

Resource = dict[str, Any]
MOST = 20
"""Operations of one patch, at most."""


def patched(resource: Resource, patch: Any, *, as_operations: bool, may_change: Collection[str]) -> Resource:
    """The resource with its changes; what was given is left as it is. Only elements of `may_change` may be touched.

    `as_operations`: the patch is a list of operations; else a resource with an id, whose elements replace those that are there.
    Raises Refused.
    """
    return _by_operations(resource, patch, may_change) if as_operations else _by_elements(resource, patch, may_change)


def _by_elements(resource: Resource, patch: Any, may_change: Collection[str]) -> Resource:
    if not isinstance(patch, dict) or patch.get("resourceType", resource["resourceType"]) != resource["resourceType"]:
        raise refused("invalid", f"A patch is a {resource['resourceType']} that holds what changes.")
    if patch.get("id", resource["id"]) != resource["id"]:
        raise refused("invalid", "The id in the patch is that of the address.")
    touched = {name for name in patch if name not in ("resourceType", "id", "meta") and patch[name] != resource.get(name)}
    _allow(touched, may_change)
    return {name: value for name, value in {**resource, **{one: patch[one] for one in touched}}.items() if value is not None}


def _by_operations(resource: Resource, patch: Any, may_change: Collection[str]) -> Resource:
    if not isinstance(patch, list) or len(patch) > MOST or not all(isinstance(one, dict) for one in patch):
        raise refused("invalid", f"A JSON Patch is a list of {MOST} operations at most.")
    result = copy.deepcopy(resource)
    for one in patch:
        _operate(result, one, may_change)
    return result


def _operate(result: Resource, operation: dict[str, Any], may_change: Collection[str]) -> None:
    path = operation.get("path")
    first, _, more = str(path).removeprefix("/").partition("/")
    if not isinstance(path, str) or not path.startswith("/") or more:
        raise refused("unprocessable", f"A path here names one element: {', '.join('/' + name for name in may_change)}.")
    kind = operation.get("op")
    if kind == "test":
        if result.get(first) != operation.get("value"):
            raise refused("conflict", "A test of the patch does not hold. Nothing was changed.")
        return
    _allow({first}, may_change)
    if kind == "remove":
        if first not in result:
            raise refused("invalid", "What a patch removes is there.")
        del result[first]
    elif kind in ("add", "replace") and "value" in operation and (kind == "add" or first in result):
        result[first] = operation["value"]
    else:
        raise refused("invalid", "An operation is add, replace, remove or test; what it replaces is there, and what it adds has a value.")


def _allow(touched: Collection[str], may_change: Collection[str]) -> None:
    if set(touched) - set(may_change):
        raise refused("unprocessable", f"Only {', '.join(may_change)} may be changed.")
