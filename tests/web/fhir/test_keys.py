"""Keys of other systems: given once, kept as a hash, ended; by whoever sits at the machine."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.web.fhir.conftest import Slots, System
from tests.web.partner.conftest import Clock
from wholeplace.cli.key import key as verb
from wholeplace.ledger.records import Act
from wholeplace.service.records.access.keys import KeyAsked, end_key, give_key, key_behind, problems_of
from wholeplace.terms import DataProblem
from wholeplace.web.fhir.desk import SystemKeys
from wholeplace.web.house import House


@pytest.fixture
def act(clock: Clock, db: None) -> Act:
    return Act(account="ab", acting_as="test", event="key given", at=clock())


def asked(clock: Clock, **changes: object) -> KeyAsked:
    return KeyAsked(**{"name": "111", "organisation": "Y00111", "may": ("search",), "since": clock().date(), **changes})  # type: ignore[arg-type]


def test_only_a_hash_is_kept(act: Act, clock: Clock) -> None:
    from wholeplace.ledger.records.models import LogEntry
    from wholeplace.service.records.access.models import SystemKey

    given = give_key(act, asked(clock))
    secret = given.key.rpartition(".")[2]
    kept = str(SystemKey.objects.values().get()) + "".join(LogEntry.objects.values_list("says", flat=True))
    assert secret not in kept
    assert len(secret) >= 43, "256 bits"


def test_a_key_stands_from_its_first_day_until_its_last(act: Act, clock: Clock) -> None:
    day = clock().date()
    given = give_key(act, asked(clock, until=day.replace(day=9)))
    assert [bool(key_behind(given.key, day.replace(day=n))) for n in (1, 2, 8, 9)] == [False, True, True, False]
    ended = end_key(act, given.reference, day.replace(day=5))
    assert (key_behind(given.key, day.replace(day=5)), ended.version) == (None, 2)


@pytest.mark.parametrize("wrong", ["", "wp", "wp.", "wp..", "wp.key-1.", "xx.key-1.secret", "wp.key-1", "a.b.c.d", "wp.\x00.x"])
def test_what_is_no_key(act: Act, clock: Clock, wrong: str) -> None:
    give_key(act, asked(clock))
    assert key_behind(wrong, clock().date()) is None


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"may": ()}, "May"), ({"may": ("serch",)}, "May"), ({"interface": "soap"}, "Interface"), ({"name": " "}, "Name"),
        ({"organisation": "Hill Practice"}, "Organisation"), ({"acts_for": ("p81001",)}, "Organisation"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_given(act: Act, clock: Clock, changes: dict, where: str) -> None:
    assert [problem.where for problem in problems_of(asked(clock, **changes))] == [where]
    with pytest.raises(DataProblem):
        give_key(act, asked(clock, **changes))


def test_a_key_that_is_not_there_is_not_ended(act: Act, clock: Clock) -> None:
    with pytest.raises(DataProblem):
        end_key(act, "key-none", clock().date())


def test_by_the_verb(house: House, slots: Slots, monkeypatch: pytest.MonkeyPatch, systems) -> None:
    monkeypatch.setattr("wholeplace.web.system_keys_of", lambda folder, *, by: SystemKeys(house, by))
    place, run = str(house.folder), CliRunner().invoke
    made = run(verb, ["new", place, "Y00111", "--name", "Calls", "--may", "search", "--type", "urgent-care", "--by", "AB"])
    key = made.output.splitlines()[-1]
    assert re.fullmatch(r"wp\.key-[0-9a-f]{12}\.[\w-]{43}", key), made.output
    system: System = systems()
    system.key = key
    slots.add()
    assert system.ask("GET", "Slot?start=ge2026-11-02T00:00:00Z&start=le2026-11-03T00:00:00Z&status=free").status_code == 200
    reference = key.split(".")[1]
    listed = run(verb, ["list", place]).output
    assert f"{reference}: Calls, of Y00111 (urgent-care); search; bars; from 2026-11-02" in listed.replace("\n", " ")
    assert key not in listed
    assert "opens nothing from 2026-11-02 on" in run(verb, ["end", place, reference, "--by", "AB"]).output
    assert system.ask("GET", "metadata").status_code == 200
    assert system.ask("GET", "Slot").status_code == 401
    assert run(verb, ["end", place, "key-none", "--by", "AB"]).exit_code != 0
    assert Path(place).is_dir()


def test_a_place_without_a_front_door_has_no_keys(house: House) -> None:
    from wholeplace.web import system_keys_of

    settings = house.folder / "place.toml"
    settings.write_text(settings.read_text().replace('"front-door"', '"agreement"'))
    with pytest.raises(DataProblem, match="No keys"):
        system_keys_of(house.folder, by="AB")
