"""Who may see what: every route of every door, in one list. A route that is not here answers nobody."""

from collections.abc import Mapping
from enum import StrEnum


class Audience(StrEnum):
    """Those whom a route answers."""

    EVERYONE = "everyone"
    THIS_MACHINE = "whoever sits at the machine that holds the place"


MAY_SEE: Mapping[str, Audience] = {
    "index": Audience.EVERYONE,
    "releases": Audience.EVERYONE,
    "release": Audience.EVERYONE,
    "release-page": Audience.EVERYONE,
    "page": Audience.EVERYONE,
    "what-if": Audience.THIS_MACHINE,
    "fit": Audience.THIS_MACHINE,
}
"""Route name -> its audience. Public routes show releases only, and a release holds nothing that is not public. Planners'
pages show the place's own assumptions: until there are accounts, only a door that no other machine can reach answers them."""
