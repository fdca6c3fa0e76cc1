"""What a place may set about linking. Every figure has its reason; none is a measured property of a place's people."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkSettings:
    """How sure is sure enough, and what is too common to tell anything.

    `accept`: bits of evidence above which the model's best candidate is taken (4 bits: one in 17 wrong at the
    very edge, were the model exact; most lie far above).
    `margin`: bits by which it must be ahead of the second best. `ask`: bits above which a pair that is not taken waits for a person.
    `namesakes`: expected number of others of one name and birth date, above which that pair alone links nobody; `namesakes_near`:
    the same within one postcode district. `people_per_handle`: so many contradicting people on one number make it nobody's.
    `people_per_property`: so many known people at one property make it a home of many, which tells nothing;
    `people_per_postcode`: so many identities in one postcode make it too wide to look through for a given name.
    `people_at_least`: a shorter list is taken for a sample of so many people. `model`: file of the weights; None: the shipped one.
    `engine`: "duckdb", or "spark" for places that have it.
    """

    accept: float = 4.0
    margin: float = 3.0
    ask: float = 0.0
    namesakes: float = 0.02
    namesakes_near: float = 1.0
    people_per_handle: int = 5
    people_per_property: int = 20
    people_per_postcode: int = 1_000
    people_at_least: int = 10_000
    model: Path | None = None
    engine: str = "duckdb"

    def limits(self) -> dict[str, float]:
        """Those that the SQL models read, from the one row of table `limits`."""
        names = (
            "accept", "margin", "ask", "namesakes", "namesakes_near", "people_per_handle", "people_per_property",
            "people_per_postcode", "people_at_least",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}
