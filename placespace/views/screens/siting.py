"""Where and when to open: what is proposed, options to try beside each other, and the choice that is kept."""

import streamlit as st

from placespace.documents import freshness
from placespace.documents.cover import cover_about, cover_headline
from placespace.terms import LIMITS
from placespace.views import cached, cover_controls, cover_maps, cover_parts, parts, siting_parts, siting_trials
from placespace.views import siting_controls as ask
from placespace.views.controls import profile
from placespace.views.plain import plain

reading, who = cached.reading(), profile()
st.title("Siting: where and when to open?")
parts.faults(reading)
answer = st.container()
asked = cover_controls.ask(reading, who)
k, hours = ask.how_many()
asked = ask.with_movable(reading, asked, who)
found = cached.cover(reading, asked, who.name)
age = freshness(reading, found.demand.question.layer)[0] if found.demand.question else None
candidates = ask.venues(reading, found)
done = None
if candidates is not None:
    with parts.apart():
        done = ask.proposed(reading, found, candidates, k, hours)
with answer:
    st.markdown(f"**{plain(cover_headline(found))}**")
    if done is not None:
        st.markdown(f"**{plain(siting_parts.proposal_sentence(done, len(asked.without)))}**")
    cover_parts.waiting(found)

left, right = st.columns(2)
with left:
    st.header("What would close most of it")
    proof = st.empty()
    if done is not None:
        siting_parts.proposal(done, found)
        siting_parts.notes(done)
    else:
        st.write("Nothing is proposed. Sessions can be tried below, at places where one runs already.")

st.header("Try a session")
places = siting_trials.places_of(found, candidates)
options, table = {}, None
with parts.apart():
    options = siting_trials.edit(places, done)
    table = siting_trials.side_by_side(found, reading, options) if options else None

with right:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        hour = cover_controls.hour_of(siting_parts.first_hour(done), key="site-")
    beside = [*cover_maps.candidate_marks(candidates, done), *siting_trials.marks(options)]
    cover_maps.cover_map(reading, found, hour, key=f"siting-{found.cells.digest}", beside=beside)

st.header("Choose")
if not who.exact:
    st.info("Choices are kept in the analyst profile.")
else:
    if table is None:
        st.write("There is no option to choose yet: add a session above, or mend those that cannot be.")
    else:
        first = siting_parts.all_words(done) if done is not None else ""
        about = "; ".join(cover_about(found, reading, age)[:2])
        siting_parts.choice(reading, table, list(options), first, about)
    siting_parts.chosen_before(reading)

how, take = st.tabs(["How this was worked out", "Take away"], key="siting-tabs")
with how:
    for line in (*cover_about(found, reading, age), *LIMITS):
        st.write(plain(line))
with take:
    cover_parts.take_away(found, reading, age)
    if done is not None:
        siting_parts.take_away(done, found, reading)
if done is not None and done.proof is None and len(done.table):
    ask.prove(reading, found, candidates, k, hours, proof)
elif done is not None and done.proof is not None:
    proof.caption(plain(done.proof.status))
