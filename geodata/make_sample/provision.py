"""The youth service's own list, as such lists are: several sessions in a cell, staff beside it."""

from collections import Counter
from dataclasses import dataclass

from .files import degrees
from .names import mobile, person
from .planted import stream

HEADER = ["Activity", "Venue", "When", "Ages", "Provider", "Contact", "Notes", "Postcode", "Latitude", "Longitude"]
SERVICE = "Fairhythe Youth Service"
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Youngest and oldest that a careful person reads; None is not said, or open at that end.
AGES_READ = {
    "": (None, None),
    "10+": (10, None),
    "10-17": (10, 17),
    "10½-14": (10, 14),
    "11-15": (11, 15),
    "11-16": (11, 16),
    "11-17": (11, 17),
    "11-18": (11, 18),
    "11-19": (11, 19),
    "11-25": (11, 25),
    "12-17": (12, 17),
    "12-20": (12, 20),
    "13 - 17 years": (13, 17),
    "13-18": (13, 18),
    "13-19": (13, 19),
    "13-19yrs": (13, 19),
    "14 plus": (14, None),
    "14-24": (14, 24),
    "16-25": (16, 25),
    "5-11": (5, 11),
    "8 to 14": (8, 14),
    "8-18": (8, 18),
    "8–18": (8, 18),
    "all ages": (None, None),
    "All young people": (None, None),
    "any": (None, None),
    "Girls 11-15": (11, 15),
    "U14s": (None, 13),
    "Under 12's": (None, 11),
    "Y7+": (11, None),
    "Yr 7 - Yr 11": (11, 16),
}
# What a careful person takes a session to be from its words; a club that only books or does not say is not stated.
KINDS_READ = {
    "open access": ("Youth club", "Open access club", "After school drop-in", "Youth café", "Advice drop-in"),
    "outreach": ("Youth bus", "Detached youth work", "Detached team"),
    "sport": (
        "Junior boxing",
        "Saturday football",
        "Street games",
        "Skate jam",
        "Five-a-side",
        "Netball",
        "Mobile climbing wall",
    ),
    "uniformed": ("Beach patrol cadets", "Scouts", "Air cadets"),
    "targeted": ("Girls' group", "LGBT+ youth group", "Young carers", "Targeted mentoring"),
}
MONTHS_READ = {"Not December or January": (2, 3, 4, 5, 6, 7, 8, 9, 10, 11)}


@dataclass(frozen=True)
class Row:
    """A line of the list; `reads` is what a careful person reads in `when`, `review` why they would ask.

    `reads` holds sessions as ``"Tue 18:00-20:00"`` with the weeks after it where the list says them.
    """

    activity: str
    venue: str
    when: str
    ages: str
    provider: str
    at: tuple[int, int] | None
    reads: tuple[str, ...] = ()
    review: str = ""
    notes: str = ""
    place: str = "given"

    @property
    def ages_read(self) -> tuple[int | None, int | None]:
        """Youngest and oldest; None where it is not said, or open."""
        return AGES_READ[self.ages]

    @property
    def kind(self) -> str:
        """Open access, outreach, sport, uniformed, targeted or not stated."""
        return next((kind for kind, names in KINDS_READ.items() if self.activity in names), "not stated")

    @property
    def months(self) -> tuple[int, ...]:
        """Months of the year it runs in; empty for all."""
        seasonal = any("April-September" in text for text in self.reads)
        return (4, 5, 6, 7, 8, 9) if seasonal else MONTHS_READ.get(self.notes, ())


def days(names: str, hours: str, weeks: str = "") -> tuple[str, ...]:
    """Return one session a day, as ``days("Mon Tue", "15:30-17:00")``."""
    return tuple(f"{day} {hours} {weeks}".strip() for day in names.split())


