"""Forms of referrals. Each asks for what its event needs and no more."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django import forms

from wholeplace.service.access import What
from wholeplace.service.records.persons.finding import nhs_number_holds, one_number
from wholeplace.service.records.referral.people import GOAL_STATES, Goal
from wholeplace.service.referral import Event, Happening, Instrument, Source, Urgency, headings, outcomes_for, reasons_for
from wholeplace.service.referral.about_me import longest
from wholeplace.service.referral.scores import Item
from wholeplace.web.forms import DayField
from wholeplace.web.partner.filling import KeptForm

HOW = (("said in person", "They said so in person"), ("said by telephone", "They said so by telephone"), ("in writing", "In writing"))
HELPED = (("yes", "Yes"), ("partly", "In part"), ("no", "No"), ("", "Nobody could ask"))
SHARES = ((What.ABOUT_ME.value, "About Me"), (What.RISKS.value, "What is known of risks"))
ALWAYS = (What.DETAILS, What.REFERRALS)
"""What a group cannot help without: who the person is and how to reach them, and the referral itself."""
LASTS = timedelta(days=182)
"""For how long a consent is offered: half a year. People may choose another day within a year."""


def step_form(event: Event, takers: Sequence[tuple[str, str]]) -> type[KeptForm]:
    """The form of one event. `takers`: code and name of the organisations to which it may go."""
    return type("StepForm", (KeptForm,), _fields(event, takers))


def _fields(event: Event, takers: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if event in (Event.SEND, Event.HAND_OVER):
        found["to"] = forms.ChoiceField(label="To which organisation", choices=[("", "Choose one"), *takers])
    if reasons_for(event):
        found["reason"] = forms.ChoiceField(label="Why", choices=list(reasons_for(event).items()), widget=forms.RadioSelect)
    if outcomes_for(event):
        found["outcome"] = forms.ChoiceField(label="What came of it", choices=list(outcomes_for(event).items()), widget=forms.RadioSelect)
        found["helped"] = forms.ChoiceField(
            label="Did it help, as the person sees it?", choices=HELPED, widget=forms.RadioSelect, required=False
        )
    found["words"] = _words(event)
    if event in (Event.SEND, Event.HAND_OVER):
        found |= consent_fields()
    return found


def _words(event: Event) -> forms.Field:
    must = event in (Event.DECLINE, Event.RETURN, Event.COMPLETE, Event.END_WITHOUT_HELP)
    text = "Say it in a sentence or two. The person and their practice can read this." if must else "The others can read this."
    return forms.CharField(label="In your own words", widget=forms.Textarea, required=must, max_length=2000, help_text=text)


def without_optional(fields: Iterable[forms.Field]) -> None:
    """Leave the word "optional" away where it would stand at every field, or where the rules ask for the field later."""
    for one in fields:
        one.needed_later = True  # type: ignore[attr-defined]  forms.html asks for it


def consent_fields() -> dict[str, forms.Field]:
    """What a person agreed to share, how, and until when."""
    found: dict[str, forms.Field] = {
        "agreed": forms.BooleanField(
            label="The person has agreed that their name, how to reach them and this referral go to that organisation", required=False
        ),
        "shares": forms.MultipleChoiceField(
            label="They have also agreed to share", choices=SHARES, widget=forms.CheckboxSelectMultiple, required=False
        ),
        "how": forms.ChoiceField(label="How they agreed", choices=HOW, widget=forms.RadioSelect, required=False),
        "until": DayField(
            label="They agreed until", required=False, help_text="After this day the organisation sees nothing of it any more."
        ),
    }
    without_optional(found.values())
    return found


class ReferForm(KeptForm):
    """A new referral for one person."""

    to = forms.ChoiceField(label="To which organisation")
    why = forms.CharField(
        label="What is it for?", widget=forms.Textarea, max_length=4000, help_text="What the person hopes for, in their words if you can."
    )
    need = forms.ChoiceField(label="What they need most", required=False)
    risks = forms.CharField(
        label="Risks that whoever helps must know",
        widget=forms.Textarea,
        max_length=2000,
        help_text='Where there are none, write "none known".',
    )
    urgency = forms.ChoiceField(
        label="How soon",
        choices=[(one.value, one.value.capitalize()) for one in Urgency],
        widget=forms.RadioSelect,
        initial=Urgency.ROUTINE.value,
    )
    source = forms.ChoiceField(
        label="Who refers", choices=[(one.value, one.value) for one in Source if one not in (Source.RESIDENT, Source.CARER)]
    )
    label = forms.CharField(
        label="Label", required=False, max_length=80, help_text="Such as the name of a small grant. It changes nothing."
    )

    def __init__(self, *given: Any, takers: Sequence[tuple[str, str]], needs: Sequence[str], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["to"].choices = [("", "Choose one"), *takers]  # type: ignore[attr-defined]
        self.fields["need"].choices = [("", "None of these"), *((one, one) for one in needs)]  # type: ignore[attr-defined]
        for name, field in consent_fields().items():
            self.fields[name] = field


class CameForm(KeptForm):
    """One small step: a group fills it in on a phone in a few seconds."""

    happening = forms.ChoiceField(
        label="What happened", choices=[(one.value, one.value.capitalize()) for one in Happening], widget=forms.RadioSelect
    )
    on = DayField(label="On which day")
    of = forms.IntegerField(label="How many times are planned in all", required=False, min_value=0, max_value=366)
    words = forms.CharField(label="Anything to add", widget=forms.Textarea, required=False, max_length=1000)


class AboutMeForm(KeptForm):
    """About Me: the headings of the standard, each in the person's own words."""

    supported_by = forms.CharField(
        label="Who helped you to write this", required=False, max_length=120, help_text="Leave it empty if you wrote it by yourself."
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        helped = self.fields.pop("supported_by")
        for one in headings():
            self.fields[one.name] = forms.CharField(
                label=one.title, help_text=one.hint, widget=forms.Textarea, required=False, max_length=longest()
            )
        self.fields["supported_by"] = helped
        without_optional(self.fields.values())

    def texts(self) -> dict[str, str]:
        """Heading -> what was written."""
        return {one.name: self.cleaned_data[one.name] for one in headings()}


class PlanForm(KeptForm):
    """What a person wants to reach: up to three goals, for nobody works at more at once."""

    strengths = forms.CharField(label="What they are good at, and what helps them", widget=forms.Textarea, required=False, max_length=2000)
    agreed_on = DayField(label="The person agreed to it on", required=False)
    review_on = DayField(label="Look at it again on", required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        last = {name: self.fields.pop(name) for name in ("agreed_on", "review_on")}
        for number in range(1, GOALS + 1):
            self.fields[f"goal_{number}"] = forms.CharField(label=f"Goal {number}", required=False, max_length=300)
            self.fields[f"what_{number}"] = forms.CharField(label=f"What is done for goal {number}", required=False, max_length=300)
            self.fields[f"who_{number}"] = forms.CharField(label=f"Who does it for goal {number}", required=False, max_length=120)
            states = [(one, one.capitalize()) for one in GOAL_STATES]
            self.fields[f"state_{number}"] = forms.ChoiceField(label=f"Where goal {number} stands", choices=states, required=False)
        self.fields |= last
        without_optional(self.fields.values())

    def goals(self) -> list[Goal]:
        """Those that say something."""
        given = self.cleaned_data
        return [
            Goal(goal=given[f"goal_{n}"], what=given[f"what_{n}"], who=given[f"who_{n}"], state=given[f"state_{n}"] or GOAL_STATES[0])
            for n in range(1, GOALS + 1)
            if any(given[f"{name}_{n}"].strip() for name in ("goal", "what", "who"))
        ]


GOALS = 3


WHY_CARING_ENDS = (
    "They do not look after them any more", "One of the two does not want it written down", "It was written down in error",
)  # fmt: skip


class CarerForm(KeptForm):
    """Somebody who looks after another without pay."""

    relationship = forms.CharField(
        label="Who they are to the person they look after", max_length=80, help_text="Such as: daughter, neighbour."
    )
    paid = forms.ChoiceField(label="Are they paid for it?", choices=[("no", "No"), ("yes", "Yes")], widget=forms.RadioSelect)
    agrees = forms.BooleanField(label="They have agreed to be known as a carer", required=False)
    cared_for = forms.CharField(
        label="NHS number of the person they look after", required=False, max_length=20,
        help_text="Leave it empty if that person has not agreed, or is not known here.",
    )  # fmt: skip
    other_agrees = forms.BooleanField(label="The person they look after has agreed to this", required=False)

    def clean_cared_for(self) -> str:
        """Without spaces, and a real one."""
        number = one_number(self.cleaned_data["cared_for"])
        if number and not nhs_number_holds(number):
            raise forms.ValidationError("This is no NHS number. Compare it with a letter of the NHS.")
        return number


class EndCaringForm(KeptForm):
    """Why somebody's caring is not written down any more."""

    because = forms.ChoiceField(label="Why does it end?", choices=[(one, one) for one in WHY_CARING_ENDS], widget=forms.RadioSelect)


def score_form(instrument: Instrument) -> type[KeptForm]:
    """The questions of an instrument, word for word. None must be answered."""
    answers = [(one, one.capitalize()) for one in instrument.answers]
    asked = {item.id: _asked(item, answers) for item in instrument.questions}
    without_optional(asked.values())
    return type("ScoreForm", (KeptForm,), asked)


def _asked(item: Item, answers: Sequence[tuple[str, str]]) -> forms.Field:
    widget = forms.RadioSelect if len(answers) <= _FEW else forms.Select
    blank = [] if widget is forms.RadioSelect else [("", "Not asked")]
    return forms.ChoiceField(label=item.asks, choices=[*blank, *answers], widget=widget, required=False)


_FEW = 5
