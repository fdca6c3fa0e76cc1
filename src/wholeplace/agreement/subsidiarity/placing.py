"""Subsidiarity: decide as near to people as possible, and at system level only where a test for it is met."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from wholeplace.agreement.subsidiarity.facts import FACTS, SETTLED_ELSEWHERE, THE_SYSTEM_DECIDES
from wholeplace.agreement.subsidiarity.rules import Rules
from wholeplace.agreement.subsidiarity.shapes import Duty, LevelRule, Limits, Matter, Placed
from wholeplace.terms.spelling import did_you_mean


def place_matter(matter: Matter, limits: Limits, rules: Rules) -> Placed:
    """Where a matter belongs, what comes with it, and the least that would give another answer. Always the same for the same matter."""
    facts = {name: answer(matter, limits, rules.tests) for name, answer in FACTS.items()}
    rule = _first(rules.levels, facts)
    known = facts | {THE_SYSTEM_DECIDES: rule.level == "system"}
    return Placed(
        level=rule.level, rule=rule, duties=tuple(duty for duty in rules.duties if _applies(duty, known)), facts=facts,
        otherwise=tuple(_otherwise(rule, rules.levels, facts)), notes=tuple(_notes(matter, rules, rule)),
    )  # fmt: skip


def _first(levels: Sequence[LevelRule], facts: Mapping[str, bool]) -> LevelRule:
    return next(rule for rule in levels if all(facts[fact] for fact in rule.all) and not any(facts[fact] for fact in rule.none))


def _applies(duty: Duty, facts: Mapping[str, bool]) -> bool:
    some = not duty.any or any(facts[fact] for fact in duty.any)
    return some and all(facts[fact] for fact in duty.all) and not any(facts[fact] for fact in duty.none)


def _otherwise(rule: LevelRule, levels: Sequence[LevelRule], facts: Mapping[str, bool]) -> Iterator[str]:
    """For each other level, the fewest facts that would have to be otherwise, each way to it. Found by trying all: rules ask few.

    What the law or the partners settled is left as it is, unless there is no other way.
    """
    asked = [fact for fact in FACTS if any(fact in (*other.all, *other.none) for other in levels)]
    open_to_change = [fact for fact in asked if fact not in SETTLED_ELSEWHERE]
    for level in dict.fromkeys(other.level for other in levels if other.level != rule.level):
        ways = _ways(level, levels, facts, open_to_change) or _ways(level, levels, facts, asked)
        if ways:
            yield f"{level.capitalize()}, if it were {', or '.join(ways)}."


def _ways(level: str, levels: Sequence[LevelRule], facts: Mapping[str, bool], asked: Sequence[str]) -> list[str]:
    for many in range(1, len(asked) + 1):
        found = [
            " and ".join(_turned(turned, facts))
            for turned in combinations(asked, many)
            if _first(levels, {**facts, **{fact: not facts[fact] for fact in turned}}).level == level
        ]
        if found:
            return found
    return []


def _turned(turned: Sequence[str], facts: Mapping[str, bool]) -> Iterator[str]:
    """Facts that would have to be otherwise, after "if it were"."""
    missing = [fact for fact in turned if not facts[fact]]
    if missing:
        yield "true " + " and ".join(f"that {fact}" for fact in missing)
    yield from (f"not true that {fact}" for fact in turned if facts[fact])


def _notes(matter: Matter, rules: Rules, rule: LevelRule) -> Iterator[str]:
    for name, reason in matter.tests.items():
        if name not in rules.tests:
            yield f"“{name}” is none of the tests. {did_you_mean(name, rules.tests)}".strip()
        elif not reason.strip():
            yield f"“{rules.tests[name]}” is claimed without a reason, so it does not count."
    if rule.level != "system" and len(matter.places) == 1 and any(reason.strip() for reason in matter.tests.values()):
        yield "A test for working at system level is met, but only one place is touched. The system can help; the place decides."
