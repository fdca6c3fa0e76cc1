"""The runner: order, what is dropped, and what a model says of itself."""

from pathlib import Path

import pytest

from wholeplace.people.building import MODELS
from wholeplace.people.keyed import FOLDER
from wholeplace.people.models import in_order, model_of, needed_for, read_models, run_models
from wholeplace.warehouse import Warehouse

CHAIN = {
    name: model_of(name, sql) for name, sql in {"c": "select a from b", "a": "select 1 as a", "b": "-- Says it.\nselect a from a"}.items()
}


def test_a_model_comes_after_what_it_reads() -> None:
    assert [model.name for model in in_order(CHAIN)] == ["a", "b", "c"]


def test_a_circle_is_named() -> None:
    circle = {name: model_of(name, sql) for name, sql in {"a": "select 1 as x from b", "b": "select 1 as x from a"}.items()}
    with pytest.raises(ValueError, match=r"circle: . -> . -> ."):
        in_order(circle)


def test_tables_that_nothing_needs_any_more_are_dropped() -> None:
    with Warehouse() as warehouse:
        run_models(warehouse, CHAIN, keep=("c",))
        assert warehouse.rows("select table_name from information_schema.tables") == [("c",)]


def test_only_what_is_needed_is_run() -> None:
    assert set(needed_for(["b"], CHAIN)) == {"a", "b"}


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.sql").write_text("select 1 as a")
    with pytest.raises(ValueError, match="Two models are called same"):
        read_models(tmp_path)


@pytest.mark.parametrize("model", [*read_models(MODELS).values(), *read_models(FOLDER).values()], ids=lambda model: model.name)
def test_every_model_says_its_grain_in_a_few_lines(model) -> None:
    assert model.says.startswith(("One row per", "The journey table: one row per", "The journey table: people"))
    assert len(model.sql.splitlines()) <= 70
