"""Remember what was agreed about each place: the register, its history, and who may do what."""

from placespace.places.acting import acting, acting_as
from placespace.places.checks import Faults
from placespace.places.cycles import next_date, overdue_days
from placespace.places.door import Held
from placespace.places.merging import Merged, merged
from placespace.places.past import Change
from placespace.places.planning import SinceLast
from placespace.places.register import Register, open_register, restore_register
from placespace.places.roles import ALONE, NotAllowed, Who, check_may, may
from placespace.places.seen import YoungMap
from placespace.places.store import Conflict

__all__ = [
    "ALONE",
    "Change",
    "Conflict",
    "Faults",
    "Held",
    "Merged",
    "NotAllowed",
    "Register",
    "SinceLast",
    "Who",
    "YoungMap",
    "acting",
    "acting_as",
    "check_may",
    "may",
    "merged",
    "next_date",
    "open_register",
    "overdue_days",
    "restore_register",
]
