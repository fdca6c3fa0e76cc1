"""A record for each address of the plan, of scrutiny, of engagement and of meetings."""

from collections.abc import Callable, Mapping
from datetime import date

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.ledger.records.models import Kept
from wholeplace.web.house import House

HERE = "place-committee"


def kept(record: Kept, house: House) -> None:
    keep(record, Act(account="example", acting_as="example", event="made for a test", at=house.now))


def an_action(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.plans.models import Action

    starts, due = date(2026, 11, 1), date(2027, 3, 31)
    given = {"title": "A team for the way home", "programme": "home-sooner", "owner": "Head of discharge", "starts": starts, "due": due}
    kept(Action(reference="way-home", body=HERE, **given), house)
    return {"action": "way-home"}


def a_milestone(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.plans.models import Milestone

    owner = "Head of discharge"
    kept(
        Milestone(reference="team-there", body=HERE, title="The team is there", owner=owner, due=date(2026, 12, 1), **an_action(house)),
        house,
    )
    return {"milestone": "team-there"}


LIVE_EXAMPLES: Mapping[str, Callable[[House], Mapping[str, str]]] = {
    "ambition": lambda house: {"ambition": "fewer-delays"},
    "programme": lambda house: {"programme": "home-sooner"},
    "action": an_action,
    "action-new": lambda house: {"body": HERE},
    "actions-take": lambda house: {"body": HERE},
    "ambition-seen": lambda house: {"body": HERE, "ambition": "fewer-delays"},
    "action-change": an_action,
    "action-done": an_action,
    "milestone-new": an_action,
    "milestone-change": a_milestone,
}
