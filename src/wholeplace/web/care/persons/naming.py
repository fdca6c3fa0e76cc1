"""Whom a form is about, by name: whoever fills it in must see that it is the right person. The look is noted like any other."""

from wholeplace.service.access import Asker, What
from wholeplace.service.records.access.audit import look_at_each
from wholeplace.service.records.persons.models import Person


def name_for(asker: Asker, person: str, otherwise: str = "this person") -> str:
    """First and family name, where the asker may see who it is; else `otherwise`."""
    if not look_at_each(asker, [person], What.DETAILS)[person].allowed:
        return otherwise
    found = Person.objects.filter(pk=person).values_list("given_name", "family_name").first()
    return " ".join(found) if found else otherwise
