"""wholeplace fund: what it says of a fund, from the files and books of the demo place."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wholeplace.demo.agreement import write_agreement
from wholeplace.demo.books import write_books
from wholeplace.demo.layout import lay_out
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.place_folder import write_place


@pytest.fixture(scope="module")
def moor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Aldermoor with its agreement and the books of its fund, and no people."""
    from wholeplace import receive

    folder = tmp_path_factory.mktemp("funds") / "moor"
    (folder / "feeds").mkdir(parents=True)
    write_place(lay_out(2_000, 1, plant=True), folder)
    (folder / "population.csv").write_text("small_area,age_band,sex,year,people\nE9L000001,40,all,2024,100\n")
    write_agreement(folder)
    write_books(folder / "feeds", Ledger())
    receive(folder)
    return folder


def test_list_says_what_there_is(run: Run, moor: Path):
    assert run("fund", "list", moor).out.splitlines()[0] == "better-care: Better Care Fund of Aldermoor, pooled, £12,000,000."


def test_a_blocked_fund_is_told_with_what_is_missing(run: Run, moor: Path, tmp_path: Path):
    import shutil

    gappy = tmp_path / "gappy"
    shutil.copytree(moor, gappy)
    funds = gappy / "agreement" / "funds.toml"
    funds.write_text(funds.read_text().replace('g = "Hosted by the council', 'x = "Hosted by the council'))
    told = run("fund", "list", gappy).out
    assert "Blocked:" in told
    assert "term (g)" in told


def test_position_adds_up_and_says_who_bears_it(run: Run, moor: Path):
    told = json.loads(run("fund", "position", moor, "better-care", "--json").out)
    over = sum(line["outturn"]["pence"] - line["line"]["amount"]["pence"] for line in told["position"]["lines"])
    assert sum(borne["amount"]["pence"] for borne in told["borne"]) == over == 345_999_72
    assert [clock["name"] for clock in told["clocks"]] == ["notice", "recovery plan"]
    assert "comes from the risk reserve" in " ".join(run("fund", "position", moor, "better-care").out.split())


def test_outlook_sets_two_rules_side_by_side(run: Run, moor: Path):
    both = json.loads(run("fund", "outlook", moor, "better-care", "--beside", "each-its-own", "--years", "200", "--json").out)
    assert [one["rule"] for one in both] == ["reserve-then-shares", "each-its-own"]
    assert all(one["years"] == 200 for one in both)


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_a_return_is_written(run: Run, moor: Path, tmp_path: Path, kind: str):
    told = run("fund", "return", moor, "better-care", "--to", tmp_path / f"return.{kind}").out
    assert "8 rows, from 7 receipts" in " ".join(told.split())
    assert (tmp_path / f"return.{kind}").stat().st_size > 500


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (("position", "better-car"), 'Did you mean "better-care"?'),
        (("outlook", "better-care", "--beside", "each-its-ow"), 'Did you mean "each-its-own"?'),
        (("return", "better-care", "--to", "return.xls"), "must end in .csv or .ods"),
    ],
)
def test_a_wrong_name_is_told(run: Run, moor: Path, asked: tuple[str, ...], answer: str):
    verb, *rest = asked
    done = run("fund", verb, moor, *rest)
    assert done.code == 2
    assert answer in " ".join(done.err.split())


def test_the_years_of_the_model_are_told_and_kept_for_the_page(run: Run, moor: Path):
    from wholeplace import read
    from wholeplace.agreement.funds import model_kept
    from wholeplace.demo.network import write_network_of

    write_network_of(2_000, moor)
    told = run("fund", "outlook", moor, "better-care", "--model", "5")
    assert "(5 possible years)" in told.out
    kept = model_kept(read(moor))
    assert kept is not None
    assert kept.runs == 5
    assert {"rehab", "home-care"} <= set(kept.costs)
    assert told.out == run("fund", "outlook", moor, "better-care", "--model", "5").out
    network = moor / "assumptions" / "network.toml"
    network.write_text(network.read_text("utf-8") + "\n# changed\n", encoding="utf-8")
    assert model_kept(read(moor)) is None, "runs of another network are not offered"
