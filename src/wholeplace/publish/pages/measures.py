"""A page for each measure: its question, its definition in words and in SQL, its series, its areas, its data."""

from collections.abc import Iterator, Sequence

from wholeplace.measures.shapes import Kind, Measure
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.gaps import gap_view
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.members import member_views
from wholeplace.publish.pages.readings import groups_of
from wholeplace.publish.pages.tables import area_table, group_table, series_table

KIND_WORDS = {
    Kind.RATE: "A rate: events for every {per} in a {time}, so that a month, a quarter and a year compare.",
    Kind.PROPORTION: "A share of those counted.",
    Kind.RATIO: "A ratio: for every {per} of what it is held against.",
    Kind.MEAN: "A mean: the amount for each one counted.",
    Kind.MEDIAN: "A median: half of those counted have this or less.",
    Kind.QUANTILE: "A quantile: {share} of those counted have this or less.",
    Kind.TOTAL: "A total.",
    Kind.PUBLISHED: "Taken as its publisher gives it, with the publisher's limits.",
}
BETTER_WORDS = {"lower": "Lower is better.", "higher": "Higher is better.", "neither": "Neither direction is better in itself."}
STANDARDISED_WORDS = {
    "direct": "Directly standardised for age to the European Standard Population 2013.",
    "indirect": "Indirectly standardised, so that areas with other people in them compare.",
    "none": "Not standardised.",
}
TABLE_WORDS = {
    "stays": "hospital stays, transfers joined",
    "attendances": "visits to emergency departments",
    "contacts": "contacts outside a hospital bed",
    "care": "social care services",
    "register_months": "people on a register, month by month",
    "support": "support by voluntary organisations",
    "births": "births",
    "deaths": "deaths",
    "answers": "answers to surveys",
    "bookings": "bookings",
    "referrals": "referrals",
    "tenancies": "tenancies",
    "person_months": "people, month by month",
    "spend": "partners' spend",
    "published": "published figures",
}


def measure_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """(path in the release, page)."""
    lenses = [(lens, _of_lens(lens, edition)) for lens in ("outcomes", "quality", "money")]
    yield (
        "measures/index.html",
        render("measures.html", edition=edition, root="../", here="measures/index.html", version=VERSION_MARK, lenses=lenses),
    )
    for measure in edition.measures.values():
        yield f"measures/{measure.name}.html", _page(measure, edition)


def _of_lens(lens: str, edition: Edition) -> list[Measure]:
    return sorted((m for m in edition.measures.values() if m.lens == lens), key=lambda m: m.title)


def _page(measure: Measure, edition: Edition) -> str:
    member = edition.members.get((measure.name, edition.picture.system.code))
    gaps = [(gap_view(measure, gap, edition), gap) for gap in groups_of(member, edition)] if member else []
    return render(
        "measure.html", edition=edition, root="../", here="", version=VERSION_MARK, measure=measure, facts=facts(measure, edition),
        view=member_views([member], edition)[0] if member else None, readings=edition.readings_with(measure.name),
        together=[edition.measures[name] for name in measure.read_with if name in edition.measures],
        areas=area_table(f"{measure.short} by area, {edition.period.in_words}", edition.picture.areas, measure, edition),
        gaps=[{"view": view, "table": group_table(measure, gap, f"{view.title}, 12 months", edition)} for view, gap in gaps],
        series=series_table(member, f"{measure.short}, {edition.picture.system.name}, every point", edition) if member else None,
        sql=definition_in_sql(measure),
    )  # fmt: skip


def facts(measure: Measure, edition: Edition) -> list[tuple[str, str]]:
    """The definition in words, one fact a line."""
    feeds = edition.picture.results.measure_feeds.get(measure.name, ())
    kind = KIND_WORDS[measure.kind].format(per=f"{measure.per:,}", time=measure.per_time, share=f"{measure.quantile or 0.5:.0%}")
    below = measure.denominator.table if measure.denominator else ""
    rows = [
        ("What it is", f"{kind} {BETTER_WORDS[measure.better]}"),
        ("Unit", measure.unit),
        ("Made from", TABLE_WORDS.get(measure.rows_of, measure.rows_of) + (", by GP surgery" if measure.by_surgery else "")),
        ("Held against", TABLE_WORDS.get(below, below)),
        ("Looks back", f"Each point stands for the {measure.rolling} months to its end, so points overlap." if measure.rolling else ""),
        ("Code lists", ", ".join(measure.code_lists)),
        ("Standardised", STANDARDISED_WORDS[measure.standardise] if measure.kind is not Kind.PUBLISHED else ""),
        ("Complete after", _complete_words(measure)),
        ("Lens", measure.lens),
        ("Topic", measure.topic or ""),
        ("Definition", measure.definition_id),
        ("Source", measure.source),
        ("Files", ", ".join(feeds)),
        ("Counts people", "Yes, so small numbers are hidden." if measure.people_counted else "No, so nothing is hidden."),
    ]
    return [(name, words) for name, words in rows if words]


def _complete_words(measure: Measure) -> str:
    days = measure.complete_after_days
    return f"{days} days: a month is shown only once they are over." if days else ""


def definition_in_sql(measure: Measure) -> Sequence[tuple[str, str]]:
    """The conditions as the engine reads them."""
    below = measure.denominator
    parts = (
        ("Counted", measure.counts),
        ("Of which", measure.of_which),
        ("Put in order" if measure.orders_rows else "Added up", measure.amount),
        ("People who could", measure.population),
        ("Held against", f"{below.table}: {below.counts}" if below else None),
        ("Added up below", below.amount if below else None),
        ("Placed in a month by", measure.on),
    )
    return [] if measure.kind is Kind.PUBLISHED else [(name, text) for name, text in parts if text]
