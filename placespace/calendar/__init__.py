"""Say what kind of day a day is, and which sessions are open in a kind of week."""

from placespace.calendar.files import COLUMNS, KINDS, check_calendar, read_calendar, write_calendar
from placespace.calendar.opening import OpenSlots, open_slots
from placespace.calendar.slots import SLOT_MIN, SLOTS, in_slots, slot_clock, slots_between
from placespace.calendar.weeks import Calendar, bank_holidays, operational_day, planning_year

__all__ = [
    "COLUMNS",
    "KINDS",
    "SLOTS",
    "SLOT_MIN",
    "Calendar",
    "OpenSlots",
    "bank_holidays",
    "check_calendar",
    "in_slots",
    "open_slots",
    "operational_day",
    "planning_year",
    "read_calendar",
    "slot_clock",
    "slots_between",
    "write_calendar",
]
