"""Every contract of the library is sound; feed.toml alone lets files be received that nobody here wrote."""

from datetime import date, datetime

import pytest

from wholeplace.feeds.contract_reading import read_contract
from wholeplace.feeds.library import contract_names
from wholeplace.feeds.tables import RECEIVED_TABLES

HOSPITAL = """
contract = "admitted_patient_care"
where = "ward <> 'Test'"
one_row_per = ["episode_id"]
[aliases]
LOPATID = "pseudo_id"
admitted = "start"
discharged = "end"
diagnoses = "DX_##"
episode_id = "n"
[expressions]
spell_id = "pseudo_id || '-' || n"
age_given = "split_part(age_band, '-', 1)"
[values.admission_method]
"Accident and emergency" = "21"
[others]
admission_method = "keep"
[also_empty]
discharged = ["1900-01-01"]
[constants]
provider = "RXX"
[if_wrong]
discharged = "empty"
"""
LINES = """pseudo_id,age_band,start,end,ADMIMETH,ward,n,DX_01,DX_02
1,5-9 yrs,2019-03-12 04:45:39,2019-03-13 01:00:00,Accident and emergency,A,1,I50.0,-
2,90+ yrs,2019-03-12 04:45:39,01/01/1900,11,A,2,J18,I10
3,20-24 yrs,2019-03-12 04:45:39,never,11,A,3,,
4,20-24 yrs,2019-03-12 04:45:39,,11,Test,4,,
"""


@pytest.mark.parametrize("name", contract_names())
def test_the_contract_is_sound(name):
    contract, problems = read_contract(name)
    assert problems == ()
    assert contract is not None
    assert contract.source
    assert contract.title
    assert contract.table.name in RECEIVED_TABLES


def test_every_table_has_a_contract():
    tables = {read_contract(name)[0].table.name for name in contract_names()}
    assert tables == set(RECEIVED_TABLES)


def test_unknown_files_are_received_by_feed_toml_alone(dropped):
    dropped.put("city", HOSPITAL, a=LINES)
    receipt = dropped.receive()["city"]
    rows = dropped.rows("episodes")
    assert receipt.left_out == 1
    assert rows["local_id"].to_list() == ["1", "2", "3"]
    assert rows["nhs_number"].null_count() == 3
    assert rows["age_given"].to_list() == [5, None, 20]
    assert rows["admission_method"].to_list() == ["21", "11", "11"]
    assert rows["admitted"][0] == date(2019, 3, 12)
    assert rows["discharged"].to_list() == [date(2019, 3, 13), None, None]
    assert rows["diagnoses"].to_list() == ["I500", "J18;I10", None]
    assert rows["spell_id"].to_list() == ["1-1", "2-2", "3-3"]
    assert rows["provider"].unique().to_list() == ["RXX"]


def test_both_releases_of_client_level_data_become_one(dropped):
    head = "NHS_Number,LA_Code,Client_Type,Event_Type,Event_Reference,Event_Start_Date,Service_Type,Service_Component\n"
    first = head + ",P1,Carer,Service,1,2024-01-01,Carer Support: Direct to Carer,Home Support\n"
    second = head + ",P1,Unpaid carer,service,2,2024-04-01,Unpaid carer support: Direct to unpaid carer,Home support or domiciliary care\n"
    dropped.put("social_care", a=first, b=second)
    dropped.receive()
    rows = dropped.rows("social_care")
    for column in ("client_type", "event_type", "service_type", "service_component"):
        assert rows[column].n_unique() == 1


def test_emergency_care_joins_day_and_time(dropped):
    head = "PROVIDER_CODE,EPIKEY,ARRIVAL_DATE,ARRIVAL_TIME,DEPARTURE_DATE,DEPARTURE_TIME,DEPARTMENT_TYPE\n"
    dropped.put("emergency_care", a=head + "RXX,1,05/06/2024,23:50,06/06/2024,0410,01\nRXX,2,05/06/2024,,06/06/2024,,02\n")
    dropped.receive()
    rows = dropped.rows("emergency_care")
    assert rows["arrived_at"].to_list() == [datetime.fromisoformat("2024-06-05T23:50"), datetime.fromisoformat("2024-06-05")]
    assert rows["departed_at"].to_list() == [datetime.fromisoformat("2024-06-06T04:10"), None]  # a time not known is not midnight
    assert rows["department_type"].to_list() == ["1", "2"]


