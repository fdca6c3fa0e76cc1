"""A place in the middle of its work: a late action, a meeting with an agenda, scrutiny that waits, people who said something."""

from datetime import date

from tests.web.partner.live_examples import HERE, a_milestone, a_paper, a_point, a_reply, an_interest, kept
from wholeplace.web.house import House


def make_busy(house: House) -> None:
    """Everything that the pages of the plan, of meetings, scrutiny and engagement can show, at the body HERE."""
    from wholeplace.agreement.records.meetings.models import AgendaItem, AttendanceAt, LoggedAction, Meeting
    from wholeplace.agreement.records.plans.models import Action
    from wholeplace.agreement.records.scrutiny.models import Recommendation, WorkItem

    for example in (a_milestone, a_paper, a_reply, a_point, an_interest):
        example(house)
    head = "Head of discharge"
    late = {"title": "One list of everybody who waits", "starts": date(2026, 4, 1), "due": date(2026, 10, 1)}
    kept(Action(reference="one-list", body=HERE, programme="home-sooner", owner=head, pence=2_500_000, staff="1.5", **late), house)
    seats = {"Council seat": "there", "Hospital seat": "a deputy was there", "Board seat": "sent apologies", "Voluntary seat": "there"}
    kept(AttendanceAt(reference="a-meeting", body=HERE, meeting="a-meeting", seats=seats), house)
    next_one = {"on": date(2026, 11, 19), "begins": "14:00", "where": "Town hall, room 1", "rule": "partnership", "chair": "Council seat"}
    kept(Meeting(reference="next", body=HERE, readings=["delayed-days"], **next_one), house)
    for number, (title, kind) in enumerate((("Beds for winter", "for advice"), ("How the plan goes", "for information")), start=1):
        kept(AgendaItem(reference=f"next-{number}", body=HERE, meeting="next", number=number, title=title, kind=kind, owner=head), house)
    asked = {"what": "Say how many beds are staffed.", "owner": head, "due": date(2026, 10, 30), "meeting": "a-meeting"}
    kept(LoggedAction(reference="beds-staffed", body=HERE, **asked), house)
    topic = {"topic": "Waiting at home", "why": "Families ask how long.", "planned_for": date(2026, 10, 1), "asked_of": [HERE]}
    kept(WorkItem(reference="waiting", body="scrutiny", **topic), house)
    made = {"made_on": date(2026, 9, 1), "received_on": date(2026, 9, 1), "rule": "council-executive"}
    words = "Ask families each month what waiting costs them."
    kept(Recommendation(reference="ask-families", body="scrutiny", asked_of=HERE, answers=HERE, text=words, **made), house)
