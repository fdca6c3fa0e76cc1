"""Before a decision: a matter becomes a draft, the draft is put to a body, people are told, or it is withdrawn. Pure functions:
each gives the record as it is afterwards, or raises DataProblem with everything that stands in the way."""

from dataclasses import replace
from datetime import date, datetime

from wholeplace.agreement.clocks import Notice
from wholeplace.agreement.decisions.guards import EDITABLE, cannot, problems_of_content, unknown_names
from wholeplace.agreement.decisions.in_force import InForce
from wholeplace.agreement.decisions.record import Happened, NoticeGiven, Recorded
from wholeplace.agreement.decisions.shapes import Proposal
from wholeplace.agreement.decisions.standing import stands_at
from wholeplace.agreement.decisions.states import NEXT, Event, State
from wholeplace.agreement.subsidiarity import Matter, Placed
from wholeplace.terms import DataProblem, Problem


def moved(recorded: Recorded, event: Event, now: datetime) -> Recorded:
    """The record in the state after an event at `now`, with the event in its history. Raises DataProblem where the state forbids it."""
    refuse(recorded, event, cannot(recorded, event, now))
    state = NEXT[stands_at(recorded, now)][event]
    return replace(recorded, state=state, history=(*recorded.history, Happened(event=event, state=state, at=now)))


def refuse(recorded: Recorded, event: Event, problems: list[Problem]) -> None:
    """Raise DataProblem with all problems at once, if there is any."""
    if problems:
        raise DataProblem(f"{recorded.proposal.reference} cannot {event.value}", problems)


def begin(reference: str, matter: str, described: Matter, placed: Placed, proposal: Proposal) -> Recorded:
    """A draft of a decision on a matter, as the matter was described and placed. `matter`: its reference."""
    return Recorded(
        matter=matter, level=placed.level, placed_by=f"{placed.rule.words} ({placed.rule.source})", areas=described.places,
        councils=described.councils, binds=described.money, duties=placed.duties,
        proposal=replace(proposal, reference=reference, matter=described.kind), state=State.DRAFT,
    )  # fmt: skip


def placed_again(recorded: Recorded, described: Matter, placed: Placed, now: datetime) -> Recorded:
    """The draft with the matter's new answer: its level, duties, areas and sum. Only while its text may be changed."""
    refuse_edit(recorded, now)
    again = begin(recorded.proposal.reference, recorded.matter, described, placed, recorded.proposal)
    return replace(
        recorded, level=again.level, placed_by=again.placed_by, areas=again.areas, councils=again.councils, binds=again.binds,
        duties=again.duties, proposal=again.proposal,
    )  # fmt: skip


def rewritten(recorded: Recorded, proposal: Proposal, held: InForce, now: datetime) -> Recorded:
    """The record with another text. A draft may have gaps; names that nobody knows are refused at once.

    Its reference and kind of matter stay. Once it was agreed the body stays too: scrutiny sends it back to who decided.
    """
    refuse_edit(recorded, now)
    stays = recorded.state is not State.DRAFT
    body = recorded.proposal.body if stays else proposal.body
    written = replace(proposal, reference=recorded.proposal.reference, matter=recorded.proposal.matter, body=body)
    problems = list(unknown_names(written, held))
    if problems:
        raise DataProblem("The proposal cannot be kept", problems)
    return replace(recorded, proposal=written)


def refuse_edit(recorded: Recorded, now: datetime) -> None:
    """Raise DataProblem where the text may not be changed at `now`."""
    state = stands_at(recorded, now)
    if state not in EDITABLE:
        raise DataProblem(
            f"{recorded.proposal.reference} cannot be changed",
            [
                Problem(
                    where=recorded.proposal.reference, what=f"it stands at “{state.value}”.", why="Its readers rely on the text they saw.",
                    fix="Withdraw it or have it put off, then change it. What was published is replaced by a later decision.",
                )
            ],
        )  # fmt: skip


def proposed(recorded: Recorded, held: InForce, now: datetime) -> Recorded:
    """A draft that is put to its body: whole, with known names, and not dearer than its matter."""
    put = moved(recorded, Event.PROPOSE, now)
    refuse(recorded, Event.PROPOSE, problems_of_content(recorded, held, now.date()))
    return put


def notice_given(recorded: Recorded, given: NoticeGiven, held: InForce, now: datetime) -> Recorded:
    """A notice that is published today or was before, in the name of the body that decides. A shorter one says why, and who agreed."""
    told = moved(recorded, Event.GIVE_NOTICE, now)
    refuse(recorded, Event.GIVE_NOTICE, list(_of_notice(given, held, now.date())))
    met = bool(given.reasons.strip() and given.agreed_by.strip())
    notice = Notice(rule=given.notice.rule, published=given.notice.published, met=met)
    return replace(told, notices=(*recorded.notices, replace(given, notice=notice, body=recorded.proposal.body)))


def withdrawn(recorded: Recorded, because: str, now: datetime) -> Recorded:
    """Taken back before it was agreed, or after scrutiny sent it back; it says why."""
    back = moved(recorded, Event.WITHDRAW, now)
    if not because.strip():
        refuse(recorded, Event.WITHDRAW, [blank("reason", "Who waited for it wants to know.", "Say why it is withdrawn.")])
    return replace(back, withdrawn_because=because)


def blank(where: str, why: str, fix: str) -> Problem:
    """The letter for something that was left empty."""
    return Problem(where=where, what="it is blank.", why=why, fix=fix)


def _of_notice(given: NoticeGiven, held: InForce, today: date) -> list[Problem]:
    rule = held.notices.get(given.notice.rule)
    if rule is None:
        named = ", ".join(held.notices)
        return [Problem(where="notice", what=f"“{given.notice.rule}” is no rule of notice.", why="It binds nobody.", fix=f"Use: {named}.")]
    problems = []
    if given.notice.published > today:
        what = f"{given.notice.published} has not come yet."
        problems.append(
            Problem(where="published", what=what, why="Days count from when people could read it.", fix="Give today or before.")
        )
    if given.decision_on < given.notice.published:
        what = f"{given.decision_on} is before the notice."
        problems.append(Problem(where="day of the decision", what=what, why="Notice comes first.", fix="Give a later day."))
    if not given.papers:
        problems.append(blank("papers", rule.source, "Name the papers it is decided on, such as the proposal."))
    if not given.ask.strip():
        problems.append(blank("whom to ask", rule.source, "Name an office and its address. No person's name is needed."))
    if rule.needs and not (given.reasons.strip() and given.agreed_by.strip()):
        problems.append(Problem(where=rule.title, what="why, or who was told or agreed, is blank.", why=rule.source, fix=rule.needs))
    return problems
