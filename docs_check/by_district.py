"""A check whose reports are made a district at a time, so that no machine ever holds more than one: each district gets
a report folder of its own, and the whole batch report.json and an overview that leads to them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from checks.judge import judge_district
from checks.pack.districts import DistrictNames
from checks.records import Evidence, Outcome
from docs_check import __version__
from docs_check.clean import file_stem, path_text
from docs_check.commands.check import UNPACKED, exit_code
from docs_check.exits import Exit, WrongUse
from docs_check.intake.leftovers import scratch_folder
from docs_check.intake.open import Cluster, look_into, opened, out_of, parts_reader_on
from docs_check.intake.remote import brought
from docs_check.intake.walk import Walk
from docs_check.output import REPORT, whole_or_not
from docs_check.parts import PartsReader, Store, Wanted, fresh_store
from docs_check.policy_choice import Choice, chosen_because, named, recognised, shipped
from docs_check.progress import Progress, stderr_progress
from docs_check.reading.reader import Reader
from docs_check.reading.second_reader import look_again, note_on
from docs_check.report.decisions import decided
from docs_check.report.rulebook import failures, rulebook
from docs_check.report.stored import to_stored
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis, PolicyInfo, RunFacts, Summary
from docs_check.reports.environment import environment
from docs_check.reports.formats import Writer
from docs_check.reports.html_words import HTML_WORDS
from docs_check.run import READING, Request, pointed_at
from docs_check.shares import Share, Shares
from docs_check.whole_report import WholeReport
from docs_check.wording import BEYOND_DISTRICTS
from extractor.forms import Forms
from extractor.records import Words

_PAGES = Path(__file__).parent / "reports" / "pages"
_NO_SINCE = Words(
    "--since 不能与 --by-district 一起使用；请对某一区市的报告单独比较。",
    "--since does not go together with --by-district; please compare one district's reports.",
)
_JUDGING = Words("判断", "judging")


def check_by_district(
    request: Request,
    out: Path | None,
    language: str,
    writers: Sequence[Writer],
    reader: Callable[[Callable[[Words], None]], Reader],
    since: Path | None = None,
    cluster: Cluster | None = None,
) -> Exit:
    """Raises `WrongUse` before anything is read where the folder or `out` will not do."""
    if since:
        raise WrongUse(_NO_SINCE)
    folder = str(request.folder)
    out = out or out_of(folder)
    progress = stderr_progress(language)
    with ExitStack() as stack:
        stack.enter_context(request.means.crew)
        room = stack.enter_context(scratch_folder(UNPACKED))
        found = look_into(folder, room, cluster)
        fresh = stack.enter_context(whole_or_not(out, found.root))
        store = stack.enter_context(fresh_store((cluster and cluster.parts) or str(out.resolve().parent)))
        found = opened(found, room, request.means, store if cluster else None)
        reading = parts_reader_on(reader(progress.say), cluster, store)
        job = Job(request, found, reading, store, room, fresh, out, language, writers, progress)
        code, districts = job.done()
    console = Console(highlight=False)
    for entry in districts:
        console.print(Text(_line(entry).in_language(language)), soft_wrap=True)
    console.print(Text(Words(f"报告：{path_text(str(out))}", f"Report: {path_text(str(out))}").in_language(language)))
    return code


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be checked, and where everything is: `store` the parts, `room` a folder for what is worked with,
    `fresh` the report that is being made and `out` the one that it will replace."""

    request: Request
    found: Walk
    reader: PartsReader
    store: Store
    room: Path
    fresh: Path
    out: Path
    language: str
    writers: Sequence[Writer]
    progress: Progress

    def done(self) -> tuple[Exit, list[dict[str, Any]]]:
        """The exit code, and the districts with their numbers."""
        started, clock = datetime.now(UTC), time.monotonic()
        request, found = self.request, self.found
        choice = named(request.policy) if request.policy else recognised(shipped(), found.files, self.reader)
        parts = self._read(choice.policy.forms, DistrictNames(choice.policy))
        return self.reported(choice, parts, started, clock)

    def reported(
        self, choice: Choice, parts: Sequence[str], started: datetime, clock: float
    ) -> tuple[Exit, list[dict[str, Any]]]:
        """The same, once all is read: `parts` are the names of what was written to the store."""
        facts = RunFacts(
            folder=self.found.root,
            version=__version__,
            engine=self.reader.engine,
            started=started.astimezone().isoformat(timespec="seconds"),
            seconds=0.0,
            jobs=self.request.means.jobs,
            select=self.request.select,
            ignore=self.request.ignore,
            second_reader=Words("", ""),
        )
        with Shares(self.store, parts, choice.policy, self.room) as shares:
            info = PolicyInfo.of(choice.policy, chosen_because(choice.why, *shares.counts()))
            return _Districts(self, choice, info, facts, shares, clock).reported()

    def _read(self, forms: Forms, names: DistrictNames) -> list[str]:
        wanted = [Wanted(place, file, names.of_path(file.name)) for place, file in enumerate(self.found.files)]
        sizes = [one.file.size for one in wanted]
        read = list[str]()
        with self.progress.step(READING, len(wanted), sum(sizes)) as step:
            for part in self.reader.parts(wanted, forms):
                read.append(part.name)
                for place, pages in part.files:
                    step(pages, sizes[place])
        return read


