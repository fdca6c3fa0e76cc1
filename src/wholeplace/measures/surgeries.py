"""Brings in who was registered with which surgery, for the measures that are counted by surgery."""

from wholeplace.measures.inputs import Inputs
from wholeplace.measures.registered import OURS, PEOPLE, SURGERIES, our_surgeries, people_sql, surgeries_sql
from wholeplace.place.shapes import Place
from wholeplace.warehouse import LargeWork, contents_of

_HOMES = ("person_key", "starts", "ends", "practice")


def load_surgeries(warehouse: LargeWork, place: Place, inputs: Inputs) -> None:
    """Who was registered where, and registered people among the people of each month (the view person_months)."""
    warehouse.view_of_parquet("residents", *inputs.tables["person_months"])
    warehouse.view_of_parquet(PEOPLE, *inputs.tables[PEOPLE])
    warehouse.view_of_parquet("homes", *inputs.tables["homes"])
    warehouse.table_from(OURS, our_surgeries(place))
    warehouse.run(f"create or replace view {SURGERIES} as {surgeries_sql('homes')}")
    warehouse.run(f"create or replace view person_months as {people_sql('residents', PEOPLE)}")


def contents_of_surgeries(place: Place, inputs: Inputs) -> str:
    """A text that changes when it changes who was registered where, or which surgeries are ours."""
    homes = (contents_of(path, _HOMES) for path in inputs.tables["homes"])
    return "\n".join((*homes, *our_surgeries(place)["practice"]))
