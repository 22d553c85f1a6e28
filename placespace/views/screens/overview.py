"""Three sources side by side, how fresh each is, what is missing, and where health sees what police do not."""

import streamlit as st

from placespace.disclose import shown_as
from placespace.documents import concentration_sentence, first_question, month_name, monthly, months_shown, sources
from placespace.errors import PlacespaceError
from placespace.terms import LIMITS
from placespace.views import cached, charts, controls, parts, unseen_parts
from placespace.views.plain import plain

reading, who = cached.reading(), controls.profile()
st.title("Where and when are young people harmed?")
parts.faults(reading)
table = sources(reading, who)
if table.empty:
    st.info("No incidents have been read yet. Put the files you were sent in, on the **Data** page.")
    st.stop()
st.write(
    "Each source sees a part, of its own kinds and ages. They are set side by side and never added: the same injury "
    "can be in all of them."
)

for column, row in zip(st.columns(len(table)), table.itertuples(), strict=True):
    with column, st.container(border=True):
        st.header(plain(row.source.capitalize()))
        st.metric(
            f"events, {month_name(row.first)} to {month_name(row.last)}",
            shown_as(row.events, row.status),
            help=parts.WHY_HIDDEN if row.status == "hidden" else None,
            delta=f"last record {row.age_days} days old" + (": too old" if row.stale else ""),
            delta_color="inverse" if row.stale else "off",
            delta_arrow="off",
        )
        st.caption(plain(row.definition))
        if months_shown(reading, row.layer, who):
            months = monthly(reading, row.layer, who)
            st.altair_chart(charts.months_chart(months, what=f"{row.source} events"), width="stretch")
        else:
            st.caption("Not shown month by month: beside the cells that could give back a count that is hidden.")
        gaps = [f"missing at source: {', '.join(map(month_name, row.missing))}"] if row.missing else []
        gaps += [f"far too small to be whole: {', '.join(map(month_name, row.thin))}"] if row.thin else []
        if gaps:
            says = "; ".join(gaps)
            st.warning(plain(f"{says[0].upper()}{says[1:]}. Left out, not counted as zero."))
        if row.mapped:
            placed = f"{row.placed_share:.1%} of rows have a place." if who.exact else ""
            asked = first_question(reading, who, row.layer)
            try:
                found = cached.answered(reading, asked, who.name, None)
                of = f"{', '.join(asked.categories)}: " if asked.categories else ""
                st.write(plain(f"{of}{concentration_sentence(found)} {placed}"))
            except PlacespaceError as fault:
                st.write(plain(f"{placed} {fault}"))
        else:
            st.write("No places in this source: counted by month, not mapped.")
        with st.expander("What it is and is not"):
            st.write(plain(f"{row.title}. {row.definition}. {row.caveats}"))

st.header("Where health sees what police do not")
if not who.exact:
    st.info("Worked out from small counts, so shown in the analyst profile only.")
else:
    unseen_parts.short_list(reading)
st.caption(plain(" ".join(LIMITS)))
