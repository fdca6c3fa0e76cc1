"""Invented decisions in every public state, made by the rules' own function from what would be recorded."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from wholeplace.agreement.clocks import CallInRule, Notice
from wholeplace.agreement.deciding import Interest, Of, QuorumRule, Said, Seat, Standing, Voice, VotingRule, decide
from wholeplace.agreement.deciding.voting import Meeting
from wholeplace.agreement.decisions import (
    CalledIn,
    Came,
    CarriedOut,
    Checked,
    Effect,
    Evidence,
    Exemption,
    Expected,
    Lens,
    MeetingHeld,
    NoticeGiven,
    Proposal,
    Publication,
    Recorded,
    RegisterEntry,
    Review,
    Scrutinised,
    Seen,
    State,
    Urgency,
    Window,
    register_entry,
)
from wholeplace.terms import Money

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SEATS = (
    Seat(name="Council seat", organisation="Anywhere Council", role="chair", constituency="council"),
    Seat(name="Hospital seat", organisation="RXX", constituency="NHS"),
    Seat(name="Board seat", organisation="Anywhere Integrated Care Board", constituency="NHS"),
    Seat(name="Voluntary seat", organisation="Anywhere Voluntary Action", constituency="voluntary"),
)
RULE = VotingRule(name="Consensus, else three quarters", threshold=Fraction(1, 2), of=Of.PRESENT, source="Invented terms of reference")
AGAINST = Said(seat="Hospital seat", voice=Voice.AGAINST, reason="The beds would close before the care at home is there.")
SAID = (
    Said(seat="Council seat", voice=Voice.FOR), AGAINST, Said(seat="Board seat", voice=Voice.FOR),
    Said(seat="Voluntary seat", voice=Voice.FOR, interest=Interest.NOTE),
)  # fmt: skip
PROPOSAL = Proposal(
    reference="D-2026-014", title="Help at home after hospital, seven days a week", body="place-committee", matter="community services",
    asks="Help at home starts on every day of the week, in all of Somewhere, from 1 January 2027.",
    reasons="People who could go home on a Saturday wait until Monday. Two days in bed cost an older person strength.",
    rejected_options=("Do nothing: 31 people wait over each weekend.", "Start on Saturdays only: half the gain for most of the cost."),
    evidence=(
        Evidence(title="Delays, release 2025-Q3", address="/releases/2025-Q3-v1/readings/delayed-days.html", sha256="a1" * 32),
        Evidence(title="What if help starts at weekends", address="Forecast 7 of October 2026", sha256="b2" * 32),
    ),
    expected=(
        Expected(measure="delayed-days", change="3 fewer delayed days for every 100 stays", by=date(2027, 6, 30)),
        Expected(measure="back-within-30-days", change="no more people back than before", by=date(2027, 6, 30)),
    ),
    lenses={
        Lens.OUTCOMES: Seen(effect=Effect.BETTER, why="Fewer people lose strength in bed."),
        Lens.QUALITY: Seen(effect=Effect.SAME, why="The same care, two days earlier."),
        Lens.MONEY: Seen(
            effect=Effect.WORSE, why="The council pays for weekend staff; the hospital saves beds that it cannot yet close.",
            all_the_same="The board repays the council from April.",
        ),
    },
    money={"Anywhere Council": Money(-42_000_000), "RXX": Money(18_000_050), "Anywhere Integrated Care Board": Money(0)},
    gains="About 1,600 people a year who go home from hospital with help.", pays="The council, until April 2027.",
    leads=("Anywhere Council",), review_on=date(2027, 7, 31), conditions=("Weekend staff are paid as on other days.",),
    population_first="People’s own homes come before the hospital’s flow.",
)  # fmt: skip
WINDOW = Window(
    council="Anywhere Council", closes=datetime(2026, 11, 9, 17, tzinfo=UTC),
    rule=CallInRule(
        council="Anywhere Council", callers=5, working_days=5, closes_at=time(17), grounds_needed=True, source="Invented constitution"
    ),
)  # fmt: skip
NOTICE = NoticeGiven(
    notice=Notice(rule="key-decision", published=date(2026, 9, 28)), body="place-committee", decision_on=date(2026, 10, 29),
    papers=("Help at home: the case for weekends",), ask="Democratic services at Anywhere Council",
)  # fmt: skip


def held(said: tuple[Said, ...] = SAID, on: date = date(2026, 10, 29)) -> MeetingHeld:
    meeting = Meeting(standing=Standing.DELEGATED, seats=SEATS, quorum=QuorumRule(count=2), voting=RULE, said=said, chair="Council seat")
    return MeetingHeld(
        body="place-committee", held_on=on, standing=Standing.DELEGATED, seats=SEATS, said=said,
        outcome=decide(meeting, "community services"),
        rule="Consensus first, else half of those present (invented terms of reference).", powers=("commission-community",),
        accountable=("Anywhere Integrated Care Board",), not_bound=("Elsewhere Council",),
    )  # fmt: skip


OPEN = Recorded(
    matter="M-2026-009", level="place", placed_by="What touches one place only is decided in it.", proposal=PROPOSAL,
    areas=("P1",), councils=("Anywhere Council",), binds=Money(42_000_000), duties=(),
    state=State.OPEN_TO_CALL_IN, notices=(NOTICE,), meetings=(held(),), meetings_published=1, published=PROPOSAL,
    publications=(Publication(at=datetime(2026, 10, 30, 10, tzinfo=UTC), windows=(WINDOW,)),),
)  # fmt: skip


def other(recorded: Recorded, reference: str, title: str, **changes: object) -> Recorded:
    """A decision like another, under a name of its own. Changes of the proposal begin with `proposal_`."""
    of_proposal = {name.removeprefix("proposal_"): value for name, value in changes.items() if name.startswith("proposal_")}
    rest = {name: value for name, value in changes.items() if not name.startswith("proposal_")}
    proposal = replace(recorded.proposal, reference=reference, title=title, **of_proposal)  # type: ignore[arg-type]
    return replace(recorded, proposal=proposal, published=proposal if recorded.published else None, **rest)  # type: ignore[arg-type]


COMING = other(
    OPEN, "D-2026-019", "Which surgery looks after the new homes at Mill Bank", state=State.NOTIFIED, meetings=(), meetings_published=0,
    publications=(), notices=(replace(NOTICE, decision_on=date(2026, 12, 3)),),
)  # fmt: skip
COMING = replace(COMING, published=None)
CALLED_IN = other(
    OPEN, "D-2026-012", "One front door for adult social care", state=State.CALLED_IN,
    call_ins=(
        CalledIn(by="scrutiny", council="Anywhere Council", callers=5, at=datetime(2026, 10, 31, 9, 30, tzinfo=UTC),
                 grounds="Residents of Fell End were not asked."),
    ),
)  # fmt: skip
SENT_BACK = replace(
    other(CALLED_IN, "D-2026-011", "Fewer sites for blood tests"), state=State.SENT_BACK,
    scrutinised=(Scrutinised(by="scrutiny", at=datetime(2026, 11, 1, 11, tzinfo=UTC), sent_back=True, reasons="Ask the villages first."),),
)  # fmt: skip
REVIEWED = other(
    OPEN, "D-2025-003", "Visits at home in the first three days after hospital", state=State.REVIEWED,
    meetings=(held((Said(seat="Council seat", voice=Voice.FOR), Said(seat="Board seat", voice=Voice.FOR)), on=date(2025, 5, 15)),),
    carried_out=CarriedOut(on=date(2025, 9, 1), what="Four teams visit, seven days a week."),
    reviews=(
        Review(
            on=date(2026, 9, 30), learnt="Visits on the first day matter most.",
            checked=(
                Checked(measure="delayed-days", change="3 fewer", by=date(2027, 6, 30), came=Came.TRUE, figure="11.2, from 14.6.", why=""),
                Checked(
                    measure="back-within-30-days", change="no more", by=date(2027, 6, 30), came=Came.NOT, figure="15.7%, from 14.1%.",
                    why="More people came back with falls.",
                ),
            ),
        ),
    ),
)  # fmt: skip
REFUSED = other(
    OPEN, "D-2026-007", "Close the walk-in centre at weekends", state=State.REFUSED, publications=(), meetings_published=0,
    meetings=(held(tuple(replace(said, voice=Voice.AGAINST, reason="No other door is open then.") for said in SAID)),),
)  # fmt: skip
URGENT = other(
    OPEN, "D-2026-009", "Beds for a second ward of winter flu", state=State.FREE,
    publications=(
        Publication(
            at=datetime(2026, 10, 2, 8, tzinfo=UTC), windows=(),
            urgency=Urgency(agreed_by="chair of scrutiny", reasons="The ward was full on 1 October."),
        ),
    ),
)  # fmt: skip
WITHHELD_WORDS = "the price that the seller of the Priory site would take"
WITHHELD = other(
    OPEN, "D-2026-010", "A site for the new health centre", proposal_asks=f"Buy it at {WITHHELD_WORDS}.", proposal_reasons=WITHHELD_WORDS,
    notices=(replace(NOTICE, papers=(WITHHELD_WORDS,), reasons=WITHHELD_WORDS, ask=WITHHELD_WORDS),),
    proposal_exemption=Exemption(
        ground="Financial or business affairs (Local Government Act 1972, schedule 12A, paragraph 3)",
        for_disclosure="People want to know what is paid with their money.", against_disclosure="The seller would hold out for more.",
        weighs_more="against",
    ),
)  # fmt: skip
TIE = other(
    WITHHELD, "D-2026-008", "The rent of the old health centre", proposal_asks="Pay £20,000 a year.",
    proposal_exemption=replace(WITHHELD.proposal.exemption, weighs_more="equal"),  # type: ignore[type-var]
)  # fmt: skip
ALL = (OPEN, COMING, CALLED_IN, SENT_BACK, REVIEWED, REFUSED, URGENT, WITHHELD, TIE)


def entry_of(recorded: Recorded, now: datetime = NOW) -> RegisterEntry:
    """The entry that the rules make of it."""
    entry = register_entry(recorded, body_title="Anywhere Place Committee", now=now)
    assert entry is not None
    return entry


ENTRIES = tuple(entry_of(one) for one in ALL)
