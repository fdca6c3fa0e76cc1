"""People are taken out of the partners' files: all of theirs, nothing of anybody else's, and every other byte as it was."""

import gzip
import io
import zipfile
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people.given import nhs_number
from wholeplace.feeds.removing import remove_people
from wholeplace.feeds.rewriting import MAKING
from wholeplace.feeds.sought import IDENTITY, Sought, ways_to_write

HERS, HIS = nhs_number(1), nhs_number(2)
SPACED = f"{HERS[:3]} {HERS[3:6]} {HERS[6:]}"
HEAD = "NHS_NUMBER,LOCAL_ID,GIVEN_NAME,FAMILY_NAME,DATE_OF_BIRTH,SEX,POSTCODE,LSOA,START_DATE,END_DATE"
HER_ROW = f"{HERS},L1,Testa,Aaexample,17/05/1931,2,ZZ9 1AA,A1,2024-01-01,"
HIS_ROW = f"{HIS},L2,Testo,Beexample,18/06/1932,1,ZZ9 1AB,A1,2024-01-01,"


def identity(**said: Any) -> dict[str, Any]:
    return {"feed": "person_list", "role": "self", **said}


HER = identity(
    nhs_number=HERS,
    local_id="L1",
    given_name="Testa",
    family_name="Aaexample",
    birth_date=date(1931, 5, 17),
    postcode="ZZ9 1AA",
    sex="female",
)


def sought(*identities: dict[str, Any], numbers: tuple[str, ...] = (HERS,)) -> Sought:
    schema = {name: pl.Date if name == "birth_date" else pl.String for name in IDENTITY}
    return Sought(numbers=frozenset(numbers), identities=pl.DataFrame(list(identities) or None, schema=schema))


def took(dropped, who: Sought | None = None) -> dict[str, tuple[int, int]]:
    return {done.file: (done.rows, done.cells) for done in remove_people(dropped.place, who or sought(HER))}


def content(dropped, name: str) -> bytes:
    return (dropped.folder / "feeds" / name).read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_row_goes_and_every_other_byte_stays(dropped, encoding, end):
    before, after = f"Extract of Zürich{end}{HEAD}{end}{HIS_ROW}{end}", f'{HIS},L3,"Te""sto,",Ceexample,,1,,A1,2024-01-01,{end}'
    dropped.put("person_list", a=f"{before}{HER_ROW}{end}{after}".encode(encoding))
    assert took(dropped) == {"feeds/person_list/a.csv": (1, 0)}
    assert content(dropped, "person_list/a.csv") == f"{before}{after}".encode(encoding)


def test_a_file_without_the_person_is_not_touched(dropped):
    dropped.put("person_list", a=f"{HEAD}\n{HIS_ROW}\n")
    before = (dropped.folder / "feeds" / "person_list" / "a.csv").stat()
    assert took(dropped) == {}
    after = (dropped.folder / "feeds" / "person_list" / "a.csv").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_packed_file_stays_packed(dropped):
    dropped.put("person_list", a__csv__gz=f"{HEAD}\n{HIS_ROW}\n{HER_ROW}\n")
    assert took(dropped) == {"feeds/person_list/a.csv.gz": (1, 0)}
    assert gzip.decompress(content(dropped, "person_list/a.csv.gz")).decode() == f"{HEAD}\n{HIS_ROW}\n"


def test_a_parquet_file_keeps_its_columns_and_types(dropped, tmp_path):
    rows = pl.DataFrame(
        {
            "NHS_NUMBER": [int(HERS), int(HIS), None],
            "DATE_OF_BIRTH": [date(1931, 5, 17), None, None],
            "SEX": [2.0, 1.0, 1.0],
            "START_DATE": [date(2024, 1, 1)] * 3,
            "NOTE": ["", f"brother of {SPACED}", "x"],
        }
    )
    dropped.put("person_list")
    rows.write_parquet(dropped.folder / "feeds" / "person_list" / "a.parquet")
    assert took(dropped) == {"feeds/person_list/a.parquet": (1, 1)}
    left = pl.read_parquet(dropped.folder / "feeds" / "person_list" / "a.parquet")
    assert left.schema == rows.schema
    assert left["NHS_NUMBER"].to_list() == [int(HIS), None]
    assert left["NOTE"].to_list() == [None, "x"]


def test_rows_known_by_name_alone_go_too_and_those_of_a_namesake_stay(dropped):
    head = "FIRST_NAME,LAST_NAME,DATE_OF_BIRTH,POSTCODE,ORGANISATION,START_DATE"
    hers, namesake = "Testa,Aaexample,,ZZ9 1AA,Charity,2024-01-01", "Testa,Aaexample,,ZZ9 9ZZ,Charity,2024-01-01"
    dropped.put("voluntary_activity", a=f"{head}\n{hers}\n{namesake}\n")
    by_name = identity(feed="voluntary_activity", given_name="Testa", family_name="Aaexample", postcode="ZZ9 1AA")
    assert took(dropped, sought(HER, by_name)) == {"feeds/voluntary_activity/a.csv": (1, 0)}
    assert content(dropped, "voluntary_activity/a.csv").decode() == f"{head}\n{namesake}\n"


