"""Venues that could be let for a session, as a partner would list them, with the hours in plain words."""

from collections import Counter
from dataclasses import dataclass

from .files import degrees
from .planted import stream
from .provision import DAY_NAMES, ROWS

HEADER = ["Venue", "Lettable hours", "Capacity", "Notes", "Postcode", "Longitude", "Latitude"]
WEEK = " ".join(DAY_NAMES)


@dataclass(frozen=True)
class Venue:
    """A venue; `reads` is what a careful person reads in `hours`, `review` why they would ask.

    Where `at` is empty the venue is one of the provision list and stands where it stands there.
    `reads` holds pairs of days and hours, as ``("Mon Tue", "17:00-22:00")``.
    """

    name: str
    hours: str
    capacity: int
    reads: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    at: tuple[int, int] | None = None
    place: str = "given"
    review: str = ""
    outside: bool = False

    @property
    def metres(self) -> tuple[int, int] | None:
        """Easting and northing; None where the list has no place."""
        if self.place == "none":
            return None
        return self.at or next(row.at for row in ROWS if row.venue == self.name and row.place != "zero")

    @property
    def lettable(self) -> list[str]:
        """One stretch a day, in order of the week, as ``"Mon 17:00-22:00"``."""
        days = [(DAY_NAMES.index(day), f"{day} {hours}") for names, hours in self.reads for day in names.split()]
        return [text for _, text in sorted(days)]


WORKDAYS = "Mon Tue Wed Thu Fri"
# fmt: off
VENUES = (
    Venue("Kelder Moor Community Centre", "Mon-Fri 17:00-22:00; Sat 10:00-16:00", 60,
        ((WORKDAYS, "17:00-22:00"), ("Sat", "10:00-16:00")), "Main hall and kitchen"),
    Venue("Moorside Gym, Kelder Moor", "Thu, Fri 18:30-22:30", 30, (("Thu Fri", "18:30-22:30"),), "Two studios"),
    Venue("Kelder Moor Green", "Daily 10:00-22:00", 20, ((WEEK, "10:00-22:00"),), "Bus stop on the green"),
    Venue("Quay End Boat Shed", "Mon-Thu 17:00-21:00; Fri, Sat 18:00-23:30", 40,
        (("Mon Tue Wed Thu", "17:00-21:00"), ("Fri Sat", "18:00-23:30"))),
    Venue("Saltgate Youth Centre", "Mon-Sat 15:00-22:00", 80, ((f"{WORKDAYS} Sat", "15:00-22:00"),)),
    Venue("Fairhythe Hub", "Daily 09:00-21:00", 100, ((WEEK, "09:00-21:00"),), "Step-free"),
    Venue("Westerholm School", "Mon-Fri 18:00-21:30", 120, ((WORKDAYS, "18:00-21:30"),), "Sports hall"),
    Venue("Larkstead Pavilion", "Tue-Sun 16:00-22:00", 50, (("Tue Wed Thu Fri Sat Sun", "16:00-22:00"),)),
    Venue("Marlscar Church Hall", "Wed, Thu, Fri 18:00-22:00; Sat 09:00-13:00", 70,
        (("Wed Thu Fri", "18:00-22:00"), ("Sat", "09:00-13:00"))),
    Venue("Hollin Scar Village Hall", "Mon, Tue, Thu 19:00-22:00", 60, (("Mon Tue Thu", "19:00-22:00"),)),
    Venue("Tanhouse Sports Hall", "Mon-Fri 16:00-22:00; Sat, Sun 09:00-18:00", 90,
        ((WORKDAYS, "16:00-22:00"), ("Sat Sun", "09:00-18:00"))),
    Venue("Fairhythe Arts House", "Thu-Sat 12:00-23:00", 45, (("Thu Fri Sat", "12:00-23:00"),)),
    # Beyond the boundary: three kilometres east of it.
    Venue("Nethermoss Village Hall", "Mon-Sun 18:00-22:00", 55, ((WEEK, "18:00-22:00"),), at=(280900, 433000),
        outside=True),
    Venue("Coopers' Institute", "ask the caretaker", 65, at=(269790, 436370), review="hours are not said"),
    Venue("Fennick Unit 4", "Mon-Fri 17:00-21:00", 25, ((WORKDAYS, "17:00-21:00"),), "Behind the retail park",
        place="none", review="no place"),
)
# fmt: on


def make_candidates() -> tuple[list[list], list[dict], Counter]:
    """Return the rows of the list, what each ought to be read as, and counts of its faults."""
    rng = stream("candidates")
    rows, reading, faults = [], [], Counter()
    for line, venue in enumerate(VENUES, start=2):
        longitude = latitude = postcode = ""
        if venue.metres:
            longitude, latitude = (f"{value:.5f}" for value in degrees(*venue.metres))
            letters = "".join(rng.choice(list("ABDEFGHJLN"), 2))
            postcode = f"FH{rng.integers(1, 9)} {rng.integers(1, 9)}{letters}"
        rows.append([venue.name, venue.hours, venue.capacity, venue.notes, postcode, longitude, latitude])
        reading.append(
            {
                "line": line,
                "venue": venue.name,
                "hours": venue.hours,
                "lettable": venue.lettable,
                "capacity": venue.capacity,
                "ask_because": venue.review,
                "coordinates": venue.place,
                "outside_the_area": venue.outside,
            }
        )
        faults["no coordinates"] += venue.place == "none"
        faults["hours cannot be read"] += not venue.reads
        faults["outside the area"] += venue.outside
    return rows, reading, faults
