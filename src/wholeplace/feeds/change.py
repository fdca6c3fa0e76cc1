"""What is different from the drop before, in words."""

from dataclasses import replace

from wholeplace.feeds.receipt import Receipt

POINTS = 0.05
"""A column's completeness is said to have changed from 5 percentage points on."""
SHRUNK = 0.9
"""A month that both drops hold is said to have shrunk below 9 tenths of its rows."""


def change_since(earlier: Receipt | None, now: Receipt) -> Receipt:
    """`now` with its `change` filled in: what differs from the receipt of the drop before."""
    if earlier is None:
        return replace(now, change=("This is the first drop.",))
    return replace(now, change=(*_rows(earlier, now), *_completeness(earlier, now), *_months(earlier, now)) or ("Nothing changed.",))


def _rows(earlier: Receipt, now: Receipt) -> list[str]:
    said = []
    difference = now.accepted - earlier.accepted
    if difference:
        said.append(f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} rows were accepted ({earlier.accepted:,} before).")
    if now.quarantined != earlier.quarantined:
        said.append(f"{now.quarantined:,} rows are in quarantine ({earlier.quarantined:,} before).")
    if now.covers_to != earlier.covers_to:
        said.append(f"The feed is now complete until {_before(now)} ({_before(earlier)} before).")
    return said


def _before(receipt: Receipt) -> str:
    return f"{receipt.covers_to:%d %B %Y}".lstrip("0") if receipt.covers_to else "a day not known"


def _completeness(earlier: Receipt, now: Receipt) -> list[str]:
    said = []
    for column, share in now.completeness.items():
        before = earlier.completeness.get(column, share)
        if abs(share - before) >= POINTS:
            verb = "rose" if share > before else "fell"
            said.append(f"{column}: the share that is filled {verb} from {before:.0%} to {share:.0%}.")
    return said


def _months(earlier: Receipt, now: Receipt) -> list[str]:
    return [
        f"{month[:7]} has {rows:,} rows, and had {earlier.months[month]:,}."
        for month, rows in now.months.items()
        if rows < SHRUNK * earlier.months.get(month, 0)
    ]
