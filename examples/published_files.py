"""The published series of the examples: which file goes to which feed, and what its feed must be told."""

import gzip
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ons_areas
import place_folder
import polars as pl
from ons_areas import read
from place_folder import Standard

ENGLAND = "E92000001"
DISTRICTS_OF = {
    "E10000006": [f"E070000{number}" for number in range(26, 32)],
    "E10000017": [f"E07000{number}" for number in range(117, 129)],
    "E10000023": [f"E07000{number}" for number in range(163, 170)],
}
"""The districts of Cumbria, Lancashire and North Yorkshire: the mid-2020 estimates by district have no row for a county."""
CODES_TO_JUNE_2015 = {"-": ENGLAND, "00EQ": "E06000049", "00EW": "E06000050"}
"""What the delayed transfers files write where they write no 3-digit code: England, and the two councils of Cheshire."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedFile:
    """One file that somebody else published, and the feed that receives it. `told`: the feed.toml, where one is needed."""

    source: str
    feed: str
    told: str = ""

    @property
    def name(self) -> str:
        """The file's own name, unpacked."""
        return Path(self.source).name.removesuffix(".gz")


_VALUES = 'contract = "fingertips_values"\n'
_DELAYS = """
contract = "{contract}"

[expressions]  # adults x days in the month, from the table beside this file: days can then be read per adult
denominator = "concat_ws(' ', Code, month)"

[lookups.denominator]
file = "adult_days.csv"
from = "council_month"
to = "adult_days"

[if_wrong]
denominator = "empty"
"""
_SHEET = """
contract = "social_indicators"

[period]
starts = {starts}
ends = {ends}
"""

_COPIED_WAITS = """
contract = "emergency_department_monthly"
where = "date not in ('February 2025', 'March 2025')"  # in these files both are February and March 2024 over again, to the last person
"""
_COPIED_BEDS = """
contract = "general_acute_beds"
where = "date <> 'August 2022'"  # in this file it is July 2022 over again, to the last bed
"""

ENGLISH = (
    PublishedFile(source="indicators/fingertips_inactive_adults_england.csv.gz", feed="inactive_adults", told=_VALUES),
    PublishedFile(source="indicators/fingertips_obese_year6_england.csv.gz", feed="obese_year6", told=_VALUES),
    PublishedFile(source="indicators/fingertips_adults_smoking_england.csv.gz", feed="adults_smoking", told=_VALUES),
    PublishedFile(source="indicators/fingertips_healthy_life_expectancy_england.csv.gz", feed="healthy_life", told=_VALUES),
    PublishedFile(source="determinants/labour-market.csv.gz", feed="labour_market"),
    PublishedFile(source="determinants/fuel-poverty.csv.gz", feed="fuel_poverty"),
    PublishedFile(source="determinants/statutory-homelessness.csv.gz", feed="homelessness"),
)
"""Files that hold every council (of England, or of the north)."""

YORKSHIRE = (
    *ENGLISH,
    PublishedFile(
        source="flow/dtoc_days_reason_yh_2011_2019.csv.gz",
        feed="delayed_transfers",
        told=_DELAYS.format(contract="delayed_transfers"),
    ),
    PublishedFile(source="flow/dtoc_days_responsible_org_yh_2011_2019.csv.gz", feed="delayed_transfers_by_organisation"),
    PublishedFile(source="flow/no_criteria_to_reside_daily_yorkshire.csv.gz", feed="no_criteria_to_reside"),
    PublishedFile(source="flow/discharges_daily_yorkshire.csv.gz", feed="discharges_daily"),
    PublishedFile(source="flow/discharge_delay_reasons_monthly_yorkshire.csv.gz", feed="delay_reasons_monthly"),
    PublishedFile(source="flow/ga_critical_beds_monthly_yorkshire.csv.gz", feed="general_acute_beds", told=_COPIED_BEDS),
    PublishedFile(source="flow/kh03_beds_quarterly_yorkshire.csv.gz", feed="overnight_beds_kh03"),
    PublishedFile(
        source="flow/ae_trust_monthly_2021_2025_yorkshire.csv.gz",
        feed="emergency_department_monthly",
        told=_COPIED_WAITS,
    ),
    PublishedFile(source="flow/ae_icb_monthly.csv.gz", feed="emergency_department_by_board", told=_COPIED_WAITS),
    PublishedFile(source="indicators/ons_health_index_indicators_ltla21_yh.csv.gz", feed="health_index"),
    PublishedFile(source="determinants/personal_wellbeing_ci_yorkshire.csv.gz", feed="personal_wellbeing"),
    PublishedFile(
        source="indicators/ons_si_hle_female.csv",
        feed="healthy_life_women_2017_2019",
        told=_SHEET.format(starts="2017-01-01", ends="2020-01-01"),
    ),
    PublishedFile(
        source="indicators/ons_si_hle_male.csv",
        feed="healthy_life_men_2017_2019",
        told=_SHEET.format(starts="2017-01-01", ends="2020-01-01"),
    ),
    PublishedFile(
        source="indicators/ons_si_early_years_literacy.csv",
        feed="early_literacy_2019",
        told=_SHEET.format(starts="2018-09-01", ends="2019-09-01"),
    ),
)

