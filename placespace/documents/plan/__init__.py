"""Plan a month: the places, who goes where and when, and the papers that say so."""

from placespace.documents.plan.answer import MonthPlan, PlanQuestion, month_plan, plan_crews, usual_plan
from placespace.documents.plan.outreach import check_outreach, outreach_timetable
from placespace.documents.plan.pack import plan_pack
from placespace.documents.plan.shortlist import COLUMNS, Shortlist, shortlist, strip
from placespace.documents.plan.words import plan_headline, share_lines, uncovered_lines, windows_table

__all__ = [
    "COLUMNS",
    "MonthPlan",
    "PlanQuestion",
    "Shortlist",
    "check_outreach",
    "month_plan",
    "outreach_timetable",
    "plan_crews",
    "plan_headline",
    "plan_pack",
    "share_lines",
    "shortlist",
    "strip",
    "uncovered_lines",
    "usual_plan",
    "windows_table",
]
