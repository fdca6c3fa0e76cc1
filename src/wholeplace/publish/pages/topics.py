"""A page for each topic that the measures name: what is known of it, through every lens."""

import re
from collections.abc import Iterator, Sequence

from wholeplace.measures.shapes import Measure
from wholeplace.picture.shapes import Member
from wholeplace.publish.pages.cards import CardView, card
from wholeplace.publish.pages.edition import VERSION_MARK, Edition
from wholeplace.publish.pages.gaps import gap_view
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.maps import in_order
from wholeplace.publish.pages.members import member_views
from wholeplace.publish.pages.tables import area_table, now_of


def slug(topic: str) -> str:
    """The topic's file name: "children's mental health" -> "childrens-mental-health"."""
    return re.sub(r"[^a-z0-9]+", "-", topic.lower().replace("'", "").replace("’", "")).strip("-")


def topics_of(edition: Edition) -> dict[str, list[Measure]]:
    """Topics by name, each with its measures."""
    found: dict[str, list[Measure]] = {}
    for measure in edition.measures.values():
        if measure.topic:
            found.setdefault(measure.topic, []).append(measure)
    return {topic: sorted(found[topic], key=lambda m: m.title) for topic in sorted(found)}


def topic_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """(path in the release, page)."""
    topics = topics_of(edition)
    links = [(topic, slug(topic), measures) for topic, measures in topics.items()]
    yield (
        "topics/index.html",
        render("topics.html", edition=edition, root="../", here="topics/index.html", version=VERSION_MARK, topics=links),
    )
    for topic, measures in topics.items():
        yield f"topics/{slug(topic)}.html", _page(topic, measures, edition)


def _page(topic: str, measures: Sequence[Measure], edition: Edition) -> str:
    system = edition.picture.system.code
    members = [edition.members[m.name, system] for m in measures if (m.name, system) in edition.members]
    return render(
        "topic.html", edition=edition, root="../", here="", version=VERSION_MARK, topic=topic[0].upper() + topic[1:],
        views=member_views(members, edition), gaps=[gap for gap in (_deprivation(m, edition) for m in members) if gap],
        cards=_cards({m.name for m in measures}, edition), tables=_tables(measures, edition),
    )  # fmt: skip


def _deprivation(member: Member, edition: Edition) -> object | None:
    gap = next((g for g in member.gaps if g.split == "deprivation" and g.groups), None)
    view = gap_view(member.measure, gap, edition) if gap else None
    return view if view and view.has_dots else None


def _cards(names: set[str], edition: Edition) -> list[CardView]:
    return [card(r, edition) for r in edition.ordered_readings if any(m.measure.name in names for m in r.members)]


def _tables(measures: Sequence[Measure], edition: Edition) -> list[object]:
    """All areas of each measure that has any figure: the whole, its parts, then the smallest from most to least deprived."""
    if not edition.smallest_areas:
        return []
    smallest, _ = in_order(edition.smallest_areas, edition)
    areas = [area for area in edition.picture.areas if area not in smallest] + smallest
    known = [m for m in measures if any(now_of(m, area.code, edition)[0] is not None for area in areas)]
    return [area_table(f"{m.short}, {edition.period.in_words}", areas, m, edition) for m in known]
