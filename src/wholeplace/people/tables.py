"""The journey tables: what every room after `people` may know of a person. Key and characteristics, never a name."""

from collections.abc import Mapping
from dataclasses import dataclass

COMMON = {
    "person_key": ("BIGINT", "random stand-in for the person; null where the record carries no usable identity"),
    "age": ("SMALLINT", "whole years on the day that places the row"),
    "age_band": ("SMALLINT", "lower end of the European Standard Population band; null when age is unknown"),
    "sex": ("VARCHAR", "'female' or 'male'; null when not recorded"),
    "ethnic_group": ("VARCHAR", "one of the five broad groups; null when not recorded"),
    "small_area": ("VARCHAR", "small area of residence on that day; null when not known"),
    "place": ("VARCHAR", "area code at the place level, from the small area; null when not known"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class JourneyTable:
    """One journey table: its grain, its date columns and every column with SQL type and meaning.

    `counted`: measures may count from it; the others are for cohorts. `about_people`: false for what areas were exposed to.
    `varied`: text columns in which few rows say the same.
    """

    name: str
    grain: str
    dates: tuple[str, ...]
    own: Mapping[str, tuple[str, str]]
    splits: tuple[str, ...] = ()  # columns that drivers may split by, kept in the cell key
    counted: bool = True
    about_people: bool = True
    varied: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, tuple[str, str]]:
        """Every column by name: SQL type and meaning. Tables about people begin with the characteristics."""
        return {**COMMON, **self.own} if self.about_people else dict(self.own)


STAYS = JourneyTable(
    name="stays",
    grain="one continuous inpatient stay: consultant episodes joined to provider spells, spells joined over transfers "
    "between hospitals. `ended` is the first day out of the bed; null while the person is still there",
    dates=("started", "ended"),
    own={
        "stay_id": ("BIGINT", "number of the stay, stable for the same input"),
        "started": ("DATE", "day of the first admission"),
        "ended": ("DATE", "day of the last discharge; null: still there"),
        "nights": ("INTEGER", "ended - started"),
        "ended_on_weekend": ("BOOLEAN", "left on a Saturday or Sunday; null while still there"),
        "provider": ("VARCHAR", "organisation that discharged (or holds) the person"),
        "first_provider": ("VARCHAR", "organisation that first admitted the person"),
        "specialty": ("VARCHAR", "treatment function of the first episode"),
        "admitted_as": ("VARCHAR", "'emergency', 'elective', 'maternity' or 'other', by method of the first admission"),
        "day_case": ("BOOLEAN", "planned and out the same day, or a regular day or night attender"),
        "alive": ("BOOLEAN", "left alive; null while still there"),
        "self_discharge": ("BOOLEAN", "left against advice"),
        "maternity": ("BOOLEAN", "maternity or birth episode in the stay"),
        "cancer": ("BOOLEAN", "cancer or chemotherapy coded in this stay, or in any in the 365 days before it started"),
        "diagnosis": ("VARCHAR", "main ICD-10 code of the first episode, four characters, no dot"),
        "diagnoses": ("VARCHAR", "every ICD-10 code of any of its episodes, main and other, joined by semicolons; null: none coded"),
        "procedures": ("VARCHAR", "every OPCS-4 code of any of its episodes, joined by semicolons; null: none coded"),
        "falls": ("BOOLEAN", "emergency stay with a fall among its causes (code list falls)"),
        "self_harm": ("BOOLEAN", "emergency stay with self-harm among its causes (code list self-harm)"),
        "avoidable_chronic": ("BOOLEAN", "emergency stay for a chronic condition that care outside hospital can hold"),
        "avoidable_acute": ("BOOLEAN", "emergency stay for an acute condition that care outside hospital can hold"),
        "ready": ("DATE", "discharge ready date: the person no longer met the criteria to stay"),
        "delay_days": ("INTEGER", "ended - ready, at least 0; null when no ready date or still there"),
        "delay_reasons": ("VARCHAR", "every reason given, in the sender's words, joined by a semicolon; the delay itself is counted once"),
        "pathway": ("SMALLINT", "discharge pathway 0 home, 1 home with support, 2 rehabilitation bed, 3 care home; null unknown"),
        "discharged_to": ("VARCHAR", "'usual home', 'care home', 'other hospital', 'temporary', 'died' or 'other'"),
        "next_emergency_after_days": (
            "INTEGER",
            "days from `ended` to the start of the next stay, where that is an emergency and not maternity; else null",
        ),
        "care_started_after_days": (
            "INTEGER",
            "days from `ended` to the first social care service that started on or after it, within 91; else null",
        ),
        "died_after_days": ("INTEGER", "days from `ended` to death; null when alive or not known"),
        "at_home_day_91": (
            "BOOLEAN",
            "alive, not in hospital and not in a care home on day 91 after `ended`; null when day 91 is not covered",
        ),
        "learning_disability": (
            "BOOLEAN",
            "on the GP register of learning disability on the day it began; false where the person is not known",
        ),
        "severe_mental_illness": (
            "BOOLEAN",
            "on the GP register of severe mental illness on that day; false where the person is not known",
        ),
        "charlson": (
            "SMALLINT",
            "Charlson score, weights of 1987, 0 to 29: diagnoses of this stay and of stays in the 365 days before; null: no diagnosis coded",
        ),
        "charlson_2011": ("SMALLINT", "the same with the weights of Quan 2011, 0 to 24"),
        "elixhauser": ("SMALLINT", "how many of the 31 Elixhauser conditions, in the same days; null: no diagnosis coded"),
        "elixhauser_points": ("SMALLINT", "the same with the weights of van Walraven, -19 to 89"),
        "frailty_risk_score": (
            "DOUBLE",
            "Hospital Frailty Risk Score: diagnoses of this stay and of stays in the 730 days before; null: no diagnosis coded",
        ),
        "frailty_band": (
            "VARCHAR",
            "'low' (below 5), 'intermediate' (5 to 15) or 'high' (above 15) by that score; null below age 75, where it is not validated",
        ),
    },
    splits=("provider", "pathway"),
    varied=("diagnoses", "procedures"),
)

ATTENDANCES = JourneyTable(
    name="attendances",
    grain="one attendance at an emergency department or urgent treatment centre",
    dates=("arrived",),
    own={
        "attendance_id": ("BIGINT", "number of the attendance"),
        "arrived": ("DATE", "day of arrival"),
        "arrived_hour": ("SMALLINT", "hour of the day of arrival, 0 to 23"),
        "minutes": ("INTEGER", "arrival to departure; null when either time is missing or out of order"),
        "provider": ("VARCHAR", "organisation"),
        "department_type": ("VARCHAR", "'1' major, '2' single specialty, '3' other or minor, '4' walk-in, '5' same day emergency care"),
        "planned": ("BOOLEAN", "a planned follow-up attendance, not a first one"),
        "admitted": ("BOOLEAN", "admitted to a bed of the same provider"),
        "visits_in_12_months": (
            "INTEGER",
            "unplanned visits of the person in the 365 days to this one, itself included; null: planned, person not known, or not covered",
        ),
    },
    splits=("provider",),
)

CONTACTS = JourneyTable(
    name="contacts",
    grain="one contact of a person with a service outside a hospital bed",
    dates=("happened",),
    own={
        "contact_id": ("BIGINT", "number of the contact"),
        "happened": ("DATE", "day of the contact"),
        "setting": ("VARCHAR", "'gp', 'community', 'mental health' or '111'"),
        "provider": ("VARCHAR", "organisation"),
        "team": ("VARCHAR", "team or service within it"),
        "kind": ("VARCHAR", "'contact', 'assessment', 'review', 'health check' ..."),
        "attended": ("BOOLEAN", "the person was seen, spoken to or called; false: did not attend"),
        "first_of_referral": ("BOOLEAN", "the first attended contact of its referral"),
        "waited_days": ("INTEGER", "referral to this contact; null when no referral date"),
        "repeats_another_team": (
            "BOOLEAN",
            "attended assessment of a known person whom another team, NHS or council, assessed in the 28 days before; null: no such assessment",
        ),
    },
    splits=("provider", "setting"),
)

CARE = JourneyTable(
    name="care",
    grain="one social care service of one person, from start to end; repeated yearly records of one service joined",
    dates=("starts", "ends"),
    own={
        "care_id": ("BIGINT", "number of the care package"),
        "starts": ("DATE", "first day of the service"),
        "ends": ("DATE", "first day without it; null: goes on"),
        "service": (
            "VARCHAR",
            "'home care', 'reablement', 'residential', 'nursing', 'day', 'direct payment', 'equipment', 'carer support' or 'other'",
        ),
        "long_term": ("BOOLEAN", "long-term support, as client-level data defines it"),
        "client_group": (
            "VARCHAR",
            "'older people', 'learning disability', 'mental health', 'physical' or 'other', by age 65 and primary support reason",
        ),
        "new_care_home": ("BOOLEAN", "first long-term residential or nursing placement of the person: moves between homes do not count"),
        "after_hospital": ("BOOLEAN", "started within 7 days of leaving hospital"),
        "at_home_day_91": (
            "BOOLEAN",
            "91 days after the hospital discharge that came before: alive, not in hospital, not in a care home; null when not after hospital or not covered",
        ),
        "weekly_pence": ("BIGINT", "planned cost a week in pence; null when not given"),
        "led_to_long_term": (
            "BOOLEAN",
            "short-term service that ended: long-term support of the person began within 28 days of its end, or during it; null: person "
            "not known, long-term support before it, or the 28 days are not covered",
        ),
    },
    splits=("service",),
)

REGISTER_MONTHS = JourneyTable(
    name="register_months",
    grain="one person on one register in one month",
    dates=("month",),
    own={
        "month": ("DATE", "first day of the month"),
        "register": ("VARCHAR", "'learning disability', 'severe mental illness' or 'unpaid carer'"),
        "checked_in_12_months": ("BOOLEAN", "had the check or review of that register in the 12 months to the end of the month"),
    },
    splits=("register",),
)

SUPPORT = JourneyTable(
    name="support",
    grain="one person's support by a voluntary organisation that ended",
    dates=("ended",),
    own={
        "support_id": ("BIGINT", "number of the support"),
        "started": ("DATE", "first day"),
        "ended": ("DATE", "last day"),
        "organisation": ("VARCHAR", "voluntary organisation"),
        "activity": ("VARCHAR", "what was offered, in the organisation's words"),
        "loneliness_before": ("SMALLINT", "UCLA 3-item score at the start, 3 (hardly ever) to 9 (often)"),
        "loneliness_after": ("SMALLINT", "the same at the end"),
    },
    splits=("organisation",),
)

PERSON_SEGMENTS = JourneyTable(
    name="person_segments",
    grain="one resident and one run of months in which their home, age band, segment and scores stay the same; on the first day "
    "of each month a resident is in exactly one row. Neighbouring rows may say the same",
    dates=("valid_from", "valid_to"),
    own={
        "valid_from": ("DATE", "first day of the first month of the run; age is as on it"),
        "valid_to": ("DATE", "first day of the first month after the run, never null: a run that goes on ends with the months counted"),
        "segment": ("VARCHAR", "the one segment of the person, such as 'frailty' or 'generally-well' ...; a place may have its own"),
        "conditions": (
            "SMALLINT",
            "how many of the 37 conditions of the Cambridge score can be seen in hospital records and registers; null: nobody known",
        ),
        "cambridge_multimorbidity": (
            "DOUBLE",
            "Cambridge Multimorbidity Score, general outcome, 20 conditions: what can be seen of it; null: nobody known",
        ),
        "frailty_risk_score": (
            "DOUBLE",
            "Hospital Frailty Risk Score of the 24 months before; null below age 75, where it is not validated",
        ),
        "frailty_band": ("VARCHAR", "'low' (below 5), 'intermediate' (5 to 15) or 'high' (above 15); null below age 75"),
        "learning_disability": ("BOOLEAN", "on the GP register, or coded by a hospital"),
        "severe_mental_illness": ("BOOLEAN", "on the GP register, or psychosis or bipolar disorder coded by a hospital"),
        "unpaid_carer": (
            "BOOLEAN",
            "cares unpaid for somebody: on the GP register, or told by social care in the 12 months before; never paid staff",
        ),
        "dementia": ("BOOLEAN", "coded by a hospital, now or before"),
        "cancer": ("BOOLEAN", "coded by a hospital in the 60 months before; skin cancers other than melanoma are left out"),
        "care_home": ("BOOLEAN", "in a residential or nursing home, as social care tells it"),
        "end_of_life": ("BOOLEAN", "palliative care coded by a hospital in the 12 months before; later deaths are not used"),
        "maternity": ("BOOLEAN", "woman or girl aged 10 to 59 with a maternity stay in the 12 months before"),
    },
    splits=("segment", "frailty_band"),
    counted=False,
)

PERSON_MONTHS = JourneyTable(
    name="person_months",
    grain="people living in one small area in one month, by age band, under 18 or not, sex and ethnic group; one row a cell, not a person",
    dates=("month",),
    own={
        "month": ("DATE", "first day of the month; people are counted as on that day"),
        "under_18": ("BOOLEAN", "under 18 on that day; it splits the band 15 to 19, and is part of the grain"),
        "people": ("DOUBLE", "people"),
    },
)

REGISTERED_MONTHS = JourneyTable(
    name="registered_months",
    grain="people registered with one GP surgery in one month, wherever they live, by age band, under 18 or not, sex and ethnic group; "
    "one row a cell, not a person",
    dates=("month",),
    own={
        "month": ("DATE", "first day of the month; people are counted as on that day"),
        "under_18": ("BOOLEAN", "under 18 on that day; it splits the band 15 to 19, and is part of the grain"),
        "practice": ("VARCHAR", "code of the GP surgery"),
        "people": ("DOUBLE", "people"),
    },
    counted=False,
)

BIRTHS = JourneyTable(
    name="births",
    grain="one live or still birth of one baby, who is the person; a birth that two feeds tell of counts once",
    dates=("born",),
    own={
        "birth_id": ("BIGINT", "number of the birth"),
        "born": ("DATE", "day of birth"),
        "mother_key": ("BIGINT", "random stand-in for the mother; null where the record names nobody known"),
        "live": ("BOOLEAN", "born alive; null when not recorded"),
        "weight_grams": ("INTEGER", "weight at birth"),
        "gestation_weeks": ("SMALLINT", "whole weeks of pregnancy"),
        "low_birth_weight": ("BOOLEAN", "under 2,500 grams; null when not weighed"),
        "preterm": ("BOOLEAN", "before 37 whole weeks; null when not recorded"),
        "low_birth_weight_at_term": ("BOOLEAN", "under 2,500 grams at 37 weeks or later; null before, or when either is not recorded"),
        "birth_order": ("SMALLINT", "1 for the first of twins or more"),
        "one_of_several": ("BOOLEAN", "the mother had another baby on that day or the days beside it; null when the mother is not known"),
        "provider": ("VARCHAR", "organisation"),
        "conceived": ("DATE", "first day of the pregnancy, as `born` less the whole weeks; null when not recorded"),
        "mother_age": ("SMALLINT", "whole years of the mother on the day of birth"),
        "mother_small_area": ("VARCHAR", "where the mother lived on the day of birth: the person list, else the home given with the birth"),
        "mother_died_after_days": ("INTEGER", "days from the birth to the mother's death; null when alive or not known"),
    },
    splits=("provider",),
)

ANSWERS = JourneyTable(
    name="answers",
    grain="one person's answer to one question, or one reading taken of them",
    dates=("answered",),
    own={
        "answer_id": ("BIGINT", "number of the answer"),
        "answered": ("DATE", "day of the answer"),
        "survey": ("VARCHAR", "survey or source that asked"),
        "question": ("VARCHAR", "what was asked, in the sender's short name"),
        "value": ("DOUBLE", "the answer as a number, where it is one"),
        "said": ("VARCHAR", "the answer as a text, where it is one"),
    },
    splits=("survey",),
)

BOOKINGS = JourneyTable(
    name="bookings",
    grain="one appointment that was booked, whatever came of it",
    dates=("booked", "starts"),
    own={
        "booking_id": ("BIGINT", "number of the booking"),
        "booked": ("DATE", "day it was booked"),
        "starts": ("DATE", "day of the appointment"),
        "waited_days": ("INTEGER", "days from booking to appointment"),
        "provider": ("VARCHAR", "organisation that keeps the slot"),
        "service": ("VARCHAR", "service, in the sender's words"),
        "slot_kind": ("VARCHAR", "what the slot was kept for: '111', 'routine', 'urgent' or 'overbooked'"),
        "booked_by": ("VARCHAR", "'111', 'resident', 'carer', 'provider', 'link worker' or 'hospital'"),
        "state": ("VARCHAR", "'booked', 'attended', 'did not attend', 'cancelled' or 'cancelled by provider'"),
        "emergency_after_days": (
            "INTEGER", "days from the appointment to the person's next attendance at an emergency department; null when there is none",
        ),
    },
    splits=("provider", "booked_by"),
)  # fmt: skip

REFERRALS = JourneyTable(
    name="referrals",
    grain="one referral, from the day it was made until its outcome",
    dates=("referred", "ended"),
    own={
        "referral_id": ("BIGINT", "number of the referral"),
        "referred": ("DATE", "day it was made"),
        "answered": ("DATE", "day it was taken on or declined; null: not yet"),
        "accepted": ("BOOLEAN", "it was taken on; null: not answered yet"),
        "first_seen": ("DATE", "day of the first contact that came of it; null: none yet"),
        "waited_days": ("INTEGER", "days from the referral to the first contact; null: none yet"),
        "ended": ("DATE", "day it ended; null: goes on"),
        "outcome": ("VARCHAR", "how it ended: 'helped', 'partly helped', 'not helped', 'did not come', 'declined' ..."),
        "provider": ("VARCHAR", "organisation that was asked first"),
        "referred_by": ("VARCHAR", "'self', 'carer', 'gp', '111', 'hospital', 'social care', 'voluntary' or 'link worker'"),
        "need": ("VARCHAR", "what for, in the place's own words"),
        "organisations": ("SMALLINT", "how many organisations took part"),
        "loneliness_before": ("SMALLINT", "UCLA 3-item score before, 3 to 9"),
        "loneliness_after": ("SMALLINT", "UCLA 3-item score after, 3 to 9"),
    },
    splits=("provider", "referred_by"),
)

TENANCIES = JourneyTable(
    name="tenancies",
    grain="one person's tenancy of one home",
    dates=("starts",),
    own={
        "tenancy_id": ("BIGINT", "number of the tenancy"),
        "starts": ("DATE", "first day"),
        "ends": ("DATE", "first day no longer a tenant; null: goes on"),
        "landlord": ("VARCHAR", "organisation that lets the home"),
        "tenure": ("VARCHAR", "kind of tenancy, in the sender's words"),
        "damp_or_mould": ("BOOLEAN", "damp or mould is recorded of the home; null when nobody looked"),
    },
    splits=("landlord",),
)

HOMES = JourneyTable(
    name="homes",
    grain="one person's residence in one small area for one span of days; a person's spans never overlap",
    dates=("starts",),
    own={
        "home_id": ("BIGINT", "number of the span"),
        "starts": ("DATE", "first day there; 1900-01-01 when the list gives none"),
        "ends": ("DATE", "first day no longer there, by move or death; null: still there"),
        "born_month_no": ("INTEGER", "first month on whose first day the person was born, as year * 12 + month - 1; ages follow from it"),
        "learning_disability": ("BOOLEAN", "on the learning disability register"),
        "severe_mental_illness": ("BOOLEAN", "on the severe mental illness register"),
        "unpaid_carer": ("BOOLEAN", "known to the practice as an unpaid carer"),
        "practice": ("VARCHAR", "code of the GP surgery where the person was registered on those days; null when not known"),
    },
    counted=False,
)

DEATHS = JourneyTable(
    name="deaths",
    grain="one person who died, as the person list or another record tells",
    dates=("died",),
    own={"died": ("DATE", "day of death")},
)

EXPOSURES = JourneyTable(
    name="exposures",
    grain="one value of one exposure in one small area for one span of days; the spans of one exposure in one unit never overlap",
    dates=("starts",),
    own={
        "exposure": ("VARCHAR", "what people there were exposed to, in the sender's words"),
        "unit": ("VARCHAR", "unit of the value"),
        "small_area": ("VARCHAR", "small area, by the code that stands today"),
        "starts": ("DATE", "first day of the value"),
        "ends": ("DATE", "first day for which it no longer stands"),
        "value": ("DOUBLE", "the value; where several stand on one day (areas now one), their mean"),
    },
    counted=False,
    about_people=False,
)

_COSTS = {
    "hospital_pence": ("BIGINT", "share of what was spent on hospitals and their emergency departments, in pence"),
    "community_pence": (
        "BIGINT",
        "the same of what was spent outside them: community and mental health services, GP services, voluntary support, public health",
    ),
    "care_pence": ("BIGINT", "the same of what was spent on social care"),
    "pence": ("BIGINT", "all three"),
}

COSTS = JourneyTable(
    name="costs",
    grain="one person's share in one month of what partners spent on the services that the person used; money that no use on record can "
    "take has a row of nobody, in its place and month. All rows together are all that was spent",
    dates=("month",),
    own={
        "month": ("DATE", "first day of the month"),
        "followed": ("BOOLEAN", "somebody's use stands behind it; false for money that no use on record can take"),
        **_COSTS,
    },
)

PATH_COSTS = JourneyTable(
    name="path_costs",
    grain="one person's path: an emergency stay that they left alive, the first in 91 days, and the 91 days after it",
    dates=("finished",),
    own={
        "path_id": ("BIGINT", "number of the stay with which it began"),
        "started": ("DATE", "day of that admission"),
        "ended": ("DATE", "day of leaving hospital"),
        "finished": ("DATE", "first day after the path, 91 days after leaving"),
        "pathway": ("SMALLINT", "discharge pathway 0 home, 1 home with support, 2 rehabilitation bed, 3 care home; null unknown"),
        "path": (
            "VARCHAR",
            "'hospital alone', 'hospital and community', 'hospital and social care' or 'hospital, community and social care'; a GP surgery "
            "alone does not make it community",
        ),
        **_COSTS,
    },
    splits=("path", "pathway"),
)

JOURNEY_TABLES = {
    table.name: table
    for table in (
        STAYS, ATTENDANCES, CONTACTS, CARE, REGISTER_MONTHS, SUPPORT, PERSON_MONTHS, REGISTERED_MONTHS, BIRTHS, ANSWERS, TENANCIES,
        BOOKINGS, REFERRALS,
        HOMES, DEATHS, PERSON_SEGMENTS, COSTS, PATH_COSTS,
    )
}  # fmt: skip
