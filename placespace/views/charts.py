"""Draw the few charts: one source a chart, each on its own scale, gaps left as gaps."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

INK, MARK, GAP, NOTHING = "#14202e", "#1d4f91", "#ded6c8", "#dcdfe3"


def months_chart(series: pd.DataFrame, *, what: str) -> alt.LayerChart:
    """Return events by month; a month with no data is a pale full-height bar, never a zero.

    Parameters
    ----------
    series : DataFrame
        ``month`` (YYYY-MM), ``count``, ``status``, as protected.
    what : str
        What is counted, for the pointer and the screen reader.
    """
    month = pd.PeriodIndex(series["month"], freq="M")
    counts = series["count"].astype("Float64").to_numpy(dtype=float, na_value=float("nan"))
    data = pd.DataFrame(
        {
            "month": series["month"].to_numpy(),
            "name": month.strftime("%B %Y"),
            "events": counts,
            "says": [f"{s}" if s != "shown" else f"{c:,.0f}" for s, c in zip(series["status"], counts, strict=True)],
            "gap": (series["status"] == "no data").to_numpy(),
        }
    )
    top = data["events"].max() if data["events"].notna().any() else 1
    data["height"] = data["events"].where(~data["gap"], top)
    month_of, year_of = "substring(datum.value, 5)", "substring(datum.value, 0, 4)"
    quarter = f"{month_of} == '01' ? 'Jan ' + {year_of} : {month_of} == '07' ? 'Jul' : ''"
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X(
                "month:O", axis=alt.Axis(title=None, labelExpr=quarter, labelAngle=0, tickSize=0, labelOverlap=False)
            ),
            y=alt.Y("height:Q", axis=alt.Axis(title=None, tickCount=3, gridColor="#e5e9ee", format=",d")),
            color=alt.condition("datum.gap", alt.value(GAP), alt.value(MARK)),
            tooltip=[alt.Tooltip("name:N", title="month"), alt.Tooltip("says:N", title=what)],
        )
    )
    described = chart.properties(height=130, description=f"{what} by month; pale bars are months with no data")
    return described.configure_view(stroke=None).configure_axis(labelColor=INK, labelFontSize=11)


def week_chart(table: pd.DataFrame, *, what: str, share: bool, says: pd.DataFrame | None = None) -> alt.Chart:
    """Return a week as days by hours, darker where there is more: lightness alone tells, so it prints in grey.

    Parameters
    ----------
    table : DataFrame, shape (7, 24)
        Operational days by hours from 06 to 05; missing is drawn as missing.
    what : str
        What a cell is, for the pointer and the screen reader.
    share : bool
        Whether values are shares: then the dark end is none and the light end is all, so that gaps stand out.
    says : DataFrame of str, shape (7, 24), optional
        Text for the pointer; the value by default.
    """
    if says is None:
        says = table.map(lambda v: "none expected" if pd.isna(v) else f"{v:.0%}" if share else f"{v:,.2f}")
    long = table.rename_axis("day").reset_index().melt("day", var_name="hour", value_name="value")
    long["says"] = says.rename_axis("day").reset_index().melt("day", value_name="says")["says"]
    long["missing"] = long["value"].isna()
    long["value"] = long["value"].fillna(0)
    top = 1.0 if share else max(float(long["value"].max()), 1e-9)
    ramp = ["#7a2500", "#f0a860", "#f4f8fb"] if share else ["#f4f7fa", "#8fb0d6", "#0f3468"]
    scale = alt.Scale(domain=[0, top / 2, top], range=ramp, interpolate="rgb")
    marked = "indexof(['06','09','12','15','18','21','00','03'], datum.label) >= 0 ? datum.label + ':00' : ''"
    # not flush: the first label would be pushed along, onto the next on a phone
    hours = alt.Axis(title=None, labelAngle=0, labelExpr=marked, labelOverlap=False, labelFlush=False, tickSize=0)
    days = alt.Axis(title=None, labelFlush=False, tickSize=0)
    chart = (
        alt.Chart(long)
        .mark_rect(stroke="#ffffff", strokeWidth=1)
        .encode(
            x=alt.X("hour:O", sort=list(table.columns), axis=hours),
            y=alt.Y("day:O", sort=list(table.index), axis=days),
            color=alt.condition("datum.missing", alt.value(NOTHING), alt.Color("value:Q", scale=scale, legend=None)),
            tooltip=[alt.Tooltip("day:N"), alt.Tooltip("hour:N", title="from hour"), alt.Tooltip("says:N", title=what)],
        )
    )
    described = chart.properties(height=210, description=f"{what} by day and hour; days run from 06:00 to 05:59")
    return described.configure_view(stroke=None).configure_axis(labelColor=INK, labelFontSize=11)


def ways_chart(looks: pd.DataFrame, names: Mapping[str, str]) -> alt.Chart:
    """Return hit rates over the months cells were picked in: ways told apart by dashes and marks, so it prints in grey.

    Parameters
    ----------
    looks : DataFrame
        ``month, way, hit_rate``: a row a look and way, of one size.
    names : mapping of str to str
        What each way is called, in the order of the legend.
    """
    data = looks[["month", "way", "hit_rate"]].dropna().assign(called=lambda d: d["way"].map(names))
    data["says"] = data["hit_rate"].map("{:.1%}".format)
    data["named"] = pd.PeriodIndex(data["month"], freq="M").strftime("%B %Y")
    order = list(names.values())
    legend = alt.Legend(
        title=None, orient="top", columns=2, labelLimit=320, symbolSize=80, symbolStrokeWidth=0, symbolDash=[1, 0]
    )
    dashes = alt.Scale(domain=order, range=[[1, 0], [7, 4], [2, 3], [1, 5]][: len(order)])
    shapes = alt.Scale(domain=order, range=["circle", "square", "triangle-up", "cross"][: len(order)])
    inks = alt.Scale(domain=order, range=[MARK, "#14202e", "#6b7785", "#a3adb8"][: len(order)])
    axis = alt.Axis(title=None, labelAngle=0, tickSize=0, labelOverlap="greedy")
    chart = (
        alt.Chart(data)
        .mark_line(point=alt.OverlayMarkDef(size=46, filled=True), strokeWidth=2)
        .encode(
            x=alt.X("month:O", axis=axis),
            y=alt.Y("hit_rate:Q", axis=alt.Axis(title=None, tickCount=4, gridColor="#e5e9ee", format=".0%")),
            color=alt.Color("called:N", scale=inks, sort=order, legend=legend),
            strokeDash=alt.StrokeDash("called:N", scale=dashes, sort=order, legend=None),
            shape=alt.Shape("called:N", scale=shapes, sort=order, legend=legend),
            tooltip=[
                alt.Tooltip("named:N", title="data to"),
                alt.Tooltip("called:N", title="picked by"),
                alt.Tooltip("says:N", title="held"),
            ],
        )
    )
    described = chart.properties(height=260, description="share held, by the month at whose end cells were picked")
    return described.configure_view(stroke=None).configure_axis(labelColor=INK, labelFontSize=11)
