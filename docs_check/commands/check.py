"""`docs-check check`: a run, its reports, and the exit code that sums it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from rich.console import Console

from docs_check.exits import Exit, WrongUse
from docs_check.intake.leftovers import scratch_folder
from docs_check.intake.open import look_into, opened, out_of
from docs_check.output import whole_or_not
from docs_check.progress import stderr_progress
from docs_check.reading.cluster import ClusterReader
from docs_check.reading.reader import PoolReader, Reader
from docs_check.report.decisions import decided
from docs_check.report.since import read_earlier
from docs_check.report.stored import StoredWriter
from docs_check.report.summary import Summary
from docs_check.reports.terminal import to_terminal
from docs_check.reports.writer import Format
from docs_check.run import Report, Request, check
from extractor.records import Words

UNPACKED = "archives"


def check_and_report(
    request: Request,
    out: Path | None,
    language: str,
    formats: Sequence[Format],
    reader: Callable[[Callable[[Words], None]], Reader],
    since: Path | None = None,
    cluster: str | None = None,
) -> Exit:
    """`reader` makes the reader, given what shows a sentence to the user; `cluster`: the address of one that reads,
    `""` for one made on this machine. Raises `WrongUse` before anything is read where the folder or `out` will not
    do."""
    folder, means = str(request.folder), request.means
    out = out or out_of(folder)
    progress = stderr_progress(language)
    with ExitStack() as stack:
        stack.enter_context(means.crew)
        room = stack.enter_context(scratch_folder(UNPACKED))
        found = look_into(folder, room, shared=cluster is not None)
        earlier = read_earlier(since) if since else None
        fresh = stack.enter_context(whole_or_not(out, found.root))
        given = partial(decided, out, found.root)
        given()  # what is wrong with it is said before anything is read
        writers = [one.open(fresh, language, means) for one in formats]
        report = Report(writers, StoredWriter(fresh, language), given, earlier)
        found = opened(found, room, means.archives, means.passwords, shared=cluster is not None)
        reads = reader(progress.say)
        summary = check(request, found, _on(reads, cluster), progress, report)
    to_terminal(summary, Console(highlight=False), language, out)
    return exit_code(summary)


def _on(reader: Reader, cluster: str | None) -> Reader:
    if cluster is None:
        return reader
    if not isinstance(reader, PoolReader):
        raise WrongUse(Words("这个读取器只能在本机使用。", "This reader works on one machine only."))
    return ClusterReader(reader, cluster or None)


def exit_code(summary: Summary) -> Exit:
    if summary.not_wholly_checked:
        return Exit.NOT_CHECKED
    return Exit.DEFECTS if summary.papers_have_defects else Exit.OK
