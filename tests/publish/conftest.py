"""Pictures are costly to draw by hand, so each kind is drawn once."""

from pathlib import Path

import pytest

from tests.publish import builder
from wholeplace import publish
from wholeplace.picture.shapes import Picture

SMALL = (
    "delayed-days",
    "back-within-30-days",
    "care-started-within-2-days",
    "falls-admissions-65",
    "community-contacts",
    "smoking",
    "low-birth-weight",
)


@pytest.fixture(scope="session")
def picture() -> Picture:
    """Seven measures over 12 neighbourhoods."""
    return builder.picture(SMALL)


@pytest.fixture(scope="session")
def whole_picture() -> Picture:
    """Every measure of the library."""
    return builder.picture()


@pytest.fixture(scope="session")
def released(picture: Picture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release folder, not to be written to."""
    return publish.release(picture, builder.place(tmp_path_factory.mktemp("aldermoor")))
