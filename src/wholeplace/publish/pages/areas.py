"""A page for each area: its profile, in the same words and order as the one page."""

from collections.abc import Iterator

from wholeplace.picture.shapes import AreaPicture
from wholeplace.publish.pages.cards import card, told_once
from wholeplace.publish.pages.edition import UNCHANGED, VERSION_MARK, Edition
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.tables import TableRow, TableView, best_limits, best_words, change_words, now_of, people_words


def area_pages(edition: Edition) -> Iterator[tuple[str, str]]:
    """(path in the release, page)."""
    yield "areas/index.html", render(
        "areas.html", edition=edition, root="../", here="areas/index.html", version=VERSION_MARK,
        trees=[_branch(area, edition) for area in edition.picture.areas if not _parent(area, edition)],
    )  # fmt: skip
    for area in edition.picture.areas:
        yield f"areas/{area.code}.html", _page(area, edition)


def _parent(area: AreaPicture, edition: Edition) -> AreaPicture | None:
    return next((other for other in edition.picture.areas if other.code == area.parent), None)


def _children(area: AreaPicture, edition: Edition) -> list[AreaPicture]:
    return [other for other in edition.picture.areas if other.parent == area.code]


def _branch(area: AreaPicture, edition: Edition) -> dict[str, object]:
    """An area with those inside it, all the way down."""
    leading = edition.leading(area)
    changed = [reading for reading in leading if reading.verdict not in UNCHANGED]
    words = f"{len(changed)} of {len(leading)} readings changed" if leading else ""
    return {"area": area, "words": words, "inside": [_branch(child, edition) for child in _children(area, edition)]}


def _page(area: AreaPicture, edition: Edition) -> str:
    readings = edition.leading(area)
    cards = [card(reading, edition) for reading in readings]
    changed, echoes = told_once([c for c in cards if c.reading.verdict not in UNCHANGED])
    parents = []
    above = _parent(area, edition)
    while above is not None:
        parents.insert(0, above)
        above = _parent(above, edition)
    return render(
        "area.html", edition=edition, root="../", here="", version=VERSION_MARK, area=area, parents=parents,
        changed=changed, echoes=echoes, unchanged=[c for c in cards if c.reading.verdict in UNCHANGED],
        inside=_children(area, edition), table=_beside_the_whole(area, edition), rank=_rank_words(area, edition),
    )  # fmt: skip


def _rank_words(area: AreaPicture, edition: Edition) -> str:
    """Where the area's middle small area stands in the country; "" where no ranks are known."""
    rank, whole = edition.deprivation_ranks.get(area.code), edition.place.settings.small_areas_in_country
    if rank is None or not whole:
        return ""
    share = max(1, round(100 * rank / whole))
    return f"Its middle small area is among the {share}% most deprived in the country." if share <= 50 else (
        f"Its middle small area is among the {max(1, 100 - share)}% least deprived in the country."
    )  # fmt: skip


def _beside_the_whole(area: AreaPicture, edition: Edition) -> TableView:
    """Every measure here and in the whole place."""
    system = edition.picture.system
    rows = []
    for name, measure in sorted(edition.measures.items(), key=lambda item: (item[1].lens, item[1].title)):
        here, member = now_of(measure, area.code, edition)
        if here is None:
            continue
        whole, _ = now_of(measure, system.code, edition)
        cells = (
            best_words(here, measure, edition), best_limits(here, measure), people_words(here, edition),
            best_words(whole, measure, edition), change_words(member, here),
        )  # fmt: skip
        rows.append(TableRow(name=f"{measure.short} ({measure.unit})", link=f"measures/{name}.html", cells=cells))
    heads = ("Measure", "Here", "95% interval", "People or count", system.name, "Change")
    return TableView(caption=f"Every measure in {area.name}", heads=heads, rows=rows)
