"""What is counted of people's paths. Counts, some of them small: they are for fitting a model, and are never published."""

from dataclasses import dataclass
from datetime import date

import polars as pl


@dataclass(frozen=True, kw_only=True, slots=True)
class Paths:
    """Counts as the records stood at the start of the day `until`. Every frame has a column `people`; days are midnights.

    `came_as`: 'emergency', 'same-day' (an emergency without a night) or 'planned'. `how`: pathway '0' to '3', 'died', 'not told' or
    'there' (had not left). `stations`: 'acute', 'home-care' (reablement included), 'rehab' (short-term place in a home), 'care-home'.
    `stays_from`, `attendances_from`, `care_from`: first day the records of each cover; None where there are none.

    a_and_e_arrivals: day, hour, admitted. a_and_e_minutes: admitted, minutes. a_and_e_presence: day, hour (people at its start).
    admissions: day, came_as, came_back, through_a_and_e, how. stay_lengths: came_as, how, before, days_to_ready, delay_days, days.
    delays: week (its Monday), came_as, pathway, delay_days. way_on: came_as, pathway, station ('' none). support_waits: came_as,
    pathway, days (28: not within 28). returns: came_as, pathway, delay_days, after_leaving, after_ready (support: 'in time', 'late',
    'none'), back_after_days, lately (left in the year before the last 30 days).
    care_lengths: station, came_from, before, days, open, to_home_care. care_starts: day, station, came_from.
    use_by_day: station, day. delayed_by_day: day, pathway. care_costs: station, pence (mean a day).
    """

    until: date
    stays_from: date
    attendances_from: date | None
    care_from: date | None
    a_and_e_arrivals: pl.DataFrame
    a_and_e_minutes: pl.DataFrame
    a_and_e_presence: pl.DataFrame
    admissions: pl.DataFrame
    stay_lengths: pl.DataFrame
    delays: pl.DataFrame
    way_on: pl.DataFrame
    support_waits: pl.DataFrame
    returns: pl.DataFrame
    care_lengths: pl.DataFrame
    care_starts: pl.DataFrame
    use_by_day: pl.DataFrame
    delayed_by_day: pl.DataFrame
    care_costs: pl.DataFrame


@dataclass(frozen=True, kw_only=True, slots=True)
class PresentOn:
    """Who was there at midnight at the start of the day `on`, as counts.

    in_hospital: came_as, days so far, ready_days (days since ready; null: not known to be). in_care: station, came_from, days.
    in_a_and_e: admitted, hours so far.
    """

    on: date
    in_hospital: pl.DataFrame
    in_care: pl.DataFrame
    in_a_and_e: pl.DataFrame
