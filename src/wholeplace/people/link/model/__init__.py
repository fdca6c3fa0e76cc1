"""The Fellegi-Sunter model: candidate pairs, their weights by Splink, and what is sure enough."""

from pathlib import Path

from wholeplace.people.link.model.scoring import score
from wholeplace.people.link.model.weights import Model, comparisons, read_model
from wholeplace.people.models import read_models, run_models
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent


def count_population(warehouse: Warehouse) -> None:
    """Leaves `given_shares`, `family_shares`, `birth_shares` and `postcode_shares`: how common each value is."""
    models = read_models(FOLDER / "population")
    run_models(warehouse, models, keep=tuple(models))


def block(warehouse: Warehouse) -> None:
    """Leaves `pairs`: seeking identities with standing ones that agree in enough to be worth a look, each pair once.

    And `crowded_properties`, which tell nothing. Where many share a home or a postcode, a given name with it is not enough.
    """
    run_models(warehouse, read_models(FOLDER / "crowds"), keep=("crowded_properties",))
    blocks = read_models(FOLDER / "blocks")
    found = " union ".join(f"({model.sql})" for _, model in sorted(blocks.items()))
    warehouse.run(f"create or replace table pairs as {found}")


def load_records(warehouse: Warehouse) -> None:
    """Leaves `model_records`: what the model compares, for every identity in `pairs`."""
    run_models(warehouse, read_models(FOLDER / "records"), keep=("model_records",))


__all__ = ["Model", "block", "comparisons", "count_population", "load_records", "read_model", "score"]
