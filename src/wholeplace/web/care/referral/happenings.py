"""Small steps and scores: who came, and how lonely people felt before and after."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.service.records.referral import doing
from wholeplace.service.records.referral.models import Score
from wholeplace.service.referral import Happening, SmallStep, When, instruments
from wholeplace.web.access import Role
from wholeplace.web.care.asking import act_of, asker_of
from wholeplace.web.care.referral.forms import CameForm, score_form
from wholeplace.web.care.referral.one import read
from wholeplace.web.care.referral.seen import doing_of
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted

WRITES = (Role.LINK_WORKER, Role.GROUP_WORKER)


@require_http_methods(["GET", "POST"])
def came(request: HttpRequest, organisation: str, referral: str) -> HttpResponse:
    """Write down a small step: reached, came, did not come."""
    asker, house = asker_of(request, organisation, *WRITES), house_of(request)
    record = read(asker, referral, doing=doing_of(request))
    form = CameForm(*posted(request), initial={"version": record.version, "on": house.today, "happening": Happening.ATTENDED.value})
    back = _back(organisation, referral)
    sheet = Sheet(title="Write down what happened", button="Keep it", back=back, here="care-referrals", public=False)

    def do() -> Done:
        given = form.cleaned_data
        small = SmallStep(happening=Happening(given["happening"]), on=given["on"], words=given["words"], of=given["of"] or 0)
        doing.write_down(record.reference, small, organisation, act_of(asker, small.happening.value))
        return Done("It is kept.", back)

    return fill(request, form, sheet, do)


@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, organisation: str, referral: str, instrument: str, when: str) -> HttpResponse:
    """Ask a set of questions, before or after."""
    asker = asker_of(request, organisation, *WRITES)
    record = read(asker, referral, doing=doing_of(request))
    asked = instruments().get(instrument)
    if asked is None or when not in [one.value for one in When]:
        raise Http404
    before = Score.objects.filter(pk=f"{referral}-{instrument}-{when}").first()
    words_of = {number: words for words, number in asked.answers.items()}
    given_before = {name: words_of[number] for name, number in (before.values if before else {}).items()}
    form = score_form(asked)(*posted(request), initial={"version": before.version if before else 0, **given_before})
    back = _back(organisation, referral)
    words = (
        f"Asked {when} help begins." if when == When.BEFORE.value else "Asked after help.",
        "Read each question out as it stands.",
        asked.source,
    )
    sheet = Sheet(title=asked.title, button="Keep the answers", back=back, words=words, here="care-referrals", public=False)

    def do() -> Done:
        answers = {item.id: form.cleaned_data[item.id] for item in asked.questions}
        doing.keep_score(record.reference, asked, When(when), answers, organisation, act_of(asker, f"asked {when}"))
        return Done("The answers are kept.", back)

    return fill(request, form, sheet, do)


def _back(organisation: str, referral: str) -> str:
    return reverse("care-referral", kwargs={"organisation": organisation, "referral": referral})
