"""The rows of the tables about the plan, scrutiny, public voice and meetings."""

from collections.abc import Iterator

from wholeplace.agreement.meetings import AgendaItem, Paper
from wholeplace.agreement.scrutiny import Reply, reply_due
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.pages.meetings import shown_sittings
from wholeplace.publish.public_record.pages.plan import progress_in, target_in_words
from wholeplace.publish.public_record.pages.voices import points, recommendations
from wholeplace.publish.public_record.tables import Row, day, moment
from wholeplace.publish.public_record.words import days_in_words


def plan_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each ambition, in the plan's order."""
    strategies = {one.name: one.title for one in edition.record.plan.strategies}
    for one in edition.record.plan.ambitions:
        progress, seen, baseline = progress_in(edition, one), edition.seen_of(one.name), one.baseline
        last = seen[-1] if seen else None
        yield {
            "ambition": one.name, "title": one.title, "strategy": strategies.get(one.strategy), "area": one.area or None,
            "part_of": one.part_of or None, "owner": edition.owner_of(one.owner), "measure": edition.measure_of(one.measure) or None,
            "unit": one.unit or None, "form": one.target.shape.value, "better": one.target.better.value, "target": target_in_words(one),
            "by": day(one.target.by), "began_at": baseline.value if baseline else None, "began_on": day(baseline.on) if baseline else None,
            "definition": baseline.definition_id if baseline else None, "seen": last.value if last else None,
            "seen_on": day(last.on) if last else None, "standing": progress.standing.value, "sentence": days_in_words(progress.sentence),
            "source": one.source,
        }  # fmt: skip


def recommendation_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each recommendation, those whose reply is overdue first."""
    for view in recommendations(edition):
        one, reply = view.one, view.reply
        yield {
            "reference": one.reference, "body": view.body, "asked_of": view.asked_of, "text": one.text, "made_on": day(one.made_on),
            "received_on": day(one.received_on), "reply_due": day(reply_due(one, edition.record.reply_rules[one.rule])),
            "state": view.state.value, "replied_by": view.replied_by or None, **_reply(reply),
        }  # fmt: skip


def _reply(reply: Reply | None) -> Row:
    if reply is None:
        return dict.fromkeys(("answer", "replied_on", "reasons", "action", "by_when", "done_on"))
    return {
        "answer": reply.answer.value, "replied_on": day(reply.replied_on), "reasons": reply.reasons or None, "action": reply.action or None,
        "by_when": day(reply.by_when), "done_on": day(reply.done_on),
    }  # fmt: skip


def said_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each thing that people said, newest first."""
    for view in points(edition):
        one, answered = view.one, view.answered
        yield {
            "reference": one.reference, "group": one.group, "said": one.said, "where": one.where, "said_on": day(one.said_on),
            "asked_of": view.asked_of, "did": view.did if answered else None, "answer": one.answer if answered else None,
            "answered_on": day(one.answered_on) if answered else None, "decision": one.decision if view.decision else None,
        }  # fmt: skip


def meeting_rows(edition: RecordEdition) -> Iterator[Row]:
    """One row for each paper; one for an item without any, and for a meeting without items. Newest meetings first."""
    for one in shown_sittings(edition):
        about: Row = {"meeting": one.reference, "body": edition.name_of(one.body), "starts": moment(one.starts), "where": one.where}
        for item in one.items or (None,):
            for paper in (item.papers if item else ()) or (None,):
                yield {**about, **_item(item, paper)}


def _item(item: AgendaItem | None, paper: Paper | None) -> Row:
    return {
        "item": item.number if item else None, "title": item.title if item else None, "kind": item.kind.value if item else None,
        "private_ground": item.private_ground or None if item else None, "paper": paper.title if paper else None,
        "sha256": paper.sha256 if paper else None,
    }  # fmt: skip
