"""The tables and columns that a measure may name: every journey table, spend and published, with types and meanings."""

from collections.abc import Mapping
from dataclasses import replace

from wholeplace.feeds.tables import PUBLISHED, SPEND
from wholeplace.measures.registered import PEOPLE, by_surgery, counted_table, is_by_surgery
from wholeplace.people.tables import JOURNEY_TABLES
from wholeplace.warehouse import Table, column_of

_SPEND_MEANINGS = {
    "organisation": "who spent it",
    "area": "code of the place or system it was spent for",
    "setting": "'hospital', 'emergency', 'community', 'mental health', 'primary', 'social care', 'voluntary' or 'public health'",
    "line": "budget line, in the sender's words",
    "client_group": "'older people', 'learning disability', 'mental health' ..., as the sender says; null outside social care",
    "month": "first day of the month",
    "pence": "amount in whole pence",
}

SNAPSHOT_TABLES = ("register_months", by_surgery("register_months"))
"""Tables that list the same people again every month. A quarter or a year of them is its last month, not a sum:
adding up 3 months would count each person 3 times and make the limits too narrow."""

TOLD_IN_BURSTS = ("answers", "deaths")
"""Tables whose feeds need not send rows of every month: a survey is asked in spring, and a person list is dated by when people
came to live where they do. A month without rows is then no missing file."""

COSTLY_FEW = ("costs",)
"""Tables whose amounts are so unlike from person to person that one person may be most of a group's sum. The people behind a
group are then counted one by one, which can be done for fifths of deprivation alone, so these tables have no other groups."""

NOT_IN_CELLS = ("person_key", "age")
"""Columns of person_months that are always null: its rows are cells, not people. A condition on one would count nobody."""

_ALSO_RESTS_ON = {
    "register_months": ("contacts",),  # checks are contacts: until these have come, nobody seems to have been checked
    "path_costs": ("stays", "contacts", "care", "costs"),
}
_COLUMN_RESTS_ON = {
    ("stays", "care_started_after_days"): ("care",),
    ("stays", "at_home_day_91"): ("care",),
    ("stays", "died_after_days"): ("deaths",),
    ("contacts", "repeats_another_team"): ("care",),
    ("care", "after_hospital"): ("stays",),
    ("costs", "hospital_pence"): ("stays",),
    ("costs", "community_pence"): ("contacts",),
    ("costs", "care_pence"): ("care",),
    ("costs", "pence"): ("stays", "contacts", "care"),
    ("care", "at_home_day_91"): ("stays",),
    ("bookings", "emergency_after_days"): ("attendances",),
}


def _tables() -> dict[str, Table]:
    tables = {
        journey.name: Table(
            name=journey.name,
            grain=journey.grain,
            dates=journey.dates,
            columns={name: column_of(name, *told) for name, told in journey.columns.items()},
            splits=journey.splits,
        )
        for journey in JOURNEY_TABLES.values()
        if journey.counted
    }
    people = tables["person_months"]
    counted = {name: column for name, column in people.columns.items() if name not in NOT_IN_CELLS}
    tables["person_months"] = replace(people, columns=counted)
    spend = {name: column_of(name, kind, _SPEND_MEANINGS[name]) for name, kind in SPEND.columns.items()}
    published = {name: column_of(name, kind, "") for name, kind in PUBLISHED.columns.items()}
    tables["spend"] = Table(name="spend", grain=SPEND.grain, dates=("month",), columns=spend, splits=("organisation", "client_group"))
    tables["published"] = Table(name="published", grain=PUBLISHED.grain, dates=("starts",), columns=published)
    tables |= {by_surgery(name): replace(table, name=by_surgery(name)) for name, table in tables.items() if "person_key" in table.columns}
    return tables


TABLES: Mapping[str, Table] = _tables()


def tables_behind(table: str, columns: frozenset[str]) -> tuple[str, ...]:
    """The tables whose coverage a measure on `table` rests on, by the columns it names: when one of them does not reach
    far enough, the measure is not yet complete."""
    counted = counted_table(table)
    people = (PEOPLE,) if is_by_surgery(table) else ()
    further = [other for column in sorted(columns) for other in _COLUMN_RESTS_ON.get((counted, column), ())]
    return tuple(dict.fromkeys((counted, *people, *_ALSO_RESTS_ON.get(counted, ()), *further)))


RECEIVED_AS = {
    "stays": ("episodes",),
    "attendances": ("emergency_care",),
    "contacts": ("contacts",),
    "care": ("social_care",),
    "support": ("voluntary_activity",),
    "register_months": ("persons",),
    "person_months": ("persons",),
    "registered_months": ("persons",),
    "person_segments": ("persons", "episodes"),
    "homes": ("persons",),
    "births": ("births",),
    "answers": ("answers",),
    "bookings": ("bookings",),
    "referrals": ("referrals",),
    "tenancies": ("tenancies",),
    "deaths": ("persons", "episodes", "social_care"),
    "costs": ("spend", "episodes", "emergency_care", "contacts", "social_care", "voluntary_activity"),
    "path_costs": ("episodes", "emergency_care", "contacts", "social_care", "spend"),
    "spend": ("spend",),
    "published": ("published",),
}
"""The received tables from which each table is made, to name the feeds behind a figure."""
