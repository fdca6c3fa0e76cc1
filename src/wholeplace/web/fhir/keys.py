"""The key that a system brings: `Authorization: Bearer KEY`."""

from django.http import HttpRequest, HttpResponse

from wholeplace.service.fhir.outcome import refused
from wholeplace.web.fhir.answering import refusal
from wholeplace.web.fhir.asking import SYSTEM
from wholeplace.web.house import house_of

LONGEST = 200


def let_in(request: HttpRequest) -> HttpResponse | None:
    """None, and the key is left with the request; or a refusal. Whether a key is wrong, ended or unknown is not told apart."""
    from wholeplace.service.records.access.keys import key_behind

    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if request.method == "OPTIONS":
        return None
    if scheme.lower() != "bearer" or not text:
        return refusal(request, refused("unauthorized", "Send the key that this place gave you: Authorization: Bearer KEY."))
    key = key_behind(text.strip(), house_of(request).today) if len(text) <= LONGEST else None
    if key is None:
        return refusal(request, refused("unauthorized", "This key is none that opens anything today."))
    request.META[SYSTEM] = key
    return None
