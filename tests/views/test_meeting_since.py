"""What was promised and what became of it: cards that stay, days that nobody guesses, a plan that stands as it is."""

# ruff: noqa: F811
from __future__ import annotations

import datetime
from dataclasses import replace

from placespace.places.things import Action
from tests.views.test_cover_pages import one
from tests.views.test_meeting_page import asks, borough, meeting_page, ready, register, sitting, to  # noqa: F401
from tests.views.test_screens import text_of


def test_what_was_promised_is_set_against_what_was_done_right_there(meeting_page, register):
    first = sitting(register, "Quay", on=datetime.date(2026, 9, 1))
    item = ready(register, first)
    held = register.actions(item.place)[0]
    register.change_action(held.id, replace(held.thing, due=datetime.date(2026, 10, 1)), held.version)
    item = register.save_item(item.id, replace(item.thing, decision="new", decision_words="light it"), item.version)
    register.decide(item.id, item.version)
    register.close_meeting(first.id, first.version)
    sitting(register, "Quay")
    page = meeting_page()
    said = text_of(page)
    assert "1 action was promised: 1 is late." in said
    assert "Last decision, Tuesday 1 September 2026" in said
    assert "19 days late" in said
    one(page.selectbox, "Status").select("done").run()
    assert "On which day was it done?" in text_of(page)
    assert "Not saved" not in text_of(page)
    one(page.text_input, "What was done").set_value("all three mended").run()
    held = register.actions(item.place)[0].thing
    assert (held.status, held.done_on, held.done_words) == ("open", None, "all three mended")
    assert one(page.selectbox, "Status").value == "done"
    one(page.date_input, "Done on").set_value(datetime.date(2026, 9, 28)).run()
    done = register.actions(item.place)[0].thing
    assert (done.status, done.done_on) == ("done", datetime.date(2026, 9, 28))
    said = text_of(page)
    assert "1 is done" in said
    assert "days late" not in said
    assert "On which day" not in said
    one(page.selectbox, "Status").select("open").run()
    again = register.actions(item.place)[0].thing
    assert (again.status, again.done_on) == ("open", None)


def test_a_card_stays_where_it_is_whatever_is_said_of_its_action(meeting_page, register):
    first = sitting(register, "Quay", on=datetime.date(2026, 9, 1))
    item = ready(register, first)
    for what, due in (("paint the wall", 12), ("open the hall", 5), ("clear the steps", 5)):
        register.add_action(item.place, Action(what, "a post", "the council", datetime.date(2026, 10, due),
                                               meeting=first.id))  # fmt: skip
    item = register.save_item(item.id, replace(item.thing, decision="new"), item.version)
    register.decide(item.id, item.version)
    register.close_meeting(first.id, first.version)
    sitting(register, "Quay")
    page = meeting_page()

    def cards() -> list[str]:
        names = ("mend the lamps", "paint the wall", "open the hall", "clear the steps")
        return [n for m in page.markdown for n in names if m.value.startswith(f"**{n}**")]

    stood = ["open the hall", "clear the steps", "paint the wall", "mend the lamps"]
    assert cards() == stood
    day = datetime.date(2026, 10, 2)
    for found in (day, datetime.date(2026, 8, 20)):  # the second is before the last meeting: the list alone forgets it
        page.selectbox(key=f"box-{register.actions(item.place)[2].id}-status").select("done").run()
        page.date_input(key=f"box-{register.actions(item.place)[2].id}-done_on").set_value(found).run()
        assert register.actions(item.place)[2].thing.done_on == found
        assert cards() == stood
        assert "4 actions were promised: 1 is done" in text_of(page)


def test_a_plan_that_was_agreed_today_does_not_carry_on_as_it_is(meeting_page, register):
    meeting = sitting(register, "Quay")
    ready(register, meeting)
    page = to(meeting_page(), "Decision")
    assert "The first decision on this place" in text_of(page)
    one(page.selectbox, "Decision").select("carry on").run()
    assert "Actions were agreed today: choose “new” for a first plan, or “change”" in text_of(page)
    assert one(page.button, "Record the decision").disabled
    one(page.selectbox, "Decision").select("change").run()
    assert not one(page.button, "Record the decision").disabled
