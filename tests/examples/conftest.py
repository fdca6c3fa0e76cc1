"""The examples are scripts, not a package: let the tests import them as `python examples/...` would."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "examples"))


@pytest.fixture(scope="session")
def west_yorkshire(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example place of West Yorkshire and Harrogate, made once."""
    import west_yorkshire_and_harrogate

    return west_yorkshire_and_harrogate.make(shared_data, tmp_path_factory.mktemp("examples") / "west-yorkshire")


@pytest.fixture(scope="session")
def cheshire(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example place of Cheshire and Merseyside, made once."""
    import cheshire_and_merseyside

    return cheshire_and_merseyside.make(shared_data, tmp_path_factory.mktemp("examples") / "cheshire")
