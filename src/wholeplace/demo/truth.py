"""truth.json: what was planted, what follows from it, what is only noise, and what was spoiled.

    {
      "place", "people", "seed", "planted": true or false,
      "covers": {"from": first day, "to": first day not covered},
      "changes": [{"kind", "measure", "areas", "group", "from", "to", "direction", "size", "says"}],
      "side_effects": [the same form: changes that follow from the planted ones and may be seen],
      "relations": [{"exposure", "outcome", "risk_ratio", "per", "unit", "joined"}],
      "noise": [measures that do not change: calling them changed is a false alarm],
      "flow": {what is planted of people's paths through hospital: see demo/paths.py},
      "rows": {feed: rows written}, "dirt": [{"feed", "kind", "rows"}]
    }

`relations`: what is planted between an exposure and an outcome of people: the risk ratio of babies whose exposure differs by `per`
`unit`; `joined` says how the exposure was given to them: by the small area of the home on the day of birth and the calendar year
of birth. Twins are outside it: half of them weigh little whatever the air.

`kind`: "change" (a step that stays), "gap" (a gap between deprivation fifths that closes the wrong way) or "link" (the
same people; its size is how many times likelier they are to come back). `areas`: the codes of the areas it speaks of, each
by itself. `group`: "all" or "deprivation 5" and the like. `from`, `to`: months; `to`
is null, for every change stays. `size`: relative change of the measure in those areas, 0.25 for a quarter more.

Power, back-within-30-days, one quarter against the same one a year before, at 210,000 people: about 8,000 stays are
counted in a quarter. About 7.5% of them left by pathway 1 in the three planted neighbourhoods. Late care rises there from
14% to 92% of people and adds 0.46 to the chance of return: 0.075 x 0.78 x 0.46 = 2.6 points more. The standard error of
the difference of two shares near 15% is sqrt(2 x 0.15 x 0.85 / 8,000) = 0.56 points, so z is about 4.5: seen in 99 of 100
seeds at 95% confidence.
"""

import json
from pathlib import Path

from wholeplace.demo import days
from wholeplace.demo.layout import SYSTEM, Layout, neighbourhood_code
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.paths import told_of_paths
from wholeplace.demo.rates import entry, number, words

NOISE = (
    "a-and-e-visits-under-5", "air-quality", "avoidable-admissions-acute", "carer-support-starts", "carers-supported",
    "childhood-obesity", "community-contacts", "cost-per-head-community", "cost-per-head-hospital", "cost-per-head-mental-health",
    "cost-per-head-prevention", "cost-per-head-primary", "cost-per-head-social-care", "damp-or-mould", "deaths-under-75",
    "discharge-to-usual-home", "emergency-admissions-under-18", "employment", "gp-contacts-65", "healthy-life-expectancy-female",
    "healthy-life-expectancy-male", "housing", "inactive-adults-survey", "injury-stays-under-15", "learning-disability-health-checks",
    "loneliness-eased", "lonely-adults", "low-birth-weight", "low-life-satisfaction", "mental-health-access-adults",
    "mental-health-access-under-18", "mental-health-longest-waits-under-18", "mental-health-missed",
    "mental-health-over-4-weeks-under-18", "mental-health-wait-adults", "mental-health-wait-under-18", "new-care-home-18-64",
    "new-care-home-65", "over-12-hours", "over-4-hours", "physical-inactivity", "reablement-enough", "repeated-assessments",
    "school-readiness", "severe-mental-illness-checks", "smokers-survey", "smoking", "social-care-cost-learning-disability",
    "social-care-cost-older-people", "social-care-spend-learning-disability", "social-care-spend-older-people",
    "spend-outside-hospital", "still-at-home-91-days", "stillbirths", "voluntary-support", "weekly-cost-of-home-care-65",
)  # fmt: skip


def write_truth(layout: Layout, folder: Path, ledger: Ledger) -> None:
    """truth.json beside place.toml, keys in order."""
    truth = {
        "place": "Aldermoor",
        "people": layout.people,
        "seed": layout.seed,
        "planted": layout.plant,
        "covers": {"from": days.as_date(days.FIRST).isoformat(), "to": days.as_date(days.END).isoformat()},
        "changes": _told(layout, "planted_changes") if layout.plant else [],
        "side_effects": _told(layout, "planted_side_effects") if layout.plant else [],
        "relations": [_relation()] if layout.plant else [],
        "noise": sorted(NOISE) if layout.plant else sorted({*NOISE, *_measures("planted_changes"), *_measures("planted_side_effects")}),
        "flow": told_of_paths(layout, ledger.planted),
        "rows": dict(sorted(ledger.rows.items())),
        "dirt": [{"feed": feed, "kind": kind, "rows": rows} for (feed, kind), rows in sorted(ledger.dirt.items())],
    }
    (folder / "truth.json").write_text(json.dumps(truth, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _relation() -> dict[str, object]:
    return {
        "exposure": "nitrogen dioxide", "outcome": "low birth weight, single babies",
        "risk_ratio": number("births.risk_ratio_of_10"), "per": 10,
        "unit": "micrograms per cubic metre", "joined": "small area of the home on the day of birth, calendar year of birth",
    }  # fmt: skip


def _measures(table: str) -> set[str]:
    return {change["measure"] for change in entry(f"{table}.list")["value"]}


def _told(layout: Layout, table: str) -> list[dict[str, object]]:
    """The changes of a table of rates.toml, with the codes of the areas where they show."""
    planted = [neighbourhood_code(n) for n in range(len(layout.neighbourhoods)) if layout.planted[n]]
    codes = {"system": [SYSTEM], "planted": planted}
    month = words("planted.onset")[0][:7]
    return [
        {
            "kind": change["kind"], "measure": change["measure"], "areas": codes[change["areas"]], "group": change.get("group", "all"),
            "from": month, "to": None, "direction": "up" if change["size"] > 0 else "down", "size": change["size"], "says": change["says"],
        }
        for change in entry(f"{table}.list")["value"]
    ]  # fmt: skip
