"""about.html: how the picture is made, from what, and what its words mean."""

from wholeplace.measures.joined import NOT_RECORDED_THERE, JoinedGroup
from wholeplace.picture.shapes import Verdict
from wholeplace.publish import wording
from wholeplace.publish.charts.icons import ASSURANCE, VARIATION
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.gaps import GROUP_WORDS
from wholeplace.publish.pages.index import cannot_say
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.tables import TableRow, TableView

VERDICT_WORDS = {
    Verdict.IMPROVING: "The measure got better, and none that is read with it got worse.",
    Verdict.WORSENING: "The measure got worse, or one read with it did and none got better.",
    Verdict.SHIFTING: "One measure got better while another in the same reading got worse, both beyond chance.",
    Verdict.GOOD_AND_POOR: "One measure stands well against its standard while another stands badly.",
    Verdict.CHANGED: "The measure changed beyond chance, and neither direction is better in itself.",
    Verdict.NO_CLEAR_CHANGE: "What moved is within what chance explains.",
    Verdict.CANNOT_SAY: "There is too little to go by. The page says what is missing.",
}


def about_page(edition: Edition) -> str:
    return render(
        "about.html",
        edition=edition,
        root="",
        here="about.html",
        version=VERSION_MARK,
        verdicts=VERDICT_WORDS.items(),
        variation=[item for item in VARIATION.items() if item[0] != "none"],
        assurance=[item for item in ASSURANCE.items() if item[0] != "no target"],
        joined=_joined(edition),
        receipts=_receipts(edition),
        files=_files(edition),
        rule=edition.rule.in_words,
        cannot_say=cannot_say(edition),
    )


_ASKED_ENOUGH = 100
"""Of fewer people a share says little, and could say something of one of them."""


def _joined(edition: Edition) -> TableView | None:
    """How well records are joined into people, for all and by group; None where nobody is followed."""
    groups = edition.picture.results.joined
    if not groups:
        return None
    rows = [
        TableRow(
            name=_group_name(group), link="",
            cells=(_percent(group.joined), _tested(group.found, group), _tested(group.right, group)),
        )
        for group in groups
    ]  # fmt: skip
    heads = ("Group", "Records joined to a person", "Found again in a test", "Of those, the right person")
    return TableView(caption="How well records are joined", heads=heads, rows=rows)


def _group_name(group: JoinedGroup) -> str:
    if group.split == "all":
        return "All"
    named = GROUP_WORDS.get(group.split, {}).get(group.group, group.group)
    known = group.group != NOT_RECORDED_THERE
    return f"{named[:1].upper()}{named[1:]}" if known else f"{_SPLIT_NAMES[group.split]} not recorded"


_SPLIT_NAMES = {"deprivation": "Deprivation", "ethnic_group": "Ethnic group"}


def _tested(share: float | None, group: JoinedGroup) -> str:
    return _percent(share) if group.asked >= _ASKED_ENOUGH else "too few to test"


def _percent(share: float | None) -> str:
    return f"{100 * share:.1f}%" if share is not None else "not known"


def _receipts(edition: Edition) -> TableView:
    """What came in from each feed. Rows in = accepted + set aside."""
    sources = edition.picture.results.sources
    rows = [
        TableRow(
            name=feed.replace("_", " "), link="",
            cells=(
                wording.count(source.rows_in), wording.count(source.accepted), wording.count(source.quarantined),
                wording.day_in_words(source.covers_to) if source.covers_to else "not dated",
            ),
        )
        for feed, source in sorted(sources.items())
    ]  # fmt: skip
    return TableView(caption="What came in", heads=("Feed", "Rows in", "Accepted", "Set aside", "Covers days before"), rows=rows)


def _files(edition: Edition) -> TableView:
    sources = edition.picture.results.sources
    rows = [
        TableRow(name=name, link="", cells=(feed.replace("_", " "), sha[:12]))
        for feed, s in sorted(sources.items())
        for name, sha in s.files
    ]
    return TableView(caption="The files, by fingerprint", heads=("File", "Feed", "First 12 letters of its SHA-256"), rows=rows)
