"""What the command says once a folder is checked, and the exit code that sums it up."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from docs_check.clean import path_text
from docs_check.exits import Exit
from docs_check.report.summary import Summary
from docs_check.reports.terminal import to_terminal
from docs_check.several.check import Several
from docs_check.several.terminal import several_to_terminal
from extractor.records import Words


def told(summary: Summary, language: str, out: Path) -> Exit:
    """Says it on stdout."""
    _show(lambda console: to_terminal(summary, console, language, out), language, out)
    return _exit(summary)


def told_of_several(several: Several, language: str, out: Path) -> Exit:
    _show(lambda console: several_to_terminal(several, console, language, out), language, out)
    return _exit(several)


def _exit(whole: Summary | Several) -> Exit:
    if whole.not_wholly_checked:
        return Exit.NOT_CHECKED
    return Exit.DEFECTS if whole.papers_have_defects else Exit.OK


def _show(say: Callable[[Console], None], language: str, out: Path) -> None:
    """The report lies there, whether or not the terminal, or the file in its place, can take what is said of it."""
    try:
        say(Console(highlight=False))
        sys.stdout.flush()
    except OSError as error:
        name, what = path_text(str(out)), error.strerror or type(error).__name__
        said = Words(
            f"报告已写在“{name}”，只是摘要无法显示（{what}）。",
            f"The report was written to “{name}”; only its summary could not be shown ({what}).",
        )
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  else it is flushed again at the end
        Console(stderr=True, highlight=False).print(said.in_language(language), markup=False)
