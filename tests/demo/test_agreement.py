"""What Aldermoor wrote down about deciding and planning: it reads, nothing in it is wrong, and it shows every kind of thing."""

from datetime import date

import pytest

from wholeplace.agreement import check_agreement
from wholeplace.agreement.bodies import Agreement, read_agreement, stage_of
from wholeplace.agreement.plans import Plan, Shape, read_plan
from wholeplace.demo import days
from wholeplace.demo.agreement import write_agreement
from wholeplace.demo.layout import lay_out
from wholeplace.demo.place_folder import write_place
from wholeplace.measures import library
from wholeplace.place import Place, read_place

ON = days.as_date(days.END)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("aldermoor")
    write_place(lay_out(2_000, 1, plant=True), folder)
    (folder / "population.csv").write_text("small_area,age_band,sex,year,people\nE9L000001,40,all,2024,100\n")
    write_agreement(folder)
    return read_place(folder)


@pytest.fixture(scope="module")
def agreement(place: Place) -> Agreement:
    return read_agreement(place)


@pytest.fixture(scope="module")
def plan(place: Place, agreement: Agreement) -> Plan:
    return read_plan(place, agreement, tuple(library(place)))


def test_nothing_in_it_is_wrong(place: Place):
    assert check_agreement(place, tuple(library(place))) == ()


def test_bodies_stand_at_every_stage(agreement: Agreement):
    stages = {stage.standing.value for body in agreement.bodies if (stage := stage_of(body, ON))}
    assert stages == {"full", "delegated", "shadow", "advisory"}


def test_a_partner_has_not_signed(agreement: Agreement):
    (memorandum,) = agreement.memoranda
    assert not memorandum.binds("Z9H", ON)
    assert memorandum.binds("Z9V1", ON)
    assert not memorandum.binds("Z9V1", date(2022, 9, 1))


def test_ambitions_take_all_seven_shapes(plan: Plan):
    assert {one.target.shape for one in plan.ambitions} == set(Shape)


def test_every_place_has_its_own_share(plan: Plan):
    assert {one.area for one in plan.ambitions if one.part_of == "shorter-delays"} == {"E9P000001", "E9P000002"}