def test_pounds_become_pence_and_none_is_lost(dropped):
    head = "ORGANISATION,AREA,SETTING,LINE,CLIENT_GROUP,MONTH,AMOUNT\n"
    lines = [f"RXX,P1,Acute,Line {at},,2024-05,{at}.{at:02}\n" for at in range(100)]
    dropped.put("spend", a=head + "".join(lines))
    dropped.receive()
    rows = dropped.rows("spend")
    assert rows["pence"].sum() == sum(101 * at for at in range(100))
    assert rows["month"].unique().to_list() == [date(2024, 5, 1)]
    assert rows["setting"].unique().to_list() == ["hospital"]


def test_codes_are_translated_by_a_list_in_the_feeds_folder(dropped):
    told = 'ignore = ["*.old.csv"]\n[lookups.small_area]\nfile = "codes.csv"\nfrom = "old"\nto = "new"\n[if_wrong]\nsmall_area = "empty"\n'
    head = "LSOA,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE\n"
    lines = "e1,RXX,1,gp,2024-05-01\nE9,RXX,2,gp,2024-05-01\n"
    dropped.put("contacts", told, a=head + lines, codes="old,new\nE1,F1\n", a__old__csv="x")
    receipt = dropped.receive()["contacts"]
    assert dropped.rows("contacts")["small_area"].to_list() == ["F1", None]
    assert receipt.faults[0].reason == "is not in the code list codes.csv"


@pytest.mark.parametrize(
    ("told", "letter"),
    [
        ("[alias]\nlocal_id = 'x'", 'Did you mean "aliases"?'),
        ("[aliases]\nlocal_idd = 'x'", 'Did you mean "local_id"?'),
        ("[aliases", "it is not TOML"),
        ("contract = 'contcts'", 'Did you mean "contacts"?'),
        ("where = 'a ; drop table b'", "it is more than one SQL expression"),
        ("where = '(select 1 from secrets)'", "it reads another table"),
        ("where = 'a ='", "it is not SQL"),
        ("[lookups.small_area]\nfile = 'none.csv'\nfrom = 'a'\nto = 'b'", 'the code list "none.csv" is not there'),
        ("[types]\nteam = 'words'", '"words" is not known here'),
        ("[[rules]]\nname = 'x'\nmust = 'nothing > 1'\ncolumn = 'team'", '"nothing" is not known here'),
    ],
)
def test_every_mistake_in_feed_toml_gets_a_letter(dropped, told, letter):
    dropped.put("contacts", told, a="A,B\n1,2\n")
    assert letter in dropped.letters()


def test_wide_files_become_long_and_blank_cells_are_left_out(dropped):
    told = """
contract = "fingertips"
where = "Code is not null"
one_row_per = ["indicator", "area", "starts", "group"]
[constants]
indicator = "x"
definition_id = "x-1"
split = "reason"
[aliases]
area = "Code"
[period]
from = "Year"
quarter_from = "Quarter"
form = "financial quarter"
[[melt]]
group = "one"
value = '"Days, first" + Second'
[[melt]]
group = "two"
value = 'Second / 2'
numerator = 'Second'
where = "Code <> 'E3'"
"""
    lines = 'Code,Year,Quarter,"Days, first",Second\nE1,2015/16,Q4,"1,000",10\nE2,2015/16,4,*,10\nE3,2015/16,4,1,\n'
    dropped.put("wide", told, a=lines)
    receipt = dropped.receive()["wide"]
    rows = dropped.rows("published").sort("area", "group")
    assert rows.select("area", "group", "value", "numerator").rows() == [
        ("E1", "one", 1010.0, None),
        ("E1", "two", 5.0, 10.0),
        ("E2", "two", 5.0, 10.0),
    ]
    assert set(rows["starts"]) == {date(2016, 1, 1)}
    assert (receipt.rows_in, receipt.accepted, receipt.left_out) == (6, 3, 3)


def test_a_rule_may_compare_rows_and_their_order_stays(dropped):
    told = """
[[rules]]
name = "seen twice on one day"
must = "count(*) over (partition by local_id, happened) = 1"
column = "happened"
"""
    lines = [f"L{at % 7},RXX,{at},gp,2024-05-{1 + at % 28:02}" for at in range(40)]
    dropped.put("contacts", told, a="LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,CONTACT_DATE\n" + "\n".join(lines) + "\n")
    receipt = dropped.receive()["contacts"]
    assert receipt.quarantined == 24
    assert dropped.rows("contacts")["contact_ref"].to_list() == [
        str(at) for at in range(40) if at not in set(dropped.quarantine("contacts")["row"] - 1)
    ]
