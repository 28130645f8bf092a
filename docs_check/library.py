"""docs-check for other programs: what the command does, without its terminal.

    from docs_check import check_folder

    whole = check_folder("batch", "batch-report", policy="qingdao-2022-export-credit")
    for finding in whole.findings:
        print(finding.code, finding.district, finding.message.zh)

Boxes are fractions of the page, from its upper left corner; pages count from 1; sentences are `Words(zh, en)`.
"""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict, Unpack

from checks.pack.model import Policy
from docs_check.cache import CachePlace
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.leftovers import scratch_folder
from docs_check.intake.open import look_into, opened, out_of
from docs_check.intake.remote import is_far
from docs_check.intake.walk import Walk
from docs_check.judging.policy_choice import choose, several_named
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
from docs_check.report.office import SEVERAL
from docs_check.report.rulebook import known_codes
from docs_check.report.since import read_earlier
from docs_check.report.stored import StoredWriter
from docs_check.report.summary import Summary
from docs_check.reports.formats import chosen
from docs_check.reports.writer import Format
from docs_check.run import Report, Request, check
from docs_check.settings import Settings
from docs_check.several.check import Several, check_several
from docs_check.several.overview import Overview, folder_for
from extractor.records import Words

UNPACKED, READINGS = "archives", "readings"  # scratch folders
_LOG = logging.getLogger(__name__)


class Options(TypedDict, total=False):
    """`select`, `ignore`: rule codes or beginnings of them; `formats`: by default those for people, with report.json;
    `since`: an earlier report; `register`: the office's receipt register, by default what lies in the folder; `lists`:
    CSV or Excel files, or folders of them, of companies that must not apply; `ledger`: the office's ledger of finished
    batches; `reader`: what reads, by default in worker processes with the usual engine; `cluster`: the address of a Ray
    cluster that reads, `""` for one made on this machine."""

    select: Sequence[str]
    ignore: Sequence[str]
    language: str
    formats: Sequence[str]
    since: Path | None
    register: Path | None
    lists: Sequence[Path]
    ledger: Path | None
    settings: Settings | None
    reader: EngineChoice | Reader | None
    cluster: str | None
    progress: Progress | None


def check_folder(
    folder: Path | str, out: Path | str | None = None, *, policy: str | None = None, **options: Unpack[Options]
) -> Summary:
    """Checks the papers in `folder`, a path or a URL, and writes the reports into `out`, by default beside it. Gives
    the whole: its `sections` are the districts with their companies and findings, its `files` say what became of each
    file; the papers themselves stand in report.json. `policy`: a pack's name or folder; for the rest see `Options`.

    Raises `docs_check.exits.WrongUse` and `checks.pack.yaml_file.PackError`, each with a sentence for people in both
    languages, and `OSError` where the disk is at fault. A file that cannot be read is no exception but a finding."""
    since = options.get("since")
    with _begun(folder, out, options) as run:
        report, office = run.report(run.fresh, run.target, since)
        found, request = run.opened()
        whole = check(request, choose(policy, found.files, run.reader), found, run.reader, run.progress, report)
    _kept(office, whole, run.target, run.progress)
    return whole


def check_policies(
    folder: Path | str, policies: Sequence[str], out: Path | str | None = None, **options: Unpack[Options]
) -> Several:
    """`check_folder` for papers of several policies in one folder: each paper goes to its own. `policies`: packs' names
    or folders, or folders of packs. `out` holds what tells of all, and a report for each policy below it."""
    packs = several_named(policies)
    since, kept = options.get("since"), list[tuple[Office, Path]]()
    if since and not (since / SEVERAL).is_dir():
        raise WrongUse(_not_several(path_text(str(since))))
    with _begun(folder, out, options, cached=True) as run:
        overview = Overview(run.fresh, run.language)

        def begun(policy: Policy) -> Report:
            place = folder_for(policy)
            (run.fresh / place).mkdir(parents=True)
            before = since / place if since and (since / place).is_dir() else None
            report, office = run.report(run.fresh / place, run.target / place, before)
            kept.append((office, run.target / place))
            return replace(report, writers=(*report.writers, overview))

        found, request = run.opened()
        several = check_several(request, packs, found, run.reader, run.progress, begun)
        overview.write(several)
    for (office, target), whole in zip(kept, several.judged, strict=True):
        _kept(office, whole, target, run.progress)
    return several


@dataclass(frozen=True, slots=True)
class _Run:
    """A run that has begun: where its files lie and its report is written, before it takes the place of `target`."""

    request: Request
    walk: Walk
    room: Path
    fresh: Path
    target: Path
    formats: tuple[Format, ...]
    reader: Reader
    progress: Progress
    language: str
    register: Path | None
    shared: bool

    def report(self, fresh: Path, target: Path, since: Path | None) -> tuple[Report, Office]:
        """Raises `WrongUse` where an earlier report or the office's record cannot be read: before papers are."""
        far = is_far(self.request.folder)
        office, earlier = Office(self.walk.root, target, target if far else None), since and read_earlier(since)
        office.decided()
        writers = [one.open(fresh, self.language, self.request.settings) for one in self.formats]
        return Report(writers, StoredWriter(fresh, self.language), office.decided, earlier or None), office

    def opened(self) -> tuple[Walk, Request]:
        """The files, those within archives too, and the request with the register that lies among them."""
        settings = self.request.settings
        found = opened(self.walk, self.room, settings.archives, settings.passwords, shared=self.shared)
        found, receipts = with_register(found, self.register, self.progress.say)
        _LOG.info("%d files to read, %d left out", len(found.files), len(found.left_out))
        return found, replace(self.request, register=receipts)


@contextmanager
def _begun(folder: Path | str, out: Path | str | None, options: Options, *, cached: bool = False) -> Generator[_Run]:
    """`cached`: what is read is read again at once, so that it is kept for this run where it is for no other."""
    settings, progress = options.get("settings") or Settings(), options.get("progress") or quiet_progress()
    ledger, cluster, name = options.get("ledger"), options.get("cluster"), str(folder)
    known = (*listed_in(options.get("lists", ())), *(awarded(ledger, Path(name).resolve().name) if ledger else ()))
    select, ignore = known_codes(options.get("select", ())), known_codes(options.get("ignore", ()))
    wanted, target = chosen(options.get("formats", ())), Path(out) if out else out_of(name)
    with ExitStack() as stack:
        stack.enter_context(settings.crew)
        room = stack.enter_context(scratch_folder(UNPACKED))
        if cached and settings.cache is None:
            settings = replace(settings, cache=CachePlace(stack.enter_context(scratch_folder(READINGS))))
        found = look_into(name, room, shared=cluster is not None)
        fresh = stack.enter_context(whole_or_not(target, found.root))
        yield _Run(
            request=Request(name, select, ignore, known, settings),
            walk=found,
            room=room,
            fresh=fresh,
            target=target,
            formats=wanted,
            reader=_reading(options.get("reader"), settings, progress, cluster),
            progress=progress,
            language=options.get("language", "zh"),
            register=options.get("register"),
            shared=cluster is not None,
        )


def _not_several(name: str) -> Words:
    return Words(
        f"--since 指定的“{name}”不是几项政策一起审查的报告目录。",
        f"“{name}”, given by --since, is no folder of a report on several policies.",
    )


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
