"""front_door/practices.toml: read whole, or one letter with everything that is wrong. And what is offered where nothing can be booked."""

from pathlib import Path

import pytest

from wholeplace.service.booking import FILE, Practices, Takes, fallback_for, nothing_free, read_practices
from wholeplace.terms import DataProblem

GOOD = """
[[practice]]
code = "Z90001"
name = "Thornley Surgery 1"
list_size = 9000
instead = ["Aldermoor Pharmacy"]

[[practice]]
code = "Z90003"
name = "Thornley Surgery 3"
enabled = false
why_not = "Its system cannot take bookings yet. Ring it."

[[practice]]
code = "Z9U001"
name = "Network 1 hub"
kind = "hub"
takes = "listed"
listed = ["Z90001"]

[[alternative]]
name = "Aldermoor Pharmacy"
why = "For a cough, a sore throat or a rash"

[[alternative]]
name = "Urgent Treatment Centre"
why = "For cuts and sprains"
"""


def read(folder: Path, text: str) -> Practices:
    (folder / FILE).parent.mkdir(exist_ok=True)
    (folder / FILE).write_text(text, "utf-8")
    return read_practices(folder)


def letter(folder: Path, text: str) -> str:
    with pytest.raises(DataProblem) as refused:
        read(folder, text)
    return str(refused.value)


def test_a_place_without_the_file_has_no_practices(tmp_path: Path) -> None:
    assert read_practices(tmp_path) == Practices()


def test_a_good_file(tmp_path: Path) -> None:
    practices = read(tmp_path, GOOD)
    assert [one.code for one in practices.enabled()] == ["Z90001", "Z9U001"]
    assert practices.by_code["Z9U001"].takes is Takes.LISTED
    assert (practices.called("Z90001"), practices.called("Z9X")) == ("Thornley Surgery 1", "Z9X")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[practice", "it is not TOML"),
        ("[[practise]]\ncode = 'a'", 'Did you mean "practice"?'),
        ("[[practice]]\ncode = 'a'\nname = 'A'\nlist_sise = 1", 'Did you mean "list_size"?'),
        ("[[practice]]\ncode = 'a'", "required field name"),
        ("[[practice]]\ncode = 'a'\nname = 'A'\ntakes = 'all'", "Invalid enum value 'all'"),
        ("[[practice]]\ncode = 'a'\nname = 'A'\ntakes = 'listed'", "lists none"),
        ("[[practice]]\ncode = 'a'\nname = 'A'\nlisted = ['b']", "it lists practices, and takes registered"),
        ("[[practice]]\ncode = 'a'\nname = 'A'\ninstead = ['B']", 'it offers "B" instead'),
        ("[[practice]]\ncode = 'a'\nname = 'A'\nfurthest_days = 0\nquota = -1", "quota is -1"),
        ("[[practice]]\ncode = 'a'\nname = 'A'\n[[practice]]\ncode = 'a'\nname = 'B'", '"a" is there 2 times'),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, said: str) -> None:
    assert said in letter(tmp_path, text)


def test_a_practice_that_cannot_be_booked_gives_named_alternatives_and_the_reason(tmp_path: Path) -> None:
    practices = read(tmp_path, GOOD)
    assert fallback_for("Z90001", practices) is None
    off = fallback_for("Z90003", practices)
    assert off is not None
    assert (off.name, off.why) == ("Thornley Surgery 3", "Its system cannot take bookings yet. Ring it.")
    assert [one.name for one in off.instead] == ["Aldermoor Pharmacy", "Urgent Treatment Centre"], "it names none, so all of the place"
    assert [one.name for one in nothing_free("Z90001", practices).instead] == ["Aldermoor Pharmacy"]
    elsewhere, nobody_knows = fallback_for("Z9X", practices), fallback_for("", practices)
    assert elsewhere is not None
    assert nobody_knows is not None
    assert elsewhere.why != nobody_knows.why
