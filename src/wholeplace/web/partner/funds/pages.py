"""Money held together on its pages: every fund, one fund, its month, its year ahead, and its return as a file."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wholeplace.agreement.funds import COLUMNS, RuleOutlook, blocked, return_of, statutory_terms
from wholeplace.agreement.funds.recovering import dues_of, short_of
from wholeplace.agreement.funds.saying import gains_in_words, rule_in_words
from wholeplace.agreement.funds.standing import FundStanding, left_of
from wholeplace.agreement.records.funds.models import Notice, Recovery
from wholeplace.agreement.records.funds.reading import notices, recoveries, told_of_recovery
from wholeplace.publish.charts.ranges import Range, range_bars
from wholeplace.publish.sheets import csv_of, ods_of
from wholeplace.terms import DataProblem, Money, Problem
from wholeplace.web.house import house_of
from wholeplace.web.partner.filling import say_what_is_wrong
from wholeplace.web.partner.funds.book import (
    YEARS,
    Book,
    book_of,
    book_or_404,
    funds_of,
    last_day,
    model_of,
    names_in,
    outlooks_by_model,
    outlooks_of,
)
from wholeplace.web.who import may_use, person_of

SAID, MODEL = "said", "model"
"""Where possible years come from: what partners say of each line, or the flow model's runs."""

