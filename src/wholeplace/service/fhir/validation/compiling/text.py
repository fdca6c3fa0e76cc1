"""How a table is written: JSON with one type, code list or profile a line, so that a change reads as a change."""

import json
from typing import Any


def table_text(table: dict[str, Any]) -> str:
    """The table's text; the same table gives the same text."""
    parts = [f'"{name}": {_lines(section)}' for name, section in table.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(section: dict[str, Any]) -> str:
    rows = [f"{json.dumps(name)}: {json.dumps(each, ensure_ascii=False, separators=(',', ':'))}" for name, each in section.items()]
    return "{\n" + ",\n".join(rows) + "\n}"
