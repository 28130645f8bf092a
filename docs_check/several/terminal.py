"""What the command says of a run by several policies: a table by policy, and what went to none."""

from __future__ import annotations

from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from docs_check.clean import shown
from docs_check.reports.terminal import HEADERS, LONGEST_NAME, say, where
from docs_check.several.check import Several
from docs_check.several.overview import FITS_NONE, rows
from extractor.records import Words

MOST_NAMED = 10  # papers of no policy that are named; all stand in the report
_POLICY = Words("政策", "Policy")


def several_to_terminal(several: Several, console: Console, language: str, out: Path) -> None:
    console.print(_table(several, language))
    if not several.judged:
        say(console, FITS_NONE, language)
    lost = several.of_none
    if lost:
        say(
            console,
            Words(
                f"{len(lost)} 份材料没有归入任何政策，未作审查：", f"{len(lost)} papers went to no policy, unchecked:"
            ),
            language,
        )
    for paper in lost[:MOST_NAMED]:
        line = f"  {paper.file}  {paper.kind.in_language(language)}  {paper.why.in_language(language)}"
        console.print(Text(shown(line, 2000)), soft_wrap=True)
    if len(lost) > MOST_NAMED:
        more = len(lost) - MOST_NAMED
        say(console, Words(f"……另有 {more} 份，见报告。", f"… and {more} more in the report."), language)
    say(console, where(out), language)


def _table(several: Several, language: str) -> Table:
    """The columns are those of a report on one policy, but for pages."""
    heads = (_POLICY, *HEADERS[1:3], *HEADERS[4:])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, words in enumerate(heads):
        table.add_column(words.in_language(language), justify="right" if place else "left")
    for policy, _, numbers in rows(several):
        name = Text(shown(policy.name.in_language(language), LONGEST_NAME))
        table.add_row(name, *map(str, numbers))
    return table
