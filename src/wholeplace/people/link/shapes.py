"""What linking reads and what it leaves: identities in, links out. Both stay in `people`."""

from collections.abc import Mapping
from dataclasses import dataclass

IDENTITIES: Mapping[str, tuple[str, str]] = {
    "identity_no": ("BIGINT", "number of the identity, the same for the same input"),
    "feed": ("VARCHAR", "feed whose rows carry it"),
    "received": ("VARCHAR", "received table of that feed"),
    "role": ("VARCHAR", "'self', or 'mother' where a record names a second person"),
    "in_feed_no": ("BIGINT", "number by which that feed's rows carry it (`identity_no` of the rows, `mother_no` for a mother)"),
    "nhs_number": ("VARCHAR", "as sent"),
    "local_id": ("VARCHAR", "the sender's own number for the person"),
    "given_name": ("VARCHAR", "as sent; may hold several names"),
    "family_name": ("VARCHAR", "as sent"),
    "birth_date": ("DATE", "as sent"),
    "postcode": ("VARCHAR", "as sent, in capitals with one space"),
    "address": ("VARCHAR", "as sent"),
    "uprn": ("VARCHAR", "unique property reference number, as sent"),
    "sex": ("VARCHAR", "'female' or 'male'; null when not recorded"),
    "ethnic_group": ("VARCHAR", "broad group; of several on its rows the last by alphabet; null when not recorded"),
    "small_area": ("VARCHAR", "as sent; of several on its rows the last by alphabet"),
    "rows": ("BIGINT", "received rows that carry it"),
    "first_day": ("DATE", "first day on which a row carries it"),
    "last_day": ("DATE", "last such day"),
}
"""The table `identities`: one row for each different identity (feed, received, role, the eight identifying columns and sex)
that some row of a feed carries. Every row of people carries one, unless all eight columns and sex are empty."""

LINKS: Mapping[str, tuple[str, str]] = {
    "identity_no": ("BIGINT", "an identity"),
    "person_key": ("BIGINT", "the person it belongs to"),
    "how": ("VARCHAR", "what joined it, one of HOW"),
    "probability": ("DOUBLE", "how sure the model is, 0 to 1; null where a rule or a person decided"),
}
"""The table `links`: one row for each identity that belongs to a person. An identity that says too little has no row."""

HOW: Mapping[str, str] = {
    "number": "NHS number, right by its check digit and not contradicted by name and birth date",
    "local id": "the feed's own number for a person, which the feed pairs with one person elsewhere",
    "rule": "a rule of the cascade: several identifiers agree exactly or nearly",
    "model": "the Fellegi-Sunter model, above the threshold",
    "review": "a person looked at the pair and decided",
    "alone": "nobody else is like this, so it is a person of its own",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkRun:
    """What one run of linking found. Counts of identities unless it says otherwise; never a person's value.

    `version`: 1 for the first run, one more whenever the links differ from the last run's. `by_how`: identities by HOW.
    `persons`: people the identities belong to. `unlinked`: identities that say too little to belong to anyone.
    `to_review`: pairs waiting for a person to decide. `merged`: persons of the last version that are now one with another.
    `split`: persons of the last version whose identities now belong to several. `moved_rows`: received rows, by feed, that
    belong to another person than in the last version.
    """

    version: int
    identities: int
    persons: int
    by_how: Mapping[str, int]
    unlinked: int
    to_review: int
    merged: int = 0
    split: int = 0
    moved_rows: Mapping[str, int] | None = None
