"""Says a sentence aloud, exact numbers and all: only for tests. People read what `publish` says, after disclosure control."""

from wholeplace.picture import Sentence


def spoken(sentence: Sentence | None) -> str:
    if sentence is None:
        return ""
    return sentence.pattern.format(**{name: _number(quantity.value, quantity.shows) for name, quantity in sentence.numbers.items()})


def _number(value: float, shows: str) -> str:
    text = f"{value:,.1f}".removesuffix(".0") if abs(value) < 1000 else f"{value:,.0f}"
    return {"percent": f"{text}%", "money": f"£{text}"}.get(shows, text)
