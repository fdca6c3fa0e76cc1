"""Who the money reached, and apart from it what would be fair by the weights that partners agreed. They change no figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.agreement.funds import EquityWeights
from wholeplace.picture.heads import ALL_USED
from wholeplace.publish import wording
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.gaps import GROUP_WORDS
from wholeplace.publish.pages.tables import TableRow, TableView
from wholeplace.publish.pages.value.spent import seen
from wholeplace.terms.group import DEPRIVATION_FIFTHS


@dataclass(frozen=True, kw_only=True, slots=True)
class FairView:
    """Shares of people and of money by fifth as they are; apart from them, by the weights. `weighed` None: none were agreed."""

    as_it_is: TableView
    sentence: str
    weighed: TableView | None
    weighed_sentence: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fifth:
    """One fifth: its people, and the pence that followed them, to three figures."""

    name: str
    people: int
    pence: int


def fair_view(edition: Edition, equity: EquityWeights | None) -> FairView | None:
    """None where a fifth's money is not known, or may not be shown."""
    fifths = _fifths(edition)
    if fifths is None:
        return None
    people, pence = sum(one.people for one in fifths), sum(one.pence for one in fifths)
    rows = [
        TableRow(
            name=one.name, link="",
            cells=(_share(one.people, people), _share(one.pence, pence), _pounds(one.pence), _pounds(one.pence // one.people)),
        )
        for one in fifths
    ]  # fmt: skip
    heads = ("Fifth of the country", "Of the people", "Of the money", "Money", "For each person")
    first = fifths[0]
    said = (
        f"{_share(first.people, people)} of people live in the most deprived fifth. {_share(first.pence, pence)} of the money reached it."
    )
    return FairView(
        as_it_is=TableView(caption="Money that was followed to people, by deprivation", heads=heads, rows=rows), sentence=said,
        weighed=_weighed(fifths, equity) if equity else None, weighed_sentence=_said(fifths, equity) if equity else "",
        source=". ".join(part for part in (equity.source, equity.agreed_by) if part) if equity else "",
    )  # fmt: skip


def _fifths(edition: Edition) -> list[_Fifth] | None:
    found = []
    for fifth in map(str, DEPRIVATION_FIFTHS):
        shown = seen(edition, ALL_USED, edition.picture.system.code, group=fifth, split="deprivation")
        if shown is None or not shown.denominator or shown.numerator is None:
            return None
        found.append(_Fifth(name=GROUP_WORDS["deprivation"][fifth], people=round(shown.denominator), pence=round(shown.numerator)))
    return found


def fair_parts(people: Sequence[int], weights: Sequence[Fraction]) -> list[Fraction]:
    """Each group's part of the whole, were money divided by people times weight. The parts come to 1."""
    weighed = [each * weight for each, weight in zip(people, weights, strict=True)]
    return [each / sum(weighed) for each in weighed]


def _beyond_fair(fifths: Sequence[_Fifth], equity: EquityWeights) -> list[tuple[Fraction, int]]:
    """Of each fifth the part that would be fair, and the pence that it had beyond it."""
    whole = sum(one.pence for one in fifths)
    parts = fair_parts([one.people for one in fifths], equity.weights)
    return [(part, round(one.pence - part * whole)) for one, part in zip(fifths, parts, strict=True)]


def _weighed(fifths: Sequence[_Fifth], equity: EquityWeights) -> TableView:
    whole = sum(one.pence for one in fifths)
    rows = [
        TableRow(
            name=one.name, link="",
            cells=(f"{float(weight):.4g}", f"{round(100 * part)}%", _share(one.pence, whole), f"{_pounds(abs(away))} {_way(away)}"),
        )
        for one, weight, (part, away) in zip(fifths, equity.weights, _beyond_fair(fifths, equity), strict=True)
    ]  # fmt: skip
    heads = ("Fifth of the country", "Weight for a person", "Fair by the weights", "As it is", "So it had")
    return TableView(caption="The same money, weighed", heads=heads, rows=rows)


def _said(fifths: Sequence[_Fifth], equity: EquityWeights) -> str:
    _, away = _beyond_fair(fifths, equity)[0]
    return f"By the weights the most deprived fifth had {_pounds(abs(away))} {_way(away)} than would be fair."


def _way(away: int) -> str:
    return "more" if away > 0 else "less"


def _share(part: int, whole: int) -> str:
    return f"{round(Fraction(100 * part, whole))}%"


def _pounds(pence: int) -> str:
    """A sum made of figures that are known to three places."""
    return wording.money(float(f"{float(Fraction(pence, 100)):.3g}"))
