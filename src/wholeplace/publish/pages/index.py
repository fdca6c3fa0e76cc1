"""The one page: what a board member or councillor sees first, and understands in a minute."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wholeplace.picture.shapes import LensCount, Sentence, Verdict
from wholeplace.publish.pages.cards import CardView, card, told_member, told_once
from wholeplace.publish.pages.decided import decided_views, elsewhere_count
from wholeplace.publish.pages.edition import UNCHANGED, VERSION_MARK, Edition
from wholeplace.publish.pages.jinja import render
from wholeplace.publish.pages.maps import area_map
from wholeplace.publish.pages.readings import elsewhere_view
from wholeplace.publish.pages.value import pound_lead
from wholeplace.publish.pages.winter import first_said

_LENS_WORDS = {
    Verdict.IMPROVING: ("improves", "improve"), Verdict.WORSENING: ("worsens", "worsen"), Verdict.SHIFTING: ("shifts", "shift"),
    Verdict.GOOD_AND_POOR: ("is good on one, poor on the other", "are good on one, poor on the other"),
    Verdict.CHANGED: ("changed", "changed"),
    Verdict.NO_CLEAR_CHANGE: ("shows no clear change", "show no clear change"), Verdict.CANNOT_SAY: ("cannot be said", "cannot be said"),
}  # fmt: skip


_AFTER = 3  # hidden figures are said among the first reasons, after what has no answer at all
_SMALL_COUNT = re.compile(r"(?<![\d,.])[1-9](?= (?:of [\d,]+ )?(?:people|stays|rows|records|visits|contacts|counted)\b)")


@dataclass(frozen=True, slots=True)
class LensView:
    """One lens, its counts in words."""

    name: str
    words: str


def index_page(edition: Edition) -> str:
    """index.html of a release."""
    picture = edition.picture
    cards = [card(reading, edition) for reading in edition.ordered_readings]
    changed, echoes = told_once([c for c in cards if c.reading.verdict not in UNCHANGED])
    leading = edition.ordered_readings[0] if edition.ordered_readings else None
    return render(
        "index.html", edition=edition, root="", here="index.html", version=VERSION_MARK,
        headline=headline_said(edition), findings=said(picture.findings, edition),
        changed=changed, echoes=echoes, full=_explained(changed), unchanged=[c for c in cards if c.reading.verdict in UNCHANGED],
        lenses=[_lens(lens) for lens in picture.lenses],
        map=area_map(told_member(leading).measure, leading, edition, root="") if leading else None,
        money=pound_lead(edition) if edition.tells_of_money else None,
        winter=first_said(edition.winter) if edition.winter else (), cannot_say=cannot_say(edition),
        decided=decided_views(edition, cards), decided_elsewhere=elsewhere_count(edition, cards),
        elsewhere=[elsewhere_view(name, edition) for name in edition.elsewhere],
    )  # fmt: skip


def said(sentences: Iterable[Sentence], edition: Edition) -> list[str]:
    """Sentences about the whole place and its parts; those with a number that may not be told are left out."""
    return [words for sentence in sentences if (words := edition.say(sentence, edition.wide_areas))]


def headline_said(edition: Edition) -> list[str]:
    """The headline. What follows its first sentence hangs on it, so when that may not be told, the leading reading speaks."""
    first, *rest = edition.picture.headline
    if words := edition.say(first, edition.wide_areas):
        return [words, *said(rest, edition)]
    return [edition.sentence_of(reading) for reading in edition.ordered_readings[:1]]


def _explained(changed: Sequence[CardView]) -> set[str]:
    """Which cards say why: those that know where a change comes from, each measure once. The others do on their own pages."""
    why: set[str] = set()
    told: set[str] = set()
    for one in changed:
        measure = told_member(one.reading).measure.name
        harmful = one.reading.verdict in (Verdict.SHIFTING, Verdict.WORSENING)
        if one is changed[0] or (harmful and measure not in told and (one.drivers or one.where)):
            why.add(one.reading.name)
        told.add(measure)
    return why


def cannot_say(edition: Edition) -> list[str]:
    """What is missing and why: the picture's own sentences, most important first, what fell out on the way, what is hidden."""
    found = said(edition.picture.cannot_say, edition)
    found += [note for note in edition.picture.results.notes if note not in found]
    hidden = sum(1 for shown in edition.published.figures if shown.hidden)
    if hidden:
        share = max(1, round(100 * hidden / len(edition.published.rows)))
        found.insert(_AFTER, f"{share} in 100 figures are hidden, so that nobody can be found by a small number.")
    return [_as_people_say(note, edition) for note in found]


def _as_people_say(note: str, edition: Edition) -> str:
    """Feeds by their names in words; small counts of records as the rule says them."""
    for feed in sorted(edition.picture.results.sources, key=len, reverse=True):
        note = note.replace(feed, feed.replace("_", " "))
    few = _SMALL_COUNT.sub(lambda found: edition.rule.small if edition.rule.hides(float(found.group())) else found.group(), note)
    return few[:1].upper() + few[1:]


def _lens(lens: LensCount) -> LensView:
    words = []
    for verdict, (one, many) in _LENS_WORDS.items():
        count = lens.counts.get(verdict, 0)
        if count or verdict in (Verdict.IMPROVING, Verdict.WORSENING):
            words.append(f"{count} {one if count == 1 else many}")
    return LensView(f"{lens.lens[0].upper()}{lens.lens[1:]}", " · ".join(words))
