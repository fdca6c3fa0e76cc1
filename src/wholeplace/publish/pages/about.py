"""about.html: how the picture is made, from what, and what its words mean."""

from wholeplace.picture.shapes import Verdict
from wholeplace.publish import wording
from wholeplace.publish.charts.icons import ASSURANCE, VARIATION
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
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
        receipts=_receipts(edition),
        files=_files(edition),
        rule=edition.rule.in_words,
        cannot_say=cannot_say(edition),
    )


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