_NORTH_WEST_FORM = """
contract = "fingertips"
where = "IndicatorId in ({indicators}) and Value is not null"

[period]
from = "Year"
form = "{form}"
"""
_BY_FINANCIAL_YEAR = "'41101', '22401', '241', '247', '30302', '93015', '93085', '93088'"
"""Year means the financial year that starts in it. The other indicators of the file are left out: each needs its own look."""
_BY_YEAR = "'93861', '92708'"

NORTH_WEST = (
    *ENGLISH,
    PublishedFile(
        source="flow/dtoc_days_reason_nw_2011_2019.csv.gz",
        feed="delayed_transfers",
        told=_DELAYS.format(contract="delayed_transfers"),
    ),
    PublishedFile(
        source="flow/dtoc_days_reason_yh_2011_2019.csv.gz",
        feed="delayed_transfers_england",
        told=_DELAYS.format(contract="delayed_transfers"),
    ),
    PublishedFile(source="flow/dtoc_days_responsible_org_nw_2011_2019.csv.gz", feed="delayed_transfers_by_organisation"),
    PublishedFile(
        source="indicators/fingertips_full_northwest_2018_2024.csv.gz",
        feed="fingertips",
        told=_NORTH_WEST_FORM.format(indicators=_BY_FINANCIAL_YEAR, form="financial year"),
    ),
    PublishedFile(
        source="indicators/fingertips_full_northwest_2018_2024.csv.gz",
        feed="fingertips_by_year",
        told=_NORTH_WEST_FORM.format(indicators=_BY_YEAR, form="calendar year"),
    ),
)


def copy_feeds(shared: Path, folder: Path, files: Sequence[PublishedFile]) -> None:
    """Put each published file, unpacked and otherwise as it is, into its feed's folder, with the feed.toml it needs."""
    for file in files:
        feed = folder / "feeds" / file.feed
        feed.mkdir(parents=True, exist_ok=True)
        packed = (shared / file.source).read_bytes()
        (feed / file.name).write_bytes(gzip.decompress(packed) if file.source.endswith(".gz") else packed)
        if file.told:
            (feed / "feed.toml").write_text(file.told.strip() + "\n", encoding="utf-8")
        if "adult_days.csv" in file.told:
            rows = sorted(set(adult_days(shared, file.source)))
            place_folder.write_rows(feed, "adult_days", ("council_month", "adult_days"), rows)


def adult_days(shared: Path, source: str) -> Iterator[tuple[str, int]]:
    """(code and month as the file writes them, adults x days in the month) for each council whose adults are known.

    Adults are those of mid-2020 in every month, as the interface dashboard of the time divided by one year's estimate.
    """
    codes = dict(read(shared, "organisations/council_cassr_code_to_ons.csv").select("cassr_code", "ons_code").iter_rows())
    codes |= CODES_TO_JUNE_2015
    adults = adults_of_areas(shared)
    for code, month in read(shared, source).select("Code", "month").iter_rows():
        area = codes.get(code, code)
        if area in adults:
            year, number = map(int, month.split("-"))
            yield f"{code} {month}", adults[area] * monthrange(year, number)[1]


def adults_of_areas(shared: Path) -> dict[str, int]:
    """ONS mid-2020 adults by area code; a county is the sum of its districts."""
    adults = ons_areas.adults_of_councils(shared)
    return adults | {county: sum(adults[code] for code in districts) for county, districts in DISTRICTS_OF.items()}


def england_standards(shared: Path) -> list[Standard]:
    """England in 2018/19, to hold the places against on the two measures that must be read together.

    Every other series is held against England's own figure for the same time, which stands in the same file.
    """
    return [readmissions_of_england(shared), delays_of_england(shared)]


def readmissions_of_england(shared: Path) -> Standard:
    """Indicator 41101 in 2018/19, the last year of delayed transfers: per cent back as an emergency within 30 days."""
    table = read(shared, "indicators/fingertips_full_northwest_2018_2024.csv.gz")
    england = table.filter(
        (pl.col("IndicatorId") == "41101")
        & (pl.col("AreaCode") == ENGLAND)
        & (pl.col("Year") == "2018")
        & (pl.col("Sex") == "Persons")
        & pl.col("CategoryType").is_null()
    )
    value = float(england["Value"].item())
    return Standard(measure="emergency-readmissions", value=value, source="England, 2018/19", since=date(2018, 4, 1))


def delays_of_england(shared: Path) -> Standard:
    """Delayed days a day for every 100,000 adults in England, April 2018 to March 2019."""
    source = "flow/dtoc_days_reason_yh_2011_2019.csv.gz"
    table = read(shared, source).filter((pl.col("Code") == "-") & pl.col("month").is_between(pl.lit("2018-04"), pl.lit("2019-03")))
    days = float(table["Total Delayed Transfers of Care"].cast(pl.Int64).sum())
    adult_days_of = dict(adult_days(shared, source))
    value = round(100_000 * days / sum(adult_days_of[f"- {month}"] for month in table["month"]), 1)
    return Standard(measure="delayed-transfers", value=value, source="England, 2018/19", since=date(2018, 4, 1))
