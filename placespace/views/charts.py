"""Draw the few charts: one source a chart, each on its own scale, gaps left as gaps."""

from __future__ import annotations

import altair as alt
import pandas as pd

INK, MARK, GAP = "#14202e", "#1d4f91", "#ded6c8"


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
