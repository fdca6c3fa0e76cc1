"""The form on which a matter is described, in words that need no knowledge of the rules."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from wholeplace.agreement.decisions import InForce
from wholeplace.agreement.records.decisions.models import Matter
from wholeplace.agreement.records.decisions.reading import described_in
from wholeplace.agreement.subsidiarity import Matter as Described
from wholeplace.place import Place
from wholeplace.web.forms import DayField, LinesField, MoneyField
from wholeplace.web.partner.filling import KeptForm

TRUE_OF_IT: Mapping[str, str] = {
    "substantial_change": "It is a substantial change of a health service",
    "changes_offer": "It changes what people are offered",
    "bed_based": "People must be admitted to a bed for it",
    "private_part": "A part of it would have to be private, such as a price in talks",
    "pools_money": "It pools money of the NHS and a council",
    "sets_priority": "It sets a priority for several years",
}
WHOSE = {"NHS": "The NHS’s", "council": "A council’s"}


class MatterForm(KeptForm):
    """A matter: what it is, whom and what it touches, its money, and which tests for working at system level it meets."""

    title = forms.CharField(label="What is to be decided", max_length=200, help_text="One sentence in plain words.")
    kind = forms.ChoiceField(label="What kind of matter it is", help_text="Who holds the power depends on it.")
    on = DayField(label="When it should be decided", help_text="For example, 27 3 2027. A rough day will do.")
    money = MoneyField(label="Money it binds in a full year, in pounds", help_text="All partners together. 0 if none. For example, 250,000")
    places = forms.MultipleChoiceField(label="Which places it touches", widget=forms.CheckboxSelectMultiple)
    neighbourhood = forms.ChoiceField(label="The neighbourhood, if it stays within one", required=False)
    councils = forms.MultipleChoiceField(label="Which councils it touches", widget=forms.CheckboxSelectMultiple, required=False)
    wards = LinesField(label="Which council wards it affects", required=False, help_text="One a line. Leave it empty if you do not know.")
    decided_by = forms.MultipleChoiceField(
        label="Whose powers it needs", choices=list(WHOSE.items()), widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Leave it empty if you do not know: then it is taken from the powers that partners wrote down.",
    )  # fmt: skip
    true_of_it = forms.MultipleChoiceField(
        label="Which of these are true of it", choices=list(TRUE_OF_IT.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    WITH_A_REASON: ClassVar = "Say why it is so, or leave it empty if it is not. Without a reason it does not count."

    def __init__(self, *args: Any, place: Place, held: InForce, **kwargs: Any) -> None:
        """The choices come from the place and its agreement."""
        super().__init__(*args, **kwargs)
        self.held = held
        self._choose("kind", [("", "Choose one"), *((kind, kind.capitalize()) for kind in kinds_of(held))])
        today = kwargs.get("initial", {}).get("today")
        levels = place.settings.levels
        middle = ("place",) if "place" in levels else levels[1:] or levels
        areas = [area for area in place.areas if today is None or area.stands_on(today)]
        self._choose("places", [(area.name, area.name) for area in areas if area.level in middle])
        inside = [(area.name, area.name) for area in areas if area.level == "neighbourhood"]
        self._choose("neighbourhood", [("", "It is wider than one neighbourhood"), *inside])
        self._choose("councils", [(name, name) for name in councils_of(place, held)])
        for name in ("neighbourhood", "councils"):
            if len(self.fields[name].choices) <= (name == "neighbourhood"):  # type: ignore[attr-defined]
                del self.fields[name]
        for name, words in held.rules.tests.items():
            area = forms.Textarea
            self.fields[f"test-{name}"] = forms.CharField(label=words, widget=area, required=False, help_text=self.WITH_A_REASON)

    @staticmethod
    def texts_of(record: Matter) -> Mapping[str, Any]:
        """What each field shows of a matter."""
        matter = described_in(record)
        true = [name for name in TRUE_OF_IT if getattr(matter, name)]
        tests = {f"test-{name}": reason for name, reason in matter.tests.items()}
        return {
            "version": record.version, "title": matter.title, "kind": matter.kind, "on": matter.on, "money": matter.money,
            "places": matter.places, "neighbourhood": "".join(matter.neighbourhoods[:1]), "councils": matter.councils,
            "wards": matter.wards, "decided_by": matter.decided_by, "true_of_it": true, **tests,
        }  # fmt: skip

    def described(self) -> Described:
        """The matter as it was typed."""
        given = self.cleaned_data
        tests = {name: given[f"test-{name}"].strip() for name in self.held.rules.tests}
        neighbourhood = given.get("neighbourhood", "")
        return Described(
            kind=given["kind"], title=given["title"], on=given["on"], money=given["money"], places=tuple(given["places"]),
            decided_by=tuple(given["decided_by"]) or whose(given["kind"], self.held), councils=tuple(given.get("councils", ())),
            neighbourhoods=(neighbourhood,) if neighbourhood else (), wards=given["wards"],
            tests={name: reason for name, reason in tests.items() if reason}, **{name: name in given["true_of_it"] for name in TRUE_OF_IT},
        )  # fmt: skip

    def clean_on(self) -> object:
        """A matter is placed by the rules of a day."""
        if self.cleaned_data["on"] is None:
            raise forms.ValidationError("Give a day. A rough one will do.")
        return self.cleaned_data["on"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def kinds_of(held: InForce) -> tuple[str, ...]:
    """The kinds of matter that somebody holds a power over, or that partners or the law settled; in order of name."""
    kinds = {kind for power in held.agreement.powers for kind in power.matters}
    return tuple(sorted(kinds | set(held.limits.for_the_system) | set(held.limits.for_wellbeing_boards)))


def councils_of(place: Place, held: InForce) -> tuple[str, ...]:
    """The councils of a place by name: organisations of that kind, and those with a rule of call-in."""
    named = [one.name for one in place.organisations if "council" in one.kind.lower() or "local authority" in one.kind.lower()]
    return tuple(sorted({*named, *held.call_in}))


def whose(kind: str, held: InForce) -> tuple[str, ...]:
    """Whose powers a kind of matter needs, by the powers that are written down; both where none is."""
    regimes = {power.regime.value for power in held.agreement.powers if kind in power.matters}
    return tuple(name for name in WHOSE if name in regimes) or tuple(WHOSE)
