"""The public record, made at a terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.web.partner.conftest import partnership

__all__ = ["partnership"]


@pytest.mark.django_db
def test_it_says_what_is_new_and_where_it_is(run: Run, partnership: Path) -> None:
    first, second = run("register", partnership), run("register", partnership)
    assert "The public record is new: " in first.out
    assert "Nothing in the public record changed." in second.out
    assert (partnership / "public-record" / "index.html").is_file()


@pytest.mark.django_db
def test_it_answers_machines(run: Run, partnership: Path) -> None:
    told = run("register", partnership, "--json").json
    assert told["closed"] == []
    assert "check.html" in told["changes"]["added"]


@pytest.mark.django_db
def test_a_licence_in_place_toml_stands_in_the_data(run: Run, partnership: Path) -> None:
    settings = partnership / "place.toml"
    settings.write_text(settings.read_text() + '\n[public_record]\nlicence = "Anywhere Open Licence"\n')
    run("register", partnership)
    package = json.loads((partnership / "public-record" / "data" / "datapackage.json").read_text("utf-8"))
    assert package["licenses"] == [{"title": "Anywhere Open Licence"}]


@pytest.mark.django_db
def test_a_setting_that_is_misspelt_is_told(run: Run, partnership: Path) -> None:
    settings = partnership / "place.toml"
    settings.write_text(settings.read_text() + '\n[public_record]\nlicense = "x"\n')
    ended = run("register", partnership)
    assert (ended.code, "licence" in ended.err) == (3, True)


def test_a_place_without_an_agreement_gets_a_letter(run: Run, tmp_path: Path) -> None:
    ended = run("register", tmp_path)
    assert ended.code == 3
    assert 'Add "agreement" to modules' in " ".join(ended.err.split())
