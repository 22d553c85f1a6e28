"""Take files in through the page, and keep the list of false points."""

from __future__ import annotations

import datetime
from fnmatch import fnmatch
from pathlib import PurePath

import pandas as pd
import streamlit as st

from placespace.catalogue import Workspace
from placespace.errors import PlacespaceError
from placespace.grid import point_piles, read_exclusions, study_area, write_exclusions
from placespace.measures import Reading
from placespace.places.acting import check_act
from placespace.settings import SETTINGS
from placespace.views import parts
from placespace.views.plain import plain

REASONS = {
    "set aside": "Set aside",
    "personal data refused": "Personal data refused",
    "kept, with a note": "Kept, with a note",
    "note": "Notes",
}
TURN = "exclusions-turn"
ENDINGS = ["zip", "csv", "txt", "xlsx", "xls", "ods", "parquet", "gpkg", "geojson"]


def drop_files(workspace: Workspace) -> None:
    """Let files be dropped in; they are put in geodata/raw as they are and read with progress."""
    st.session_state.setdefault("drop", 0)
    sent = st.file_uploader(
        "Drop the files you were sent",
        type=ENDINGS,
        accept_multiple_files=True,
        key=f"files-{st.session_state['drop']}",
    )
    for line in st.session_state.pop("took", []):
        st.success(plain(line))
    for line in st.session_state.pop("refused", []):
        st.error(plain(line))
    if not sent:
        return
    guesses = [layer_for(workspace, f.name) for f in sent]
    mapped = {layer.id: layer.title for layer in workspace.layers.values()}
    chosen = [
        st.selectbox(
            f"{plain(f.name)} is",
            list(mapped),
            index=list(mapped).index(g) if g else None,
            key=f"as-{i}",
            format_func=mapped.get,
            placeholder="choose what it is",
        )
        for i, (f, g) in enumerate(zip(sent, guesses, strict=True))
    ]
    if not st.button("Read them", type="primary", disabled=None in chosen):
        return
    took, refused = [], []
    for file, layer_id in zip(sent, chosen, strict=True):
        try:
            took.append(take(workspace, file.name, file.getvalue(), layer_id))
        except PlacespaceError as fault:
            refused.append(str(fault))
    st.session_state.update(took=took, refused=refused, drop=st.session_state["drop"] + 1)
    st.rerun()


def layer_for(workspace: Workspace, name: str) -> str | None:
    """Return the layer whose file names fit, if one does."""
    fits = [i for i, layer in workspace.layers.items() if any(fnmatch(name.lower(), p.lower()) for p in layer.files)]
    return fits[0] if fits else None


def take(workspace: Workspace, name: str, content: bytes, layer_id: str) -> str:
    """Put a file in geodata/raw under a name its layer looks for, and say so.

    Raises
    ------
    PlacespaceError
        When it is too large, or its ending is not one that is read.
    """
    check_act(workspace, "change settings")
    limit_mb = SETTINGS["upload_mb"].value
    # a browser may send any name, and the limit of the page is not the limit of the route
    safe = "".join(c if c.isalnum() or c in "-_. " else "_" for c in PurePath(name.replace("\\", "/")).name).strip(". ")
    ending = safe.rsplit(".", 1)[-1].lower()
    if len(content) > limit_mb * 1e6 or ending not in ENDINGS:
        raise PlacespaceError(
            f"A file is one of {', '.join(ENDINGS)} and at most {limit_mb:g} MB.",
            f"{name} is {len(content) / 1e6:,.0f} MB.",
            "Put larger files in geodata/raw by hand.",
        )
    layer = workspace.layers[layer_id]
    if layer_for(workspace, safe) != layer_id:
        stem = layer.files[0].split("*")[0].strip("?-") or layer_id
        safe = f"{stem}_{safe}"
    if not any(fnmatch(safe.lower(), p.lower()) for p in layer.files):
        raise PlacespaceError(
            f"A file of '{layer.title}' is named like {' or '.join(layer.files)}.",
            f"{name} is not.",
            "Rename it and drop it again.",
        )
    workspace.raw.mkdir(parents=True, exist_ok=True)
    replaced = (workspace.raw / safe).exists()
    (workspace.raw / safe).write_bytes(content)
    return f"{safe}: {'replaces the one that was here' if replaced else 'taken in'} as {layer.title}."


