"""Write results as a table, between the markers of ``docs/benchmarks.md``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from benchmarks.real_area import HOUSE
from benchmarks.timing import Result

DOCUMENT = HOUSE / "docs" / "benchmarks.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def as_line(result: Result) -> str:
    """Return a result as a line for the terminal."""
    ratio = "" if result.ratio is None else f"{result.ratio:.2f} times, "
    beside = f" against {result.theirs}" if result.theirs else ""
    verdict = "holds" if result.holds else "DOES NOT HOLD"
    return f"  {result.job}\n    {ratio}{result.ours}{beside}; {result.target}: {verdict}; {result.same}"


def table(results: Sequence[Result], skipped: Mapping[str, str], where: str) -> str:
    """Return the results as Markdown."""
    lines = [
        f"One run: {where}.",
        "",
        "| comparison | ratio | ours | theirs | target | holds | checked |",
        "|---|---:|---:|---:|---|---|---|",
    ]
    for one in results:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        holds = "yes" if one.holds else "**no**"
        lines.append(f"| {one.job} | {ratio} | {one.ours} | {one.theirs} | {one.target} | {holds} | {one.same} |")
    lines += [f"\nSkipped: `{name}`, {reason}." for name, reason in skipped.items()]
    return "\n".join(lines)


def write_table(results: Sequence[Result], skipped: Mapping[str, str], where: str) -> None:
    """Put the table in the document, in place of the last one."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table(results, skipped, where)}\n{END}{after}", encoding="utf-8")
