"""Plain language: long sentences and words to avoid, each with what to write instead.

Sources: NHS digital service manual, content guide (sentences of at most 20 words; words for people, care and services);
GOV.UK content guidance, words to avoid. The words are in words_to_avoid.toml.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

LONGEST = 20
"""Words in a sentence, by the NHS service manual."""

_LISTS = tomllib.loads((Path(__file__).parent / "words_to_avoid.toml").read_text(encoding="utf-8"))
WORDS_TO_AVOID: Mapping[str, str] = {word: instead for words in _LISTS.values() for word, instead in words.items()}
"""Each word with what to write instead."""

_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|No|e\.g|i\.e|etc|vs)\.", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|\n\s*\n|\n\s*[-•*]\s+")
_WORD = re.compile(r"[A-Za-z0-9£%][\w'’.,%/-]*")
_AVOID = re.compile(r"\b(" + "|".join(sorted(map(re.escape, WORDS_TO_AVOID), key=lambda w: (-len(w), w))) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One thing to change: the sentence, what is wrong with it, and what to do."""

    sentence: str
    what: str
    fix: str


def check_words(text: str) -> tuple[Hit, ...]:
    """Everything in `text` that plain language would say otherwise, in the order of the text."""
    return tuple(hit for sentence in sentences(text) for hit in _hits(sentence))


def sentences(text: str) -> list[str]:
    """The sentences of a text. Abbreviations do not end one; a blank line or a bullet does."""
    guarded = _ABBREVIATION.sub(lambda found: found.group().replace(".", "\0"), text)
    parts = (part.replace("\0", ".").strip() for part in _SENTENCE_END.split(guarded))
    return [" ".join(part.split()) for part in parts if _WORD.search(part)]


def words_in(sentence: str) -> int:
    """Words and numbers of a sentence."""
    return len(_WORD.findall(sentence))


def _hits(sentence: str) -> Iterator[Hit]:
    count = words_in(sentence)
    if count > LONGEST:
        yield Hit(sentence=sentence, what=f"{count} words", fix=f"Make 2 sentences of it, each of at most {LONGEST} words.")
    for found in _AVOID.finditer(sentence):
        word = found.group()
        yield Hit(sentence=sentence, what=f'"{word}"', fix=f"Write: {WORDS_TO_AVOID[word.lower()]}.")
