"""The quarterly return: rows that add up, the same in both formats, every figure traced to its receipt."""

import csv
import io
from datetime import date

import pytest
from odfdo import Document

from tests.agreement.funds.test_beforehand import FUND, SHARES
from tests.agreement.funds.test_during import APRIL, JUNE, MAY, spent
from wholeplace.agreement.funds import Funds
from wholeplace.agreement.funds.returns import COLUMNS, quarter_ends, return_of
from wholeplace.publish.sheets import csv_of, ods_of
from wholeplace.terms import Money, WrongUse

ENTRIES = [spent("beds", APRIL, 6_000), spent("beds", MAY, 6_200), spent("care", MAY, 9_001)]
FUNDS = Funds(funds=(FUND,), rules=(SHARES,))


def test_rows_add_up_to_the_penny():
    rows = return_of(FUNDS, FUND, ENTRIES, JUNE).rows
    lines, (whole,), bearers = ([row for row in rows if row.part == part] for part in ("line", "all lines", "who bears it"))
    for of in ("budget", "budget_to_date", "spent", "outturn", "variance"):
        assert sum(getattr(row, of).pence for row in lines) == getattr(whole, of).pence
    assert sum(row.variance.pence for row in bearers) == whole.variance.pence


def test_quarters_are_the_funds_own():
    assert quarter_ends(FUND) == (date(2026, 6, 1), date(2026, 9, 1), date(2026, 12, 1), date(2027, 3, 1))


def test_every_figure_rests_on_a_receipt():
    assert return_of(FUNDS, FUND, ENTRIES, JUNE).receipts == ("ledger 2026-04", "ledger 2026-05")


def test_without_a_rule_there_is_no_return():
    with pytest.raises(WrongUse, match="no rule"):
        return_of(Funds(funds=(FUND,)), FUND, ENTRIES, JUNE)


def test_both_formats_hold_the_same_table():
    made = return_of(FUNDS, FUND, ENTRIES, JUNE)
    cells = [row.cells() for row in made.rows]
    as_csv = list(csv.reader(io.StringIO(csv_of(COLUMNS, cells).decode("utf-8-sig"))))
    table = Document(io.BytesIO(ods_of("Return", COLUMNS, cells))).body.get_table(0)
    as_ods = [["" if cell is None else cell for cell in row] for row in table.get_values()]
    assert as_csv[0] == as_ods[0] == list(COLUMNS)
    for text, values in zip(as_csv[1:], as_ods[1:], strict=True):
        assert [f"{value:.2f}" if not isinstance(value, str) else value for value in values] == text


def test_a_name_that_looks_like_a_formula_stays_text():
    assert csv_of(("name",), [("=1+1",)]).decode("utf-8-sig").splitlines()[1] == "'=1+1"
    assert csv_of(("sum",), [(Money(-150),)]).decode("utf-8-sig").splitlines()[1] == "-1.50"
