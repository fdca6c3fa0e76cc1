"""Makes the folder of a new place, with comments that say what belongs where."""

from pathlib import Path

from wholeplace.place.areas import COLUMNS as AREA_COLUMNS
from wholeplace.place.organisations import COLUMNS as ORGANISATION_COLUMNS
from wholeplace.place.population import COLUMNS as POPULATION_COLUMNS
from wholeplace.terms import WrongUse

_SETTINGS = """\
# Who this place is. Lines that start with # are comments.
name = {name}

# The levels of area, widest first. Figures of each level add up to the level above.
levels = ["system", "place", "neighbourhood"]

# Areas that overlap the levels, such as wards. Each is a column of small_areas.csv. May be empty: [].
footprints = ["ward"]

# The country whose published figures stand beside yours.
country = "E92000001"

[deprivation]
index = "English indices of deprivation 2025"
small_areas_in_country = 33755        # how many small areas the national ranks run over

[disclosure]
rule = "hide-1-to-7-round-to-5"       # or "midpoint-6", or "hide-under-10"

# Whose records are left out. Take the "# " away once the folder holds a list: from then on no picture is made without a fresh one.
# [opt_outs]
# purpose = "planning"                # what the picture is for: "planning", "research" or "direct care"
# national = true                     # apply the national data opt-out
# oldest_list_days = 21               # a list that is older stops the run

# Under which licence everybody may use the public record of what partners decide. Only you can say so.
# [public_record]
# licence = "Open Government Licence v3.0"

# What does the large work. Leave it out unless one machine has become too small: docs/how-to/move-to-spark.md
# engine = "spark"                    # stands above the first line in square brackets
# [spark]
# master = "spark://the-cluster:7077" # left out: as Spark itself is configured, else this machine
# work = "/shared/folder"             # a folder that every worker reads and writes under this path
# [spark.settings]
# "spark.executor.memory" = "8g"      # any setting of Spark

# A level to hold a measure against: who set it, and from when. One block for each measure.
# [standards.over-4-hours]
# value = 22.0
# source = "who set it, and where it says so"
# since = 2025-04-01
"""
_GUIDE = """\
# {name}: a place folder

Fill in these files, then run `wholeplace check` on the folder. It says everything that is still missing.

- areas.csv: one row for each area and the days it stood.
  code, name, level, parent, valid_from, valid_to (the first day it no longer stood; empty: still stands), aliases (joined by ;)
- small_areas.csv: one row for each small area (LSOA) and the days it stood.
  code, neighbourhood, each footprint, deprivation_rank (national, 1 = most deprived), valid_from, valid_to, successor (its next code)
- population.csv: one row for each group of people.
  small_area, age_band (0, 5 ... 90), sex (female, male or all), year, people
- organisations.csv: one row for each body and the days it stood.
  code, name, kind, parent, successor, valid_from, valid_to, roles (joined by ;)

Exactly one area stands at the widest level on each day. Every other area names its parent.

Put partners' files into `feeds/<feed>/`. The folder's name says which contract receives it:
`person_list`, `admitted_patient_care`, `emergency_care`, `social_care`, `contacts`, `voluntary_activity`, `spend`,
and for published figures `fingertips` and others. A `feed.toml` in the folder says how its files differ.

Your own measures go into `measures/`, your own segments of people into `segments/`, one TOML file each.

To try what a choice would do, fill in `assumptions/network.toml`: it says which services there are, who comes and how long they
need. Scenarios go into `assumptions/scenarios/`, one TOML file each. Then: `wholeplace try` on the folder.
"""
_NETWORK = """\
# Care here as stations, groups of people and the ways between them. Take the "# " away and write your own numbers.
# Times are in days, money in pounds a day, shares from 0 to 1. Any number may be a table that says who agreed it:
#   { value = 216, low = 200, high = 230, unit = "places", source = "...", agreed_by = "...", since = 2026-04-01 }

# name = "..."
# starts = 2026-04-01          # the run begins; its first warm_up days only fill the system
# warm_up = 180
# days = 365

# [stations.acute]
# title = "Hospital beds"
# kind = "beds"                # or "places", "visits a day", "without limit"
# capacity = 450
# funded_by = "..."
# cost_in_use = 345
# cost_idle = 250

# [groups.home]
# title = "Home after hospital"
# pathway = 0

# [arrivals.home]
# to = "acute"
# per_day = 40

# [services.home.acute]
# law = "lognormal"            # or fixed, exponential, gamma, weibull, empirical
# mean = 4.2                   # days until they are ready to leave
# sd = 6

# [routes.home]
# acute = "home"               # or { home-care = 0.4, home = 0.6 }

# [returns.home]
# share = 0.09                 # who come back
# to = "acute"
# after = { law = "exponential", mean = 11, longest = 30 }
"""
_FEEDS = ("person_list", "admitted_patient_care", "emergency_care", "social_care", "contacts", "voluntary_activity", "spend", "fingertips")


def new_place(folder: Path, *, name: str) -> None:
    """Make `folder` a place folder to fill in. Refuses (WrongUse) a folder that holds anything, and a name that is empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f'"{folder.name}" is not empty, and nothing in it will be overwritten. Choose another folder.')
    if not name.strip():
        raise WrongUse("A place needs a name.")
    for feed in _FEEDS:
        (folder / "feeds" / feed).mkdir(parents=True, exist_ok=True)
    (folder / "measures").mkdir()
    (folder / "assumptions" / "scenarios").mkdir(parents=True)
    text = name.strip().replace("\\", "\\\\").replace('"', '\\"')
    files = {
        "place.toml": _SETTINGS.format(name=f'"{text}"'),
        "README.md": _GUIDE.format(name=name.strip()),
        "assumptions/network.toml": _NETWORK,
        "areas.csv": ",".join((*AREA_COLUMNS, "aliases")) + "\n",
        "small_areas.csv": "code,neighbourhood,ward,deprivation_rank,valid_from,valid_to,successor\n",
        "population.csv": ",".join(POPULATION_COLUMNS) + "\n",
        "organisations.csv": ",".join((*ORGANISATION_COLUMNS, "roles")) + "\n",
    }
    for file, content in files.items():
        (folder / file).write_text(content, encoding="utf-8")
