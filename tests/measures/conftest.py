"""A town with a year and more of invented rows in every table, worked out once for all tests that only read."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.measures.towns import QUARTER, SMALL_AREAS, everyone, inputs, months_of, table, town
from wholeplace.measures import Results
from wholeplace.measures.compute import work_out

MONTHS = months_of("2023-10", "2025-12")


def _who(dice: random.Random) -> dict:
    age = dice.choice([5, 16, 40, 70, 86, None])
    return {
        "person_key": dice.choice([None, *range(80)]), "age": age, "age_band": None if age is None else age // 5 * 5,
        "sex": dice.choice(["female", "male", None]), "ethnic_group": dice.choice(["Asian", "White", None]),
        "small_area": dice.choice([None, "elsewhere", *SMALL_AREAS]), "place": dice.choice(["P1", "P2", None]),
    }  # fmt: skip


def _stay(dice: random.Random) -> dict:
    started, nights = date(2023, 10, 1) + timedelta(days=dice.randrange(800)), dice.randrange(30)
    return _who(dice) | {
        "started": started, "ended": started + timedelta(days=nights), "nights": nights, "provider": dice.choice(["T1", "T2", None]),
        "admitted_as": dice.choice(["emergency", "elective"]), "day_case": nights == 0, "alive": dice.random() < 0.95,
        "self_discharge": False, "maternity": False, "cancer": dice.random() < 0.05, "falls": dice.random() < 0.3,
        "avoidable_chronic": dice.random() < 0.4, "avoidable_acute": dice.random() < 0.1, "ready": started,
        "delay_days": dice.randrange(5), "pathway": dice.choice([0, 1, 2, 3, None]),
        "discharged_to": dice.choice(["usual home", "care home"]),
        "next_emergency_after_days": dice.choice([None, 5, 29, 30]), "care_started_after_days": dice.choice([None, 1, 4]),
    }  # fmt: skip


def _contact(dice: random.Random) -> dict:
    return _who(dice) | {
        "happened": date(2023, 10, 1) + timedelta(days=dice.randrange(800)), "setting": dice.choice(["community", "mental health"]),
        "provider": dice.choice(["C1", "C2"]), "attended": dice.random() < 0.9, "first_of_referral": dice.random() < 0.5,
        "waited_days": dice.randrange(60),
    }  # fmt: skip


def _spend(month: date, area: str, setting: str, group: str | None, pence: int) -> dict:
    return {"organisation": "O1", "area": area, "setting": setting, "line": "all", "client_group": group, "month": month, "pence": pence}


def _costs(dice: random.Random) -> dict:
    parts = {f"{name}_pence": dice.choice([0, dice.randrange(-500, 10**8)]) for name in ("hospital", "community", "care")}
    return parts | {"pence": sum(parts.values())}


def _cost(dice: random.Random) -> dict:
    return _who(dice) | _costs(dice) | {"month": dice.choice(MONTHS), "followed": dice.random() < 0.9}


def _path(dice: random.Random) -> dict:
    kinds = ("hospital alone", "hospital and community", "hospital and social care", "hospital, community and social care")
    finished = date(2023, 10, 1) + timedelta(days=dice.randrange(800))
    return _who(dice) | _costs(dice) | {"finished": finished, "path": dice.choice(kinds), "pathway": dice.choice([0, 1, 2, 3, None])}


def frames(seed: int = 1) -> dict:
    dice = random.Random(seed)
    spend = [
        _spend(month, area, setting, group, dice.randrange(1, 10**9))
        for month in MONTHS for area in ("P1", "P2", "S")
        for setting, group in (("hospital", None), ("primary", None), ("social care", "older people"), ("social care", "physical"))
    ]  # fmt: skip
    return {
        "stays": table("stays", [_stay(dice) for _ in range(2500)]),
        "contacts": table("contacts", [_contact(dice) for _ in range(1500)]),
        "spend": table("spend", spend),
        "costs": table("costs", [_cost(dice) for _ in range(1500)]),
        "path_costs": table("path_costs", [_path(dice) for _ in range(800)]),
        "person_months": everyone(MONTHS),
    }


@pytest.fixture(scope="session")
def worked_out(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Results of the town for the third quarter of 2025."""
    folder: Path = tmp_path_factory.mktemp("town")
    return work_out(town(folder), inputs(folder / "in", frames()), period=QUARTER)
