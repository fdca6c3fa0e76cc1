"""About Me, written by the person: once, for everybody who helps them."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.access import Doing, What
from wholeplace.service.records.access.audit import look
from wholeplace.service.records.referral import people, reading
from wholeplace.web.care.referral.forms import AboutMeForm
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.resident.rooms import add_room
from wholeplace.web.resident.who import signed_resident

add_room("About me", "my-about-me")


@require_http_methods(["GET", "POST"])
def about_me(request: HttpRequest) -> HttpResponse:
    """Read and write About Me. Every heading may stay empty."""
    signed = signed_resident(request)
    look(signed.asker, signed.person, What.ABOUT_ME, doing=Doing.READ)
    if request.method == "POST":
        look(signed.asker, signed.person, What.ABOUT_ME, doing=Doing.WRITE)
    kept = reading.about_me_of(signed.person)
    initial = {"version": kept.version, "supported_by": kept.supported_by, **kept.texts} if kept else {}
    form = AboutMeForm(*posted(request), initial=initial)
    words = (
        "Write what others should know when they help you. You write it once, and whoever helps you reads it, as far as you agree.",
        "Leave out what you like. You can change it at any time.",
    )
    sheet = Sheet(
        title="About me", button="Keep it", back=reverse("my-home"), words=words, here="my-about-me", public=False,
        more={"frame": "resident/frame.html"},
    )  # fmt: skip

    def do() -> Done:
        given = form.cleaned_data
        act = signed.act("About Me written")
        people.write_about_me(signed.person, form.texts(), act, supported_by=given["supported_by"], version=given["version"])
        return Done("It is kept.", reverse("my-about-me"))

    return fill(request, form, sheet, do)
