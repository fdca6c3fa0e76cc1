"""Short forms for what happens to a decision: notice, publication, call-in, what scrutiny said, carried out, reviewed, withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from wholeplace.agreement.clocks import Notice
from wholeplace.agreement.decisions import (
    CalledIn,
    Came,
    CarriedOut,
    Checked,
    Expected,
    NoticeGiven,
    Recorded,
    Review,
    Urgency,
    Window,
)
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.publish import wording
from wholeplace.web.forms import DayField, LinesField
from wholeplace.web.partner.filling import KeptForm

_AREA = forms.Textarea


class StepForm(KeptForm):
    """A form over a decision that shows nothing of it but its version."""

    @staticmethod
    def texts_of(record: Any) -> dict[str, Any]:
        """Only the version: what is asked is new."""
        return {"version": record.version}

    def differences(self, current: Any) -> list[tuple[str, str, str]]:
        """What stands now is the decision itself: its page shows it."""
        return [("Where it stands", "", current.state)]


class PlainForm(StepForm):
    """A step that needs no words."""


class NoticeForm(StepForm):
    """A notice, with what the law wants people to read in it."""

    rule = forms.ChoiceField(label="Which notice", widget=forms.RadioSelect)
    published = DayField(label="Published on", help_text="The day on which people could read it.")
    decision_on = DayField(label="Decided on, or later", help_text="People are told that it is not decided before this day.")
    papers = LinesField(label="Papers it is decided on", help_text="One a line.")
    ask = forms.CharField(
        label="Whom to ask for papers", max_length=300, help_text="An office and its address. No person’s name is needed."
    )
    reasons = forms.CharField(label="If full notice cannot be kept: why", widget=_AREA, required=False)
    agreed_by = forms.CharField(
        label="If full notice cannot be kept: who was told or agreed", required=False, max_length=200,
        help_text="A role, such as “chair of scrutiny”.",
    )  # fmt: skip

    def __init__(self, *args: Any, held: InForce, needed: Sequence[str], **kwargs: Any) -> None:
        """The rules that its duties ask for, and those that may stand in for one of them."""
        super().__init__(*args, **kwargs)
        fitting = [rule for rule in held.notices.values() if rule.name in needed or rule.instead_of in needed]
        words = [(rule.name, f"{rule.title}{f': {rule.days} {rule.kind.value}' if rule.days else ''} ({rule.source})") for rule in fitting]
        self.fields["rule"].choices = words  # type: ignore[attr-defined]

    def given(self, body: str) -> NoticeGiven:
        """The notice as it was typed."""
        typed = self.cleaned_data
        return NoticeGiven(
            notice=Notice(rule=typed["rule"], published=typed["published"]), body=body, decision_on=typed["decision_on"],
            papers=typed["papers"], ask=typed["ask"], reasons=typed["reasons"], agreed_by=typed["agreed_by"],
        )  # fmt: skip


class PublishForm(StepForm):
    """Publication, with or without special urgency."""

    agreed_by = forms.CharField(
        label="If it is too urgent for call-in: who agreed", required=False, max_length=200,
        help_text="A role, such as “chair of scrutiny”.",
    )  # fmt: skip
    reasons = forms.CharField(label="If it is too urgent for call-in: why it cannot wait", widget=_AREA, required=False)

    def urgency(self) -> Urgency | None:
        """None where nothing was said about urgency."""
        given = self.cleaned_data
        return Urgency(agreed_by=given["agreed_by"], reasons=given["reasons"]) if given["agreed_by"] or given["reasons"] else None


class CallInForm(StepForm):
    """A request of councillors to look again."""

    council = forms.ChoiceField(label="Members of which council ask", widget=forms.RadioSelect)
    callers = forms.IntegerField(label="How many members ask", min_value=1, max_value=200)
    grounds = forms.CharField(label="On which grounds", widget=_AREA, required=False)

    def __init__(self, *args: Any, windows: Sequence[Window], **kwargs: Any) -> None:
        """The councils whose window the decision opened."""
        super().__init__(*args, **kwargs)
        self.fields["council"].choices = [(one.council, _must_ask(one)) for one in windows]  # type: ignore[attr-defined]
        self.fields["grounds"].needed_later = any(one.rule.grounds_needed for one in windows)  # type: ignore[attr-defined]

    def asked(self, by: str, at: Any) -> CalledIn:
        """The request as it was typed."""
        given = self.cleaned_data
        return CalledIn(by=by, council=given["council"], callers=given["callers"], at=at, grounds=given["grounds"])


class ScrutinyForm(StepForm):
    """What scrutiny said."""

    said = forms.ChoiceField(
        label="What scrutiny said", widget=forms.RadioSelect,
        choices=[("release", "It may be carried out"), ("back", "The body that decided should look again")],
    )  # fmt: skip
    reasons = forms.CharField(label="Reasons", widget=_AREA, required=False, help_text="Needed when it is sent back.")


class CarriedOutForm(StepForm):
    """What was done, and when."""

    on = DayField(label="Carried out on")
    what = forms.CharField(label="What was done", widget=_AREA)

    def done(self) -> CarriedOut:
        """As it was typed."""
        return CarriedOut(on=self.cleaned_data["on"], what=self.cleaned_data["what"])


class WithdrawForm(StepForm):
    """Why it is withdrawn."""

    because = forms.CharField(label="Why it is withdrawn", widget=_AREA)


class ReplaceForm(StepForm):
    """Which later decision takes its place."""

    by = forms.CharField(label="Reference of the later decision", max_length=80, help_text="For example, ANY-2027-003")


class ReviewForm(StepForm):
    """A look back at each expected effect."""

    on = DayField(label="Reviewed on")
    learnt = forms.CharField(label="What was learnt", widget=_AREA)
    again_on = DayField(label="When it is looked at again", required=False)

    def __init__(self, *args: Any, recorded: Recorded, titles: Mapping[str, str], **kwargs: Any) -> None:
        """One set of fields for each expected effect. `titles`: what measures are called."""
        super().__init__(*args, **kwargs)
        self.expected: tuple[Expected, ...] = (recorded.published or recorded.proposal).expected
        answers = [(came.value, came.value.capitalize()) for came in Came]
        for row, one in enumerate(self.expected):
            about = f"{titles.get(one.measure, one.measure)}, {one.change}"
            self.fields[f"came-{row}"] = forms.ChoiceField(
                label=f"{about}: did it come true", choices=answers, widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"figure-{row}"] = forms.CharField(label=f"{about}: the figure", required=False, max_length=300)
            words = "Without a figure, words are needed."
            self.fields[f"why-{row}"] = forms.CharField(label=f"{about}: in words", widget=_AREA, required=False, help_text=words)
        self.order_fields(["version", "on", *(name for name in self.fields if name[-1].isdigit()), "learnt", "again_on"])

    def review(self) -> Review:
        """As it was typed."""
        given = self.cleaned_data
        return Review(on=given["on"], learnt=given["learnt"], again_on=given["again_on"], checked=tuple(self._checked()))

    def _checked(self) -> list[Checked]:
        given = self.cleaned_data
        return [
            Checked(
                measure=one.measure, change=one.change, by=one.by, came=Came(given[f"came-{row}"]), figure=given[f"figure-{row}"],
                why=given[f"why-{row}"],
            )
            for row, one in enumerate(self.expected)
        ]  # fmt: skip


def _must_ask(window: Window) -> str:
    grounds = ", with grounds" if window.rule.grounds_needed else ""
    until = f"{window.closes:%H:%M} on {wording.day_in_words(window.closes.date())}"
    return f"{window.council}: {window.rule.callers} members must ask{grounds}, by {until} ({window.rule.source})"
