"""`docs-check check`: a run, its reports, and the exit code that sums it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from docs_check.exits import Exit
from docs_check.intake.leftovers import scratch_folder
from docs_check.intake.open import Cluster, look_into, opened, out_of, reader_on, store_of
from docs_check.output import whole_or_not
from docs_check.progress import stderr_progress
from docs_check.reading.reader import Reader
from docs_check.report.decisions import decided
from docs_check.report.since import compared, read_earlier
from docs_check.report.stored import to_stored
from docs_check.report.summary import Summary
from docs_check.reports.formats import Writer
from docs_check.reports.to_terminal import to_terminal
from docs_check.run import Request, check
from extractor.records import Words

UNPACKED = "archives"
_REPORTING = Words("正在写报告……", "Writing the report…")


def check_and_report(
    request: Request,
    out: Path | None,
    language: str,
    writers: Sequence[Writer],
    reader: Callable[[Callable[[Words], None]], Reader],
    since: Path | None = None,
    cluster: Cluster | None = None,
) -> Exit:
    """`reader` makes the reader, given what shows a sentence to the user. Raises `WrongUse` before anything is read
    where the folder or `out` will not do."""
    folder = str(request.folder)
    out = out or out_of(folder)
    progress = stderr_progress(language)
    with ExitStack() as stack:
        stack.enter_context(request.means.crew)
        room = stack.enter_context(scratch_folder(UNPACKED))
        found = look_into(folder, room, cluster)
        earlier = read_earlier(since) if since else None
        fresh = stack.enter_context(whole_or_not(out, found.root))
        store = stack.enter_context(store_of(cluster, out))
        found = opened(found, room, request.means, store)
        summary = check(request, found, reader_on(reader(progress.say), cluster, store), progress)
        progress.say(_REPORTING)
        to_stored(summary, fresh, language)
        summary = replace(decided(summary, out), means=request.means)
        if earlier:
            summary = compared(summary, earlier)
        for write in writers:
            write(summary, fresh, language)
    to_terminal(summary, Console(highlight=False), language, out)
    return exit_code(summary)


def exit_code(summary: Summary) -> Exit:
    if summary.not_wholly_checked:
        return Exit.NOT_CHECKED
    return Exit.DEFECTS if summary.papers_have_defects else Exit.OK
