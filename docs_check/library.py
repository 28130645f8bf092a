"""docs-check for other programs: what the command does, without its terminal.

    from docs_check import check_folder

    whole = check_folder("batch", "batch-report", policy="qingdao-2022-export-credit")
    for finding in whole.findings:
        print(finding.code, finding.district, finding.message.zh)

Boxes are fractions of the page, from its upper left corner; pages count from 1; sentences are `Words(zh, en)`.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from docs_check.exits import WrongUse
from docs_check.intake.leftovers import scratch_folder
from docs_check.intake.open import look_into, opened, out_of
from docs_check.intake.remote import is_far
from docs_check.ledger.book import awarded
from docs_check.ledger.spreadsheets import listed_in
from docs_check.output import whole_or_not
from docs_check.process.office import Office
from docs_check.process.record import record
from docs_check.progress import Progress, quiet_progress
from docs_check.reading.cluster import ClusterReader
from docs_check.reading.engines import EngineChoice
from docs_check.reading.reader import PoolReader, Reader
from docs_check.register.find import with_register
from docs_check.report.decided.decisions import corrected_contents
from docs_check.report.rulebook import known_codes
from docs_check.report.since import read_earlier
from docs_check.report.stored import StoredWriter
from docs_check.report.summary import Summary
from docs_check.reports.formats import chosen
from docs_check.run import Report, Request, check
from docs_check.settings import Settings
from extractor.records import Words

UNPACKED = "archives"
_LOG = logging.getLogger(__name__)


def check_folder(
    folder: Path | str,
    out: Path | str | None = None,
    *,
    policy: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    language: str = "zh",
    formats: Sequence[str] = (),
    since: Path | None = None,
    register: Path | None = None,
    lists: Sequence[Path] = (),
    ledger: Path | None = None,
    settings: Settings | None = None,
    reader: EngineChoice | Reader | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Checks the papers in `folder`, a path or a URL, and writes the reports into `out`, by default beside it. Gives
    the whole: its `sections` are the districts with their companies and findings, its `files` say what became of each
    file; the papers themselves stand in report.json. `policy`: a pack's name or folder; `select`, `ignore`: rule codes
    or beginnings of them; `formats`: by default those for people, with report.json; `since`: an earlier report;
    `register`: the office's receipt register, by default what lies in the folder;
    `lists`: CSV or Excel files, or folders of them, of companies that must not apply; `ledger`: the office's ledger of
    finished batches;
    `reader`: what reads, by default in worker processes with the usual engine; `cluster`: the address of a Ray cluster
    that reads, `""` for one made on this machine.

    Raises `docs_check.exits.WrongUse` and `checks.pack.yaml_file.PackError`, each with a sentence for people in both
    languages, and `OSError` where the disk is at fault. A file that cannot be read is no exception but a finding."""
    settings, progress = settings or Settings(), progress or quiet_progress()
    known = (*listed_in(lists), *(awarded(ledger, Path(str(folder)).resolve().name) if ledger else ()))
    request = Request(str(folder), policy, known_codes(select), known_codes(ignore), known, settings)
    wanted, target = chosen(formats), Path(out) if out else out_of(request.folder)
    with ExitStack() as stack:
        stack.enter_context(settings.crew)
        room = stack.enter_context(scratch_folder(UNPACKED))
        found = look_into(request.folder, room, shared=cluster is not None)
        earlier = read_earlier(since) if since else None
        fresh = stack.enter_context(whole_or_not(target, found.root))
        office = Office(found.root, target, target if is_far(request.folder) else None)
        office.decided()  # what is wrong with it is said before anything is read
        writers = [one.open(fresh, language, settings) for one in wanted]
        report = Report(writers, StoredWriter(fresh, language), office.decided, earlier)
        found = opened(found, room, settings.archives, settings.passwords, shared=cluster is not None)
        found, receipts = with_register(found, register, progress.say)
        request = replace(request, register=receipts)
        _LOG.info("%d files to read, %d left out", len(found.files), len(found.left_out))
        whole = check(request, found, _reading(reader, settings, progress, cluster), progress, report)
    _kept(office, whole, target, progress)
    return whole


def _kept(office: Office, whole: Summary, out: Path, progress: Progress) -> None:
    """The report is there, also where the office's record cannot take the run."""
    try:
        record(office.ledger, whole, out, corrected_contents(office.verdicts.all()))
    except (WrongUse, OSError) as error:
        why = error.words if isinstance(error, WrongUse) else Words(str(error), str(error))
        progress.say(
            Words(
                f"报告已写好，但这次检查没有记入办理记录：{why.zh}",
                f"The report is written, but this run was not entered into the office's record: {why.en}",
            )
        )


def _reading(
    reader: EngineChoice | Reader | None, settings: Settings, progress: Progress, cluster: str | None
) -> Reader:
    if reader is None or isinstance(reader, EngineChoice):
        reader = PoolReader.with_engine(reader or EngineChoice(), settings, progress.say)
    if cluster is None:
        return reader
    if not isinstance(reader, PoolReader):
        raise WrongUse(Words("这个读取器只能在本机使用。", "This reader works on one machine only."))
    return ClusterReader(reader, cluster or None)
