"""What people say about themselves, kept: About Me, what they want to reach, and whom they look after without pay."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from wholeplace.ledger.records import Act
from wholeplace.ledger.records.keeping import keep
from wholeplace.service.records.referral.models import AboutMe, CarerRecord, SupportPlan
from wholeplace.service.records.turns import in_turn
from wholeplace.service.referral import Caring, problems_of_caring, written
from wholeplace.terms import DataProblem, Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """Something a person wants to reach: what is done for it, by whom, by when, and where it stands (a word of `GOAL_STATES`)."""

    goal: str
    what: str = ""
    who: str = ""
    by: date | None = None
    state: str = "to do"


GOAL_STATES = ("to do", "under way", "reached", "no longer wanted")


def write_about_me(person: str, texts: Mapping[str, str], act: Act, *, supported_by: str = "", version: int = 0) -> AboutMe:
    """Keep About Me. `version`: of what was on the page (0: nothing was). Raises DataProblem, ChangedMeanwhile."""
    kept = AboutMe(reference=person, texts=written(texts), supported_by=supported_by.strip(), written_on=act.at.date(), version=version)
    in_turn(lambda: keep(kept, act))
    return kept


def keep_plan(plan: SupportPlan, goals: Sequence[Goal], act: Act) -> SupportPlan:
    """Keep what a person wants to reach. Raises DataProblem where a goal says nothing, ChangedMeanwhile."""
    if any(not one.goal.strip() or one.state not in GOAL_STATES for one in goals):
        why, fix = "A plan is what the person wants, in words.", "Write it, or leave it out."
        raise DataProblem("The plan cannot be kept", [Problem(where="goal", what="one is blank.", why=why, fix=fix)])
    plan.goals = [{**asdict(one), "by": one.by.isoformat() if one.by else ""} for one in goals]
    in_turn(lambda: keep(plan, act))
    return plan


def record_carer(caring: Caring, act: Act, *, organisation: str) -> CarerRecord:
    """Keep that somebody looks after another without pay. Raises DataProblem where anybody's word is missing, or it is paid for."""
    found = problems_of_caring(caring, act.at.date())
    if found or caring.carer_agreed is None:
        raise DataProblem("The carer's record cannot be kept", found)
    kept = CarerRecord(
        reference=f"carer-{secrets.token_hex(8)}", carer=caring.carer, cared_for=caring.cared_for, relationship=caring.relationship.strip(),
        carer_agreed=caring.carer_agreed, cared_for_agreed=caring.cared_for_agreed, recorded_by=organisation, ended_on=caring.ended_on,
    )  # fmt: skip
    in_turn(lambda: keep(kept, act))
    return kept


def end_caring(record: CarerRecord, act: Act) -> CarerRecord:
    """They do not look after the other any more, or one of the two does not want it to be written down: the name goes from the record."""
    record.ended_on, record.cared_for, record.cared_for_agreed = act.at.date(), "", None
    in_turn(lambda: keep(record, act))
    return record
