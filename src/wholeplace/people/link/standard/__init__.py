"""Names, birth dates and postcodes in one standard form, as small whole numbers that join fast."""

from wholeplace.people.link.standard.columns import standardise
from wholeplace.people.link.standard.names import name_parts, plain, sound_of

__all__ = ["name_parts", "plain", "sound_of", "standardise"]
