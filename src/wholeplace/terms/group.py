"""The groups that every figure can be shown for, and their order."""

AGE_BANDS = tuple(range(0, 95, 5))
"""Lower ends of the 19 bands of the European Standard Population 2013; the last is 90 and over."""

EUROPEAN_STANDARD_POPULATION_2013 = (
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
)  # fmt: skip
"""People in each of AGE_BANDS; sum 100,000. Source: Eurostat, Revision of the European Standard Population, 2013."""

SEXES = ("female", "male")
ETHNIC_GROUPS = ("Asian", "Black", "Mixed", "White", "Other")
"""The five broad groups of the 2021 Census. A missing group is None and is shown as NOT_RECORDED."""

DEPRIVATION_FIFTHS = (1, 2, 3, 4, 5)
"""1 is the most deprived fifth of small areas in England, by national rank."""

NOT_RECORDED = "Not recorded"


def age_band_of(age: int) -> int:
    """The lower end of the band that holds `age` in whole years."""
    return min(age // 5 * 5, 90)


def age_band_name(band: int) -> str:
    return "90 and over" if band == 90 else f"{band} to {band + 4}"
