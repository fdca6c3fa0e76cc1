"""My desk: what waits for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.web.house import house_of
from wholeplace.web.partner.desk_items import of_person
from wholeplace.web.who import person_of


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The first page after signing in: what waits, the late things first, and which roles they hold where."""
    house, person = house_of(request), person_of(request)
    items = of_person(person, house) if person else []
    roles = [one for one in person.held if one.holds(house.today)] if person else []
    titles = {body.name: body.title for body in house.agreement.bodies}
    given = {"late": [one for one in items if one.late], "ahead": [one for one in items if not one.late], "roles": roles, "titles": titles}
    return render(request, "partner/desk.html", {"here": "partners", **given})
