"""Names and texts as SQL writes them, so that a code or level with a quotation mark in it stays one word."""


def name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
