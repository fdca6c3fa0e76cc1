"""The narrative of a resource: well-formed XHTML that nobody can hide a script in."""

import re
import tomllib
from pathlib import Path
from typing import Any
from xml.parsers import expat

from wholeplace.service.fhir.validation.faults import Found, found_one

SPACE = "http://www.w3.org/1999/xhtml"
ALLOWED = tomllib.loads((Path(__file__).parent / "narrative.toml").read_text())
ELEMENTS, ATTRIBUTES = frozenset(ALLOWED["elements"]), frozenset(ALLOWED["attributes"])
ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)[A-Za-z]\w*;")
SCRIPTED = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data(?!:image/))[\x00-\x20]*:", re.IGNORECASE)
WORDS = "A narrative is one well-formed <div> of XHTML."
UNSAFE = "A narrative holds only plain elements and attributes of XHTML: no scripts, forms, frames or styles from elsewhere."


class _Reading:
    """What the parser has met so far."""

    def __init__(self) -> None:
        self.rule: str | None = None
        self.shows = False
        self.depth = 0

    def element(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        space, _, local = name.rpartition(" ")
        if self.depth == 1 and (space != SPACE or local != "div"):
            self.rule = "narrative"
        elif local not in ELEMENTS or any(not _harmless(key, value) for key, value in attributes.items()):
            self.rule = self.rule or "txt-1"
        self.shows = self.shows or local == "img"

    def text(self, text: str) -> None:
        self.shows = self.shows or not text.isspace()


def _harmless(key: str, value: str) -> bool:
    name = key.rpartition(" ")[2]
    return name in ATTRIBUTES and not SCRIPTED.match(value)


def check_narrative(value: Any) -> Found:
    """What is wrong with the div of a Narrative. Entities of HTML such as `&nbsp;` count as text."""
    if type(value) is not str or not value:
        return found_one("empty" if value in (None, "") else "type", "The narrative is text.")
    if "<!" in value.replace("<!--", "") or "<?" in value:
        return found_one("txt-1", UNSAFE)
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.element
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(ENTITY.sub("-", value).encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return found_one("narrative", WORDS)
    if reading.rule:
        return found_one(reading.rule, UNSAFE if reading.rule == "txt-1" else WORDS)
    return None if reading.shows else found_one("txt-2", "A narrative has some text or an image.")
