"""Where each ambition stands on the pages: what was seen last, the words for it, and its drawing."""

from collections.abc import Mapping
from dataclasses import dataclass

from wholeplace.agreement.plans import Ambition, Observed, Plan, Progress, Standing, progress_of
from wholeplace.agreement.records.plans.reading import seen_of_ambition
from wholeplace.publish.charts.trajectory import trajectory_chart
from wholeplace.publish.public_record.pages.courses import course_of
from wholeplace.web.house import House
from wholeplace.web.partner.released import Release, area_of, seen_in

COLOURS: Mapping[Standing, str] = {
    Standing.REACHED: "green", Standing.ON_TRACK: "green", Standing.BEHIND: "yellow", Standing.WRONG_WAY: "red",
    Standing.MISSED: "red", Standing.CANNOT_SAY: "grey",
}  # fmt: skip
WORST_FIRST = (Standing.WRONG_WAY, Standing.MISSED, Standing.BEHIND, Standing.CANNOT_SAY, Standing.ON_TRACK, Standing.REACHED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Followed:
    """One ambition with everything that was seen of it, where it stands, and its drawing (empty where there is nothing to draw)."""

    ambition: Ambition
    seen: tuple[Observed, ...]
    progress: Progress
    colour: str
    drawing: str

    @property
    def last(self) -> Observed | None:
        """What was seen last."""
        return self.seen[-1] if self.seen else None


def follow(ambition: Ambition, plan: Plan, release: Release, house: House) -> Followed:
    """An ambition as it stands: what the latest release shows of it, what was reported in the plan's files, and what the records hold."""
    reported = [
        one.seen for one in plan.reported if one.ambition == ambition.name and one.area in ("", ambition.area, area_of(ambition, plan))
    ]
    of_release = seen_in(release, ambition, plan, house.place.settings.country)
    seen = tuple(sorted((*reported, *of_release, *seen_of_ambition(ambition.name)), key=lambda one: one.on))
    progress = progress_of(ambition, seen[-1] if seen else None)
    drawing = trajectory_chart(course_of(ambition, seen, progress))
    return Followed(ambition=ambition, seen=seen, progress=progress, colour=COLOURS[progress.standing], drawing=drawing)


def follow_all(plan: Plan, release: Release, house: House) -> dict[str, Followed]:
    """Every ambition of a plan by its name."""
    return {one.name: follow(one, plan, release, house) for one in plan.ambitions}
