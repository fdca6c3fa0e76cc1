"""The page of addresses, from the routes and the access list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.admindocs.views import simplify_regex

from docs.making.markdown import code, table
from wholeplace.web.access import ROUTES, Door, Route, Scope
from wholeplace.web.records import begin

INTRODUCTION = """# Addresses of the doors

`wholeplace serve` opens the public door and, where a place has switched the agreement on, the partners’. Every address names who may
see it, in one list (`web/access.py`). One that is not on the list answers nobody. Reading never changes anything; where the table says
so, a form does. What a role may do never depends on the partner somebody works for.

What libraries bring and we keep shut is left out here; it answers nobody."""


def page() -> str:
    """Every route: its address, what it shows, who may see it, where they must hold the role, and whether a form changes something."""
    begin(Path(), keeps_records=False)
    from wholeplace.web.routes import urlpatterns

    found = {name: address for name, address in _addresses(urlpatterns, "/") if name in ROUTES}
    shown = [route for route in ROUTES.values() if route.door is not Door.NOBODY]
    rows = [(code(found[route.name]), _who(route), _where(route), "a form" if route.changes else "nothing") for route in shown]
    return f"{INTRODUCTION}\n\n{table(('address', 'answers', 'held', 'changes'), rows)}"


def _addresses(patterns: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        address = before + simplify_regex(str(one.pattern)).lstrip("/")
        if hasattr(one, "url_patterns"):
            yield from _addresses(one.url_patterns, address)
        elif one.name:
            yield one.name, address


def _who(route: Route) -> str:
    if not route.roles:
        return route.door.value
    every = len(route.roles) == len({role for other in ROUTES.values() for role in other.roles})
    roles = "every role" if every else ", ".join(sorted(role.value for role in route.roles))
    return f"{roles} (without accounts: this machine)" if route.door is Door.PLANNER else roles


def _where(route: Route) -> str:
    return route.scope.value if route.roles and route.scope is not Scope.ANYWHERE else ("anywhere" if route.roles else "no role is asked")
