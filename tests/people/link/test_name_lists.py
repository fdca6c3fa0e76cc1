"""The lists of names that stand for each other: well formed, and right where everybody knows the answer."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

import wholeplace.people.link as link

FOLDER = Path(link.__file__).parent / "names"
ROWS = [(path.stem, row) for path in sorted(FOLDER.glob("*.csv")) for row in csv.DictReader(path.read_text().splitlines())]
SPELLINGS = ("variant", "transliteration")


def full_forms(name: str) -> set[str]:
    return {row["canonical"] for _, row in ROWS if row["name"] == name} | {name}


def test_every_row_is_two_plain_names_a_kind_and_a_source():
    assert len(ROWS) > 2_500
    for file, row in ROWS:
        assert list(row) == ["name", "canonical", "kind", "source"], file
        assert re.fullmatch("[a-z]+ [a-z]+", f"{row['name']} {row['canonical']}"), (file, row)
        assert row["name"] != row["canonical"], (file, row)
        assert row["kind"] in ("nickname", "diminutive", *SPELLINGS), (file, row)
        assert row["source"].strip(), (file, row)


def test_no_pair_stands_twice():
    pairs = [(row["name"], row["canonical"]) for _, row in ROWS]
    assert len(pairs) == len(set(pairs))


def test_files_are_in_the_order_of_the_alphabet():
    by_file = defaultdict(list)
    for file, row in ROWS:
        by_file[file].append((row["name"], row["canonical"]))
    for file, pairs in by_file.items():
        assert pairs == sorted(pairs), file


def test_spellings_lead_to_one_form_in_one_step():
    """A chain (a is b, b is c) would make who is alike depend on how often one follows it."""
    spelt = {(row["name"], row["canonical"]) for _, row in ROWS if row["kind"] in SPELLINGS}
    names = {name for name, _ in spelt}
    assert {canonical for _, canonical in spelt} & names == set()
    forms = defaultdict(set)
    for name, canonical in spelt:
        forms[name].add(canonical)
    assert {name for name, known in forms.items() if len(known) > 1} == set()


def test_short_forms_lead_to_the_form_that_spellings_lead_to():
    spelt = {row["name"]: row["canonical"] for _, row in ROWS if row["kind"] in SPELLINGS}
    assert [row for _, row in ROWS if row["kind"] not in SPELLINGS and row["canonical"] in spelt] == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("bob", "robert"), ("bill", "william"), ("peggy", "margaret"), ("kate", "catherine"), ("kathryn", "katherine"),
        ("muhammad", "mohamed"), ("hossain", "hussein"), ("choudhury", "chaudhary"), ("khatun", "khatoon"), ("osman", "usman"),
        ("kasia", "katarzyna"), ("gosia", "malgorzata"), ("krzys", "krzysztof"), ("manjeet", "manjit"), ("niamh", "neve"),
        ("sergey", "serhiy"), ("stephen", "steven"), ("mckenzie", "mackenzie"),
    ],
)  # fmt: skip
def test_names_that_are_one(name: str, other: str):
    assert full_forms(name) & full_forms(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("hassan", "hussain"), ("john", "sean"), ("mary", "maria"), ("anna", "hannah"), ("saeed", "syed"), ("manjit", "manpreet"),
        ("kulwinder", "balwinder"), ("begum", "bibi"), ("singh", "kaur"), ("kowalski", "kowalczyk"), ("natasha", "natalia"),
        ("robert", "richard"),
    ],
)  # fmt: skip
def test_names_that_are_two(name: str, other: str):
    """Twins and sisters bear such pairs. A list may say that Sean is a form of John; it must not say they are spellings of one name."""
    spelt = {row["name"]: row["canonical"] for _, row in ROWS if row["kind"] in SPELLINGS}
    assert spelt.get(name, name) != spelt.get(other, other)


def test_a_name_may_be_short_for_several():
    assert {"alexander", "alexandra"} <= full_forms("alex")
    assert {"patrick", "patricia"} <= full_forms("pat")
