"""A rule of risk and reward in words, step by step, as partners would read it aloud."""

from collections.abc import Mapping, Sequence

from wholeplace.agreement.funds.rules import (
    BY_CONTRIBUTION,
    EQUALLY,
    Bear,
    NobodyWorseOff,
    Offset,
    OwnLines,
    RiskRule,
    ShareOut,
    Step,
    TakeFrom,
)
from wholeplace.terms import Money


def rule_in_words(rule: RiskRule, called: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """One sentence for each step of an overspend, in its order. `called`: what partners and lines are called."""
    return tuple(_step(step, called or {}) for step in rule.steps)


def gains_in_words(rule: RiskRule, called: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """One sentence for each step of an underspend. Where the rule has no steps of its own, those for an overspend hold, but for money
    that is taken from somewhere: an underspend fills nothing up."""
    return tuple(_step(step, called or {}) for step in rule.steps_for(Money(-1)))


def _step(step: Step, called: Mapping[str, str]) -> str:
    if isinstance(step, OwnLines):
        which = f": {_listed([called.get(line, line) for line in step.lines])}" if step.lines else ""
        return f"A line that one partner carries is that partner’s alone, whatever it comes to{which}."
    if isinstance(step, Offset):
        return "Underspends on shared lines pay for overspends on others."
    if isinstance(step, TakeFrom):
        return f"Up to {step.up_to} comes from the {step.source}."
    if isinstance(step, Bear):
        return f"{called.get(step.bearer, step.bearer)} bears {'what is left' if step.up_to is None else f'the next {step.up_to}'}."
    if isinstance(step, NobodyWorseOff):
        return "Nobody bears more than alone. Those who are better off make it up, in proportion to what they gain."
    return _share(step, called)


def _share(step: ShareOut, called: Mapping[str, str]) -> str:
    part = "What is left" if step.up_to is None else f"The next {step.up_to}"
    among = _listed([called.get(name, name) for name in sorted(step.parts)]) if step.parts else ""
    if step.basis == BY_CONTRIBUTION:
        how = "in proportion to what each puts in" + (f", among {among}" if among else "")
    elif step.basis == EQUALLY:
        how = "equally" + (f" among {among}" if among else "")
    else:
        how = "in parts: " + _listed([f"{called.get(name, name)} {parts}" for name, parts in sorted(step.parts.items())])
    beyond = called.get(step.beyond, step.beyond)
    caps = "".join(
        f" {called.get(name, name)} bears at most {cap} of it, and {beyond} what that leaves." for name, cap in sorted(step.caps.items())
    )
    return f"{part} is shared {how}.{caps}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
