"""Say what kind of day a day is, and which sessions are open in a kind of week."""

from placespace.calendar.files import COLUMNS, KINDS, check_calendar, read_calendar, write_calendar
from placespace.calendar.month import MONTH_COLUMNS, month_days, month_words
from placespace.calendar.opening import OpenSlots, open_slots
from placespace.calendar.rules import RULE_FORMS, Rule, dates_of, days_in, read_rule
from placespace.calendar.slots import SLOT_MIN, SLOTS, in_slots, slot_clock, slots_between
from placespace.calendar.weeks import Calendar, bank_holidays, operational_day, planning_year

__all__ = [
    "COLUMNS",
    "KINDS",
    "MONTH_COLUMNS",
    "RULE_FORMS",
    "SLOTS",
    "SLOT_MIN",
    "Calendar",
    "OpenSlots",
    "Rule",
    "bank_holidays",
    "check_calendar",
    "dates_of",
    "days_in",
    "in_slots",
    "month_days",
    "month_words",
    "open_slots",
    "operational_day",
    "planning_year",
    "read_calendar",
    "read_rule",
    "slot_clock",
    "slots_between",
    "write_calendar",
]
