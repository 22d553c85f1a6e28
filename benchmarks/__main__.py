"""Run the comparisons and write their table: ``python -m benchmarks [NAME ...]``."""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import sys

from benchmarks.report import as_line, write_table
from benchmarks.timing import Result, Skipped

COMPARISONS = (
    "versus_hexseg",
    "versus_pysal",
    "versus_tobler",
    "versus_spopt",
    "coverage",
    "provision_list",
    "month_plan",
    "papers",
    "backtest",
    "register",
    "places",
    "whole_area",
    "in_browser",
)


def main(arguments: list[str] | None = None) -> int:
    """Run all comparisons, or those named; 1 when a target does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"which to run: {', '.join(COMPARISONS)} (default: all)")
    names = parser.parse_args(arguments).name
    if wrong := [name for name in names if name not in COMPARISONS]:
        parser.error(f"'{wrong[0]}' is not one of: {', '.join(COMPARISONS)}")
    results: list[Result] = []
    skipped: dict[str, str] = {}
    for name in names or COMPARISONS:
        print(f"{name} …", flush=True)
        try:
            for result in importlib.import_module(f"benchmarks.{name}").compare():
                results.append(result)
                print(as_line(result), flush=True)
        except Skipped as reason:
            skipped[name] = str(reason)
            print(f"  skipped: {reason}", flush=True)
    if not names:  # a part of the comparisons would leave a table that is not of one run
        write_table(results, skipped, _where())
    return 0 if all(result.holds for result in results) else 1


def _where() -> str:
    python = platform.python_version()
    return f"{datetime.date.today():%d %B %Y}, Python {python}, {platform.system()}, {os.cpu_count()} processors"


if __name__ == "__main__":
    sys.exit(main())
