"""What a row is named by, so that a row that comes twice counts once."""

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.sql_text import listed, named, quoted


def key_sql(contract: Contract, *, whole: bool = True) -> str:
    """SQL for what a row is named by: the first of the contract's namings that the row fills, else the `whole` row, or null."""
    cases = []
    for at, key in enumerate(contract.one_row_per):
        filled = " and ".join(f"{named(name)} is not null" for name in key)
        cases.append(f"when {filled} then hash({at}, {', '.join(named(name) for name in key)})")
    all_of_it = f"hash({len(cases)}, {', '.join(named(name) for name in contract.table.columns)})" if whole else "null"
    return f"case {' '.join(cases)} else {all_of_it} end" if cases else all_of_it


def same_key_sql(contract: Contract) -> str:
    """SQL for the same naming in full, as a list of texts: used for the few rows whose hash is not their own."""
    cases = []
    for at, key in enumerate(contract.one_row_per):
        filled = " and ".join(f"{named(name)} is not null" for name in key)
        cases.append(f"when {filled} then [{quoted(str(at))}, {', '.join(f'cast({named(name)} as varchar)' for name in key)}]")
    whole = f"[{listed([str(len(cases))])}, {', '.join(f'cast({named(name)} as varchar)' for name in contract.table.columns)}]"
    return f"case {' '.join(cases)} else {whole} end" if cases else whole
