"""What one path through care costs: an emergency stay and the 91 days after it, by which services the same person met on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.publish import wording
from wholeplace.publish.charts import Stack
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.gaps import GROUP_WORDS
from wholeplace.publish.pages.tables import TableRow, TableView, best_limits, best_words
from wholeplace.publish.pages.value.spent import seen, year_of

KINDS = {
    "hospital alone": "Hospital alone", "hospital and community": "Hospital and community",
    "hospital and social care": "Hospital and social care", "hospital, community and social care": "All three",
}  # fmt: skip
_MEAN, _MEDIAN = "path-cost", "path-cost-median"
_PARTS = ("path-cost-hospital", "path-cost-community", "path-cost-social-care")


@dataclass(frozen=True, kw_only=True, slots=True)
class PathsView:
    """Paths by what was met on them, as bars of three parts, and as tables: by kind, and by how people left hospital."""

    stacks: Sequence[Stack]
    says: str
    sentence: str
    lead: str
    table: TableView
    by_pathway: TableView | None


def paths_view(edition: Edition) -> PathsView | None:
    """None where no path of this year is known."""
    system = edition.picture.system.code
    whole = seen(edition, _MEAN, system)
    if whole is None:
        return None
    stacks = [_stack(edition, kind, called) for kind, called in KINDS.items() if _known(edition, "path", kind)]
    middle = seen(edition, _MEDIAN, system)
    half = f" Half of them cost {wording.short(middle.value, edition.measures[_MEDIAN])} or less." if middle and middle.value else ""  # type: ignore[index]
    return PathsView(
        stacks=stacks, says="What a path costs on average: " + "; ".join(f"{one.label}: {one.words}" for one in stacks) + ".",
        sentence=f"{wording.count(whole.denominator)} paths ended in the year. {wording.money(whole.value or 0)} each on average.{half}",
        lead=f"An emergency stay and the 91 days after it cost {wording.money(whole.value or 0)} on average, all services together.",
        table=_table(edition, "path", KINDS, "Cost of a path, by what was met on it"),
        by_pathway=_table(edition, "pathway", GROUP_WORDS["pathway"], "Cost of a path, by how people left hospital"),
    )  # fmt: skip


def _known(edition: Edition, split: str, group: str) -> bool:
    return edition.published.at(_MEAN, edition.picture.system.code, year_of(edition), split=split, group=group) is not None


def _stack(edition: Edition, kind: str, called: str) -> Stack:
    system = edition.picture.system.code
    whole = edition.published.at(_MEAN, system, year_of(edition), split="path", group=kind)
    parts = [seen(edition, part, system, group=kind, split="path") for part in _PARTS]
    told = [shown.value for shown in parts if shown is not None and shown.value is not None]
    words = best_words(whole, edition.measures[_MEAN], edition)  # type: ignore[index]
    return Stack(label=called, parts=told if len(told) == len(_PARTS) else (), words=words)


def _table(edition: Edition, split: str, groups: dict[str, str], caption: str) -> TableView:
    system, span, rows = edition.picture.system.code, year_of(edition), []
    for group, called in groups.items():
        if not _known(edition, split, group):
            continue
        figures = {name: edition.published.at(name, system, span, split=split, group=group) for name in (_MEAN, _MEDIAN, *_PARTS)}
        mean, middle = figures[_MEAN], figures[_MEDIAN]
        paths = wording.count(mean.denominator) if mean is not None and mean.can_be_seen else wording.why_no_number(mean, edition.rule)
        cells = (
            paths, *(best_words(figures[name], edition.measures[name], edition) for name in (_MEDIAN,)),  # type: ignore[index]
            best_limits(middle, edition.measures[_MEDIAN]),  # type: ignore[index]
            *(best_words(figures[name], edition.measures[name], edition) for name in (_MEAN, *_PARTS)),  # type: ignore[index]
        )  # fmt: skip
        rows.append(TableRow(name=called, link="", cells=cells))
    heads = ("Path", "Paths", "Middle one", "95% interval", "Average", "Of it hospital", "Community", "Social care")
    return TableView(caption=caption, heads=heads, rows=rows)
