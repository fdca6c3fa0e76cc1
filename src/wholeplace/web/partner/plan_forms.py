"""Forms of the plan. What a form cannot know (does the whole plan still hold together?) the rules say, all at once."""

from decimal import Decimal
from typing import Any

from django import forms

from wholeplace.agreement.records.plans.doing import Whole
from wholeplace.agreement.records.plans.models import Action
from wholeplace.agreement.records.plans.reading import programmes_of_body
from wholeplace.terms import Money
from wholeplace.web.forms import DayField, LinesField, MoneyField
from wholeplace.web.partner.filling import KeptForm

_AREA = forms.Textarea


def owners_of(whole: Whole) -> list[tuple[str, str]]:
    """Who may own something: posts of the plan, then bodies and organisations, each once."""
    posts = [(post.name, f"{post.title}, {post.organisation}") for post in whole.plan.posts]
    return [("", "Choose one"), *posts, *((name, name) for name in dict.fromkeys(whole.known.owners))]


class ActionForm(KeptForm):
    """An action: who does what by when, for which ambitions, at what cost."""

    later = ("stopped_on", "why_stopped")
    title = forms.CharField(label="What will be done", max_length=200, help_text="One thing, in plain words.")
    programme = forms.ChoiceField(label="Programme")
    owner = forms.ChoiceField(label="Who owns it", help_text="Exactly one post, body or organisation. Where two own, neither does.")
    starts = DayField(label="Starts on", help_text="For example, 27 3 2027")
    due = DayField(label="Due on", help_text="The last day on which it is in time.")
    ambitions = forms.MultipleChoiceField(label="Which ambitions it serves", widget=forms.CheckboxSelectMultiple, required=False)
    organisation = forms.ChoiceField(label="Whose staff do it", required=False)
    supporting = LinesField(label="Who helps", required=False, help_text="One organisation a line.")
    money = MoneyField(label="Money in all, in pounds", required=False, help_text="For example, 250,000")
    staff = forms.DecimalField(
        label="Staff at any one time", required=False, min_value=Decimal(0), max_digits=8, decimal_places=2,
        help_text="As full-time people. Half a post is 0.5.",
    )  # fmt: skip
    level = forms.ChoiceField(label="At which level", required=False)
    test = forms.ChoiceField(
        label="Which test for working at the widest level it meets", required=False, help_text="Only for the widest level."
    )
    test_reason = forms.CharField(label="How it meets the test", required=False, widget=_AREA)
    stopped_on = DayField(label="Stopped on", required=False, help_text="Only if it will not be done.")
    why_stopped = forms.CharField(label="Why it was stopped", required=False, widget=_AREA)

    def __init__(self, *given: Any, whole: Whole, body: str, **more: Any) -> None:
        super().__init__(*given, **more)
        known = whole.known
        none = ("", "None of these")
        self.fields["programme"].choices = [("", "Choose one"), *((one.name, one.title) for one in programmes_of_body(whole.plan, body))]  # type: ignore[attr-defined]
        self.fields["owner"].choices = owners_of(whole)  # type: ignore[attr-defined]
        self.fields["ambitions"].choices = [(one.name, one.title) for one in whole.plan.ambitions]  # type: ignore[attr-defined]
        organisations = dict.fromkeys([*(one.organisation for one in whole.plan.capacities), *known.owners])
        self.fields["organisation"].choices = [none, *((name, name) for name in organisations)]  # type: ignore[attr-defined]
        self.fields["level"].choices = [none, *((name, name) for name in known.levels)]  # type: ignore[attr-defined]
        self.fields["test"].choices = [none, *((name, name) for name in known.tests)]  # type: ignore[attr-defined]
        for name in ("ambitions", "level", "test"):
            if len(self.fields[name].choices) <= (name != "ambitions"):  # type: ignore[attr-defined]
                del self.fields[name]

    @staticmethod
    def texts_of(record: Action) -> dict[str, Any]:
        """What each field shows of an action."""
        money = None if record.pence is None else Money(record.pence)
        return {**KeptForm.texts_of(record), "money": money}

    def onto(self, record: Action) -> Action:
        """The record with what was typed."""
        given = self.cleaned_data
        money, staff = given["money"], given["staff"]
        lists = {name: list(given.get(name, getattr(record, name))) for name in ("supporting", "ambitions")}
        return self.put(record, **lists, pence=None if money is None else money.pence, staff="" if staff is None else str(staff))


class DoneForm(KeptForm):
    """That an action was done."""

    done_on = DayField(label="Done on")
    came_of_it = forms.CharField(label="What shows that it was done", widget=_AREA, help_text="Something that others can look at.")


class MilestoneForm(KeptForm):
    """A point on the way of an action."""

    later = ("reached_on", "evidence")
    title = forms.CharField(label="What will be reached", max_length=200, help_text="Something that can be seen to be there or not.")
    owner = forms.ChoiceField(label="Who owns it")
    due = DayField(label="Due on")
    reached_on = DayField(label="Reached on", required=False, help_text="Leave blank while it is not.")
    evidence = forms.CharField(label="What shows that it was reached", required=False, widget=_AREA)

    def __init__(self, *given: Any, whole: Whole, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["owner"].choices = owners_of(whole)  # type: ignore[attr-defined]


class SeenForm(KeptForm):
    """What was seen of an ambition, from a published source."""

    on = DayField(label="The last day it is about")
    value = forms.DecimalField(label="Value", required=False, help_text="As it was published, without its unit.")
    low = forms.DecimalField(label="Lower limit of its interval", required=False)
    high = forms.DecimalField(label="Upper limit of its interval", required=False)
    benchmark = forms.DecimalField(label="The others’ value on that day", required=False)
    definition_id = forms.CharField(
        label="Definition", required=False, max_length=120, help_text="Two definitions are never joined into one line."
    )
    evidence = LinesField(label="Evidence", required=False, help_text="For an ambition without a number: one thing that was shown a line.")
    source = forms.CharField(label="Where this was published", widget=_AREA)

    def onto(self, record: Any) -> Any:
        """The record with what was typed; numbers as they were."""
        numbers = {
            name: "" if self.cleaned_data[name] is None else str(self.cleaned_data[name]) for name in ("value", "low", "high", "benchmark")
        }
        return self.put(record, **numbers, evidence=list(self.cleaned_data["evidence"]))
