"""Clocks: working and clear days in England, notice before a decision, and the time in which it can be called in."""

from wholeplace.agreement.clocks.call_in import CallIn, CallInRule, CallInState, call_in_state, problems_of_call_in, window_closes
from wholeplace.agreement.clocks.councils import call_in_rules
from wholeplace.agreement.clocks.days import (
    DayKind,
    bank_holidays,
    clear_days_between,
    earliest_event,
    is_working_day,
    latest_notice,
    working_day_after,
)
from wholeplace.agreement.clocks.months import last_day_of, months_after
from wholeplace.agreement.clocks.notice import Notice, NoticeRule, earliest_decision, notice_rules, problems_of_notice

__all__ = [
    "CallIn", "CallInRule", "CallInState", "DayKind", "Notice", "NoticeRule", "bank_holidays", "call_in_rules", "call_in_state",
    "clear_days_between", "earliest_decision", "earliest_event", "is_working_day", "last_day_of", "latest_notice", "months_after",
    "notice_rules", "problems_of_call_in", "problems_of_notice", "window_closes", "working_day_after",
]  # fmt: skip
