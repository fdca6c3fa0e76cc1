"""A referral over its whole life: it never ends without an outcome, and whoever waits for the next step is told. Rules only."""

from wholeplace.service.referral.about_me import Heading, headings, written
from wholeplace.service.referral.attending import SmallStep, Tally, refuse_step, starts, tally
from wholeplace.service.referral.carers import CarerOffer, Caring, age_on, offers_for, problems_of_caring
from wholeplace.service.referral.checking import check_referral_files
from wholeplace.service.referral.clocks import Attention, Case, Clocks, StateClock, Trouble, attention_of, is_progress, overdue, read_clocks
from wholeplace.service.referral.in_fhir import InFhir, event_of_request_status, event_of_task_status, fhir_status_of
from wholeplace.service.referral.lifecycle import LEADS_TO, drafted, next_life, possible, problems_of
from wholeplace.service.referral.messages import About, Message, message_back
from wholeplace.service.referral.reasons import outcomes_for, reasons_for, said
from wholeplace.service.referral.scores import Change, Instrument, When, changes, instruments, total, values_of
from wholeplace.service.referral.shapes import (
    ENDED,
    RESIDENT,
    Agreed,
    Asked,
    Event,
    Happening,
    Life,
    Outcome,
    Source,
    State,
    Urgency,
)

__all__ = [
    "ENDED", "LEADS_TO", "RESIDENT", "About", "Agreed", "Asked", "Attention", "CarerOffer", "Caring", "Case", "Change", "Clocks", "Event",
    "Happening", "Heading", "InFhir", "Instrument", "Life", "Message", "Outcome", "SmallStep", "Source", "State", "StateClock", "Tally",
    "Trouble", "Urgency", "When", "age_on", "attention_of", "changes", "check_referral_files", "drafted",
    "event_of_request_status", "event_of_task_status",
    "fhir_status_of", "headings", "instruments", "is_progress", "message_back", "next_life", "offers_for", "outcomes_for", "overdue",
    "possible", "problems_of", "problems_of_caring", "read_clocks", "reasons_for", "refuse_step", "said", "starts", "tally", "total",
    "values_of", "written",
]  # fmt: skip
