"""In which role somebody acts where a route answers several."""

from django.http import HttpRequest

from wholeplace.web.access import ROUTES, Role
from wholeplace.web.house import house_of
from wholeplace.web.who import person_of


def acting_role(request: HttpRequest, body: str) -> Role:
    """The first of the route's roles, in the order of the list of roles, that whoever asks holds at a body.

    Raises PermissionError where they hold none: the access list would not have let them come here.
    """
    person, match = person_of(request), request.resolver_match
    route = ROUTES[(match.url_name if match else "") or ""]
    for role in Role:
        if role in route.roles and person is not None and person.may(frozenset({role}), house_of(request).today, body=body):
            return role
    raise PermissionError("Nobody acts here without a role.")
