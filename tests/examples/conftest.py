"""The examples are scripts, not a package: let the tests import them as `python examples/...` would."""

import sys
from pathlib import Path

import polars as pl
import pytest

from wholeplace.feeds import receive, received
from wholeplace.place import read_place

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


@pytest.fixture(scope="session")
def west_yorkshire_published(west_yorkshire: Path) -> pl.DataFrame:
    """Every published value received for West Yorkshire and Harrogate, with the feed it came by."""
    return published_of(west_yorkshire)


@pytest.fixture(scope="session")
def cheshire_published(cheshire: Path) -> pl.DataFrame:
    """Every published value received for Cheshire and Merseyside, with the feed it came by."""
    return published_of(cheshire)


def published_of(folder: Path) -> pl.DataFrame:
    place = read_place(folder)
    receive(place)
    paths = received(place).paths("published")
    return pl.concat([pl.read_parquet(path).with_columns(pl.lit(path.stem).alias("feed")) for path in paths])


@pytest.fixture(scope="session")
def files_from_elsewhere(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place of person-level files that nobody here wrote, made and received."""
    import person_level_files

    folder = person_level_files.make(shared_data, tmp_path_factory.mktemp("examples") / "elsewhere")
    receive(read_place(folder))
    return folder
