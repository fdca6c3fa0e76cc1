"""The rows of each table of the open data."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from wholeplace.agreement.bodies import stage_of
from wholeplace.agreement.decisions import Content, Lens, RegisterEntry
from wholeplace.publish.public_record.effects import effects_decided
from wholeplace.publish.public_record.entries import call_in_closes
from wholeplace.publish.public_record.open_data.rows_of_money import award_rows, fund_line_rows, fund_share_rows
from wholeplace.publish.public_record.open_data.rows_of_plans import meeting_rows, plan_rows, recommendation_rows, said_rows
from wholeplace.publish.public_record.pages.decision import effects_of
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.tables import Row, day, moment, pounds
from wholeplace.publish.public_record.words import state_in_words

BETWEEN = " | "


def register_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each decision, newest first."""
    for entry in edition.entries:
        outcome = entry.meetings[-1].outcome if entry.meetings else None
        yield {
            "reference": entry.reference, "title": entry.title, "body": entry.body, "body_title": entry.body_title, "matter": entry.matter,
            "level": entry.level, "state": state_in_words(entry.state), "decided_on": day(entry.decided_on),
            "due_on": day(entry.notices[-1].decision_on) if entry.notices else None,
            "published_at": moment(entry.publications[-1].at) if entry.publications else None,
            "call_in_until": moment(call_in_closes(entry)), "result": outcome.result.value if outcome else None,
            "votes_for": outcome.votes_for if outcome else None, "votes_against": outcome.votes_against if outcome else None,
            "votes_abstained": outcome.abstained if outcome else None, **_content(entry, edition), "withheld": entry.withheld,
            "ground": entry.exemption.ground if entry.exemption else None, "replaced_by": entry.replaced_by or None,
            "page": edition.page_of(entry.reference),
        }  # fmt: skip


def _content(entry: RegisterEntry, edition: RecordEdition) -> Row:
    content = entry.content
    if content is None:
        names = ("asks", "reasons", "options_rejected", "who_gains", "who_pays", "money", "conditions", "lead", "review_on", "effects")
        return dict.fromkeys([*names, *(f"{lens.value}_effect" for lens in Lens)])
    return {
        "asks": content.asks, "reasons": content.reasons, "options_rejected": BETWEEN.join(content.rejected_options),
        "who_gains": content.gains, "who_pays": content.pays, "money": BETWEEN.join(_sums(content, edition)),
        "conditions": BETWEEN.join(content.conditions), "lead": edition.owner_of(content.lead), "review_on": day(content.review_on),
        "effects": BETWEEN.join(_effects(entry, edition)),
        **{f"{lens.value}_effect": dict(content.lenses)[lens].effect.value if lens in dict(content.lenses) else None for lens in Lens},
    }  # fmt: skip


def _sums(content: Content, edition: RecordEdition) -> Iterable[str]:
    return (f"{edition.name_of(body)}: {pounds(money)}" for body, money in content.money)


def _effects(entry: RegisterEntry, edition: RecordEdition) -> Iterator[str]:
    for one in effects_of(entry, edition):
        came = f": {one.checked.came.value}" if one.checked else ""
        yield f"{one.measure}, {one.expected.change} by {one.expected.by}{came}"


def effect_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each effect that a decision which holds expects, newest decisions first."""
    for one in effects_decided(edition.record.decisions):
        yield {
            "reference": one.reference, "title": one.title, "body": one.body, "decided_on": day(one.decided_on), "measure": one.measure,
            "change": one.change, "by": day(one.by), "came": one.came or None,
        }  # fmt: skip


def body_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each body, in the order in which the place wrote them."""
    for body in edition.record.agreement.bodies:
        stage = stage_of(body, edition.record.today)
        yield {
            "body": body.name, "title": body.title, "kind": body.kind, "level": body.level, "areas": BETWEEN.join(body.areas),
            "stage": stage.standing.value if stage else None, "since": day(stage.dates.since) if stage else None,
            "accountable_to": edition.name_of(body.accountable_to), "seats": len(body.seats),
            "voting_seats": sum(seat.votes for seat in body.seats), "in_public": body.in_public, "source": body.source,
        }  # fmt: skip


def vote_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each seat that spoke at each meeting, decisions newest first."""
    for entry in edition.entries:
        for held in entry.meetings:
            organisations = {seat.name: edition.name_of(seat.organisation) for seat in held.seats}
            for said in held.said:
                yield {
                    "reference": entry.reference, "body": held.body, "held_on": day(held.held_on), "seat": said.seat,
                    "organisation": organisations.get(said.seat), "voice": said.voice.value, "reason": said.reason or None,
                    "interest": said.interest.value if said.interest else None,
                }  # fmt: skip


ROWS: Mapping[str, Callable[[RecordEdition], Iterator[Row]]] = {
    "register": register_rows, "effects": effect_rows, "bodies": body_rows, "votes": vote_rows, "plan": plan_rows,
    "recommendations": recommendation_rows, "said": said_rows, "meetings": meeting_rows,
    "fund_lines": fund_line_rows, "fund_shares": fund_share_rows, "awards": award_rows,
}  # fmt: skip
"""Each table's rows by its name."""
