"""Invented recommendations, replies, things that people said, meetings and papers, some of which may not be shown."""

from datetime import UTC, date, datetime
from hashlib import sha256

from wholeplace.agreement.meetings import AgendaItem, ItemKind, Paper, Sitting
from wholeplace.agreement.plans import Observed
from wholeplace.agreement.scrutiny import Did, EngagementPoint, Recommendation, Reply, ReplyAnswer

SEEN = {
    "fewer-delays": (
        Observed(on=date(2026, 3, 31), value=12.4, definition_id="delayed-days-1"),
        Observed(on=date(2026, 9, 30), value=13.1, definition_id="delayed-days-1"),
    ),
    "fewer-delays-somewhere": (Observed(on=date(2026, 9, 30), value=12.0, definition_id="delayed-days-1"),),
}
OVERDUE = Recommendation(
    reference="R-2026-02", body="scrutiny", asked_of="place-committee", text="Publish how long people wait for help at home, by village.",
    made_on=date(2026, 7, 1), received_on=date(2026, 7, 3), rule="council-executive", why="Villages wait longest.",
    evidence="Two hearings.",
)  # fmt: skip
ANSWERED = Recommendation(
    reference="R-2026-01", body="scrutiny", asked_of="cabinet", text="Pay travel time to those who care in people’s homes.",
    made_on=date(2026, 3, 4), received_on=date(2026, 3, 5), rule="council-executive",
)  # fmt: skip
NOT_SENT = Recommendation(
    reference="R-2026-03", body="scrutiny", asked_of="cabinet", text="A recommendation that was not sent yet.", made_on=date(2026, 11, 1),
    rule="council-executive",
)  # fmt: skip
REPLY = Reply(
    recommendation="R-2026-01", replied_on=date(2026, 4, 20), replied_by="cabinet", answer=ReplyAnswer.PARTLY,
    reasons="There is money for half of it.", action="Travel time is paid in the villages.", by_when=date(2026, 9, 1),
)  # fmt: skip
TO_COME = Reply(
    recommendation="R-2026-02", replied_on=date(2026, 12, 24), replied_by="place-committee", answer=ReplyAnswer.ACCEPTED,
    action="A reply from a day that is still to come.", by_when=date(2027, 3, 1),
)  # fmt: skip
DONE = EngagementPoint(
    reference="P-2026-01", group="Carers of people with dementia", said="Nobody tells us on which day she comes home.",
    where="carers’ week, Somewhere library", said_on=date(2026, 6, 9), asked_of="place-committee", did=Did.DONE,
    answer="The ward rings the day before, by 3pm.", answered_on=date(2026, 9, 1), decision="D-2026-014",
)  # fmt: skip
WAITING = EngagementPoint(
    reference="P-2026-02", group="Young people", said="The bus does not go to the clinic.", where="a survey of schools",
    said_on=date(2026, 10, 5), asked_of="Anywhere Council",
)  # fmt: skip
PAPER_BYTES, SECRET_BYTES, LATER_BYTES = b"%PDF-1.7 the case for weekends", b"%PDF-1.7 the seller's price", b"%PDF-1.7 a later draft"
CHANGED_BYTES = b"%PDF-1.7 not what was published"


def paper(title: str, content: bytes, published_on: date | None) -> Paper:
    fingerprint = sha256(content).hexdigest()
    return Paper(title=title, address=f"papers/{fingerprint}/{title.lower()} v1.pdf", sha256=fingerprint, published_on=published_on)


PAPER = paper("The case for weekends", PAPER_BYTES, date(2026, 10, 21))
SECRET = paper("The price of the Priory site", SECRET_BYTES, date(2026, 10, 21))
LATER = paper("A later draft", LATER_BYTES, date(2026, 12, 1))
CHANGED = paper("Bus times", b"%PDF-1.7 as it was published", date(2026, 10, 21))
HELD = Sitting(
    reference="M-2026-10", body="place-committee", starts=datetime(2026, 10, 29, 14, tzinfo=UTC), where="The Town Hall, Somewhere",
    rule="partnership-meeting", notice_on=date(2026, 10, 1), agenda_on=date(2026, 10, 21), minutes_on=date(2026, 11, 1),
    items=(
        AgendaItem(number=1, title="Help at home, seven days a week", kind=ItemKind.DECIDE, owner="Head of discharge",
                   decision="D-2026-014", papers=(PAPER, LATER)),
        AgendaItem(number=2, title="A site for the new health centre", kind=ItemKind.DECIDE, owner="Anywhere Council",
                   private_ground="Financial or business affairs", papers=(SECRET,)),
        AgendaItem(number=3, title="Buses", kind=ItemKind.INFORM, owner="Anywhere Council", papers=(CHANGED,)),
    ),
)  # fmt: skip
ANNOUNCED = Sitting(
    reference="M-2026-12", body="place-committee", starts=datetime(2026, 12, 3, 14, tzinfo=UTC), where="The Town Hall, Somewhere",
    rule="partnership-meeting", notice_on=date(2026, 10, 30),
    items=(AgendaItem(number=1, title="An item before its agenda is out", kind=ItemKind.ADVISE, owner="Anywhere Council"),),
)  # fmt: skip
QUIET = Sitting(
    reference="M-2027-01", body="place-committee", starts=datetime(2027, 1, 14, 14, tzinfo=UTC), where="A room nobody was told of",
    rule="partnership-meeting",
)  # fmt: skip
MINUTES = {
    "M-2026-10": "Members spoke of the cost of weekends.\n\nHelp at home was agreed by vote.",
    "M-2026-12": "Minutes of a meeting to come.",
}
