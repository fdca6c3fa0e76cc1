"""What may be published of the plan, at a moment. `publish.public_record` shows it."""

from datetime import datetime

from wholeplace.agreement.plans import Observed, Plan
from wholeplace.agreement.records.plans.models import SeenOfAmbition
from wholeplace.agreement.records.plans.reading import as_it_stands, seen_of


def published(plan: Plan) -> Plan:
    """A plan of files with the actions and milestones of the records: all of it is public. Owners are posts, never persons."""
    return as_it_stands(plan)


def published_seen(plan: Plan, now: datetime) -> dict[tuple[str, str], Observed]:
    """What was seen last of each ambition by then, by its name and own area (empty: the whole), as `side_by_side` asks for it.

    From the plan's files and the records. What a release shows is not among it: whoever publishes has the release.
    """
    areas = {one.name: one.area for one in plan.ambitions}
    said = [(one.ambition, one.seen) for one in plan.reported if one.ambition in areas]
    said += [(record.ambition, seen_of(record)) for record in SeenOfAmbition.objects.order_by("on", "reference")]
    by_then = sorted((each for each in said if each[1].on <= now.date()), key=lambda each: each[1].on)
    return {(name, areas.get(name, "")): seen for name, seen in by_then}
