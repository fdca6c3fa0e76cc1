"""What partners send: contracts, receiving, quarantine, receipts."""

from wholeplace.feeds.checking import check_feeds
from wholeplace.feeds.figures import figures_of
from wholeplace.feeds.receipt import Fault, Receipt, ReceivedFile
from wholeplace.feeds.received import Received, received
from wholeplace.feeds.receiving import receive
from wholeplace.feeds.removing import remove_people
from wholeplace.feeds.rewriting import Rewritten
from wholeplace.feeds.searching import Searched, search
from wholeplace.feeds.sought import IDENTITY, Sought
from wholeplace.feeds.words import in_words

__all__ = [
    "Fault", "IDENTITY", "Receipt", "Received", "ReceivedFile", "Rewritten", "Searched", "Sought", "check_feeds", "figures_of", "in_words",
    "receive", "received", "remove_people", "search",
]  # fmt: skip
