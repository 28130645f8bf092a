"""What the command says once a folder is checked, and the exit code that sums it up."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from docs_check.exits import Exit
from docs_check.report.summary import Summary
from docs_check.reports.terminal import to_terminal


def told(summary: Summary, language: str, out: Path) -> Exit:
    """Says it on stdout."""
    to_terminal(summary, Console(highlight=False), language, out)
    if summary.not_wholly_checked:
        return Exit.NOT_CHECKED
    return Exit.DEFECTS if summary.papers_have_defects else Exit.OK
