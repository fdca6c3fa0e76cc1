"""What partners send: contracts, receiving, quarantine, receipts."""

from wholeplace.feeds.receipt import Fault, Receipt, ReceivedFile
from wholeplace.feeds.received import Received, received
from wholeplace.feeds.receiving import receive

__all__ = ["Fault", "Receipt", "Received", "ReceivedFile", "receive", "received"]
