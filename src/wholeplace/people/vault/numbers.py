"""NHS numbers that can name a person."""

import polars as pl

from wholeplace.feeds.tables import PSEUDONYM

WEIGHTS = tuple(range(10, 1, -1))
"""Of the first nine digits, for the modulus-11 check digit. Source: NHS Data Dictionary, NHS Number."""

FILLERS = [str(digit) * 10 for digit in range(10)]


def usable_numbers(numbers: pl.Series) -> pl.DataFrame:
    """The numbers that can name a person: `as_sent` and `nhs_number` (ten digits without spaces, right check digit).

    Ten times the same digit passes the check but is a filler, so it is refused. A sender's own id (PSEUDONYM) names a
    person as it is: it can only ever meet itself.
    """
    sent = pl.DataFrame({"as_sent": numbers.drop_nulls().unique()})
    own = pl.col("as_sent").str.starts_with(PSEUDONYM)
    pseudonyms = sent.filter(own).with_columns(nhs_number=pl.col("as_sent"))
    frame = sent.filter(~own).with_columns(nhs_number=pl.col("as_sent").str.replace_all(r"[ -]", ""))
    frame = frame.filter(pl.col("nhs_number").str.contains(r"^\d{10}$"))
    digit = [pl.col("nhs_number").str.slice(place, 1).cast(pl.Int64) for place in range(10)]
    total = pl.sum_horizontal([weight * digit[place] for place, weight in enumerate(WEIGHTS)])
    right = frame.filter(((11 - total % 11) % 11 == digit[9]) & ~pl.col("nhs_number").is_in(FILLERS))
    return pl.concat([right, pseudonyms]).sort("as_sent")
