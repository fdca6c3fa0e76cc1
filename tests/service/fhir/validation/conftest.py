"""Where the owners' specifications are found."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def standards(shared_data: Path) -> Path:
    """The folder of specifications and example messages; a test that needs it skips where it is absent."""
    folder = shared_data.parent / "standards"
    if not folder.is_dir():
        pytest.skip("needs the folder of standards beside the shared open data")
    return folder
