"""From an address to a question: which scenario to begin from, which numbers were typed, how many runs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wholeplace.flow import BASE, Lever, Move, Scenario
from wholeplace.publish.pages.what_if import Field
from wholeplace.terms import Problem

MOST_RUNS, FEWEST_RUNS, RUNS = 400, 10, 50


def scenario_asked(asked: Mapping[str, str], levers: Sequence[Lever], scenarios: Sequence[Scenario], problems: list[Problem]) -> Scenario:
    """The chosen scenario, with what was typed set on top of it. What cannot be read becomes a problem."""
    chosen = next((one for one in scenarios if one.name == asked.get("scenario")), BASE)
    typed = [change for lever in levers if (change := _typed(lever, asked.get(lever.path, ""), problems))]
    if not typed:
        return chosen
    title = "Your numbers" if chosen is BASE else f"{chosen.title}, with your numbers"
    return replace(chosen, name="typed", title=title, changes=(*chosen.changes, *typed))


def runs_asked(asked: Mapping[str, str], problems: list[Problem]) -> int:
    """How many runs: 50 where nothing was said."""
    given = asked.get("replications", "").strip()
    if not given:
        return RUNS
    if not given.isdecimal() or not FEWEST_RUNS <= int(given) <= MOST_RUNS:
        problems.append(
            Problem(
                where="How many runs",
                what=f"It must be a whole number from {FEWEST_RUNS} to {MOST_RUNS}.",
                why="Fewer say little; more keep everyone waiting.",
                fix=f"Type a number such as {RUNS}.",
            )
        )
        return RUNS
    return int(given)


def fields_of(levers: Sequence[Lever], asked: Mapping[str, str]) -> list[tuple[str, list[Field]]]:
    """The numbers that may be moved, under their headings, with what was typed."""
    headings: dict[str, list[Field]] = {}
    for lever in levers:
        given = asked.get(lever.path, "").strip() or None
        headings.setdefault(lever.heading, []).append(
            Field(path=lever.path, title=lever.title, unit=lever.unit, base=lever.value, given=given)
        )
    return list(headings.items())


def _typed(lever: Lever, given: str, problems: list[Problem]) -> Move | None:
    text = given.strip().replace(",", "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 <= value < float("inf"):
        problems.append(
            Problem(
                where=lever.title,
                what="It is not a number of 0 or more.",
                why="The model counts people, places and days.",
                fix=f"Type a number such as {lever.value:.10g}, or nothing to keep today's.",
            )
        )
        return None
    return Move(what=lever.path, to=value) if value != lever.value else None
