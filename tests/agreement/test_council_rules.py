"""Rules of call-in and limits from a place's own TOML: read, named as people name them, and refused with everything that is wrong."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from tests.agreement.records.conftest import rules_of_anywhere
from wholeplace.agreement.bodies import Asked, May, authority_of, read_agreement
from wholeplace.agreement.clocks import call_in_rules
from wholeplace.agreement.decisions import in_force
from wholeplace.agreement.subsidiarity import limits_of
from wholeplace.place import Place, read_place
from wholeplace.terms import DataProblem, Money

RULE = """
[[call_in]]
council = "{council}"
callers = {callers}
working_days = 5
closes_at = 12:00:00
grounds_needed = true
source = "{source}"
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Place]:
    """A place whose call_in.toml holds some text."""
    rules_of_anywhere(tmp_path)

    def place(*texts: str) -> Place:
        (tmp_path / "agreement" / "call_in.toml").write_text("".join(texts))
        return read_place(tmp_path)

    return place


def rule(council: str = "Anywhere Council", callers: int = 3, source: str = "Constitution, part 4") -> str:
    return RULE.format(council=council, callers=callers, source=source)


def test_a_council_is_written_by_name_or_by_code(written: Callable[..., Place]):
    by_name, by_code = (call_in_rules(written(rule(council))) for council in ("Anywhere Council", "X00"))
    assert by_name == by_code
    assert by_code["Anywhere Council"].closes_at == time(12)


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([rule("Anywhere Counsil")], 'Did you mean "Anywhere Council"'),
        ([rule(), rule()], "it has 2 rules"),
        ([rule(callers=0)], "less than one member"),
        ([rule(source=" ")], "it names no source"),
        ([rule().replace("callers", "caller")], 'Did you mean "callers"'),
        ([rule().replace("12:00:00", '"noon"')], "Correct it"),
    ],
)
def test_what_is_wrong_is_told(texts: list[str], told: str, written: Callable[..., Place]):
    with pytest.raises(DataProblem, match=told):
        call_in_rules(written(*texts))


def test_a_place_without_limits_is_careful(written: Callable[..., Place]):
    assert limits_of(written()).neighbourhood == limits_of(written()).significant == Money(0)
    limits = limits_of(written('[limits]\nneighbourhood = "50,000"\nsignificant = "500,000.50"\n'))
    assert (limits.neighbourhood, limits.significant) == (Money(5_000_000), Money(50_000_050))
    with pytest.raises(DataProblem, match="significan"):
        limits_of(written('[limits]\nneighbourhood = "50,000"\nsignifican = "1"\n'))


def test_a_body_for_an_area_may_decide_for_every_area_inside_it_by_code_or_name(written: Callable[..., Place]):
    place = written()
    file = place.folder / "agreement" / "bodies.toml"
    file.write_text(file.read_text().replace('areas = ["P1"]', 'areas = ["S1"]').replace("Anywhere Hospital", "RXX"))
    held = in_force(read_place(place.folder), read_agreement(read_place(place.folder)), ())
    for areas in (("P1",), ("Somewhere",), ("S1",), ("Anywhere", "Somewhere")):
        asked = Asked(matter="social care", areas=areas, money=Money(0), on=date(2026, 11, 2))
        assert authority_of(held.agreement, "cabinet", asked).may is May.DECIDE
    elsewhere = Asked(matter="social care", areas=("Elsewhere",), money=Money(0), on=date(2026, 11, 2))
    assert authority_of(held.agreement, "cabinet", elsewhere).may is May.RECOMMEND
    body = held.agreement.body("place-committee")
    assert body is not None
    assert "Anywhere Hospital" in [seat.organisation for seat in body.seats], "a code is shown as the name"
