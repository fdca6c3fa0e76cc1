"""Boundaries are code: the import contracts hold, and each is seen to fail when a wrong import is planted."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.walk import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]

PLANTED = [
    ("The rooms, in one direction", "terms/planted.py", "import wholeplace.place.shapes"),
    ("The rooms, in one direction", "place/planted.py", "import wholeplace"),
    ("The rooms, in one direction", "newroom/__init__.py", ""),
    ("The rooms, in one direction", "picture/planted.py", "import wholeplace.flow.shapes"),
    ("Only feeds, people and measures", "picture/planted.py", "import wholeplace.warehouse"),
    ("The rooms, in one direction", "flow/planted.py", "import wholeplace.agreement.clocks"),
    ("Only feeds, people and measures", "flow/planted.py", "import wholeplace.warehouse"),
    ("Only feeds, people and measures", "agreement/planted.py", "import wholeplace.warehouse"),
    ("The rooms, in one direction", "ledger/planted.py", "import wholeplace.place.shapes"),
    ("Rules never know the web framework", "agreement/bodies/planted.py", "import django.db"),
    ("The vault opens to people only", "measures/planted.py", "import wholeplace.people.vault"),
    ("The vault opens to people only", "cli/planted.py", "from wholeplace.people.link.review import next_case"),
    ("Public pages know releases only", "web/public/planted.py", "import wholeplace.picture.shapes"),
    ("Rules never know the web framework", "publish/planted.py", "import django.http"),
    ("The rooms, in one direction", "people/planted.py", "import wholeplace.service"),
    ("The front door knows neither", "service/planted.py", "import wholeplace.feeds.shapes"),
    ("Only feeds, people and measures", "service/planted.py", "import wholeplace.warehouse"),
    ("Rules never know the web framework", "service/booking/planted.py", "import django.db"),
]


@pytest.fixture(scope="session")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", house)
    shutil.copytree(ROOT / "src", house / "src", ignore=shutil.ignore_patterns("__pycache__", "built"))
    return house


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    env = {"PYTHONPATH": str(house / "src"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    return subprocess.run(LINT, cwd=house, env=env, capture_output=True, text=True, timeout=120)


def test_the_contracts_hold(copied_house: Path) -> None:
    done = lint_imports(copied_house)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "file", "wrong_import"), PLANTED)
def test_each_contract_is_seen_to_fail(copied_house: Path, contract: str, file: str, wrong_import: str) -> None:
    planted = copied_house / "src" / "wholeplace" / file
    had_room = planted.parent.exists()
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(wrong_import + "\n")
    try:
        done = lint_imports(copied_house)
    finally:
        planted.unlink()
        if not had_room:
            shutil.rmtree(planted.parent)
    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    assert done.returncode == 1
    assert any(line.startswith(contract) for line in broken), done.stdout + done.stderr


def test_every_contract_has_a_planted_failure() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert all(any(contract["name"].startswith(name) for name, _, _ in PLANTED) for contract in contracts)
    assert not any(contract.get("ignore_imports") for contract in contracts)
