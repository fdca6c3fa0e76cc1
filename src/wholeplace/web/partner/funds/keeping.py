"""Pages that record what is done about an overspend: notice, a recovery plan, its progress."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from wholeplace.agreement.records.funds import doing
from wholeplace.agreement.records.funds.models import Notice, Recovery, RecoveryTold
from wholeplace.terms import Money
from wholeplace.web.access import Role
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import Done, Sheet, fill, posted
from wholeplace.web.partner.funds.book import book_or_404, funds_of
from wholeplace.web.partner.funds.forms import NoticeForm, RecoveryForm, ToldForm
from wholeplace.web.who import act

_FORM = require_http_methods(["GET", "POST"])


@_FORM
def new_notice(request: HttpRequest, body: str, fund: str) -> HttpResponse:
    """Record that partners were told of a forecast overspend, by the figures of the last month that was spent."""
    house = house_of(request)
    book = book_or_404(house, fund)
    if house.agreement.body(body) is None:
        raise Http404
    standing = book.now()
    over = standing.position.variance if standing else Money(0)
    form = NoticeForm(*posted(request), initial={"version": 0, "known_on": house.today, "given_on": house.today})
    here = reverse("fund-month", args=[fund])

    def do() -> Done:
        month = standing.position.month if standing else house.today
        record = form.onto(Notice(body=body, fund=fund, month=month, over=over.pence))
        doing.give_notice(record, act(request, "notice of an overspend given", acting_as=Role.OFFICER))
        return Done("The notice is recorded.", here)

    words = (f"{book.fund.title}. {standing.sentence if standing else 'No figures were received of it yet.'}",)
    return fill(request, form, Sheet(title="Notice of an overspend", button="Record it", back=here, words=words, here="funds"), do)


@_FORM
def new_recovery(request: HttpRequest, overspend: str) -> HttpResponse:
    """Record the plan that partners agreed, to bring back an overspend of which notice was given."""
    house, notice = house_of(request), get_object_or_404(Notice, pk=overspend)
    form = RecoveryForm(*posted(request), initial={"version": 0, "agreed_on": house.today})
    here = reverse("fund-month", args=[notice.fund])

    def do() -> Done:
        record = form.onto(Recovery(body=notice.body, fund=notice.fund, notice=overspend))
        doing.agree_recovery(record, act(request, "recovery plan agreed", acting_as=Role.OFFICER))
        return Done("The recovery plan is recorded.", here)

    words = (f"{_title(request, notice.fund)}: {Money(notice.over)} over, as told on {notice.given_on:%-d %B %Y}.",)
    return fill(request, form, Sheet(title="Recovery plan", button="Record the plan", back=here, words=words, here="funds"), do)


@_FORM
def tell_progress(request: HttpRequest, recovery: str) -> HttpResponse:
    """Record what was told of a recovery plan."""
    house, plan = house_of(request), get_object_or_404(Recovery, pk=recovery)
    form = ToldForm(*posted(request), initial={"version": 0, "told_on": house.today})
    here = reverse("fund-month", args=[plan.fund])

    def do() -> Done:
        record = form.onto(RecoveryTold(body=plan.body, plan=recovery))
        doing.tell_progress(record, act(request, "progress of recovery told", acting_as=Role.OFFICER))
        return Done("The progress is recorded.", here)

    words = (f"{_title(request, plan.fund)}: it is to bring back {Money(plan.saves)}. {plan.words}",)
    return fill(request, form, Sheet(title="Progress of the recovery plan", button="Record it", back=here, words=words, here="funds"), do)


@_FORM
def change_notice(request: HttpRequest, overspend: str) -> HttpResponse:
    """Correct a notice of an overspend: a new version, with the one before in the log. What was over stays as it was told."""
    record = get_object_or_404(Notice, pk=overspend)
    form = NoticeForm(*posted(request), initial=NoticeForm.texts_of(record))
    here = reverse("fund-month", args=[record.fund])

    def do() -> Done:
        doing.give_notice(form.onto(record), act(request, "notice of an overspend corrected", acting_as=Role.OFFICER))
        return Done("The notice is corrected. What it said before stands in the log.", here)

    words = (f"{_title(request, record.fund)}: {Money(record.over)} over, by the figures of {record.month:%B %Y}.",)
    return fill(request, form, Sheet(title="Correct a notice", button="Keep the correction", back=here, words=words, here="funds"), do)


@_FORM
def change_recovery(request: HttpRequest, recovery: str) -> HttpResponse:
    """Correct a recovery plan, or change it as partners agreed: a new version, with the one before in the log."""
    record = get_object_or_404(Recovery, pk=recovery)
    form = RecoveryForm(*posted(request), initial=RecoveryForm.texts_of(record))
    here = reverse("fund-month", args=[record.fund])

    def do() -> Done:
        doing.agree_recovery(form.onto(record), act(request, "recovery plan changed", acting_as=Role.OFFICER))
        return Done("The plan is changed. What it said before stands in the log.", here)

    words = (f"{_title(request, record.fund)}. What it said before stays in the log.",)
    return fill(request, form, Sheet(title="Change a recovery plan", button="Keep the change", back=here, words=words, here="funds"), do)


def _title(request: HttpRequest, fund: str) -> str:
    """What a fund is called; one that is no more in the files, by its name."""
    found = funds_of(house_of(request)).fund(fund)
    return found.title if found else fund
