"""A reading made ready to be seen: members side by side, who is hit hardest, the parts of the change."""

from collections.abc import Sequence
from dataclasses import dataclass

from wholeplace.picture.shapes import Direction, Member, Reading, Verdict
from wholeplace.picture.words import is_clear
from wholeplace.publish.pages.drivers import DriverView, driver_views
from wholeplace.publish.pages.edition import VERDICT_COLOURS, Edition
from wholeplace.publish.pages.gaps import GapView, gap_view
from wholeplace.publish.pages.members import MemberView, member_views


@dataclass(frozen=True, kw_only=True, slots=True)
class CardView:
    """One reading of one area."""

    reading: Reading
    colour: str
    sentence: str
    members: Sequence[MemberView]
    gap: GapView | None
    drivers: DriverView | None
    where: str
    link: str
    why_cannot: str

    @property
    def verdict(self) -> str:
        return f"{self.reading.verdict[0].upper()}{self.reading.verdict[1:]}"


def told_once(cards: Sequence[CardView]) -> tuple[list[CardView], list[CardView]]:
    """Cards that tell something new, and those that only repeat a change which a card before them has told."""
    new: list[CardView] = []
    echoes: list[CardView] = []
    told: set[str] = set()
    for one in cards:
        clear = {member.measure.name for member in one.reading.members if is_clear(member.change)}
        (echoes if clear and clear <= told else new).append(one)
        told |= clear
    return new, echoes


def card(reading: Reading, edition: Edition) -> CardView:
    """Everything the index, the reading's page and the area's page say of one reading."""
    told = told_member(reading)
    drivers = [view for view in driver_views(reading, edition) if view.split != "part"]
    gaps = [gap for gap in told.gaps if gap.split == "deprivation"]
    return CardView(
        reading=reading, colour=VERDICT_COLOURS[reading.verdict], sentence=edition.sentence_of(reading),
        members=member_views(reading.members, edition),
        gap=gap_view(told.measure, gaps[0], edition) if gaps else None,
        drivers=drivers[0] if drivers else None,
        where=_where(reading, told, edition), link=edition.say(reading.link, (reading.area,)),
        why_cannot=reading.why_cannot if reading.verdict is Verdict.CANNOT_SAY else "",
    )  # fmt: skip


def _where(reading: Reading, told: Member, edition: Edition) -> str:
    """Which areas carry the change; without a number where one of them is hidden."""
    numbers = bool(reading.where and reading.where.numbers)
    if numbers and not edition.silence.may_name_areas(told.measure.name, edition.place.settings.levels[-1]):
        return ""
    return edition.say(reading.where, (reading.area,))


def told_member(reading: Reading) -> Member:
    """The member that the card explains: the one whose drivers are known, else one that worsened, else the chased one."""
    explained = [member for member in reading.members if member.measure.name == reading.drivers_of]
    worse = [member for member in reading.members if member.change.direction is Direction.WORSE]
    return (explained or worse or list(reading.members))[0]
