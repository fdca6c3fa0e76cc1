"""Each published form, in a few lines: what its traps become."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.feeds.published import receive_one
from wholeplace.feeds.contract_reading import read_contract
from wholeplace.feeds.library import contract_names, contract_toml

PUBLISHED = [name for name in contract_names() if contract_toml(name)["table"] == "published"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_contract_reads_and_names_its_source(name):
    contract, problems = read_contract(name)
    assert problems == ()
    assert contract is not None
    assert contract.source
    assert contract.coverage == "periods"
    assert contract.one_row_per


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_series_has_a_definition(name):
    contract, _ = read_contract(name)
    assert contract is not None
    shared = {column.name for column in contract.columns}
    for block in contract.melts or ({},):
        assert {"indicator", "definition_id"} <= shared | set(getattr(block, "constants", ()))


REASONS = (
    "Code,Name,Awaiting completion of assessment,Awaiting public funding,Awaiting further NHS non-acute care,"
    "Awaiting residential home placement or availability,Awaiting nursing home placement or availability,"
    "Awaiting care package in own home,Awaiting community equipment and adaptations,Patient or family choice,Disputes,"
    "Housing - Patients not covered by NHS and Community Care Act,Other,Total Delayed Transfers of Care,Period,month\n"
)


def test_old_and_new_council_codes_are_one_council(tmp_path: Path):
    text = REASONS + (
        "210,Calderdale,1,2,3,4,5,6,7,8,9,10,,55,June 2015,2015-06\n"
        "E08000033,Calderdale,0,0,0,0,0,0,0,0,0,0,4,4,July 2015,2015-07\n"
        "-,England,1,0,0,0,0,0,0,0,0,0,0,1,July 2015,2015-07\n"
    )
    rows, receipt = receive_one(tmp_path, "delayed_transfers", text)
    whole = rows.filter(pl.col("split") == "all")
    assert whole.select("area", "starts", "ends", "value").rows() == [
        ("E08000033", date(2015, 6, 1), date(2015, 7, 1), 55.0),
        ("E08000033", date(2015, 7, 1), date(2015, 8, 1), 4.0),
        ("E92000001", date(2015, 7, 1), date(2015, 8, 1), 1.0),
    ]
    assert receipt.left_out == 1  # "Other" was not collected before 2017: missing, not 0


def test_delayed_days_meet_the_adults_of_their_month(tmp_path: Path):
    told = (
        'contract = "delayed_transfers"\n[expressions]\ndenominator = "concat_ws(\' \', Code, month)"\n'
        '[lookups.denominator]\nfile = "adult_days.csv"\nfrom = "council_month"\nto = "adult_days"\n[if_wrong]\ndenominator = "empty"\n'
    )
    feed = tmp_path / "feeds" / "delayed_transfers"
    feed.mkdir(parents=True)
    (feed / "adult_days.csv").write_text("council_month,adult_days\n210 2015-06,5000000\n")
    text = REASONS + "210,Calderdale,1,2,3,4,5,6,7,8,9,10,,55,June 2015,2015-06\n319,Wirral,1,0,0,0,0,0,0,0,0,0,,1,June 2015,2015-06\n"
    rows, _ = receive_one(tmp_path, "delayed_transfers", text, told=told)
    assert rows.filter(pl.col("split") == "all").select("area", "numerator", "denominator").rows() == [
        ("E08000015", 1.0, None),
        ("E08000033", 55.0, 5_000_000.0),
    ]


def test_responsible_organisations_are_found_by_the_name_of_the_council(tmp_path: Path):
    text = "Name,NHS,Social Care,Both,Period_year,month\nCalderdale,10,4,1,June 2015,2015-06\nNowhere,1,1,1,June 2015,2015-06\n"
    rows, receipt = receive_one(tmp_path, "delayed_transfers_by_organisation", text)
    assert rows.select("area", "group", "value").rows() == [
        ("E08000033", "Both", 1.0),
        ("E08000033", "NHS", 10.0),
        ("E08000033", "Social care", 4.0),
    ]
    assert receipt.quarantined == 3


def test_a_day_without_a_report_is_not_an_empty_hospital(tmp_path: Path):
    text = "nhs_trust22_code,date,do_not_meet_criteria_to_reside\nRXX,2024-01-01,140\nRXX,2024-01-02,0\nRXX,2024-01-03,\n"
    rows, receipt = receive_one(tmp_path, "no_criteria_to_reside", text)
    assert rows.select("starts", "ends", "value").rows() == [(date(2024, 1, 1), date(2024, 1, 2), 140.0)]
    assert (receipt.rows_in, receipt.accepted, receipt.left_out) == (3, 1, 2)


def test_quarter_4_is_read_by_its_label_and_a_repeated_total_counts_once(tmp_path: Path):
    header = "quarter,period_start,period_end,org_code,org_name,specialty_group,available_total,occupied_total,specialty_code,occupied\n"
    row = "2020-21 Q4,2020-01-01,2020-03-31,RXX,ANYWHERE,general_and_acute,200,150,{},10\n"
    rows, receipt = receive_one(tmp_path, "overnight_beds_kh03", header + row.format(100) + row.format(101))
    assert rows.select("starts", "ends", "value", "denominator").rows() == [(date(2021, 1, 1), date(2021, 4, 1), 75.0, 200.0)]
    assert receipt.repeated == 1


def test_a_trust_that_gave_no_4_hour_count_has_no_4_hour_value(tmp_path: Path):
    header = "nhs_trust22_code,total_attendances,attendances_over_4hours,total_emergency_admissions,emergency_admissions_over_4hours,date\n"
    rows, _ = receive_one(tmp_path, "emergency_department_monthly", header + "RXX,1000,,200,50,April 2021\n")
    assert dict(rows.select("indicator", "value").iter_rows()) == {
        "emergency-attendances": 1000.0,
        "emergency-admissions-published": 200.0,
        "over-4-hours-to-a-bed": 25.0,
    }


VALUES = "area_code,area_name,area_type,period,indicator,measure,unit,value,compared_to_England,inequality\n"
YEAR_6 = "Year 6 prevalence of obesity (including severe obesity)"


def test_1_year_and_5_years_of_obesity_are_two_series(tmp_path: Path):
    text = VALUES + (
        f"E92000001,England,Country,2023/24,{YEAR_6},Percentage,Persons,22.1,Not compared,\n"
        f'E92000001,England,Country,2020/21 - 24/25,"{YEAR_6}, 5 years data combined",'
        "Percentage,Persons,28.9,Worse,Most deprived quintile\n"
    )
    rows, _ = receive_one(tmp_path, "fingertips_values", text)
    assert rows.select("indicator", "definition_id", "starts", "ends", "split", "group").rows() == [
        ("90323", "fingertips-90323", date(2023, 4, 1), date(2024, 4, 1), "all", "all"),
        ("92033", "fingertips-92033", date(2020, 4, 1), date(2025, 4, 1), "deprivation", "1"),
    ]


def test_healthy_life_of_women_and_men_are_two_series_over_3_years(tmp_path: Path):
    line = "E08000033,Calderdale,UA,2015 - 17,Healthy life expectancy at birth,Life expectancy,Years,{},Worse,{}\n"
    rows, _ = receive_one(tmp_path, "fingertips_values", VALUES + line.format("60.9", "Female") + line.format("60.2", "Male"))
    assert rows.select("indicator", "definition_id", "split", "starts", "ends", "unit").rows() == [
        ("90362-female", "fingertips-90362", "all", date(2015, 1, 1), date(2018, 1, 1), "years"),
        ("90362-male", "fingertips-90362", "all", date(2015, 1, 1), date(2018, 1, 1), "years"),
    ]


def test_the_download_of_fingertips_keeps_limits_counts_and_groups(tmp_path: Path):
    header = (
        "Indicator ID,Indicator Name,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
        "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator\n"
    )
    text = header + (
        "41101,Readmissions,E08000015,Wirral,Persons,All ages,,,2018/19,14.7,14.3,15.0,5805,39590\n"
        "41101,Readmissions,E08000015,Wirral,Male,All ages,,,2018/19,15.0,14.5,15.5,2700,18000\n"
        "41101,Readmissions,E92000001,England,Persons,All ages,LSOA11 deprivation quintiles in England (IMD2019),"
        "Second least deprived quintile,2018/19,13.7,13.6,13.8,1,2\n"
        "41101,Readmissions,E92000001,England,Male,All ages,LSOA11 deprivation quintiles in England (IMD2019),"
        "Most deprived quintile,2018/19,15.8,15.7,15.9,1,2\n"
    )
    rows, _ = receive_one(tmp_path, "fingertips", text)
    assert set(rows.select("split", "group", "sex", "value").rows()) == {
        ("all", "all", "all", 14.7),
        ("sex", "male", "male", 15.0),
        ("deprivation", "4", "all", 13.7),
        ("deprivation and sex", "1", "male", 15.8),
    }
    wirral = rows.filter((pl.col("area") == "E08000015") & (pl.col("split") == "all"))
    assert wirral.select("lower", "upper", "numerator", "denominator", "starts").row(0) == (14.3, 15.0, 5805.0, 39590.0, date(2018, 4, 1))


def test_rolling_years_that_overlap_are_left_out(tmp_path: Path):
    line = "E08000033,Calderdale,{},{},Economic activity rate - aged 16-64\n"
    text = (
        "geography_code,geography_name,date,value,variable_name\n" + line.format("2021-12-01", "77.5") + line.format("2022-03-01", "78.0")
    )
    rows, receipt = receive_one(tmp_path, "labour_market", text)
    assert rows.select("indicator", "starts", "ends", "value").rows() == [
        ("economic-activity-16-64", date(2021, 1, 1), date(2022, 1, 1), 77.5)
    ]
    assert receipt.left_out == 1


def test_a_quarter_named_by_its_last_month(tmp_path: Path):
    header = "date,geography_code,geography_name,variable_name,value\n"
    text = header + "2023-03,E08000033,Calderdale,Total households assessed as owed a duty,263\n"
    rows, _ = receive_one(tmp_path, "homelessness", text)
    assert rows.select("starts", "ends", "value").row(0) == (date(2023, 1, 1), date(2023, 4, 1), 263.0)


def test_what_ons_hides_stays_hidden(tmp_path: Path):
    header = "administrative-geography,Time,v4_3,Data marking,Lower limit,Upper limit,Geography,measure-of-wellbeing,wellbeing-estimate\n"
    line = "E07000165,{},{},,{},{},Harrogate,happiness,average-mean\n"
    text = header + line.format("2011-12", "7.48", "7.21", "7.75") + line.format("2012-13", "[c]", "[c]", "[c]")
    rows, receipt = receive_one(tmp_path, "personal_wellbeing", text)
    assert rows.select("indicator", "value", "lower", "upper").rows() == [("wellbeing-happiness", 7.48, 7.21, 7.75)]
    assert receipt.accepted == 1


def test_a_sheet_without_its_years_is_told_them(tmp_path: Path):
    told = 'contract = "social_indicators"\n[period]\nstarts = 2017-01-01\nends = 2020-01-01\n'
    text = "Area Code,Area,Female healthy life expectancy,HLE Lower CI,HLE Upper CI,Notes\nE08000033,Calderdale,61.0,59.0,63.0,\n"
    rows, _ = receive_one(tmp_path, "healthy_life", text, told=told)
    assert rows.select("indicator", "sex", "value", "lower", "starts").row(0) == (
        "ons-healthy-life-expectancy-female", "female", 61.0, 59.0, date(2017, 1, 1),
    )  # fmt: skip
