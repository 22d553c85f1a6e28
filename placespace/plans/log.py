"""Keep what was done, set it against what was planned, and take up what people saw."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pandas as pd

from placespace.catalogue import Workspace
from placespace.errors import WrongUse
from placespace.ingest import personal_in
from placespace.ingest.delimited import decoded
from placespace.ingest.deployments import COUNTS, no_deployments, read_deployments
from placespace.terms import ISSUE_KINDS, LOG_COLUMNS

DELIVERED_COLUMNS = (
    "place", "name", "period", "planned_hours", "delivered_hours", "share", "without_hours",
)  # fmt: skip
SUGGESTED_COLUMNS = ("place", "issue", "times", "last_seen", "said")
PERIODS = ("month", "quarter")
DAY_MIN = 24 * 60
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Added:
    """How many rows were added to the log, and how many it held already."""

    added: int
    known: int = 0


def read_log(workspace: Workspace) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the log of deployments, and the rows of it that cannot be used.

    Returns
    -------
    frame : DataFrame
        Columns of ``terms.LOG_COLUMNS``, in the order of the file; empty when nothing was logged.
    set_aside : DataFrame
        ``file``, ``row``, ``reason``. They stay in the file.

    Raises
    ------
    PlacespaceError
        When the file is there and is no log.
    """
    path = workspace.deployments
    read = read_deployments(path) if path.exists() and path.stat().st_size else no_deployments()
    return read.frame, read.set_aside


def append_log(workspace: Workspace, rows: pd.DataFrame, *, skip_known: bool = False) -> Added:
    """Add rows to the log.

    Parameters
    ----------
    workspace : Workspace
    rows : DataFrame
        Columns of ``terms.LOG_COLUMNS``; those that are not there are not said.
    skip_known : bool
        Leave out rows that the log holds already, as many times as it does: a file taken in twice counts once.

    Raises
    ------
    WrongUse
        When a row has no date or place, has hours that cannot be, or personal data; nothing is added.
    """
    rows = rows.reindex(columns=list(LOG_COLUMNS)).reset_index(drop=True)
    _check(rows)
    path = workspace.deployments
    with _one_at_a_time:
        text = decoded(path.read_bytes())[0] if path.exists() else ""
        if text.strip() and next(csv.reader(io.StringIO(text))) != list(LOG_COLUMNS):
            raise WrongUse(
                f"{path.name} must begin with the headings {','.join(LOG_COLUMNS)}.",
                "It begins with others, so a row added to it would stand in the wrong columns.",
                "Move it out of geodata and take it in as a file: it is read whatever its headings.",
            )
        lines = [_line(row) for row in rows.to_dict("records")]
        left = Counter(_line(row) for row in read_log(workspace)[0].to_dict("records")) if skip_known else Counter()
        new = []
        for line in lines:
            if left[line] > 0:
                left[line] -= 1
            else:
                new.append(line)
        if new:
            out = io.StringIO(newline="")
            out.write(text if text.endswith("\n") or not text else f"{text}\n")
            writer = csv.writer(out, lineterminator="\n")
            if not text.strip():
                writer.writerow(LOG_COLUMNS)
            writer.writerows(new)
            half = path.with_suffix(".half")
            half.write_text(out.getvalue(), encoding="utf-8", newline="")
            half.replace(path)
    return Added(len(new), len(lines) - len(new))


def delivered(planned: pd.DataFrame, log: pd.DataFrame, by: str = "month") -> pd.DataFrame:
    """Return planned and delivered hours of each place in each month or quarter.

    Parameters
    ----------
    planned : DataFrame
        A timetable, columns of ``terms.PLAN_COLUMNS``.
    log : DataFrame
        Columns of ``terms.LOG_COLUMNS``. A place is matched by its id or its name, however capitalised; one that
        two places of the plan are called is matched to neither.
    by : str
        ``month``, or ``quarter`` (January to March and so on).

    Returns
    -------
    DataFrame
        A row a place and period: ``place`` (id, or as the log has it), ``name``, ``period`` (``2026-10``, or
        ``2026-10 to 2026-12``), ``planned_hours`` and ``delivered_hours`` (0 where the plan or the log holds the
        period but not the place; missing where it does not hold the period at all), ``share`` (missing where
        nothing was planned), ``without_hours`` (rows of the log that say no hours: they add none).

    Raises
    ------
    WrongUse
        When ``by`` is neither.
    """
    if by not in PERIODS:
        raise WrongUse(f"Hours are added up by {' or '.join(PERIODS)}.", f"'{by}' is neither.", "Use one of them.")
    plan = pd.DataFrame(
        {
            "place": planned["place"].astype("str"),
            "name": planned["name"].astype("str"),
            "period": _period(planned["date"], by),
            "hours": _length(planned["from"], planned["to"]),
        }
    )
    done = pd.DataFrame(
        {
            "place": _places(log["place"].astype("str"), plan),
            "period": _period(log["date"], by),
            "hours": log["hours"].astype("float64"),
        }
    )
    key = ["place", "period"]
    table = pd.concat(
        [
            plan.groupby(key)["hours"].sum().rename("planned_hours"),
            done.groupby(key)["hours"].sum().rename("delivered_hours"),
            done["hours"].isna().groupby([done["place"], done["period"]]).sum().rename("without_hours"),
        ],
        axis=1,
    )
    table.index = table.index.set_names(key) if len(table) else pd.MultiIndex.from_arrays([[], []], names=key)
    table = table.reset_index()
    for column, held in (("planned_hours", plan), ("delivered_hours", done)):
        known = table["period"].isin(held["period"])
        table[column] = table[column].astype("float64").fillna(0.0).where(known)
    table["without_hours"] = table["without_hours"].fillna(0).astype("int64")
    share = table["delivered_hours"] / table["planned_hours"].replace(0, np.nan)
    named = dict(zip(plan["place"], plan["name"], strict=True))
    table["name"] = [named.get(place, place) for place in table["place"]]
    table["share"] = share
    return table.sort_values(["period", "name", "place"]).reset_index(drop=True)[list(DELIVERED_COLUMNS)]


