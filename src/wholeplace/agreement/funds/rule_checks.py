"""What is wrong with a rule before it is ever used: all of it at once."""

from collections.abc import Collection, Iterator, Mapping

from wholeplace.agreement.funds.rules import AS_STATED, BASES, Bear, OwnLines, RiskRule, ShareOut, Step, TakeFrom
from wholeplace.terms import Money, Problem
from wholeplace.terms.spelling import did_you_mean


def problems_of_rule(rule: RiskRule, contributions: Mapping[str, Money], lines: Collection[str]) -> list[Problem]:
    """Everything that would leave something without a bearer, or name somebody who is no partner. `lines`: names of the fund's lines."""
    problems = list(_ends(rule, rule.steps, "overspends"))
    problems += _ends(rule, rule.gains if rule.gains is not None else rule.steps_for(Money(-1)), "underspends")
    for step in (*rule.steps, *(rule.gains or ())):
        problems += _of_step(rule, step, contributions, lines)
    return problems


def _ends(rule: RiskRule, steps: tuple[Step, ...], of: str) -> Iterator[Problem]:
    """Some step must take all that is left; what comes after it never has anything to do."""
    takes = [step for step in steps if isinstance(step, Bear | ShareOut)]
    last = [step for step in takes if step.up_to is None]
    if not last:
        yield _problem(
            rule, f"no step bears all that is left of {of}.", "A large sum would be nobody's.", "End with a step that has no upper limit."
        )
    elif takes.index(last[0]) < len(takes) - 1:
        after = takes[takes.index(last[0]) + 1]
        yield _problem(
            rule, f'"{last[0].name}" takes all that is left of {of}, so "{after.name}" never has anything to share.',
            "Somebody counts on a step that never comes.", "Give the first a limit, or take the second out.",
        )  # fmt: skip


def _of_step(rule: RiskRule, step: Step, contributions: Mapping[str, Money], lines: Collection[str]) -> Iterator[Problem]:
    if isinstance(step, OwnLines):
        for line in step.lines:
            yield from _known(rule, step.name, line, lines)
    elif isinstance(step, Bear):
        yield from _known(rule, step.name, step.bearer, contributions)
        yield from _limit(rule, step.name, step.up_to)
    elif isinstance(step, TakeFrom):
        yield from _limit(rule, step.name, step.up_to)
        if step.source in contributions:
            yield _problem(
                rule, f'"{step.name}" takes from {step.source}, who is a partner.', "A partner bears; it is no reserve.", "Let it bear."
            )
    elif isinstance(step, ShareOut):
        yield from _of_share(rule, step, contributions)


def _of_share(rule: RiskRule, step: ShareOut, contributions: Mapping[str, Money]) -> Iterator[Problem]:
    yield from _limit(rule, step.name, step.up_to)
    if step.basis not in BASES:
        yield _problem(
            rule, f'"{step.name}" shares by "{step.basis}".', "Nobody could say whose part is which.", f"Use: {', '.join(BASES)}."
        )
    for name in (*step.parts, *step.caps, *((step.beyond,) if step.beyond else ())):
        yield from _known(rule, step.name, name, contributions)
    if step.basis == AS_STATED and sum(step.parts.values()) <= 0:
        yield _problem(
            rule, f'"{step.name}" states no parts.', "Nothing would be shared.", "Give each partner its parts, such as 60 and 40."
        )
    if any(part < 0 for part in step.parts.values()):
        yield _problem(rule, f'"{step.name}" gives somebody less than no part.', "A share cannot be negative.", "Give 0 or more.")
    if step.caps and not step.beyond:
        yield _problem(
            rule, f'"{step.name}" has a cap, and nobody bears what it leaves.', "A cap moves money, it does not make any.",
            "Name who bears what lies beyond.",
        )  # fmt: skip
    if step.beyond in step.caps:
        yield _problem(
            rule, f'"{step.beyond}" has a cap and bears what caps leave.', "Its cap would not hold.", "Name another, or lift its cap."
        )


def _limit(rule: RiskRule, step: str, up_to: Money | None) -> Iterator[Problem]:
    if up_to is not None and up_to.pence <= 0:
        yield _problem(rule, f'"{step}" is limited to {up_to}.', "It would never bear anything.", "Give a sum above nought, or no limit.")


def _known(rule: RiskRule, step: str, name: str, known: Collection[str]) -> Iterator[Problem]:
    if name not in known:
        fix = did_you_mean(name, list(known)) or "Add it, or correct the name."
        yield _problem(rule, f'"{step}" names "{name}", which is not known here.', "Nobody could be held to it.", fix)


def _problem(rule: RiskRule, what: str, why: str, fix: str) -> Problem:
    return Problem(where=f"rule {rule.name}", what=what, why=why, fix=fix)
