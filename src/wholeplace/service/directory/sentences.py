"""What decides whether to go, in one line: "Free, 0.6 miles, Tuesdays 2pm to 4pm, step-free, last confirmed 3 weeks ago"."""

from wholeplace.service.directory.access import features
from wholeplace.service.directory.freshness import confirmed_in_words
from wholeplace.service.directory.index import Index, Row
from wholeplace.service.directory.opening import in_words
from wholeplace.service.directory.points import METRES_IN_A_MILE
from wholeplace.service.directory.shapes import Listing


def sentence_of(index: Index, row: Row, metres: float | None) -> str:
    """The line of a listing at a place. What the listing does not say is left out, but for its cost, which people fear to ask."""
    listing = index.listings[row.listing]
    parts = (
        index.costs[row.listing].words or "Ask what it costs",
        miles(metres) if metres is not None else "online or by phone" if row.online else "",
        in_words(row.sessions),
        ages(listing),
        *(name for name in features() if name in row.access),
        confirmed_in_words(listing, index.spans, index.today),
    )
    return ", ".join(part for part in parts if part)


def miles(metres: float) -> str:
    """A distance as it is said: "under 0.1 miles", "0.6 miles", "1 mile", "12 miles"."""
    far = metres / METRES_IN_A_MILE
    if far < 0.1:
        return "under 0.1 miles"
    text = f"{far:.1f}".removesuffix(".0") if far < 9.95 else f"{far:.0f}"
    return f"{text} mile{'' if text == '1' else 's'}"


def ages(listing: Listing) -> str:
    """For whom, by age: "ages 5 to 11", "18 and over", "up to 4 years"; empty where no limit is given."""
    low = f"{float(listing.minimum_age):g}" if listing.minimum_age else ""
    high = f"{float(listing.maximum_age):g}" if listing.maximum_age is not None else ""
    if low and high:
        return f"ages {low} to {high}"
    return f"{low} and over" if low else f"up to {high} years" if high else ""
