"""The pages of measures: one for each of the library, and the list of all, from their TOML files."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from docs.making.markdown import code, table
from wholeplace.measures.definitions import read_measures
from wholeplace.measures.explain import explain
from wholeplace.measures.keys import KEYS
from wholeplace.measures.shapes import Lens, Measure
from wholeplace.terms import DataProblem, MeasureName, Problem

INTRODUCTION = """# Measures

Each measure is one question, declared once, in one TOML file. None is shown alone: `read_with` names what could be
harmed when it is chased. How to add one: [add a measure of your own](../how-to/add-a-measure.md)."""

KEYS_INTRODUCTION = """## What a measure's file may hold"""


def library() -> tuple[Mapping[MeasureName, Measure], Mapping[str, str]]:
    """The library that comes with wholeplace: the measures by name, and the text of each file."""
    folder = files("wholeplace.measures") / "library"
    texts = {file.name.removesuffix(".toml"): file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    problems: list[Problem] = []
    measures = read_measures(texts, problems)
    if problems:
        raise DataProblem("The library cannot be read", problems)
    return measures, texts


def pages() -> dict[str, str]:
    """File name -> page: one for each measure, and the list of all."""
    measures, texts = library()
    made = {f"measures/{measure.name}.md": _measure(measure, texts[measure.name]) for measure in measures.values()}
    return {"measures.md": _list(list(measures.values())), **made}


def _list(measures: list[Measure]) -> str:
    parts = [INTRODUCTION]
    for lens in Lens:
        rows = [(f"[{one.title}](measures/{one.name}.md)", one.question, one.source) for one in measures if one.lens == lens]
        parts += [f"## {lens.capitalize()}", table(("measure", "question", "source"), rows)]
    keys = [(code(key), kind, meaning) for key, (kind, meaning) in KEYS.items()]
    return "\n\n".join([*parts, KEYS_INTRODUCTION, table(("key", "kind", "meaning"), keys)])


def _measure(measure: Measure, text: str) -> str:
    others = ", ".join(f"[{name}]({name}.md)" for name in measure.read_with)
    given = tomllib.loads(text)
    facts = [
        ("Name", code(measure.name)),
        ("Lens", measure.lens),
        ("Better", measure.better),
        ("Read with", others),
        ("Unit", measure.unit),
        ("Counted from", f"[`{measure.table}`](../tables.md)"),
        ("Definition", code(measure.definition_id)),
        ("Source", measure.source),
    ]
    flat = given | {f"denominator.{key}": value for key, value in given.get("denominator", {}).items()}
    conditions = [(meaning, _given(flat[key])) for key, meaning in _CONDITIONS.items() if key in flat]
    table_of_conditions = f"\n\n## How it is counted\n\n{table(('', ''), conditions)}" if conditions else ""
    return f"# {measure.title}\n\n{measure.question}\n\n{table(('', ''), facts)}{table_of_conditions}\n\n{_in_words(measure)}"


def _given(value: object) -> str:
    return ", ".join(map(code, value)) if isinstance(value, list) else code(str(value))


def _in_words(measure: Measure) -> str:
    said = explain(measure)
    sentences = "\n".join(f"- {sentence}" for sentence in said.sentences)
    sql = f"\n\nThe SQL that counts it alone:\n\n```sql\n{said.sql.strip()}\n```" if said.sql else ""
    return f"## In words\n\n{sentences}{sql}"


_CONDITIONS = {
    "counts": "who is counted",
    "of_which": "the event among them",
    "amount": "what is added up, or put in order",
    "quantile": "the share of rows at or below",
    "on": "the date that places a row in a month",
    "population": "the people it could have happened to",
    "denominator.from": "held against: the table",
    "denominator.on": "held against: the date that places a row in a month",
    "denominator.counts": "held against: who is counted",
    "denominator.amount": "held against: what is added up",
    "per": "for how many people",
    "standardise": "standardised",
    "complete_after": "a month is whole after",
    "rolling": "each point looks back over",
    "splits": "drivers may split by",
    "indicator": "the published series",
}
