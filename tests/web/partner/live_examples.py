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


def a_meeting(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.meetings.models import Meeting

    given = {"on": date(2026, 10, 20), "begins": "14:00", "where": "Town hall, room 1", "rule": "partnership", "chair": "Council seat"}
    kept(Meeting(reference="a-meeting", body=HERE, **given), house)
    return {"meeting": "a-meeting"}


def an_item(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.meetings.models import AgendaItem

    given = {"number": 1, "title": "Winter", "kind": "for advice", "owner": "Head of discharge"}
    kept(AgendaItem(reference="an-item", body=HERE, **given, **a_meeting(house)), house)
    return {"item": "an-item"}


def a_paper(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.meetings.models import Paper
    from wholeplace.agreement.records.meetings.papers import file_paper

    filed = file_paper(house.folder, "winter.txt", b"What winter may bring.")
    given = {"title": "Winter", "file_name": filed.file_name, "size": filed.size, "sha256": filed.sha256, **an_item(house)}
    kept(Paper(reference="a-paper", body=HERE, meeting="a-meeting", **given), house)
    return {"paper": "a-paper"}


def an_interest(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.meetings.models import Interest

    given = {"seat": "Voluntary seat", "what": "Runs a night sitting service.", "declared_on": date(2026, 1, 5)}
    kept(Interest(reference="an-interest", body=HERE, **given), house)
    return {"interest": "an-interest"}


def a_logged_action(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.meetings.models import LoggedAction

    given = {"what": "Say how many beds are staffed.", "owner": "Head of discharge", "due": date(2026, 10, 30), **a_meeting(house)}
    kept(LoggedAction(reference="beds-staffed", body=HERE, **given), house)
    return {"logged": "beds-staffed"}


def a_topic(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.scrutiny.models import WorkItem

    given = {"topic": "Waiting at home", "why": "Families ask.", "planned_for": date(2026, 12, 1), "asked_of": ["place-committee"]}
    kept(WorkItem(reference="waiting", body=HERE, **given), house)
    return {"topic": "waiting"}


def a_recommendation(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.scrutiny.models import Recommendation

    made, rule = date(2026, 10, 1), "council-executive"
    given = {"asked_of": HERE, "answers": HERE, "text": "Publish waits each month.", "made_on": made, "received_on": made, "rule": rule}
    kept(Recommendation(reference="publish-waits", body=HERE, **given), house)
    return {"recommendation": "publish-waits"}


def to_be_answered(house: House) -> Mapping[str, str]:
    return {"asked": a_recommendation(house)["recommendation"]}


def a_reply(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.scrutiny.models import Reply

    given = {"answer": "accepted", "action": "Waits are published.", "by_when": date(2027, 1, 31), "replied_on": date(2026, 10, 20)}
    kept(Reply(reference="a-reply", body=HERE, replied_by=HERE, **given, **a_recommendation(house)), house)
    return {"reply_given": "a-reply"}


def a_point(house: House) -> Mapping[str, str]:
    from wholeplace.agreement.records.scrutiny.models import EngagementPoint

    given = {"group": "Carers", "said": "Nobody rings back.", "where": "Market stall", "said_on": date(2026, 9, 1)}
    kept(EngagementPoint(reference="rings-back", body=HERE, **given), house)
    return {"point": "rings-back"}


def at_a_body(house: House) -> Mapping[str, str]:
    return {"body": HERE}


LIVE_EXAMPLES: Mapping[str, Callable[[House], Mapping[str, str]]] = {
    "ambition": lambda house: {"ambition": "fewer-delays"},
    "programme": lambda house: {"programme": "home-sooner"},
    "action": an_action,
    "action-new": at_a_body,
    "actions-take": at_a_body,
    "ambition-seen": lambda house: {"body": HERE, "ambition": "fewer-delays"},
    "action-change": an_action,
    "action-done": an_action,
    "milestone-new": an_action,
    "milestone-change": a_milestone,
    "topic-new": at_a_body,
    "recommendation-new": at_a_body,
    "point-new": at_a_body,
    "topic-change": a_topic,
    "recommendation": a_recommendation,
    "recommendation-change": a_recommendation,
    "recommendation-reply": to_be_answered,
    "promise-done": a_reply,
    "point-change": a_point,
    "point-answer": a_point,
    "meeting-new": at_a_body,
    "action-log": at_a_body,
    "taking-part": at_a_body,
    "interest-register": at_a_body,
    **dict.fromkeys(
        (
            "meeting", "meeting-pack", "meeting-change", "meeting-notice", "meeting-agenda", "meeting-attendance", "meeting-interest",
            "meeting-minutes", "item-new", "logged-new",
        ),
        a_meeting,
    ),
    "item-change": an_item,
    "paper-new": an_item,
    "paper": a_paper,
    "interest-change": an_interest,
    "logged-done": a_logged_action,
    "logged-put-off": a_logged_action,
}  # fmt: skip
