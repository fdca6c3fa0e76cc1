"""Names and texts as SQL, so that nothing a file or a contract says can be read as a command."""

from collections.abc import Iterable


def named(name: str) -> str:
    """A column or table name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """A text, quoted."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Texts, quoted and joined by commas."""
    return ", ".join(quoted(text) for text in texts)
