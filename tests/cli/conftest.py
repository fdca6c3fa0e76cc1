"""A small demo place, made once, and the command line asked in this process."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import wholeplace
from wholeplace.cli.main import app

PEOPLE = 3_000


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def run() -> Run:
    """Run one verb. A fault of ours is raised here, as it would show its traceback to a user."""

    def run(*words: object) -> Ended:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(code=result.exit_code, out=result.stdout, err=result.stderr)

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wholeplace.make_demo(tmp_path_factory.mktemp("made") / "aldermoor", people=PEOPLE, seed=1)


@pytest.fixture
def demo_place(made_once: Path, tmp_path: Path) -> Path:
    """A demo place of one's own, to break as one likes."""
    return Path(shutil.copytree(made_once, tmp_path / "aldermoor"))


@pytest.fixture(scope="session")
def with_pack(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo place whose pack is made. Look, do not change."""
    place = Path(shutil.copytree(made_once, tmp_path_factory.mktemp("packed") / "aldermoor"))
    wholeplace.make_picture(place)
    return place
