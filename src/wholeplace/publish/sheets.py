"""Tables of money for other systems: CSV, and a spreadsheet in the open format (ODS)."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from wholeplace.terms import Money

Cell = str | Money | None


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, as spreadsheets expect it. Money as pounds with two decimals and no sign of the currency."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def ods_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet in an OpenDocument spreadsheet. Money stands as a number of pounds, exact to the penny."""
    from odfdo import Document, Row, Table

    sheet = Document("spreadsheet")
    sheet.body.clear()
    table = Table(title)
    for cells in (columns, *rows):
        row = Row()
        row.set_values([_number(cell) for cell in cells])
        table.append_row(row)
    sheet.body.append(table)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def _text(cell: Cell) -> str:
    if isinstance(cell, Money):
        return f"{Decimal(cell.pence) / 100:.2f}"
    # A cell that begins like a formula would be run by a spreadsheet: it is text, and is kept as text.
    return f"'{cell}" if cell and cell[0] in "=+-@" else cell or ""


def _number(cell: Cell) -> str | Decimal | None:
    return Decimal(cell.pence) / 100 if isinstance(cell, Money) else cell
