"""The received tables: the columns every contract maps its files to. What identifies a person is parted from them as they
are written, so people-level tables hold numbers in its place; `people` alone can say whose. `spend` and `published` are about
nobody and are read by `measures` too."""

from collections.abc import Mapping
from dataclasses import dataclass

WHO_IT_IS = ("nhs_number", "local_id", "given_name", "family_name", "birth_date", "postcode", "address", "uprn")
"""What says who a person is."""

MOTHER = {
    "mother_nhs_number": "nhs_number",
    "mother_local_id": "local_id",
    "mother_given_name": "given_name",
    "mother_family_name": "family_name",
    "mother_birth_date": "birth_date",
}
"""Where a record names a second person, a baby's mother: its columns, and which of WHO_IT_IS each one is."""

IDENTIFIERS = (*WHO_IT_IS, *MOTHER)
"""Columns whose values are never shown in a letter, a log, a receipt or a quarantine report."""


PSEUDONYM = "pseudonym:"
"""What an nhs_number begins with when the sender gives an id of its own instead, the same in all of its feeds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceivedTable:
    """One received table: grain, columns with SQL types, and the date that places a row in a month of coverage."""

    name: str
    grain: str
    dated_by: str
    columns: Mapping[str, str]
    about_people: bool = True

    @property
    def kept(self) -> dict[str, str]:
        """The columns as they are written: those that identify nobody, and the number of the identity that each row carries.

        `identity_no` (and `mother_no`, where the record names a mother) counts the identities of one feed, in the vault. Null:
        the row says nothing of who it is.
        """
        if not self.about_people:
            return dict(self.columns)
        numbers = ("identity_no", *(("mother_no",) if any(name in self.columns for name in MOTHER) else ()))
        return {name: kind for name, kind in self.columns.items() if name not in IDENTIFIERS} | dict.fromkeys(numbers, "BIGINT")


_WHO = {
    "nhs_number": "VARCHAR",
    "local_id": "VARCHAR",
    "given_name": "VARCHAR",
    "family_name": "VARCHAR",
    "birth_date": "DATE",
    "postcode": "VARCHAR",
    "address": "VARCHAR",
    "uprn": "VARCHAR",
    "sex": "VARCHAR",
    "ethnic_group": "VARCHAR",
    "small_area": "VARCHAR",
}
"""On every people-level table. small_area as the sender gave it; `people` prefers the person list's."""

