"""The page of specifications: the small tables that the journeys are tested with, as they stand in tests/spec/."""

import tomllib
from pathlib import Path

SPECIFICATIONS = Path(__file__).parents[2] / "tests" / "spec"

INTRODUCTION = """# Specifications: what exactly is counted

Each case is a small table of what happened and what must come out. `make test` runs every one of them, so this page
cannot drift from the code. Days are year-month-day. `ends` is the day of leaving."""


def page() -> str:
    """Every case of every specification, in the order of their files."""
    files = [*sorted(SPECIFICATIONS.glob("*.toml")), *sorted(SPECIFICATIONS.glob("measures/*.toml"))]
    found = [tomllib.loads(file.read_text("utf-8")) for file in files]
    return "\n\n".join([INTRODUCTION, *(_specification(one) for one in found)])


def _specification(one: dict) -> str:
    return "\n\n".join([f"## {one['title']}", *(_case(case) for case in one["case"])])


def _case(case: dict) -> str:
    tables = {name: text for name, text in case.items() if name not in {"title", "why", "measure"}}
    measure = [f"Measure: [`{case['measure']}`](measures/{case['measure']}.md)"] if "measure" in case else []
    return "\n\n".join([f"### {case['title']}", case.get("why", ""), *measure, *(_table(name, text) for name, text in tables.items())])


def _table(name: str, text: object) -> str:
    return f"`{name}`\n\n```text\n{str(text).strip()}\n```"
