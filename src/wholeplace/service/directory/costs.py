"""What it costs, as far as a listing says so."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from wholeplace.service.directory.opening import day
from wholeplace.service.directory.shapes import CostOption, Listing
from wholeplace.service.directory.words import holds, stems
from wholeplace.terms import Money

_FREE = (("free",), ("no", "charge"), ("no", "cost"), ("free", "of", "charge"), ("donation",), ("by", "donation"))
_NOT_FREE = (("not", "free"), ("free", "for"), ("free", "trial"), ("free", "taster"))


@dataclass(frozen=True, slots=True)
class Cost:
    """The least that somebody pays; None: the listing does not say. `from_`: others pay more, or it differs."""

    least: Money | None
    from_: bool = False

    @property
    def free(self) -> bool:
        """Does it say that nobody pays? What is not said is not free."""
        return self.least is not None and self.least.pence == 0 and not self.from_

    @property
    def words(self) -> str:
        """ "Free", "£3", "From £2"; empty where the listing does not say."""
        if self.least is None:
            return ""
        if self.free:
            return "Free"
        if self.from_ and self.least.pence == 0:
            return "Free for some"
        return f"From {self.least}" if self.from_ else str(self.least)


def cost_of(listing: Listing, today: date) -> Cost:
    """What a listing costs today: from its cost options with a sum, else from its words ("free", "no charge")."""
    options = [one for one in listing.cost_options if _holds(one, today)]
    sums = sorted({_pence(one.amount) for one in options if one.amount is not None and one.amount >= 0})
    words = [listing.fees, *(f"{one.option} {one.amount_description}" for one in options if one.amount is None)]
    says_free = any(_free(text) for text in words if text)
    if not sums:
        return Cost(Money(0)) if says_free else Cost(None)
    return Cost(Money(0 if says_free else sums[0]), from_=len(sums) > 1 or (says_free and sums[0] > 0))


def _pence(pounds: Decimal) -> int:
    return int((pounds * 100).to_integral_value())


@lru_cache(maxsize=10_000)
def _free(text: str) -> bool:
    words = stems(text)
    return any(holds(words, phrase) for phrase in _FREE) and not any(holds(words, phrase) for phrase in _NOT_FREE)


def _holds(option: CostOption, today: date) -> bool:
    first, last = day(option.valid_from), day(option.valid_to)
    return (first is None or first <= today) and (last is None or today <= last)