@pytest.mark.parametrize(
    "row",
    [
        HER_ROW.replace("2024-01-01", "yesterday"),  # refused: no start
        HER_ROW.replace(HERS, "").replace("2024-01-01", ""),  # refused and without the number
        HER_ROW + ",one,two,many",  # too many cells
        "Testa Aaexample of ZZ91AA",  # too few cells
        SPACED + HER_ROW[10:].replace("Testa", "T."),  # a number with spaces
        f"shifted,{HER_ROW}",
    ],
)
def test_a_broken_row_goes_too(dropped, row):
    dropped.put("person_list", a=f"{HEAD}\n{HIS_ROW}\n{row}\n")
    assert took(dropped) == {"feeds/person_list/a.csv": (1, 0)}
    assert content(dropped, "person_list/a.csv").decode() == f"{HEAD}\n{HIS_ROW}\n"


def test_a_remark_in_somebody_elses_row_loses_the_number_only(dropped):
    dropped.put("person_list", a=f'{HEAD},NOTE\n{HIS_ROW},"lives with {SPACED}, they say"\n')
    assert took(dropped) == {"feeds/person_list/a.csv": (0, 1)}
    assert content(dropped, "person_list/a.csv").decode() == f'{HEAD},NOTE\n{HIS_ROW},"lives with , they say"\n'


def test_a_mother_is_taken_out_of_her_babys_row(dropped):
    head = "NHS_NUMBER_BABY,NHS_NUMBER_MOTHER,MOTHER_DATE_OF_BIRTH,PROVIDER,BIRTH_ID,BIRTH_DATE"
    told = 'contract = "births"\n[aliases]\nnhs_number = "NHS_NUMBER_BABY"\nmother_nhs_number = "NHS_NUMBER_MOTHER"\n'
    told += 'mother_birth_date = "MOTHER_DATE_OF_BIRTH"\nborn = "BIRTH_DATE"\nbirth_ref = "BIRTH_ID"\nprovider = "PROVIDER"\n'
    dropped.put("births", told, a=f"{head}\n{HIS},{HERS},1990-01-01,RXX,b1,2024-01-01\n")
    assert took(dropped) == {"feeds/births/a.csv": (0, 2)}
    assert content(dropped, "births/a.csv").decode() == f"{head}\n{HIS},,,RXX,b1,2024-01-01\n"


def test_a_file_that_held_nobody_else_is_taken_away(dropped):
    dropped.put("person_list", a=f"{HEAD}\n{HER_ROW}\n", b=f"{HEAD}\n{HIS_ROW}\n")
    (done,) = remove_people(dropped.place, sought(HER))
    assert done.removed
    assert [path.name for path in (dropped.folder / "feeds" / "person_list").iterdir()] == ["b.csv"]


def test_files_that_no_contract_reads_are_gone_through_by_their_words(dropped):
    dropped.put("person_list", 'ignore = ["old*"]\n', a=f"{HEAD}\n{HIS_ROW}\n", old=f"{HEAD}\n{HER_ROW}\n{HIS_ROW}\n")
    beneath = dropped.folder / "feeds" / "person_list" / "beneath"
    beneath.mkdir()
    with zipfile.ZipFile(beneath / "drop.zip", "w") as packed:
        packed.writestr("a.csv", f"{HEAD}\n{HER_ROW}\n{HIS_ROW}\n")
    assert took(dropped) == {"feeds/person_list/old.csv": (1, 0), "feeds/person_list/beneath/drop.zip": (1, 0)}
    with zipfile.ZipFile(beneath / "drop.zip") as packed:
        assert packed.read("a.csv").decode() == f"{HEAD}\n{HIS_ROW}\n"


def test_what_a_killed_run_left_half_made_is_swept_away(dropped):
    dropped.put("person_list", a=f"{HEAD}\n{HIS_ROW}\n")
    half = dropped.folder / "feeds" / "person_list" / f".a.csv{MAKING}"
    half.write_text(HER_ROW)
    took(dropped)
    assert not half.exists()


@given(
    gaps=st.lists(st.sampled_from(["", " ", "-", "\u00a0", " - "[:2]]), min_size=9, max_size=9),
    around=st.sampled_from([("", ""), ("x", "y"), ("no. ", "."), (",", ";")]),
)
def test_a_number_is_found_in_any_spacing(gaps, around):
    text = "".join(digit + gap for digit, gap in zip(HERS, [*gaps, ""], strict=True))
    assert sought().numbered(f"{around[0]}{text}{around[1]}")
    assert not sought().numbered(f"1{text}")
    assert not sought().numbered(f"{text}1")


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_a_birth_date_is_known_in_every_form(day):
    who = sought(identity(family_name="Aaexample", birth_date=day), numbers=())
    for form in ways_to_write(day):
        assert who.named(f"...|AAEXAMPLE|{form}|")
    assert not who.named("AAEXAMPLE")
    assert not who.named(ways_to_write(day)[0])


def test_a_name_is_a_whole_word():
    who = sought(identity(family_name="Li", postcode="ZZ9 1AA"), numbers=())
    assert who.named("ZZ91AA Li")
    assert not who.named("ZZ91AA Lily")


def test_numbers_of_a_zip_that_is_broken_are_a_letter(dropped):
    from wholeplace.terms import DataProblem

    dropped.put("person_list", a=f"{HEAD}\n{HIS_ROW}\n")
    (dropped.folder / "feeds" / "person_list" / "beneath.zip").write_bytes(io.BytesIO(b"no zip").getvalue())
    with pytest.raises(DataProblem, match="cannot be read"):
        took(dropped)