class _Districts:
    """The districts one after the other, and what of each the whole batch must know."""

    def __init__(
        self, job: Job, choice: Choice, info: PolicyInfo, facts: RunFacts, shares: Shares, clock: float
    ) -> None:
        self._job = job
        self._choice = choice
        self._info = info
        self._facts = facts
        self._shares = shares
        self._clock = clock
        self._names = DistrictNames(choice.policy)
        self._repeated = shares.repeated()
        self._listed = dict[str, int]()
        self._looked = dict[Evidence, bool | None]()
        self._broken = list[Outcome]()
        self._code = Exit.OK

    def reported(self) -> tuple[Exit, list[dict[str, Any]]]:
        job = self._job
        places = {file.name: place for place, file in enumerate(job.found.files)}
        whole, links, summary = WholeReport(self._shares.db, job.language, places), list[str](), None
        with job.progress.step(_JUDGING, len(self._shares.order), len(self._shares.order)) as step:
            for share in self._shares:
                summary = self._summary(share)
                whole.add(summary)
                if summary.sections or summary.files:
                    links.append(self._written(summary, share.name))
                step(0, 1)
        assert summary is not None  # what belongs to no district is always looked at
        facts = replace(
            self._facts,
            seconds=self._seconds(),
            second_reader=note_on(self._looked) if self._looked else summary.run.second_reader,
            failures=failures(self._broken),
        )
        whole.write(job.fresh / REPORT, summary, self._info, facts)
        _overview(job, self._info, facts, whole.entries, links)
        return self._code, whole.entries

    def _summary(self, share: Share) -> Summary:
        job, policy = self._job, self._choice.policy
        request = job.request
        outcomes = judge_district(share.batch, policy, share.name, select=request.select, ignore=request.ignore)
        found = brought(job.found, pointed_at(outcomes))
        hashes = {reading.file: reading.sha256 for reading in share.own.files}
        second = look_again(outcomes, found.files, share.own.files, request.means, job.progress)
        self._looked.update(second.verdicts)
        if second.doubts:
            outcomes = judge_district(
                share.batch, policy, share.name, select=request.select, ignore=request.ignore, doubts=second.doubts
            )
        self._broken += [one for one in outcomes if one.failed]
        paths = {file.name: file.path for file in found.files if file.path != found.root / file.name}
        facts = replace(
            self._facts,
            seconds=self._seconds(),
            second_reader=second.note,
            failures=failures(outcomes),
            paths={name: path for name, path in paths.items() if name in share.files},
        )
        left_out = tuple(one for one in found.left_out if self._names.of_path(one.name) == share.name)
        made = summarise(share.own, outcomes, left_out, self._info, policy.forms, rulebook(policy), facts, self._listed)
        self._number(made, hashes)
        files = {*share.files, *(one.name for one in left_out)}
        readings = tuple(reading for reading in share.own.files if reading.file in share.files)
        basis = Basis(policy, readings, left_out, second.doubts)
        listed = tuple(entry for entry in made.files if entry.file in files)
        return replace(made, files=listed, basis=basis, means=request.means)

    def _number(self, summary: Summary, hashes: dict[str, str]) -> None:
        """Of papers that lie in several districts the later ones' ids say which they are."""
        for paper in summary.papers:
            if hashes.get(paper.document.file) in self._repeated:
                key, _, number = paper.id.partition("-")
                self._listed[key] = max(self._listed.get(key, 0), int(number or 1))

    def _written(self, summary: Summary, name: str | None) -> str:
        """Its report in a folder of its own; gives that folder's name."""
        job = self._job
        folder = f"district-{file_stem(name)}" if name else "beyond"
        (job.fresh / folder).mkdir()
        to_stored(summary, job.fresh / folder, job.language)
        summary = replace(decided(summary, job.out / folder), means=job.request.means)
        for write in job.writers:
            write(summary, job.fresh / folder, job.language)
        self._code = max(self._code, exit_code(summary))
        return folder

    def _seconds(self) -> float:
        return round(time.monotonic() - self._clock, 1)


def _overview(
    job: Job, info: PolicyInfo, facts: RunFacts, entries: Sequence[dict[str, Any]], links: Sequence[str]
) -> None:
    rows = [
        {**entry, "name": entry["name"] or BEYOND_DISTRICTS, "link": f"{quote(link)}/index.html"}
        for entry, link in zip(entries, links, strict=False)
    ]
    template = environment(_PAGES, job.language).get_template("districts.html")
    text = template.render(language=job.language, policy=info, run=facts, rows=rows, w=HTML_WORDS)
    (job.fresh / "index.html").write_text(text, encoding="utf-8")


def _line(entry: dict[str, Any]) -> Words:
    name = entry["name"] or BEYOND_DISTRICTS
    zh, en = (name, name) if isinstance(name, str) else (name.zh, name.en)
    return Words(
        f"{zh}：{entry['documents']} 份材料，{entry['pages']} 页，"
        f"缺陷 {entry['defects']} 项，存疑 {entry['unsure']} 项",
        f"{en}: {entry['documents']} papers, {entry['pages']} pages, {entry['defects']} defects, "
        f"{entry['unsure']} unsure",
    )
