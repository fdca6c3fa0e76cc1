"""Forms of scrutiny and of engagement."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from wholeplace.agreement.scrutiny import Did, ReplyAnswer, ReplyRule
from wholeplace.web.forms import DayField
from wholeplace.web.partner.filling import KeptForm

_AREA, _BOXES, _RADIOS = forms.Textarea, forms.CheckboxSelectMultiple, forms.RadioSelect
_ANSWERS = [(one.value, one.value.capitalize()) for one in ReplyAnswer]
_DID = {Did.DONE: "It is done", Did.BEING_DONE: "It is being done", Did.NOT_DONE: "It is not done, and here is why"}
Choices = Sequence[tuple[str, str]]


class WorkItemForm(KeptForm):
    """A topic of a scrutiny body's work programme."""

    later = ("taken_on", "dropped_why")
    topic = forms.CharField(label="Topic", max_length=200)
    why = forms.CharField(label="Why this topic", widget=_AREA)
    planned_for = DayField(label="Planned for")
    asked_of = forms.MultipleChoiceField(label="Who brings evidence", widget=_BOXES)
    taken_on = DayField(label="Looked into on", required=False, help_text="Leave blank while it was not.")
    dropped_why = forms.CharField(label="Why it is taken off the programme", required=False, widget=_AREA, help_text="Blank: it stays.")

    def __init__(self, *given: Any, asked: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["asked_of"].choices = asked  # type: ignore[attr-defined]

    def onto(self, record: Any) -> Any:
        """The record with what was typed."""
        return self.put(record, asked_of=list(self.cleaned_data["asked_of"]))


class RecommendationForm(KeptForm):
    """What scrutiny recommends, and to whom."""

    text = forms.CharField(label="What is recommended", widget=_AREA, help_text="One thing, as one sentence.")
    asked = forms.ChoiceField(label="Who is asked")
    why = forms.CharField(label="Why", required=False, widget=_AREA, help_text="The NHS need not answer a recommendation without this.")
    evidence = forms.CharField(label="On what evidence it rests", required=False, widget=_AREA)
    work_item = forms.ChoiceField(label="Topic that it came from", required=False)
    rule = forms.ChoiceField(label="By which rule the reply is due", widget=_RADIOS)
    made_on = DayField(label="Agreed on")
    received_on = DayField(label="Received by them on", required=False, help_text="The reply is due from this day. Blank: not sent yet.")

    def __init__(self, *given: Any, asked: Choices, items: Choices, rules: Mapping[str, ReplyRule], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["asked"].choices = [("", "Choose one"), *asked]  # type: ignore[attr-defined]
        self.fields["work_item"].choices = [("", "None"), *items]  # type: ignore[attr-defined]
        self.fields["rule"].choices = [(one.name, _rule_in_words(one)) for one in rules.values()]  # type: ignore[attr-defined]

    @staticmethod
    def texts_of(record: Any) -> dict[str, Any]:
        """What each field shows of a recommendation."""
        return {**KeptForm.texts_of(record), "asked": f"{record.asked_of}|{record.answers}"}

    def onto(self, record: Any) -> Any:
        """The record with what was typed."""
        asked_of, _, answers = self.cleaned_data["asked"].partition("|")
        return self.put(record, asked_of=asked_of, answers=answers)


class ReplyForm(KeptForm):
    """A dated reply to a recommendation."""

    answer = forms.ChoiceField(label="The reply", choices=_ANSWERS, widget=_RADIOS)
    reasons = forms.CharField(label="Reasons", required=False, widget=_AREA, help_text="Needed where it is not accepted in full.")
    action = forms.CharField(label="What will be done", required=False, widget=_AREA, help_text="Needed where it is accepted.")
    by_when = DayField(label="By when", required=False)
    replied_on = DayField(label="Replied on")


class PromiseForm(KeptForm):
    """That what a reply promised was done."""

    done_on = DayField(label="Done on")


class PointForm(KeptForm):
    """What people said."""

    group = forms.CharField(label="Who said it", max_length=120, help_text="A group in general terms, such as carers. Never a person.")
    said = forms.CharField(label="What they said", widget=_AREA, help_text="In their own words, or close to them.")
    where = forms.CharField(label="Where", max_length=200, help_text="The event, survey or letter.")
    said_on = DayField(label="When")


class AnswerForm(KeptForm):
    """What was done about what people said, or why not."""

    did = forms.ChoiceField(label="What came of it", choices=[(one.value, words) for one, words in _DID.items()], widget=_RADIOS)
    answer = forms.CharField(label="What was done, or why not", widget=_AREA, help_text="In words that whoever said it understands.")
    decision = forms.ChoiceField(label="Decision that it reached", required=False)
    answered_on = DayField(label="Answered on")

    def __init__(self, *given: Any, decisions: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["decision"].choices = [("", "None"), *decisions]  # type: ignore[attr-defined]


def _rule_in_words(rule: ReplyRule) -> str:
    parts = [f"{rule.months} month{'' if rule.months == 1 else 's'}"] if rule.months else []
    parts += [f"{rule.days} days"] if rule.days else []
    return f"{rule.title}: within {' and '.join(parts) or 'no set time'}"