PERSONS = ReceivedTable(
    name="persons",
    grain="one person's residence and registration for one span of days",
    dated_by="starts",
    columns={
        **_WHO, "practice": "VARCHAR",
        "starts": "DATE", "ends": "DATE", "died": "DATE",
        "learning_disability": "BOOLEAN", "severe_mental_illness": "BOOLEAN", "unpaid_carer": "BOOLEAN",
    },
)  # fmt: skip
EPISODES = ReceivedTable(
    name="episodes",
    grain="one consultant episode",
    dated_by="discharged",
    columns={
        **_WHO, "age_given": "SMALLINT", "provider": "VARCHAR", "site": "VARCHAR", "spell_id": "VARCHAR", "episode_id": "VARCHAR", "episode_order": "SMALLINT",
        "episode_starts": "DATE", "episode_ends": "DATE", "admitted": "DATE", "discharged": "DATE",
        "admission_method": "VARCHAR", "admission_source": "VARCHAR", "discharge_method": "VARCHAR", "discharge_destination": "VARCHAR",
        "patient_class": "VARCHAR", "specialty": "VARCHAR", "diagnoses": "VARCHAR", "operations": "VARCHAR",
        "ready": "DATE", "pathway": "SMALLINT", "delay_reasons": "VARCHAR",
    },
)  # fmt: skip
"""Codes are the NHS Data Dictionary's (admission_method '21' ... ). `diagnoses`: ICD-10 codes, main first, joined by ';'."""
EMERGENCY_CARE = ReceivedTable(
    name="emergency_care",
    grain="one attendance at an emergency department",
    dated_by="arrived_at",
    columns={
        **_WHO, "age_given": "SMALLINT", "provider": "VARCHAR", "site": "VARCHAR", "attendance_ref": "VARCHAR", "department_type": "VARCHAR", "attendance_category": "VARCHAR",
        "arrived_at": "TIMESTAMP", "departed_at": "TIMESTAMP", "disposal": "VARCHAR", "diagnoses": "VARCHAR",
    },
)  # fmt: skip
SOCIAL_CARE = ReceivedTable(
    name="social_care",
    grain="one event of adult social care client-level data (request, assessment, service or review)",
    dated_by="event_starts",
    columns={
        **_WHO, "council": "VARCHAR", "event_ref": "VARCHAR", "client_type": "VARCHAR", "support_reason": "VARCHAR",
        "event_type": "VARCHAR", "event_starts": "DATE", "event_ends": "DATE", "event_outcome": "VARCHAR",
        "service_type": "VARCHAR", "service_component": "VARCHAR", "delivery_mechanism": "VARCHAR", "accommodation": "VARCHAR",
        "unit_cost_pence": "BIGINT", "cost_unit": "VARCHAR", "units_per_week": "DOUBLE", "died": "DATE",
    },
)  # fmt: skip
CONTACTS = ReceivedTable(
    name="contacts",
    grain="one contact",
    dated_by="happened",
    columns={
        **_WHO, "provider": "VARCHAR", "contact_ref": "VARCHAR", "setting": "VARCHAR", "team": "VARCHAR", "kind": "VARCHAR",
        "referred": "DATE", "referral_ref": "VARCHAR", "happened": "DATE", "attended": "BOOLEAN",
    },
)  # fmt: skip
VOLUNTARY_ACTIVITY = ReceivedTable(
    name="voluntary_activity",
    grain="one person's support by one voluntary organisation",
    dated_by="started",
    columns={
        **_WHO, "organisation": "VARCHAR", "activity_ref": "VARCHAR",
        "activity": "VARCHAR", "started": "DATE", "ended": "DATE", "loneliness_before": "SMALLINT", "loneliness_after": "SMALLINT",
    },
)  # fmt: skip
TENANCIES = ReceivedTable(
    name="tenancies",
    grain="one person's tenancy of one home",
    dated_by="starts",
    columns={
        **_WHO, "landlord": "VARCHAR", "tenancy_ref": "VARCHAR", "tenure": "VARCHAR", "damp_or_mould": "BOOLEAN", "starts": "DATE", "ends": "DATE",
    },
)  # fmt: skip
BOOKINGS = ReceivedTable(
    name="bookings",
    grain="one appointment that was booked, whatever came of it",
    dated_by="booked",
    columns={
        **_WHO, "provider": "VARCHAR", "booking_ref": "VARCHAR", "service": "VARCHAR", "slot_kind": "VARCHAR", "booked_by": "VARCHAR",
        "booked": "DATE", "starts": "DATE", "state": "VARCHAR",
    },
)  # fmt: skip
"""`slot_kind`: what the slot was kept for, '111', 'routine', 'urgent' or 'overbooked'. `booked_by`: a kind, never a person. `state`:
'booked', 'attended', 'did not attend', 'cancelled' or 'cancelled by provider'."""
REFERRALS = ReceivedTable(
    name="referrals",
    grain="one referral, from the day it was made until its outcome",
    dated_by="referred",
    columns={
        **_WHO, "provider": "VARCHAR", "referral_ref": "VARCHAR", "referred_by": "VARCHAR", "need": "VARCHAR", "referred": "DATE",
        "answered": "DATE", "accepted": "BOOLEAN", "first_seen": "DATE", "ended": "DATE", "outcome": "VARCHAR", "organisations": "SMALLINT",
        "loneliness_before": "SMALLINT", "loneliness_after": "SMALLINT",
    },
)  # fmt: skip
"""`provider`: who was asked first. `referred_by`: a kind, never a person. `organisations`: how many took part."""
BIRTHS = ReceivedTable(
    name="births",
    grain="one live or still birth of one baby; the columns without `mother_` are the baby's",
    dated_by="born",
    columns={
        **_WHO, "mother_nhs_number": "VARCHAR", "mother_local_id": "VARCHAR", "mother_given_name": "VARCHAR", "mother_family_name": "VARCHAR",
        "mother_birth_date": "DATE", "provider": "VARCHAR", "birth_ref": "VARCHAR", "born": "DATE", "live": "BOOLEAN",
        "weight_grams": "INTEGER", "gestation_weeks": "SMALLINT", "birth_order": "SMALLINT",
    },
)  # fmt: skip
ANSWERS = ReceivedTable(
    name="answers",
    grain="one person's answer to one question of one survey, or one reading taken of them (diet, exercise, smoking, mood)",
    dated_by="answered",
    columns={**_WHO, "survey": "VARCHAR", "question": "VARCHAR", "answered": "DATE", "value": "DOUBLE", "said": "VARCHAR"},
)  # fmt: skip
OPT_OUTS = ReceivedTable(
    name="opt_outs",
    grain="one person's objection to one use of their records, for one span of days",
    dated_by="starts",
    columns={**_WHO, "kind": "VARCHAR", "purpose": "VARCHAR", "starts": "DATE", "ends": "DATE", "list_date": "DATE"},
)  # fmt: skip
"""`kind`: 'national' (national data opt-out), 'local', or 'cleared' (the check gave the number back, so no national opt-out
stands); any other text is an objection that stands. `purpose`: 'planning', 'research' or 'direct care'. `list_date`: the day
the list was drawn up or checked."""
SPEND = ReceivedTable(
    name="spend",
    grain="spend of one organisation on one line in one month",
    dated_by="month",
    columns={
        "organisation": "VARCHAR", "area": "VARCHAR", "setting": "VARCHAR", "line": "VARCHAR", "client_group": "VARCHAR", "month": "DATE", "pence": "BIGINT",
    },
    about_people=False,
)  # fmt: skip
"""`area`: a place or system code. `setting`: 'hospital', 'emergency', 'community', 'mental health', 'primary', 'social care', 'voluntary', 'public health'."""
PUBLISHED = ReceivedTable(
    name="published",
    grain="one published value: indicator, definition, area, period and group",
    dated_by="starts",
    columns={
        "indicator": "VARCHAR", "definition_id": "VARCHAR", "area": "VARCHAR", "area_name": "VARCHAR", "starts": "DATE", "ends": "DATE",
        "sex": "VARCHAR", "age": "VARCHAR", "split": "VARCHAR", "group": "VARCHAR",
        "value": "DOUBLE", "lower": "DOUBLE", "upper": "DOUBLE", "numerator": "DOUBLE", "denominator": "DOUBLE", "unit": "VARCHAR",
    },
    about_people=False,
)  # fmt: skip
"""`split`/`group`: 'all'/'all', or 'deprivation'/'1'..'5', 'sex'/'female' ... . `starts`/`ends`: ends is the first day after."""

