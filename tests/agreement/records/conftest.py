"""An invented place's rules, a matter for its cabinet, and a whole proposal: what tests of decisions begin with."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.feeds.conftest import _PLACE
from wholeplace.agreement.bodies import read_agreement
from wholeplace.agreement.decisions import Effect, Evidence, Expected, InForce, Lens, Proposal, Seen, in_force
from wholeplace.agreement.subsidiarity import Matter
from wholeplace.ledger.records import Act
from wholeplace.place import read_place
from wholeplace.terms import Money

ANYWHERE = Path(__file__).parents[2] / "web" / "partner" / "anywhere"
PARTNERS = {"Anywhere Council": "council", "Anywhere Integrated Care Board": "icb", "Anywhere Voluntary Action": "voluntary"}
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

MATTER = Matter(
    kind="social care", title="Forty home care places for the winter", on=date(2026, 11, 2), money=Money(80_000_000),
    decided_by=("council",), places=("P1",), councils=("Anywhere Council",),
)  # fmt: skip
PROPOSAL = Proposal(
    reference="", title="Forty home care places for the winter", body="cabinet", matter="social care",
    asks="That forty home care places open from 1 February.", reasons="People wait in hospital for them.",
    rejected_options=("Doing nothing",), evidence=(Evidence(title="Leaving hospital", address="readings/x.html", sha256="ab"),),
    expected=(Expected(measure="delayed-days", change="a tenth fewer", by=date(2027, 6, 30)),),
    lenses={
        Lens.OUTCOMES: Seen(effect=Effect.BETTER, why="More people are at home after 91 days."),
        Lens.QUALITY: Seen(effect=Effect.SAME, why="The same care, sooner."),
        Lens.MONEY: Seen(effect=Effect.WORSE, why="It costs more than it frees.", all_the_same="It frees beds when they are short."),
    },
    money={"Anywhere Council": Money(-80_000_000), "Anywhere Hospital": Money(25_000_000)},
    gains="People who are ready to leave hospital", pays="The council", leads=("Director of adult social care",),
    review_on=date(2027, 9, 30), population_first="People at home come before beds filled.",
)  # fmt: skip


def rules_of_anywhere(folder: Path) -> InForce:
    """Writes the place into `folder` and reads its rules."""
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    rows = "".join(f"X{n:02},{name},{kind},S1,,2000-01-01,,\n" for n, (name, kind) in enumerate(PARTNERS.items()))
    (folder / "organisations.csv").write_text(_PLACE["organisations.csv"] + rows)
    (folder / "agreement").mkdir()
    for file in ANYWHERE.glob("*.toml"):
        (folder / "agreement" / file.name).write_text(file.read_text())
    place = read_place(folder)
    return in_force(place, read_agreement(place), ("delayed-days", "smoking"))


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> InForce:
    return rules_of_anywhere(tmp_path_factory.mktemp("anywhere"))


def act(event: str, at: datetime = NOON, **more: str) -> Act:
    return replace(Act(account="officer.one", acting_as="officer", event=event, at=at), **more)
