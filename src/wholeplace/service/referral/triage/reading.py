"""Read a questionnaire, and refuse it where anybody could get lost in it, slip past a red flag, or where no clinician answers for it."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from wholeplace.service.referral.triage.shapes import (
    TO_SOMEBODY,
    Answer,
    Approval,
    End,
    EndKind,
    Question,
    QuestionKind,
    Questionnaire,
)
from wholeplace.terms import DataProblem, Problem

OWN = Path("front_door") / "triage.toml"
"""Where a place keeps the questionnaire that a clinician approved. Without it there is no online triage there."""
PILOT = Path(__file__).with_name("pilot.toml")
"""The one to begin from. Nobody has approved it."""


def questionnaire_of(folder: Path, today: date) -> Questionnaire | None:
    """The questionnaire of a place; None: it has none, so its online triage is shut. Raises DataProblem where it must not be used."""
    path = folder / OWN
    return read_questionnaire(path, today) if path.is_file() else None


def read_questionnaire(path: Path, today: date | None) -> Questionnaire:
    """A questionnaire that may be used on a day (None: on the day on which it was approved). Raises DataProblem with everything wrong."""
    with path.open("rb") as file:
        given = tomllib.load(file)
    try:
        questions = tuple(_question(row) for row in given["question"])
        ends = tuple(End(**{**row, "kind": EndKind(row["kind"])}) for row in given["end"])
        head = {name: str(given[name]) for name in ("name", "title", "edition", "source", "first")}
    except (KeyError, TypeError, ValueError) as fault:
        problem = _letter(path.name, f"it cannot be read: {fault}.", "Nobody knows where it would lead.", "Compare it with the pilot.")
        raise DataProblem(f"{path.name} is not used", [problem]) from fault
    found = [*_approval_problems(given.get("approval"), today), *_problems(head["first"], questions, ends)]
    if found:
        raise DataProblem(f"{path.name} is not used", found)
    return Questionnaire(
        **head, approval=Approval(**given["approval"]), questions={one.id: one for one in questions}, ends={one.id: one for one in ends}
    )


def _question(row: Mapping[str, Any]) -> Question:
    answers = tuple(Answer(**answer) for answer in row.get("answers", ()))
    return Question(**{**row, "kind": QuestionKind(row["kind"]), "answers": answers})


def _approval_problems(given: Any, today: date | None) -> Iterator[Problem]:
    why = "People rely on where it leads them, so a named clinician answers for it."
    if not isinstance(given, dict) or set(given) != {"name", "role", "on", "review_by"}:
        yield _letter("approval", "nobody has approved it.", why, "Write down [approval] with name, role, on and review_by.")
        return
    if not str(given["name"]).strip() or not str(given["role"]).strip():
        yield _letter("approval", "it does not say who approved it, in what role.", why, "Write down both.")
    if not all(type(given[name]) is date for name in ("on", "review_by")):
        yield _letter("approval", "its days are no days.", why, "Write them as 2026-11-01.")
    elif not given["on"] <= (today or given["on"]) < given["review_by"]:
        yield _letter("approval", "it does not hold today.", why, "Have it looked at again.")


def _problems(first: str, questions: tuple[Question, ...], ends: tuple[End, ...]) -> Iterator[Problem]:
    names = [one.id for one in (*questions, *ends)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _letter(name, "two things have this name.", _LOST, "Give each a name of its own.")
    known = {one.id: one for one in questions}
    where = {*names}
    broken = [*_wrong_questions(questions, where)]
    if first not in known:
        broken.append(_letter("first", "there is no such question.", _LOST, "Name one."))
    yield from broken
    if not any(end.kind is EndKind.PERSON for end in ends):
        yield _letter("end", "none leads to a person.", _LOST, 'Add an end of kind "person".')
    if broken:
        return
    loops = _loops(known)
    yield from loops
    reached = _reached(first, known)
    for name in names:
        if name not in reached:
            yield _letter(
                name, "nobody ever comes to it.", "A question that is never asked protects nobody.", "Lead to it, or take it away."
            )
    if not loops:
        yield from _slips(first, known, {end.id: end for end in ends})


def _wrong_questions(questions: tuple[Question, ...], where: set[str]) -> Iterator[Problem]:
    for one in questions:
        says = [answer.say for answer in one.answers]
        if one.kind is QuestionKind.AGE and (one.answers or not one.to):
            yield _letter(one.id, "an age needs to, and has no answers.", _LOST, "Give to alone.")
        if one.kind is not QuestionKind.AGE and (one.to or len(says) < _FEWEST or len(set(says)) < len(says)):
            yield _letter(one.id, "it needs at least two answers that differ, and no to.", _LOST, "Give answers.")
        for to in one.leads_to:
            if to not in where:
                yield _letter(one.id, f'"{to}" is neither a question nor an end.', _LOST, "Lead to one that is there.")


def _reached(first: str, known: Mapping[str, Question]) -> set[str]:
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += known[name].leads_to if name in known else ()
    return seen


def _loops(known: Mapping[str, Question]) -> list[Problem]:
    """Questions from which one comes back to themselves: whoever is among them would be asked for ever."""
    found = [name for name in known if any(name in _reached(to, known) for to in known[name].leads_to)]
    return [_letter(name, "one comes back to it.", "Somebody would be asked for ever.", "Lead on.") for name in found]


def _slips(first: str, known: Mapping[str, Question], ends: Mapping[str, End]) -> Iterator[Problem]:
    """Ways on which somebody is routed online without having been asked everything that could have stopped it."""
    must = {one.id for one in known.values() if one.kind is not QuestionKind.CHOICE}
    if not any(one.kind is QuestionKind.AGE for one in known.values()):
        yield _letter("age", "it is never asked.", _SAFE, 'Add a question of kind "age".')
    for one in known.values():
        if one.kind is QuestionKind.RED_FLAG and any(to not in ends or ends[to].kind not in TO_SOMEBODY for to in one.leads_to[:-1]):
            yield _letter(one.id, "a red flag does not lead to a person.", _SAFE, "Lead every answer but the last to a person.")
    slipped = {name for way in _ways(first, known) if ends[way[-1]].kind not in TO_SOMEBODY for name in must - set(way)}
    for name in sorted(slipped):
        yield _letter(name, "one can be routed online without being asked it.", _SAFE, "Ask it on every way.")


def _ways(name: str, known: Mapping[str, Question]) -> Iterator[tuple[str, ...]]:
    """Every way from a question to an end."""
    if name not in known:
        yield (name,)
        return
    for to in dict.fromkeys(known[name].leads_to):
        for way in _ways(to, known):
            yield (name, *way)


_FEWEST = 2
_LOST = "Nobody may get lost in it."
_SAFE = "A child under 5 and every red flag go to a person at once."


def _letter(where: str, what: str, why: str, fix: str) -> Problem:
    return Problem(where=where, what=what, why=why, fix=fix)
