"""A small, sound place folder that tests spoil one file at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "place.toml": """
name = "Two Valleys"
levels = ["system", "place", "neighbourhood"]
footprints = ["ward"]
[deprivation]
index = "made up"
small_areas_in_country = 100
[standards.over-4-hours]
value = 22.0
source = "made up"
since = 2025-04-01
""",
    "areas.csv": """
code,name,level,parent,valid_from,valid_to,aliases
S1,Two Valleys,system,,2016-03-01,,
P1,North Valley,place,S1,2016-03-01,,The North; NV
P2,South Valley,place,S1,2016-03-01,,
N1,Mill,neighbourhood,P1,2016-03-01,,
N2,Bridge,neighbourhood,P1,2016-03-01,,
N3,Quay,neighbourhood,P2,2016-03-01,,
W1,Mill Ward,ward,P1,2016-03-01,,
""",
    "small_areas.csv": """
code,neighbourhood,ward,deprivation_rank,valid_from,valid_to,successor
L1,N1,W1,1,2016-03-01,,
L2,N2,W1,20,2016-03-01,,
L3,N3,,21,2016-03-01,,
L4,N3,,100,2016-03-01,,
""",
    "population.csv": """
small_area,age_band,sex,year,people
L1,0,female,2024,10
L1,90,male,2024,2.5
L4,65,all,2024,7
""",
    "organisations.csv": """
code,name,kind,parent,successor,valid_from,valid_to,roles
C1,North council,council,P1,,2016-03-01,,lead;host
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """A place folder; keywords replace a file's text: folder(areas="code,...")."""

    def make(**changed: str) -> Path:
        for name, text in FILES.items():
            (tmp_path / name).write_text(changed.get(name.split(".")[0], text).lstrip("\n"), encoding="utf-8")
        return tmp_path

    return make
