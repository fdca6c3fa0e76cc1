"""The files of the open data: each table as CSV and JSON, and datapackage.json, which says what everything means."""

import csv
import io
from collections.abc import Iterator, Sequence
from hashlib import sha256

from wholeplace.publish.data_files import as_json
from wholeplace.publish.public_record.open_data.rows import ROWS
from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.tables import TABLES, Cell, Row, TableKind

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run instead of show."""


def data_files(edition: RecordEdition) -> Iterator[tuple[str, bytes]]:
    """(path in the record, content). A table without a row is there all the same: an empty table says that there is nothing."""
    resources: list[dict[str, object]] = []
    for name, kind in TABLES.items():
        rows = list(ROWS[name](edition))
        written = as_csv(kind, rows)
        yield f"data/{name}.csv", written
        yield f"data/{name}.json", as_json({"title": kind.title, "log": head_of(edition), "rows": rows})
        resources.append(_resource(kind, written, len(rows)))
    yield "data/datapackage.json", as_json(_package(edition, resources))


def head_of(edition: RecordEdition) -> dict[str, object] | None:
    """The end of the log behind the data, as a program reads it."""
    head = edition.record.head
    return {"number": head.number, "seal": head.seal} if head else None


def as_csv(kind: TableKind, rows: Sequence[Row]) -> bytes:
    """A table as CSV by RFC 4180. A text that a spreadsheet would take for a formula has an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.name for column in kind.columns])
    writer.writerows([_cell(row[column.name], column.type) for column in kind.columns] for row in rows)
    return out.getvalue().encode()


def _cell(value: Cell, type_: str) -> str | int | float:
    """What stands in a file. A number below nought is no formula, though it begins like one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and type_ != "number" and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _resource(kind: TableKind, written: bytes, rows: int) -> dict[str, object]:
    return {
        "name": kind.name, "title": kind.title, "path": f"{kind.name}.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": len(written), "hash": f"sha256:{sha256(written).hexdigest()}", "rows": rows,
        "schema": {
            "fields": [{"name": one.name, "type": one.type, "description": one.says} for one in kind.columns], "missingValues": [""],
        },
    }  # fmt: skip


def _package(edition: RecordEdition, resources: Sequence[dict[str, object]]) -> dict[str, object]:
    licence = edition.place.settings.licence
    return {
        "name": "public-record", "title": f"{edition.name}: the public record", "day": str(edition.record.today), "log": head_of(edition),
        **({"licenses": [{"title": licence}]} if licence else {}), "resources": list(resources),
    }  # fmt: skip