# Every session within a 15 minutes' walk of Kelder Moor Green ends by 20:00.
# fmt: off
# Activity, venue, when, ages, provider, place in metres, what it reads as, why one would ask.
ROWS = (
    Row("Youth club", "Kelder Moor Community Centre", "Tues & Thurs 6-8 term time only", "11-16", SERVICE,
        (274330, 431120), days("Tue Thu", "18:00-20:00", "term")),
    Row("Homework club", "Kelder Moor Library", "Mon-Thu 3.30-5", "8–18", "Fairhythe Libraries", (273750, 431480),
        days("Mon Tue Wed Thu", "15:30-17:00")),
    Row("Junior boxing", "Moorside Gym, Kelder Moor", "Mon, Wed 17:30-19:00", "13-19yrs", "Moorside Boxing",
        (274650, 430800), days("Mon Wed", "17:30-19:00")),
    Row("Girls' group", "Kelder Moor Community Centre", "Wednesday 4pm-6pm", "Girls 11-15", SERVICE, (274330, 431120),
        days("Wed", "16:00-18:00")),
    Row("Saturday football", "Kelder Moor Green", "Sat 10am - 12 noon", "Under 12's", "Moorside Juniors FC",
        (274420, 430960), days("Sat", "10:00-12:00")),
    Row("Open access club", "Saltgate Youth Centre", "Mon 7-9pm; Wed 7-9pm; Fri 6.30pm-9.30pm", "13-19", SERVICE,
        (271150, 435850), (*days("Mon Wed", "19:00-21:00"), "Fri 18:30-21:30")),
    Row("After school drop-in", "Saltgate Youth Centre", "Daily Mon to Fri 15:30-17:40", "10+", SERVICE,
        (271150, 435850), days("Mon Tue Wed Thu Fri", "15:30-17:40")),
    Row("Street games", "Saltgate Common", "Thurday 5pm till 6.30", "8 to 14", "Active Fairhythe", (270520, 436950),
        days("Thu", "17:00-18:30")),
    Row("Youth bus", "Quay End car park", "Friday 6-8pm", "11-19", SERVICE, (270120, 431880),
        days("Fri", "18:00-20:00"), notes="Not December or January"),
    Row("Boat building", "Quay End Boat Shed", "Sat 10:00-13:00", "14 plus", "Quay End Trust", (269750, 432000),
        days("Sat", "10:00-13:00"), notes="Booking required"),
    Row("Detached youth work", "Marine Parade and town centre", "Fri 7pm-10pm", "All young people", SERVICE,
        (270200, 433600), days("Fri", "19:00-22:00")),
    Row("LGBT+ youth group", "Fairhythe Hub", "Thursday (fortnightly) 6pm-8pm", "13-18", "Fairhythe Hub",
        (270420, 433850), ("Thu 18:00-20:00 fortnightly",), "fortnightly: which weeks is not said"),
    Row("Youth café", "Fairhythe Hub", "Tue 16:00-18:30, Thu 16:00-18:30, Sat 11-3", "11-25", "Fairhythe Hub",
        (270420, 433850), (*days("Tue Thu", "16:00-18:30"), "Sat 11:00-15:00")),
    Row("Film night", "Fairhythe Arts House", "Friday (Alternative Fridays)", "12-17", "Arts House", (270150, 433950),
        review="no times; alternate weeks"),
    Row("Young carers", "Fairhythe Hub", "Monthly Sessions", "8-18", "Carers Together", (270420, 433850),
        review="no day and no times"),
    Row("Skate jam", "Westerholm Gardens", "Sun 1-4pm April to September", "all ages", "Westerholm Skaters",
        (268720, 436580), ("Sun 13:00-16:00 April-September",)),
    Row("Beach patrol cadets", "Westerholm Sands lifeguard hut", "Sat and Sun 9:30-11:30", "Yr 7 - Yr 11",
        "Bay Lifesaving Club", (267900, 435650), days("Sat Sun", "09:30-11:30")),
    Row("Scouts", "Westerholm Scout Hut", "Weds 19:15 - 20:45 term time", "10½-14", "1st Westerholm",
        (268950, 436300), days("Wed", "19:15-20:45", "term")),
    Row("Holiday club", "Westerholm School", "school hols only 10-3", "5-11", "Active Fairhythe", (269200, 435700),
        review="holiday days are not said"),
    Row("Youth club", "Larkstead Pavilion", "Tue 6.00pm-8.00pm / Thu 6.00pm-8.00pm", "Y7+", SERVICE, (273350, 434600),
        days("Tue Thu", "18:00-20:00")),
    Row("Five-a-side", "Larkstead Fields", "18.00-19.30 Mondays", "13 - 17 years", "Active Fairhythe",
        (274380, 435080), days("Mon", "18:00-19:30")),
    Row("Music room", "Larkstead Pavilion or Fennick Unit 4", "check Facebook", "11-18", "Loud Bay", None,
        review="no times; two venues in one cell", place="none"),
    Row("Youth club", "Marlscar Church Hall", "Mondays 18:30 to 20:30", "11-17", "St Orrick's", (271000, 430420),
        days("Mon", "18:30-20:30")),
    Row("Detached team", "Marlscar Recreation Ground", "Weekday evenings in summer", "13-19", SERVICE,
        (270900, 430200), review="no times; season not dated"),
    Row("Air cadets", "Marlscar Drill Hall", "Tue and Fri 7.15pm-9.30pm", "12-20", "Bay Squadron", (0, 0),
        days("Tue Fri", "19:15-21:30"), place="zero"),
    Row("Allotment project", "Sandpit Allotments", "Sun 2pm", "any", "Grow Fairhythe", None, review="no end time",
        place="none"),
    Row("Netball", "Tanhouse Sports Hall", "Wed 6-7.30pm & Sat 9-10.30am", "U14s", "Bay Netball", (272300, 434500),
        ("Wed 18:00-19:30", "Sat 09:00-10:30"), place="swapped"),
    Row("Advice drop-in", "Fairhythe Library", "Mon-Fri 9-5", "16-25", "Bay Careers", (270550, 433500),
        days("Mon Tue Wed Thu Fri", "09:00-17:00")),
    Row("Duke's award", "Hollin Scar Village Hall", "Thursdays 7 - 9 (term)", "14-24", "Hollin Scar Open Award",
        (276220, 434320), days("Thu", "19:00-21:00", "term")),
    Row("Mobile climbing wall", "various", "TBC", "", SERVICE, None, review="no place, no day and no times",
        place="none"),
    Row("Targeted mentoring", "by referral", "Mon - Fri by arrangement", "10-17", "Bay Mentors", None,
        review="no times; by referral", place="none", notes="Referral only"),
)
# fmt: on


