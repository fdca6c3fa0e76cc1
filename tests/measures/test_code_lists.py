"""Code lists: the library's are whole, a place's own join them, and every mistake in a file gets a letter."""

from pathlib import Path

import pytest

from tests.measures.test_definitions import GOOD
from tests.measures.towns import town
from wholeplace.measures import library
from wholeplace.measures.code_lists import library_lists, lists_of, read_lists
from wholeplace.people.codes import code_lists
from wholeplace.terms import DataProblem, Problem
from wholeplace.warehouse import SYSTEMS, Warehouse, problems_in, to_spark
from wholeplace.warehouse.code_lists import CodeList, any_written_out, written_out

HEAD = "system,code,says,source,version\n"
FINE = HEAD + "ICD-10,J45,Asthma,Here,1\n"


def letters(text: str, name: str = "mine") -> list[Problem]:
    problems: list[Problem] = []
    read_lists({name: text}, problems)
    return problems


def test_a_good_list_is_read() -> None:
    assert letters(FINE) == []
    assert letters("\n".join((HEAD.strip(), 'OPCS-4,F091,"Teeth, out",Here,1', "OPCS-4,F10,Teeth,Here,1"))) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("system,code", "sytem,code", 'Did you mean "system"?'),
        (",version", "", 'column "version" is missing'),
        ("J45", "J45.0", "Write J450."),
        ("J45", "j45", "Write J45."),
        ("J45", "asthma", "in capitals without a dot, as J45 or J450"),
        ("J45", "", "is not a code of ICD-10"),
        ("ICD-10", "ICD10", 'Did you mean "ICD-10"?'),
        ("ICD-10", "SNOMED", "Choose from ICD-10, OPCS-4"),
        (",Here,", ",,", "source is empty"),
        ("ICD-10,J45,Asthma,Here,1\n", "", "it has no codes"),
        ("J45,Asthma,Here,1\n", "J45,Asthma,Here,1\nICD-10,J45,Asthma,Here,1\n", "stands here twice"),
        ("J45,Asthma,Here,1\n", "J45,Asthma,Here,1\nOPCS-4,F09,Teeth,Here,1\n", "it mixes ICD-10 and OPCS-4"),
        ("Asthma", '"Asthma', "it is not CSV"),
    ],
)
def test_a_mistake_gets_a_letter(old: str, new: str, says: str) -> None:
    assert old in FINE
    found = letters(FINE.replace(old, new))
    assert any(says in str(problem) for problem in found), [str(problem) for problem in found]


def test_a_letter_names_the_file_and_the_line() -> None:
    (problem,) = letters(FINE.replace("J45", "J45.0"))
    assert problem.where == "codes/mine.csv, line 2"


def test_the_name_of_a_list_is_plain() -> None:
    assert "cannot be the name of a list" in letters(FINE, name="My List")[0].what


def test_a_list_of_the_place_joins_the_library_and_does_not_replace_it(tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "measures").mkdir()
    (tmp_path / "codes" / "mine.csv").write_text(FINE, encoding="utf-8-sig")
    own = GOOD.replace('counts = "alive"', "counts = \"diagnosis in codes('mine', 'stroke')\"")
    (tmp_path / "measures" / "short-stays.toml").write_text(own)
    assert library(town(tmp_path))["short-stays"].code_lists == ("mine", "stroke")
    (tmp_path / "codes" / "asthma.csv").write_text(FINE)
    with pytest.raises(DataProblem, match='already has a list "asthma"'):
        library(town(tmp_path))


def test_a_list_that_is_no_text_gets_a_letter(tmp_path: Path) -> None:
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "odd.csv").write_bytes(FINE.replace("Asthma", "Caf\u00e9").encode("latin-1"))
    problems: list[Problem] = []
    assert "odd" not in lists_of(tmp_path, problems)
    assert [problem.what for problem in problems] == ["it is not written in UTF-8."]


@pytest.mark.parametrize("found", library_lists().values(), ids=list(library_lists()))
def test_each_list_of_the_library_says_whose_it_is(found: CodeList) -> None:
    assert found.system in SYSTEMS
    assert found.source
    assert found.version


def test_no_list_repeats_one_that_sets_a_flag() -> None:
    flags = code_lists()["diagnoses"]
    known = {frozenset(flags.filter(flags["list"] == name)["code"]) for name in flags["list"].unique()}
    assert not [found.name for found in library_lists().values() if frozenset(found.codes) in known]


@pytest.mark.parametrize(("code", "holds"), [("J45", True), ("J459", True), ("J46X", True), ("J449", False), ("J4", False), (None, None)])
def test_a_code_stands_for_all_that_begin_with_it(code: str | None, holds: bool | None) -> None:
    asked = written_out("diagnosis", [library_lists()["asthma"]])
    with Warehouse(threads=1) as warehouse:
        assert warehouse.rows(f"select {asked} from (select cast($1 as varchar) as diagnosis)", [code]) == [(holds,)]


SEVERAL = [
    ("J45", True), ("J459;I10X", True), ("I10X;J459", True), ("I10X;J46X", True), ("I10X", False), ("XJ45", False), ("J4;J44", False),
    ("", False), (None, False),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "holds"), SEVERAL)
def test_of_several_codes_any_may_be_in_the_list_and_where_none_is_coded_none_is(codes: str | None, holds: bool) -> None:
    asked = any_written_out("diagnoses", [library_lists()["asthma"]])
    with Warehouse(threads=1) as warehouse:
        assert warehouse.rows(f"select {asked} from (select cast($1 as varchar) as diagnoses)", [codes]) == [(holds,)]


def test_several_codes_read_alike_on_spark() -> None:
    query = f"select {any_written_out('diagnoses', library_lists().values())} as held from stays"
    assert problems_in(query, where="here") == ()
    assert "diagnoses RLIKE '(^|;)(" in to_spark(query)


def test_it_reads_alike_on_spark() -> None:
    query = f"select {written_out('diagnosis', library_lists().values())} as held from stays"
    assert problems_in(query, where="here") == ()
    assert "SUBSTRING(diagnosis, 1, 3) IN" in to_spark(query)


def test_a_code_whose_beginning_is_there_is_left_out() -> None:
    lists = [CodeList(name="a", system="ICD-10", codes=("J45", "J450")), CodeList(name="b", system="ICD-10", codes=("J4510", "I64"))]
    assert written_out("diagnosis", lists) == "(substring(diagnosis, 1, 3) in ('I64', 'J45'))"
