"""The slow, obvious road from records to scores and segments: plain Python, one stay and one month at a time.

Written from the published methods and from docs/explanation/segments-and-scores.md, not from the SQL. Only the code maps and
points are read from the same files, for they are data.
"""

from datetime import date
from typing import Any

from tests.people.slow_road import Stay, stays_of
from wholeplace.people.codes import code_lists
from wholeplace.terms import months_later

LISTS = {name: code_lists()[name].to_dicts() for name in ("charlson", "elixhauser", "frailty", "cambridge")}
WEIGHED = ("charlson", "elixhauser", "cambridge")
POINTS = {name: {row["list"]: row for row in code_lists()[f"{name}_weights"].to_dicts()} for name in WEIGHED}
YEARS = {"charlson": 365, "elixhauser": 365, "frailty": 730}


def codes_of(stay: Stay) -> list[str]:
    """Every diagnosis code of a stay, without dots, in capitals."""
    written = [code for spell in stay.spells for code in (spell.row.get("diagnoses") or "").split(";")]
    return [code.strip().replace(".", "").upper() for code in written if code.strip()]


def conditions_in(codes: list[str], name: str) -> set[str]:
    """The conditions of one score that any of the codes stands for."""
    key = "code" if name == "frailty" else "list"
    return {row[key] for row in LISTS[name] if any(code.startswith(row["code"]) for code in codes)}


def without_milder(conditions: set[str], name: str) -> set[str]:
    """Leave out what gives way to a graver form that is there too."""
    return {each for each in conditions if POINTS[name][each]["gives_way_to"] not in conditions}


def scores_of(stay: Stay, stays: list[Stay]) -> dict[str, Any]:
    """The scores of one stay of a person, from all their stays in order. No code in the stay: no score."""
    if not codes_of(stay):
        return dict.fromkeys(("charlson", "charlson_2011", "elixhauser", "elixhauser_points", "frailty_risk_score"))
    counted: dict[str, list[str]] = {name: codes_of(stay) for name in YEARS}
    for earlier in stays[: stays.index(stay)]:
        days = (stay.started - (earlier.ended or earlier.started)).days
        for name, looks_back in YEARS.items():
            if days <= looks_back:
                counted[name] = counted[name] + codes_of(earlier)
    charlson = without_milder(conditions_in(counted["charlson"], "charlson"), "charlson")
    elixhauser = without_milder(conditions_in(counted["elixhauser"], "elixhauser"), "elixhauser")
    frail = [row for row in LISTS["frailty"] if row["code"] in conditions_in(counted["frailty"], "frailty")]
    return {
        "charlson": sum(int(POINTS["charlson"][each]["points"]) for each in charlson),
        "charlson_2011": sum(int(POINTS["charlson"][each]["points_2011"]) for each in charlson),
        "elixhauser": len(elixhauser),
        "elixhauser_points": sum(int(POINTS["elixhauser"][each]["points"]) for each in elixhauser),
        "frailty_risk_score": round(sum((float(row["points"]) for row in frail), 0.0), 1),
    }


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def still(seen: date, months: int, day: date) -> bool:
    """Was it seen by `day`, and not so long ago that it no longer counts? It counts from the first month that begins after it."""
    first = seen if seen.day == 1 else months_later(seen.replace(day=1), 1)
    return first <= day < months_later(first, months)


def person_in_month(person: dict[str, Any], day: date) -> dict[str, Any]:
    """How things stand with one resident on the first day of a month."""
    stays = stays_of(person["episodes"])
    seen: set[str] = set()
    for stay in stays:
        for condition in conditions_in(codes_of(stay), "cambridge"):
            lasts = POINTS["cambridge"][condition]["lasts_months"]
            if still(stay.started, int(lasts), day) if lasts else stay.started <= day:
                seen.add(condition)
    seen |= {"learning disability"} if person["learning_disability"] else set()
    seen |= {"psychosis or bipolar disorder"} if person["severe_mental_illness"] else set()
    frail = {code for stay in stays if still(stay.started, 24, day) for code in conditions_in(codes_of(stay), "frailty")}
    frailty = round(sum((float(row["points"]) for row in LISTS["frailty"] if row["code"] in frail), 0.0), 1)
    age = age_on(person["born"], day)
    points = [float(POINTS["cambridge"][each]["general"] or 0) for each in seen]
    found = {
        "age": age,
        "conditions": len(seen),
        "cambridge_multimorbidity": round(sum(points), 2),
        "frailty_risk_score": frailty if age >= 75 else None,
        "frailty_band": None if age < 75 else "low" if frailty < 5 else "intermediate" if frailty <= 15 else "high",
        "learning_disability": "learning disability" in seen,
        "severe_mental_illness": "psychosis or bipolar disorder" in seen,
        "dementia": "dementia" in seen,
        "cancer": "cancer" in seen,
        "end_of_life": any("Z515" in codes_of(stay) and still(stay.started, 12, day) for stay in stays),
        "care_home": any(one["event_starts"] <= day <= (one["event_ends"] or date.max) for one in person["care_homes"]),
        "unpaid_carer": any(was_caring(one, day) for one in person["caring"]),
        "maternity": person["sex"] == "female" and any(gave_birth(stay, person, day) for stay in stays),
    }
    return {**found, "segment": segment_of(found)}


def was_caring(event: dict[str, Any], day: date) -> bool:
    """Told of by social care by `day`, and at most 12 months ago."""
    if event["client_type"].strip().lower() not in ("carer", "unpaid carer"):
        return False
    last = max(event["event_starts"], event["event_ends"] or event["event_starts"])
    return event["event_starts"] <= day and (day < last or still(last, 12, day) or day == last)


def gave_birth(stay: Stay, person: dict[str, Any], day: date) -> bool:
    last = stay.ended or stay.started
    age = age_on(person["born"], stay.started)
    return stay.maternity and 10 <= age <= 59 and stay.started <= day and (day < last or still(last, 12, day))


def segment_of(person: dict[str, Any]) -> str:
    """The library's rules, said again in Python: the first that fits."""
    age, conditions, band = person["age"], person["conditions"], person["frailty_band"]
    rules = [
        ("end-of-life", person["end_of_life"]),
        ("dementia-or-care-home", person["dementia"] or person["care_home"]),
        ("frailty", band == "high" or (band == "intermediate" and conditions >= 4)),
        ("learning-disability", person["learning_disability"]),
        ("severe-mental-illness", person["severe_mental_illness"]),
        ("maternal-and-newborn", person["maternity"] or age == 0),
        ("children-with-complex-need", 1 <= age <= 17 and (person["cancer"] or conditions >= 2)),
        ("children", 1 <= age <= 17),
        ("four-or-more-conditions", conditions >= 4),
        ("two-or-three-conditions", 2 <= conditions <= 3),
        ("one-condition", conditions == 1),
        ("generally-well", True),
    ]
    return next(name for name, fits in rules if fits)


def slow_stays(person: dict[str, Any]) -> list[dict[str, Any]]:
    """started, ended and scores of each stay of one person, stays in the order in which scores look back."""
    stays = sorted(stays_of(person["episodes"]), key=lambda stay: (stay.started, min(spell.order for spell in stay.spells)))
    return [{"started": stay.started, "ended": stay.ended, **scores_of(stay, stays)} for stay in stays]
