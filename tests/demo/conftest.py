"""One small demo place, made once, and what a test reads from it."""

from pathlib import Path

import pytest

from wholeplace.demo import make


@pytest.fixture(scope="session")
def aldermoor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo place at 5,000 people, seed 1, planted."""
    folder = tmp_path_factory.mktemp("demo") / "aldermoor"
    make(folder, people=5_000, seed=1)
    return folder