KINDS = {"csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
"""The formats of a return, and what a browser is told of each."""


@require_safe
def funds(request: HttpRequest) -> HttpResponse:
    """Every fund with its kind, its budget, where it stands and what blocks it in law; every award with what is left of it."""
    house = house_of(request)
    held = funds_of(house)
    rows = [(one, *_stands(book_of(house, one)), blocked(one)) for one in held.funds]
    awards = [(one, left_of(one)) for one in held.awards]
    return render(
        request,
        "partner/funds/funds.html",
        {"here": "funds", "rows": rows, "awards": awards, "names": names_in(house), "last_day": last_day},
    )


@require_safe
def fund(request: HttpRequest, fund: str) -> HttpResponse:
    """One fund as it was agreed: who puts in what and when, on what it is spent, who bears what, and what the law asks for."""
    house = house_of(request)
    book = book_or_404(house, fund)
    rule = book.funds.rule(book.fund.rule)
    now, wrong = _stands(book)
    given = {
        "rule": rule, "steps": rule_in_words(rule, book.called) if rule else (),
        "gains": gains_in_words(rule, book.called) if rule else (), "terms": statutory_terms(), "blocked": blocked(book.fund),
        "now": now, "wrong": wrong,
    }  # fmt: skip
    return render(request, "partner/funds/fund.html", {"here": "funds", "book": book, "last_day": last_day, **given})


@require_safe
def month(request: HttpRequest, fund: str) -> HttpResponse:
    """A fund at the end of a month: each line with its causes, who bears what, who is stopped, what is due, every figure's receipt."""
    house = house_of(request)
    book = book_or_404(house, fund)
    asked = _month_asked(request.GET.get("month", ""), book)
    standing = book.at(asked) if asked else None
    given = {
        "standing": standing,
        "month": asked,
        "by_month": book.by_month(asked) if asked else (),
        **_recovering(request, book, standing),
    }
    return render(request, "partner/funds/month.html", {"here": "funds", "book": book, **given})


def _recovering(request: HttpRequest, book: Book, standing: FundStanding | None) -> dict[str, Any]:
    """What is due because of an overspend, what was recorded of it, and where whoever asks may record more."""
    house, person, name = house_of(request), person_of(request), book.fund.name
    known, plans, told = notices(name), recoveries(name), told_of_recovery(name)
    bodies = [one for one in house.agreement.bodies if may_use(person, "notice-new", house.today, body=one.name)]
    kept_by = {one.pk: one.body for one in (*Notice.objects.filter(fund=name), *Recovery.objects.filter(fund=name))}
    return {
        "dues": dues_of(standing.position, known, plans, told, house.today) if standing else (), "notices": known, "plans": plans,
        "told": told, "may_notify": [(one.name, one.title) for one in bodies],
        "may_plan": {key for key, body in kept_by.items() if may_use(person, "recovery-new", house.today, body=body)},
        "short": short_of(plans, standing.position.variance) if standing and plans else None,
    }  # fmt: skip


@require_safe
def outlook(request: HttpRequest, fund: str) -> HttpResponse:
    """Before the year: what each partner would bear in a usual, a bad and a very bad year, under one rule or two beside each other."""
    house = house_of(request)
    book = book_or_404(house, fund)
    kept = model_of(house, book.fund)
    named = [(one.name, one.title) for one in book.funds.rules]
    form = RulesForm(request.GET or None, rules=named, model=kept is not None, initial={"rule": book.fund.rule, "years": SAID})
    chosen, by_model = [book.fund.rule], False
    if form.is_bound:
        told = form.cleaned_data if form.is_valid() else {}
        chosen = list(dict.fromkeys(told[name] for name in ("rule", "beside") if told.get(name)))
        by_model = told.get("years") == MODEL
    found = outlooks_by_model(house, book.fund, kept, chosen) if kept and by_model else outlooks_of(house, book.fund, chosen)
    ends = [end.pence for one in found for partner in one.partners for end in (partner.good, partner.bad)]
    shown = [(book.funds.rule(one.rule), one, _drawing(one, book, ends)) for one in found]
    said = [one for one in book.funds.outlooks if one.fund == book.fund.name]
    given = {
        "form": form,
        "shown": shown,
        "said": said,
        "years": kept.runs if kept and by_model else YEARS,
        "by_model": by_model,
        "about": about,
        "positions": book.funds.positions,
    }
    return render(request, "partner/funds/outlook.html", {"here": "funds", "book": book, **given})


@require_safe
def fund_return(request: HttpRequest, fund: str, kind: str) -> HttpResponse:
    """The return of a fund as of a month, as a file."""
    book = book_or_404(house_of(request), fund)
    asked = _month_asked(request.GET.get("month", ""), book)
    if kind not in KINDS or asked is None:
        raise Http404
    made = return_of(book.funds, book.fund, book.entries, asked, book.called)
    cells = [row.cells() for row in made.rows]
    held = csv_of(COLUMNS, cells) if kind == "csv" else ods_of(f"To {asked:%Y-%m}", COLUMNS, cells)
    answer = HttpResponse(held, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{book.fund.name}-{asked:%Y-%m}.{kind}"'
    return answer


class RulesForm(forms.Form):
    """One rule, and another beside it over the same possible years."""

    rule = forms.ChoiceField(label="Under this rule")
    beside = forms.ChoiceField(label="Beside this one", required=False)
    years = forms.ChoiceField(
        label="Over these possible years", required=False,
        choices=[(SAID, "Drawn from what partners say"), (MODEL, "Those of the flow model’s runs")],
    )  # fmt: skip

    def __init__(self, *given: object, rules: list[tuple[str, str]], model: bool = False, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.fields["rule"].choices = rules  # type: ignore[attr-defined]
        self.fields["beside"].choices = [("", "No other"), *rules]  # type: ignore[attr-defined]
        if not model:
            del self.fields["years"]
        for each in self.fields.values():
            say_what_is_wrong(each)


def _stands(book: Book) -> tuple[object, tuple[Problem, ...]]:
    """Where a fund stands now (None: nothing was received), and what is wrong with its books."""
    try:
        return book.now(), ()
    except DataProblem as problem:
        return None, tuple(problem.problems)


def _month_asked(written: str, book: Book) -> date | None:
    """The month of an address, or the last that was spent; None where nothing was. Raises Http404 for a month without figures."""
    if not written:
        return book.months[0] if book.months else None
    found = next((one for one in book.months if f"{one:%Y-%m}" == written), None)
    if found is None:
        raise Http404
    return found


def _drawing(one: RuleOutlook, book: Book, ends: list[int]) -> str:
    rows = [
        Range(
            label=book.called.get(each.partner, each.partner), low=each.good.pence, middle=each.expected.pence, high=each.bad.pence,
            words=f"good year: {_told(each.good)}; bad year: {_told(each.bad)}",
        )
        for each in one.partners
    ]  # fmt: skip
    says = "What each bears, from a good year to a bad one. " + " ".join(each.sentence for each in one.partners)
    return range_bars(rows, says=says, scale=ends)


def _told(amount: Money) -> str:
    """What somebody bears or keeps, as an estimate."""
    return f"{'keeps' if amount.pence < 0 else 'bears'} {about(Money(abs(amount.pence)))}"


def about(amount: Money) -> Money:
    """An estimate to the nearest thousand pounds: pence of a year that nobody has seen would say more than is known."""
    return Money(round(amount.pence, -5))
