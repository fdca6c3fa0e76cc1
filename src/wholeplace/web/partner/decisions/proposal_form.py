"""The form of a proposal: part by part, in the order in which people read it. A draft may have gaps; they are told beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django import forms

from wholeplace.agreement.decisions import Effect, Evidence, Exemption, Expected, Lens, Proposal, Seen, grounds
from wholeplace.agreement.records.decisions.models import Decision
from wholeplace.agreement.records.decisions.reading import recorded_of
from wholeplace.web.forms import DayField, LinesField, MoneyField
from wholeplace.web.partner.filling import KeptForm

ROWS = 3
"""How many expected effects a page has room for."""
LENSES: Mapping[Lens, str] = {
    Lens.OUTCOMES: "People’s health and lives",
    Lens.QUALITY: "The quality of care",
    Lens.MONEY: "Each body’s money",
}
WEIGHS = {
    "for": "The public interest in showing it weighs more",
    "equal": "Both weigh the same: then it is shown",
    "against": "The public interest in withholding it weighs more",
}
NEEDED_LATER = (
    "asks", "reasons", "rejected_options", "gains", "pays", "population_first", "lead", "review_on", "measure-0", "change-0", "by-0",
    *(f"{lens.value}-{name}" for lens in Lens for name in ("effect", "why")),
)  # fmt: skip
"""What a draft may leave empty and a proposal that is put to its body may not."""
_AREA = forms.Textarea


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What a proposal may choose from: bodies with what each may do, measures, organisations, and papers by their fingerprint."""

    bodies: Sequence[tuple[str, str]]
    measures: Sequence[tuple[str, str]]
    organisations: Sequence[str]
    papers: Mapping[str, Evidence]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form: its title, words before it, and its fields."""

    title: str
    words: str
    fields: Sequence[forms.BoundField]


class ProposalForm(KeptForm):
    """Everything that a body is asked to decide. Only the title and the body are needed to keep a draft."""

    title = forms.CharField(label="Title", max_length=200)
    body = forms.ChoiceField(label="Which body is asked", help_text="A body that may only recommend can be asked for advice first.")
    asks = forms.CharField(label="What is asked, as one sentence", widget=_AREA, required=False, help_text="Begin with “That …”.")
    reasons = forms.CharField(label="Why", widget=_AREA, required=False)
    rejected_options = LinesField(label="Options that were rejected", required=False, help_text="One a line. Doing nothing is one of them.")
    gains = forms.CharField(label="Who gains", required=False, max_length=300)
    pays = forms.CharField(label="Who pays", required=False, max_length=300, help_text="In money, time or effort. Or that nobody does.")
    population_first = forms.CharField(
        label="How the population comes before any organisation", widget=_AREA, required=False,
        help_text="Where an organisation gains and people lose, say so.",
    )  # fmt: skip
    conditions = LinesField(label="Conditions", required=False, help_text="One a line.")
    lead = forms.CharField(label="Lead", required=False, max_length=200, help_text="Exactly one post, such as “Director of public health”.")
    review_on = DayField(label="When it is looked at again", required=False, help_text="For example, 27 3 2028")
    paper_title = forms.CharField(label="Title of another paper", required=False, max_length=200)
    paper_address = forms.CharField(label="Where it is kept", required=False, max_length=500, help_text="Its address on the web.")
    paper_file = forms.FileField(
        label="The paper itself", required=False,
        help_text="Only its fingerprint is kept, so that anybody can prove later that the paper is the same.",
    )  # fmt: skip
    ground = forms.ChoiceField(label="Ground for keeping it private", required=False)
    for_disclosure = forms.CharField(label="What speaks for showing it", widget=_AREA, required=False)
    against_disclosure = forms.CharField(label="What speaks against showing it", widget=_AREA, required=False)
    weighs_more = forms.ChoiceField(
        label="Which weighs more", required=False, widget=forms.RadioSelect, choices=list(WEIGHS.items()),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        """The choices come from the place, its agreement and its latest release."""
        super().__init__(*args, **kwargs)
        self.held = choices
        self.fields["body"].choices = choices.bodies  # type: ignore[attr-defined]
        self.fields["ground"].choices = [("", "None: everything is shown"), *((one, one) for one in grounds())]  # type: ignore[attr-defined]
        papers = [(key, paper.title) for key, paper in choices.papers.items()]
        self.fields["papers"] = forms.MultipleChoiceField(
            label="What the place has published", choices=papers, required=False, widget=forms.CheckboxSelectMultiple
        )
        for lens in Lens:
            self._lens(lens)
        for number, name in enumerate(choices.organisations):
            self.fields[f"money-{number}"] = MoneyField(label=name, required=False)
        for row in range(ROWS):
            self._row(row, choices)
        for name in NEEDED_LATER:
            self.fields[name].needed_later = True  # type: ignore[attr-defined]  read by forms.html

    @staticmethod
    def texts_of(record: Decision) -> Mapping[str, Any]:
        """What each field shows of a decision, but for its money, which depends on the organisations shown."""
        return {"version": record.version, **texts_of_proposal(recorded_of(record).proposal)}

    def with_money(self, proposal: Proposal) -> Mapping[str, Any]:
        """What the fields of money show of a proposal."""
        named = {name: f"money-{number}" for number, name in enumerate(self.held.organisations)}
        return {named[name]: money for name, money in proposal.money.items() if name in named}

    def parts(self) -> Iterator[Part]:
        """The form in its parts."""
        yield self._part("What is asked", "", "title", "body", "asks", "reasons", "rejected_options", "conditions")
        yield self._part("For whom", "", "gains", "pays", "population_first")
        words = "Look through each of the three by itself. There is no average: what gets worse is shown first."
        for lens in Lens:
            yield self._part(f"Lens: {LENSES[lens]}", words, *(f"{lens.value}-{name}" for name in ("effect", "why", "all_the_same")))
            words = ""
        money = [name for name in self.fields if name.startswith("money-") and name[6:].isdigit()]
        words = "What each body gains in a full year, or pays with a minus: -250,000. Write 0 for a body that neither gains nor pays."
        yield self._part("Each body’s money, in pounds", words, *money)
        rows = [f"{part}-{row}" for row in range(ROWS) for part in ("measure", "change", "by")]
        yield self._part("What should be seen, and by when", "So that it can be said later whether it came true.", *rows)
        words = "What it rests on. Each is kept with its fingerprint, so that it cannot change unseen."
        yield self._part("Evidence", words, "papers", "paper_title", "paper_address", "paper_file")
        yield self._part("Afterwards", "", "lead", "review_on")
        words = "Leave this empty unless the law allows it to be private. The register then shows its title, the ground and this test."
        yield self._part("Private part", words, "ground", "for_disclosure", "against_disclosure", "weighs_more")

    def clean(self) -> dict[str, Any]:
        """Rows and papers are whole or empty."""
        given = self.cleaned_data
        for row in range(ROWS):
            cells = [given.get(f"{part}-{row}") for part in ("measure", "change", "by")]
            if any(cells) and not all(cells):
                self.add_error(f"measure-{row}", "Give a measure, the change and the day, or none of them.")
        if any(given.get(name) for name in ("paper_title", "paper_address", "paper_file")) and not all(
            given.get(name) for name in ("paper_title", "paper_address", "paper_file")
        ):
            self.add_error("paper_title", "Give its title, where it is kept and the paper itself, or none of them.")
        return given

    def proposal(self, before: Proposal | None = None) -> Proposal:
        """The proposal as it was typed. `before`: the one it changes, for what the form does not show."""
        given = self.cleaned_data
        chosen = [self.held.papers[key] for key in given["papers"]]
        chosen += [self._own_paper()] if given.get("paper_file") else []
        shown = {f"money-{number}": name for number, name in enumerate(self.held.organisations)}
        money = {name: given[field] for field, name in shown.items() if given[field] is not None}
        written = Proposal(
            reference="", matter="", title=given["title"], body=given["body"], asks=given["asks"], reasons=given["reasons"],
            rejected_options=given["rejected_options"], evidence=tuple(chosen), expected=tuple(self._expected()), lenses=self._lenses(),
            money=money, gains=given["gains"], pays=given["pays"], leads=(given["lead"],) if given["lead"] else (),
            review_on=given["review_on"], conditions=given["conditions"], population_first=given["population_first"],
            exemption=self._exemption(),
        )  # fmt: skip
        return replace(written, reference=before.reference, matter=before.matter) if before else written

    def _part(self, title: str, words: str, *names: str) -> Part:
        return Part(title, words, [self[name] for name in names])

    def _lens(self, lens: Lens) -> None:
        effects = [(effect.value, effect.value.capitalize()) for effect in Effect]
        name = LENSES[lens]
        self.fields[f"{lens.value}-effect"] = forms.ChoiceField(
            label=f"{name}: what it does", choices=effects, widget=forms.RadioSelect, required=False
        )
        self.fields[f"{lens.value}-why"] = forms.CharField(label=f"{name}: why", widget=_AREA, required=False)
        self.fields[f"{lens.value}-all_the_same"] = forms.CharField(
            label=f"{name}: if it gets worse, why it is proposed all the same", widget=_AREA, required=False
        )

    def _row(self, row: int, choices: Choices) -> None:
        at = f" {row + 1}"
        measures = [("", "Choose a measure"), *choices.measures]
        self.fields[f"measure-{row}"] = forms.ChoiceField(label=f"Expected effect{at}: on which measure", choices=measures, required=False)
        self.fields[f"change-{row}"] = forms.CharField(
            label=f"Expected effect{at}: what changes", required=False, max_length=200, help_text="For example, “a tenth fewer”"
        )
        self.fields[f"by-{row}"] = DayField(label=f"Expected effect{at}: by when", required=False)

    def _lenses(self) -> dict[Lens, Seen]:
        given = self.cleaned_data
        return {
            lens: Seen(
                effect=Effect(given[f"{lens.value}-effect"]),
                why=given[f"{lens.value}-why"],
                all_the_same=given[f"{lens.value}-all_the_same"],
            )
            for lens in Lens
            if given[f"{lens.value}-effect"]
        }

    def _expected(self) -> Iterator[Expected]:
        given = self.cleaned_data
        for row in range(ROWS):
            if given.get(f"measure-{row}"):
                yield Expected(measure=given[f"measure-{row}"], change=given[f"change-{row}"], by=given[f"by-{row}"])

    def _own_paper(self) -> Evidence:
        given = self.cleaned_data
        digest = sha256()
        for chunk in given["paper_file"].chunks():
            digest.update(chunk)
        return Evidence(title=given["paper_title"], address=given["paper_address"], sha256=digest.hexdigest())

    def _exemption(self) -> Exemption | None:
        given = self.cleaned_data
        if not given["ground"]:
            return None
        return Exemption(
            ground=given["ground"], for_disclosure=given["for_disclosure"], against_disclosure=given["against_disclosure"],
            weighs_more=given["weighs_more"],
        )  # fmt: skip


def texts_of_proposal(proposal: Proposal) -> dict[str, Any]:
    """What the fields of a proposal's form show of it, but for its money."""
    shown: dict[str, Any] = {
        name: getattr(proposal, name)
        for name in ("title", "body", "asks", "reasons", "rejected_options", "gains", "pays", "population_first", "conditions", "review_on")
    }
    shown |= {"lead": ", ".join(proposal.leads), "papers": [paper.sha256 for paper in proposal.evidence]}
    for lens, seen in proposal.lenses.items():
        at = lens.value
        shown |= {f"{at}-effect": seen.effect.value, f"{at}-why": seen.why, f"{at}-all_the_same": seen.all_the_same}
    for row, one in enumerate(proposal.expected):
        shown |= {f"measure-{row}": one.measure, f"change-{row}": one.change, f"by-{row}": one.by}
    if exempt := proposal.exemption:
        names = ("ground", "for_disclosure", "against_disclosure", "weighs_more")
        shown |= {name: getattr(exempt, name) for name in names}
    return shown
