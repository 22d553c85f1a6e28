"""Measure Placespace beside what a user would otherwise use, both sides in the same run."""
