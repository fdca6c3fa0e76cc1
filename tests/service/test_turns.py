"""Writers take turns: whoever is answered finds it kept, whoever fails takes nothing of the others with it, nobody waits for ever."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.service.taking_turns import EACH, WRITERS

pytestmark = pytest.mark.records


@pytest.fixture
def came(url: str, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "records").mkdir()
    words = [sys.executable, "-m", "tests.service.taking_turns", url, str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_turns_on_a_real_database(came: dict[str, Any]) -> None:
    assert came["many"] == {"answered": WRITERS * EACH, "there": WRITERS * EACH}
    assert came["refused"]["told"] == sorted(f"R-{writer}" for writer in range(1, WRITERS, 2))
    assert came["refused"]["there"] == sorted(f"R-{writer}" for writer in range(0, WRITERS, 2))
    assert came["late"] == {"told": ["too late"], "there": ["L-slow"]}
    assert came["problems"] == [], "the log holds, and every row is what it last kept"


def test_inside_a_transaction_a_job_is_part_of_it(db: None) -> None:
    from django.db import transaction

    from tests.ledger.things.models import Thing
    from tests.service.taking_turns import kept
    from wholeplace.service.records.turns import in_turn

    with transaction.atomic():
        in_turn(lambda: kept("inside"))
        transaction.set_rollback(True)
    assert not Thing.objects.filter(pk="inside").exists()