def reasons(table: pd.DataFrame) -> None:
    """Show how rows were read: what was set aside, refused or noted, and why."""
    table = table.assign(layer=table["layer"].str.replace("_", " ").str.capitalize())
    heads = {
        "layer": st.column_config.TextColumn("Layer", width=165),
        "reason": st.column_config.TextColumn("Why", width=410),
        "rows": st.column_config.TextColumn("Rows", width=62),
        "first row": st.column_config.TextColumn("First row", width=76),
        "first value": st.column_config.TextColumn("First value", width=420),
    }
    for what, title in REASONS.items():
        rows = table[table["what"] == what]
        if rows.empty:
            continue
        st.subheader(title)
        if what == "note":  # sentences: in a table they would be cut
            for row in rows.itertuples():
                st.markdown(f"- **{plain(row.layer)}**: {plain(row.reason)}")
            continue
        st.dataframe(
            parts.blank(rows.drop(columns="what")), hide_index=True, height=min(36 * (len(rows) + 1), 400),
            column_config=heads, alt=title,
        )  # fmt: skip


def edit_exclusions(reading: Reading) -> None:
    """Show the list of false points for editing, with points that look like they belong in it."""
    workspace = reading.workspace
    cells = study_area(workspace)
    table = read_exclusions(workspace)
    # a new key when it is kept: the changes would be laid over what is kept once more
    edited = st.data_editor(
        table, num_rows="dynamic", hide_index=True, key=f"exclusions-{st.session_state.get(TURN, 0)}",
        alt="False points",
        column_config={
            "name": st.column_config.TextColumn("Name", width=170),
            "easting": st.column_config.NumberColumn("Easting", width=85, format="%d", help="metres"),
            "northing": st.column_config.NumberColumn("Northing", width=92, format="%d", help="metres"),
            "radius_m": st.column_config.NumberColumn(
                "Radius, m", width=98, min_value=1, max_value=5000,
                default=workspace.area.settings["exclusion_radius_m"],
            ),
            "layers": st.column_config.TextColumn("Layers", width=75, help="all, or layer names with commas"),
            "reason": st.column_config.TextColumn("Reason", required=True, width=415),
            "decided_by": st.column_config.TextColumn("Decided by", width=102, help="a role or team, not a name"),
            "decided_on": st.column_config.TextColumn("On", width=90, help="as 2026-05-31; today where it is empty"),
        },
    )  # fmt: skip
    if st.button("Keep this list", disabled=edited.equals(table)):
        try:
            check_act(workspace, "change settings")
            write_exclusions(workspace, edited.fillna({"decided_on": datetime.date.today().isoformat()}).fillna(""))
            st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
            st.rerun()
        except PlacespaceError as fault:
            st.error(plain(fault))
    left_out = {i: p.excluded_by for i, p in reading.placings.items() if p.excluded_by}
    for layer_id, by in left_out.items():
        says = ", ".join(f"{n:,} at {name}" for name, n in by.items())
        st.write(plain(f"{workspace.layers[layer_id].source}: left out {says}."))
    piles = [
        point_piles(workspace, i, cells).assign(layer=i)
        for i in reading.placings
        if workspace.layers[i].precision == "point"
    ]
    found = pd.concat(piles) if piles else pd.DataFrame()
    if len(found):
        st.write("Points that hold most of their cell's events. Is one a hospital, a police station or a default?")
        names = {"layer": "Layer", "share": st.column_config.NumberColumn("Share", format="percent")}
        st.dataframe(found, hide_index=True, column_config=names, alt="Points that hold most of their cell's events")
