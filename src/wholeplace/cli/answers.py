"""How a verb answers: plain sentences for a person, or one JSON value for a machine. Answers go to standard output."""

import textwrap
from collections.abc import Iterable
from typing import Annotated

import msgspec
import typer

AsJson = Annotated[bool, typer.Option("--json", help="Answer with one JSON value, for machines.")]


def say(*sentences: str) -> None:
    """Sentences for a person, each on its own line, wrapped at the width a page has."""
    for sentence in sentences:
        indent = " " * (len(sentence) - len(sentence.lstrip()))
        typer.echo(textwrap.fill(sentence.strip(), width=100, initial_indent=indent, subsequent_indent=f"{indent}  " if indent else ""))


def say_list(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        typer.echo(textwrap.fill(sentence, width=100, initial_indent="  - ", subsequent_indent="    "))


def say_json(value: object) -> None:
    """One JSON value with sorted keys, so that two runs can be compared."""
    typer.echo(msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2).decode())