EXPOSURES = ReceivedTable(
    name="exposures",
    grain="one value of one exposure in one small area for one span of days",
    dated_by="starts",
    columns={"exposure": "VARCHAR", "small_area": "VARCHAR", "starts": "DATE", "ends": "DATE", "value": "DOUBLE", "unit": "VARCHAR"},
    about_people=False,
)  # fmt: skip
"""`ends`: the first day for which the value no longer stands."""

FUND_BOOKS = ReceivedTable(
    name="fund_books",
    grain="one figure of a fund's books: what was spent on one line in one month, or is forecast for it",
    dated_by="month",
    columns={
        "fund": "VARCHAR", "line": "VARCHAR", "month": "DATE", "kind": "VARCHAR", "pence": "BIGINT", "units": "BIGINT", "reference": "VARCHAR",
    },
    about_people=False,
)  # fmt: skip
"""`kind`: 'spent' or 'forecast'. `units`: how much was bought, where the provider tells. `reference`: the receipt, such as a ledger's batch."""

RECEIVED_TABLES = {
    table.name: table
    for table in (
        PERSONS, EPISODES, EMERGENCY_CARE, SOCIAL_CARE, CONTACTS, VOLUNTARY_ACTIVITY, BOOKINGS, REFERRALS, TENANCIES, BIRTHS, ANSWERS, OPT_OUTS,
        SPEND, PUBLISHED, EXPOSURES, FUND_BOOKS,
    )
}  # fmt: skip
