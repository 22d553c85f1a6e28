"""Say what was done beside what was planned, to whom each profile may be told it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from placespace.catalogue import Crew, Workspace
from placespace.disclose import Profile
from placespace.places.acting import check_act
from placespace.plans.agreed import kept_timetables
from placespace.plans.log import Added, append_log, delivered, read_log

HEADS = {
    "name": "Place",
    "period": "When",
    "planned_hours": "Planned hours",
    "delivered_hours": "Delivered hours",
    "share": "Delivered, of planned",
    "without_hours": "Rows without hours",
}


def timetables(workspace: Workspace, *, drawn: tuple[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Return the timetables that were handed out, police times with them: for those who may see true counts.

    See :func:`placespace.plans.kept_timetables`.
    """
    check_act(workspace, "see true counts")
    return kept_timetables(workspace, drawn=drawn)


def log_of(workspace: Workspace) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the log of deployments, those of police with the others: for those who may see true counts.

    See :func:`placespace.plans.log.read_log`.
    """
    check_act(workspace, "see true counts")
    return read_log(workspace)


def add_to_log(workspace: Workspace, rows: pd.DataFrame, *, skip_known: bool = False) -> Added:
    """Add rows to the log, for those who may change settings: see :func:`placespace.plans.log.append_log`."""
    check_act(workspace, "change settings")
    return append_log(workspace, rows, skip_known=skip_known)


def delivered_for(
    profile: Profile, planned: pd.DataFrame, log: pd.DataFrame, crews: Sequence[Crew], by: str = "month"
) -> pd.DataFrame:
    """Return planned and delivered hours as a profile may see them: the analyst all, the others none of police.

    A crew that is not in ``crews`` may be police, and is left out for the others too.

    Parameters
    ----------
    profile : Profile
    planned, log : DataFrame
        Columns of ``terms.PLAN_COLUMNS`` and ``terms.LOG_COLUMNS``.
    crews : sequence of Crew
    by : str
        ``month`` or ``quarter``.
    """
    if profile.exact:
        return delivered(planned, log, by)
    others = {word.strip().casefold() for c in crews if not c.police for word in (c.id, c.title)}
    mine = [t["crew"].astype("str").str.strip().str.casefold().isin(others) for t in (planned, log)]
    return delivered(planned[mine[0]], log[mine[1]], by)


def delivered_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`delivered_for` for reading: hours to a tenth, a share in per cent, what is not held in words.

    Examples
    --------
    >>> row = pd.DataFrame({"place": ["89a"], "name": ["Hythe Park"], "period": ["2026-10"], "planned_hours": [8.0],
    ...                     "delivered_hours": [6.0], "share": [0.75], "without_hours": [0]})
    >>> delivered_table(row).iloc[0].tolist()
    ['Hythe Park', '2026-10', '8.0', '6.0', '75 %', '']
    """
    out = pd.DataFrame({column: table[column].astype("object") for column in HEADS})
    for column, none in (("planned_hours", "no plan kept"), ("delivered_hours", "nothing logged")):
        out[column] = [none if pd.isna(v) else f"{v:.1f}" for v in table[column]]
    out["share"] = ["" if pd.isna(v) else f"{v:.0%}".replace("%", " %") for v in table["share"]]
    out["without_hours"] = [str(n) if n else "" for n in table["without_hours"]]
    return out.rename(columns=HEADS)


def delivered_words(table: pd.DataFrame) -> list[str]:
    """Return what :func:`delivered_for` comes to, in a few sentences.

    Returns
    -------
    list of str
        The sum over periods that hold both a plan and a log; places in one and not in the other; rows of the
        log without hours.
    """
    if table.empty:
        return ["Nothing was planned and nothing logged."]
    both = table[table["planned_hours"].notna() & table["delivered_hours"].notna()]
    out = []
    if len(both):
        a, b = both["planned_hours"].sum(), both["delivered_hours"].sum()
        share = f", {b / a:.0%} of it".replace("%", " %") if a else ""
        out.append(f"Planned {a:.1f} hours, delivered {b:.1f}{share}, over {_months(both)}.")
        never = both.loc[(both["planned_hours"] > 0) & (both["delivered_hours"] == 0) & (both["without_hours"] == 0)]
        if len(never):
            out.append(f"Planned and not in the log: {_some(never)}.")
        besides = both[(both["planned_hours"] == 0) & ((both["delivered_hours"] > 0) | (both["without_hours"] > 0))]
        if len(besides):
            out.append(f"In the log and not planned: {_some(besides)}.")
    for column, says in (("delivered_hours", "Nothing is logged for"), ("planned_hours", "No plan is kept for")):
        if gone := sorted(table.loc[table[column].isna(), "period"].unique()):
            out.append(f"{says} {', '.join(gone)}: that is not the same as none.")
    if without := int(table["without_hours"].sum()):
        out.append(f"{without} row{'s' if without > 1 else ''} of the log say no hours, so more was delivered than is "
                   "counted here.")  # fmt: skip
    return out


def _months(table: pd.DataFrame) -> str:
    return ", ".join(sorted(table["period"].unique()))


def _some(table: pd.DataFrame) -> str:
    names = list(dict.fromkeys(table["name"]))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