def suggestions(log: pd.DataFrame) -> pd.DataFrame:
    """Return what people saw as suggestions of tasks that are not patrols, the most often seen first.

    Parameters
    ----------
    log : DataFrame
        Columns of ``terms.LOG_COLUMNS``.

    Returns
    -------
    DataFrame
        ``place``, ``issue`` (a key of ``terms.ISSUE_KINDS``, or ``other``), ``times`` (rows of the log that name
        it), ``last_seen`` (datetime64), ``said`` (the words of the last).

    Examples
    --------
    >>> log = pd.DataFrame({"date": pd.to_datetime(["2026-10-02", "2026-10-09"]), "place": "Hythe Park",
    ...                     "issues": ["two lamps out", "Lights still out; dogs"]})
    >>> suggestions(log)[["issue", "times", "said"]].values.tolist()
    [['lighting', 2, 'Lights still out'], ['other', 1, 'dogs']]
    """
    rows = []
    for n, row in enumerate(log.itertuples(index=False)):
        for piece in re.split(r"[;\n]+|\.\s+", str(row.issues)):
            said = piece.strip(" .,")
            if said:
                rows += [(row.place, kind, n, row.date, said) for kind in _kinds(said)]
    found = pd.DataFrame(rows, columns=["place", "issue", "row", "last_seen", "said"])
    if found.empty:
        return pd.DataFrame({c: pd.Series([], dtype="str") for c in SUGGESTED_COLUMNS})
    found["spelled"] = found["place"].astype("str").str.casefold()
    found = found.sort_values(["last_seen", "row"], kind="stable")
    each = found.groupby(["spelled", "issue"], sort=False)
    table = each.agg(place=("place", "last"), times=("row", "nunique"), last_seen=("last_seen", "max"),
                     said=("said", "last")).reset_index()  # fmt: skip
    order = table.sort_values(["times", "last_seen", "place", "issue"], ascending=[False, False, True, True])
    return order.reset_index(drop=True)[list(SUGGESTED_COLUMNS)]


def _kinds(said: str) -> list[str]:
    plain = " " + re.sub(r"[\W_]+", " ", said.lower()) + " "
    kinds = [kind for kind, words in ISSUE_KINDS.items() if any(re.search(rf"\b{w}", plain) for w in words)]
    return kinds or ["other"]


def _check(rows: pd.DataFrame) -> None:
    for row in rows.to_dict("records"):
        day = pd.to_datetime(row["date"], errors="coerce") if isinstance(row["date"], str) else row["date"]
        if pd.isna(day) or not str(row["place"] if pd.notna(row["place"]) else "").strip():
            raise WrongUse("What was done has a date and a place.", "One of them is empty.", "Fill it in.")
        if pd.notna(row["hours"]) and not 0 <= float(row["hours"]) <= 24:
            raise WrongUse("Hours are 0 to 24.", f"They are {row['hours']}.", "Write a row for each day and crew.")
        if any(pd.notna(row[c]) and int(row[c]) < 0 for c in COUNTS):
            raise WrongUse("Counts are 0 or more.", "One is less.", "Leave out what was not counted.")
        for text in (row["place"], row["crew"], row["issues"]):
            if pd.notna(text) and (kind := personal_in(str(text))) is not None:
                raise WrongUse("The log holds no personal data.", f"This row holds {kind}.", "Take it out.")


def _line(row: dict) -> tuple[str, ...]:
    """Return a row as the file holds it: text, nothing where nothing is said."""
    out = []
    for name in LOG_COLUMNS:
        value = row[name]
        if pd.isna(value):
            out.append("")
        elif name == "date":
            out.append(f"{pd.Timestamp(value):%Y-%m-%d}")
        elif name == "hours":
            out.append(f"{float(value):g}")
        else:
            out.append(str(int(value)) if name in COUNTS else " ".join(str(value).split()))
    return tuple(out)


def _period(dates: pd.Series, by: str) -> pd.Series:
    at = pd.to_datetime(dates)
    if by == "month":
        return at.dt.strftime("%Y-%m").astype("str")
    quarter = at.dt.to_period("Q")
    first, last = quarter.dt.start_time, quarter.dt.end_time
    return (first.dt.strftime("%Y-%m") + " to " + last.dt.strftime("%Y-%m")).astype("str")


def _length(start: pd.Series, end: pd.Series) -> pd.Series:
    """Return hours from one HH:MM to another, over midnight where the end is earlier."""
    a, b = (c.astype("str").str[:2].astype(int) * 60 + c.astype("str").str[3:5].astype(int) for c in (start, end))
    return ((b - a) % DAY_MIN) / 60


def _places(written: pd.Series, plan: pd.DataFrame) -> pd.Series:
    """Return the plan's id of each place of the log; as the log first has it where the plan holds none."""
    ids = {place.casefold(): place for place in plan["place"].unique()}
    called = plan.drop_duplicates(["place", "name"]).assign(name=lambda t: t["name"].str.casefold())
    once = called[~called["name"].duplicated(keep=False)]
    known = dict(zip(once["name"], once["place"], strict=True)) | ids
    plain = written.str.split().str.join(" ")
    for place in plain:
        known.setdefault(place.casefold(), place)
    return plain.map(lambda place: known[place.casefold()]).astype("str")
