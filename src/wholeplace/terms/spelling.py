"""The nearest known word to one that is not known, for letters that say "did you mean"."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence such as 'Did you mean "levels"?', or '' when nothing known is near."""
    by_lower = {each.lower(): each for each in sorted(known)}
    near = get_close_matches(word.lower(), list(by_lower), n=1, cutoff=0.6)
    return f'Did you mean "{by_lower[near[0]]}"?' if near else ""
