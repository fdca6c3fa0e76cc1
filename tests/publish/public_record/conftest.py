"""An invented place with bodies, and a public record of it, made from frozen shapes without a database."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.feeds.conftest import _PLACE
from tests.publish.public_record import money, voices
from tests.publish.public_record.entries import ENTRIES
from wholeplace.agreement.bodies import Dates, Memorandum, read_agreement
from wholeplace.agreement.funds import read_funds
from wholeplace.agreement.plans import read_plan
from wholeplace.agreement.scrutiny import reply_rules
from wholeplace.place import Place, read_place
from wholeplace.publish.public_record import LogHead, PublicRecord

TODAY = date(2026, 11, 2)
BODIES = Path(__file__).parents[2] / "web" / "partner" / "anywhere"
PARTNERS = {"Anywhere Council": "council", "Anywhere Integrated Care Board": "icb", "Anywhere Voluntary Action": "voluntary"}
PROMISE = Memorandum(
    name="promise", version="version 2", title="Working together in Anywhere", dates=Dates(since=date(2025, 4, 1)),
    clauses={"1.1": "We decide as near to people as we can."},
    signed={"X00": date(2025, 4, 1), "Anywhere Integrated Care Board": date(2025, 5, 6)}, source="Invented memorandum",
)  # fmt: skip


@pytest.fixture(scope="package")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place folder with bodies."""
    folder = tmp_path_factory.mktemp("anywhere")
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    rows = "".join(f"X{n:02},{name},{kind},S1,,2000-01-01,,\n" for n, (name, kind) in enumerate(PARTNERS.items()))
    (folder / "organisations.csv").write_text(_PLACE["organisations.csv"] + rows)
    (folder / "agreement").mkdir()
    for file in BODIES.glob("*.toml"):
        (folder / "agreement" / file.name).write_text(file.read_text())
    return read_place(folder)


@pytest.fixture
def place(anywhere: Place, tmp_path: Path) -> Place:
    """The same place, with a folder of its own to write in."""
    return replace(anywhere, folder=tmp_path)


@pytest.fixture
def record(anywhere: Place, tmp_path_factory: pytest.TempPathFactory) -> PublicRecord:
    """What is public of it, and beside that some things that must not be shown."""
    return whole_record(anywhere, tmp_path_factory.mktemp("papers"))


def whole_record(anywhere: Place, papers: Path) -> PublicRecord:
    """The record with something of everything. `papers`: where the bytes of papers are put."""
    agreement = replace(read_agreement(anywhere), memoranda=(PROMISE,))
    titles = {"delayed-days": "Days in hospital after being ready to leave", "back-within-30-days": "Back in hospital within 30 days"}
    kept = {voices.PAPER: voices.PAPER_BYTES, voices.SECRET: voices.SECRET_BYTES, voices.LATER: voices.LATER_BYTES}
    for paper, content in (kept | {voices.CHANGED: voices.CHANGED_BYTES}).items():
        (papers / paper.sha256).write_bytes(content)
    return PublicRecord(
        today=TODAY, agreement=agreement, decisions=ENTRIES, measures=titles, head=LogHead(number=47, seal="ab" * 32),
        plan=read_plan(anywhere, agreement), seen=voices.SEEN,
        recommendations=(voices.OVERDUE, voices.ANSWERED, voices.NOT_SENT), replies=(voices.REPLY, voices.TO_COME),
        reply_rules=reply_rules(), points=(voices.DONE, voices.WAITING), sittings=(voices.HELD, voices.ANNOUNCED, voices.QUIET),
        minutes=voices.MINUTES, papers={path.name: path for path in papers.iterdir()},
        funds=read_funds(anywhere), standings=money.standings(read_funds(anywhere)), calls=(money.DECIDED,),
    )  # fmt: skip
