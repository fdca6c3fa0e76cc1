"""Forms of choosing: a call for bids, a bid, a member's scores, the awards."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django import forms

from wholeplace.agreement.choosing import Criterion
from wholeplace.agreement.choosing.calls import criteria_from
from wholeplace.agreement.records.funds.models import Bid, Call, Score
from wholeplace.agreement.records.funds.reading import criteria_as_json, criteria_of
from wholeplace.terms import Money, Problem
from wholeplace.web.forms import DayField, LinesField, MoneyField
from wholeplace.web.partner.filling import KeptForm, say_what_is_wrong

_AREA = forms.Textarea
Choices = Sequence[tuple[str, str]]


class CallForm(KeptForm):
    """A sum that is given to bids, and by which criteria."""

    title = forms.CharField(label="What it is called", max_length=200)
    purpose = forms.CharField(label="What it is for", widget=_AREA)
    amount = MoneyField(label="How much is given")
    award = forms.ChoiceField(label="From which award it is paid", required=False)
    criteria = LinesField(
        label="Criteria with their weights", help_text="One a line, such as “Better health: 50”. The weights add up to 100."
    )
    fair = LinesField(
        label="Which of them are about who gains", required=False,
        help_text="One a line, by the same words. They are always shown apart.",
    )  # fmt: skip
    least_score = forms.IntegerField(label="The least score that is paid", min_value=0, max_value=100, help_text="From 0 to 100.")
    parts = forms.BooleanField(label="The last bid that is paid may get a part of what it asked for", required=False)
    scorers = forms.IntegerField(label="How many members must score each bid", min_value=1, max_value=50)
    opens_on = DayField(label="Opens on")
    closes_on = DayField(label="Closes at the end of")

    def __init__(self, *given: Any, awards: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["award"].choices = [("", "None of the awards written down"), *awards]  # type: ignore[attr-defined]

    @staticmethod
    def texts_of(record: Any) -> dict[str, Any]:
        """What each field shows of a call."""
        held = criteria_of(record)
        lines = tuple(f"{one.title}: {one.weight}" for one in held)
        fair = tuple(one.title for one in held if one.equity)
        return {**KeptForm.texts_of(record), "amount": Money(record.amount), "criteria": lines, "fair": fair}

    def onto(self, record: Call) -> Call:
        """The call with what was typed."""
        criteria, _ = self._criteria()
        return self.put(record, amount=self.cleaned_data["amount"].pence, criteria=criteria_as_json(criteria))

    def unread(self) -> list[Problem]:
        """What could not be read of the criteria."""
        return self._criteria()[1]

    def _criteria(self) -> tuple[tuple[Criterion, ...], list[Problem]]:
        return criteria_from(self.cleaned_data["criteria"], self.cleaned_data["fair"], self.cleaned_data["title"])


class BidForm(KeptForm):
    """One bid: what it would do for whom, and at what cost in a year."""

    later = ("withdrawn_why",)
    title = forms.CharField(label="What is proposed", max_length=200)
    proposed_by = forms.CharField(label="Who proposes it", max_length=160, help_text="The organisation that would be paid.")
    outside = forms.BooleanField(label="It is outside the partnership", required=False)
    programme = forms.CharField(label="Programme it belongs to", max_length=120, required=False)
    cost = MoneyField(
        label="What it costs in a year", help_text="Below nought: stopping it sets this much free. It is then drawn, and not awarded."
    )
    statutory = forms.BooleanField(label="The law asks for it, so it may not be stopped", required=False)
    benefit = forms.IntegerField(label="Benefit for one person", min_value=0, max_value=100, help_text="From 0 to 100.")
    people = forms.IntegerField(label="People in a year", min_value=0, max_value=100_000_000)
    chance = forms.IntegerField(label="Chance that it works, in 100", min_value=0, max_value=100)
    source = forms.CharField(label="What the figures rest on", widget=_AREA)
    withdrawn_why = forms.CharField(label="Why it is withdrawn", required=False, widget=_AREA, help_text="Blank: it stands.")

    @staticmethod
    def texts_of(record: Any) -> dict[str, Any]:
        """What each field shows of a bid."""
        more = {"cost": Money(record.cost), "outside": not record.inside, "chance": int(Fraction(record.chance) * 100)}
        return {**KeptForm.texts_of(record), "benefit": int(Fraction(record.benefit)), **more}

    def onto(self, record: Bid) -> Bid:
        """The bid with what was typed."""
        typed = self.cleaned_data
        return self.put(
            record, cost=typed["cost"].pence, benefit=str(typed["benefit"]), chance=str(Fraction(typed["chance"], 100)),
            inside=not typed["outside"],
        )  # fmt: skip


class ScoreForm(KeptForm):
    """What one member says of one bid: a score and a reason for each criterion, or an interest that keeps them from it."""

    interest = forms.CharField(
        label="I have an interest in this bid", required=False, widget=_AREA,
        help_text="Say which. You then give no scores, and nothing you say below counts.",
    )  # fmt: skip

    def __init__(self, *given: Any, criteria: Sequence[Criterion], **more: Any) -> None:
        super().__init__(*given, **more)
        self.criteria = criteria
        for number, one in enumerate(criteria):
            apart = " It is about who gains." if one.equity else ""
            hint = f"From 0 to 100. It weighs {float(one.weight):.4g} of 100.{apart}"
            score = forms.IntegerField(label=one.title, min_value=0, max_value=100, required=False, help_text=hint)
            reason = forms.CharField(label=f"Why: {one.title}", required=False, widget=_AREA)
            score.needed_later = reason.needed_later = True  # type: ignore[attr-defined]  read by forms.html: only an interest spares them
            self.fields |= {f"score_{number}": score, f"reason_{number}": reason}
            say_what_is_wrong(score)

    @staticmethod
    def texts_of(record: Any) -> dict[str, Any]:
        """What each field shows of a member's scores. Fields are numbered in the order of the criteria."""
        numbered = [(number, one.name) for number, one in enumerate(criteria_of(Call.objects.get(pk=record.call)))]
        scores = {f"score_{number}": record.scores.get(name) for number, name in numbered}
        reasons = {f"reason_{number}": record.reasons.get(name, "") for number, name in numbered}
        return {**KeptForm.texts_of(record), **scores, **reasons}

    def onto(self, record: Score) -> Score:
        """The scores with what was typed. Whoever has an interest gives none."""
        typed, own = self.cleaned_data, not self.cleaned_data["interest"].strip()
        numbered = [(number, one.name) for number, one in enumerate(self.criteria)]
        scores = {name: str(typed[f"score_{number}"]) for number, name in numbered if own and typed[f"score_{number}"] is not None}
        reasons = {name: typed[f"reason_{number}"] for number, name in numbered if own}
        return self.put(record, scores=scores, reasons=reasons)


class AwardForm(KeptForm):
    """The body's decision on a call."""

    decided_on = DayField(label="Decided on")
    decision = forms.CharField(label="Reference of the decision", required=False, max_length=80, help_text="Such as ANY-2026-014.")
    why = forms.CharField(label="Anything to be said about it", required=False, widget=_AREA)
