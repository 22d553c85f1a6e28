"""Write down a month of shifts as a linear programme: what may be met, and the limits all ways of planning share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scipy import sparse

from placespace.plans.board import Board


class Programme:
    """Columns from 0 to 1 with a worth, and rows ``sum of entries <= limit``.

    Parameters
    ----------
    board : Board
        With its fixed stops and no others.
    jobs : sequence of int
        Which of its jobs are planned, all of each day they are on.
    budgets : mapping of str to float
        Hours in the month, by crew that has a limit.

    Attributes
    ----------
    worth : list of float
        Of each column.
    limit : list of float
        Of each row.
    met : dict of (int, int, int) to int
        The column that says whether a place, day and hour is met.
    left : dict of int to ndarray
        By day: the value that fixed stops leave, shape (p, 24).
    held : float
        What fixed stops meet on those days.
    """

    def __init__(self, board: Board, jobs: Sequence[int], budgets: Mapping[str, float]) -> None:
        self.board = board
        self.worth: list[float] = []
        self.limit: list[float] = []
        self._entries: tuple[list[int], list[int], list[float]] = ([], [], [])
        self.met: dict[tuple[int, int, int], int] = {}
        self._met_rows: dict[tuple[int, int, int], int] = {}
        self._visits: dict[tuple[int, int], int] = {}
        self.left = {day: board.left(day) for day in {board.jobs[n].day for n in jobs}}
        self.held = sum(board.met_on(day) for day in sorted(self.left))
        self._month = {crew: self.row(hours) for crew, hours in budgets.items()}

    def column(self, worth: float = 0.0) -> int:
        """Add a column and return its number."""
        self.worth.append(worth)
        return len(self.worth) - 1

    def row(self, limit: float) -> int:
        """Add a row and return its number."""
        self.limit.append(limit)
        return len(self.limit) - 1

    def add(self, row: int, column: int, entry: float = 1.0) -> None:
        """Add an entry of a column in a row."""
        rows, columns, entries = self._entries
        rows.append(row)
        columns.append(column)
        entries.append(entry)

    def goes_out(self, n: int) -> int:
        """Return a new column: whether a job's unit goes out. It takes its hours from the month."""
        job, out = self.board.jobs[n], self.column()
        if job.limited:
            self.add(self._month[job.shift.crew], out, job.hours)
        if self.board.at[n]:  # a fixed stop sends it out
            self.add(self.row(-1.0), out, -1.0)
        return out

    def meets(self, column: int, place: int, day: int, hour: int) -> None:
        """Let a column meet a place, day and hour; however many do, it is worth what it is once."""
        key = (place, day, hour)
        if key not in self.met:
            self.met[key], self._met_rows[key] = self.column(float(self.left[day][place, hour])), self.row(0.0)
            self.add(self._met_rows[key], self.met[key])
        self.add(self._met_rows[key], column, -1.0)

    def visits_to(self, place: int, day: int) -> int:
        """Return the row that limits the visits to a place on a day."""
        if (place, day) not in self._visits:
            self._visits[place, day] = self.row(float(max(self.board.room(day)[place], 0)))
        return self._visits[place, day]

    def matrix(self) -> sparse.csr_array:
        """Return all entries, shape (rows, columns)."""
        rows, columns, entries = self._entries
        return sparse.csr_array((entries, (rows, columns)), shape=(len(self.limit), len(self.worth)))