def make_provision() -> tuple[list[list], list[dict], Counter]:
    """Return the rows of the list, what each ought to be read as, and counts of its faults."""
    rng = stream("provision")
    rows, reading, faults = [], [], Counter()
    for number, row in enumerate(ROWS, start=2):
        latitude = longitude = ""
        if row.at and row.place != "zero":
            lon, lat = degrees(*row.at)
            longitude, latitude = f"{lon:.5f}", f"{lat:.5f}"
        if row.place == "zero":
            longitude, latitude = "0", "0"
        if row.place == "swapped":
            longitude, latitude = latitude, longitude
        postcode = (
            f"FH{rng.integers(1, 9)} {rng.integers(1, 9)}{''.join(rng.choice(list('ABDEFGHJLN'), 2))}" if row.at else ""
        )
        postcode = {3: postcode.lower(), 7: postcode.replace(" ", "")}.get(number % 9, postcode)
        contact = f"{person(rng)} {mobile(int(rng.integers(1000)))}" if rng.uniform() < 0.85 else person(rng)
        rows.append(
            [
                row.activity,
                row.venue,
                row.when,
                row.ages,
                row.provider,
                contact,
                row.notes,
                postcode,
                latitude,
                longitude,
            ]
        )
        reading.append(
            {
                "line": number,
                "activity": row.activity,
                "venue": row.venue,
                "when": row.when,
                "sessions": list(row.reads),
                "months": list(row.months),
                "ages": list(row.ages_read),
                "kind": row.kind,
                "ask_because": row.review,
                "coordinates": row.place,
            }
        )
        faults[
            {
                "given": "coordinates good",
                "none": "no coordinates",
                "zero": "0,0",
                "swapped": "latitude and longitude swapped",
            }[row.place]
        ] += 1
    return rows, reading, faults
