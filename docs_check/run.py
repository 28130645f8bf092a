"""A run, from a folder to its reports: open, read, judge district by district, doubt, summarise, report.

Readings go to the disk as they are made, and of the batch no more than a district is in memory: it makes no difference
to this machine whether it has 200 pages or 5,000, nor whether it reads them itself or a cluster does.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from checks.judge import Doubts, doubted, judge_district
from checks.pack.districts import DistrictNames
from checks.pack.model import Policy
from checks.receipts import Register
from checks.records import Evidence, Known, Outcome
from docs_check.intake.remote import brought
from docs_check.intake.walk import FoundFile, Walk
from docs_check.judging.districts import DistrictBatch, Districts
from docs_check.judging.policy_choice import DEMANDS, Choice, Fit
from docs_check.progress import Progress
from docs_check.reading.reader import Reader
from docs_check.reading.second_reader import look_again, note_on
from docs_check.reading.store import Store
from docs_check.report.decided.corrections import Correction
from docs_check.report.decided.decisions import Decided, standing_corrections
from docs_check.report.labels import LabelCount
from docs_check.report.rulebook import failures, rulebook
from docs_check.report.stored import StoredWriter
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis, Earlier, PolicyInfo, RunFacts, Summary
from docs_check.reports.book import Book
from docs_check.reports.writer import Writer
from docs_check.settings import Settings
from docs_check.version import __version__
from extractor.records import FileReading, Words

_LOG = logging.getLogger(__name__)
_READING = Words("读取", "reading")
_JUDGING = Words("正在判断并写报告……", "Judging and writing the report…")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked, and how: `folder` is a path or a URL, `select` and `ignore` are rule codes or beginnings
    of them; `register`: when whose papers were received, where an office keeps a record of that; `known`: what the
    office's lists and ledger say."""

    folder: str
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    known: tuple[Known, ...] = ()
    settings: Settings = field(default_factory=Settings)
    register: Register | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be written: reports, and beside them what they were made from. `given` tells what people decided so
    far: while papers are read, others may decide on an earlier report. `earlier`: one to compare with."""

    writers: Sequence[Writer]
    stored: StoredWriter
    given: Callable[[], Decided]
    earlier: Earlier | None = None


def check(request: Request, choice: Choice, found: Walk, reader: Reader, progress: Progress, report: Report) -> Summary:
    """Writes the report; gives what it says of the whole. Raises `WrongUse`, before anything is read wherever that can
    be known."""
    started, clock = datetime.now(UTC), time.monotonic()
    _LOG.info("policy %s: %s", choice.policy.id, choice.why.en)
    labels, fit = LabelCount(), Fit(choice)
    with closing(Store(choice.policy.forms)) as store:
        _read(found.files, choice, reader, _Takers(store, labels, fit), progress)
        if not fit.fits:
            request = replace(request, ignore=(*request.ignore, *DEMANDS))
        progress.say(_JUDGING)
        facts = RunFacts(
            folder=found.root,
            version=__version__,
            engine=reader.engine,
            started=started.astimezone().isoformat(timespec="seconds"),
            seconds=0.0,
            jobs=request.settings.jobs,
            select=request.select,
            ignore=request.ignore,
            second_reader=Words("", ""),
            places={file.name: place for place, file in enumerate(found.files)},
            unmatched=labels.unmatched(choice.policy.forms),
        )
        info = PolicyInfo.of(choice.policy, fit.why(store.known))
        judging = _Judging(request, found, choice.policy, store, info, facts, progress)
        given, contents = report.given(), store.contents()
        book = Book(report.writers, given, report.earlier)
        corrections = [one for one in standing_corrections(given.verdicts) if one.target.sha256 in contents]
        for part in judging.parts():
            report.stored.add(part)
            if not corrections:
                book.add(part)
        if corrections:  # what is kept is what was read; what is reported, what people made of it
            for part in judging.parts(corrections):
                book.add(part)
        facts = replace(judging.facts(), seconds=round(time.monotonic() - clock, 1))
    whole = book.close(info, facts)
    report.stored.close(replace(whole, run=facts))
    return whole


@dataclass(frozen=True, slots=True)
class _Takers:
    """All who are told of what was read."""

    store: Store
    labels: LabelCount
    fit: Fit

    def take(self, place: int, district: str | None, reading: FileReading) -> None:
        self.labels.add(reading.documents)
        self.fit.add(reading.documents)
        self.store.add(place, district, reading)


def _read(files: Sequence[FoundFile], choice: Choice, reader: Reader, takers: _Takers, progress: Progress) -> None:
    names = DistrictNames(choice.policy)
    places = {file.name: place for place, file in enumerate(files)}
    for reading in choice.readings:
        takers.take(places[reading.file], names.of_path(reading.file), reading)
    known = {reading.file for reading in choice.readings}
    left = [file for file in files if file.name not in known]
    sizes = {file.name: file.size for file in left}
    with progress.step(_READING, len(left), sum(sizes.values())) as step:
        for reading in reader.read(left, choice.policy.forms):
            takers.take(places[reading.file], names.of_path(reading.file), reading)
            step(reading.pages, sizes[reading.file])
            _LOG.info("read %s: %d pages, %d papers", reading.file, reading.pages, len(reading.documents))


class _Judging:
    """The districts one after the other, each summarised as a part of the report."""

    def __init__(
        self,
        request: Request,
        found: Walk,
        policy: Policy,
        store: Store,
        info: PolicyInfo,
        facts: RunFacts,
        progress: Progress,
    ) -> None:
        self._request = request
        self._found = found
        self._policy = policy
        self._store = store
        self._info = info
        self._facts = facts
        self._progress = progress
        self._names = DistrictNames(policy)
        self._repeated = store.repeated()
        self._looked = dict[Evidence, bool | None]()
        self._doubts: Doubts = frozenset()
        self._note = Words("", "")
        self._broken = list[Outcome]()

    def parts(self, corrections: Sequence[Correction] = ()) -> Iterator[Summary]:
        """First as it was read; with `corrections` once more, with the doubts that are known by then."""
        self._broken.clear()
        listed = dict[str, int]()
        for share in Districts(self._store, self._policy, corrections, self._request.register):
            part = self._summary(share, listed, again=bool(corrections))
            self._number(part, listed)
            numbers = share.name, len(part.papers), len(part.outcomes), len(part.findings)
            _LOG.info("judged %s: %d papers, %d outcomes, %d findings", *numbers)
            yield part

    def facts(self) -> RunFacts:
        """Of the run as a whole, once all is judged."""
        note = note_on(self._looked) if self._looked else self._note
        return replace(self._facts, second_reader=note, failures=failures(self._broken))

    def _summary(self, share: DistrictBatch, listed: dict[str, int], *, again: bool) -> Summary:
        request, policy = self._request, self._policy
        batch = replace(share.batch, known=request.known)
        outcomes = judge_district(batch, policy, share.name, select=request.select, ignore=request.ignore)
        found = brought(self._found, pointed_at(outcomes))
        doubts = self._doubts if again else self._second_look(outcomes, found, share)
        outcomes = doubted(outcomes, doubts)
        self._broken += [one for one in outcomes if one.failed]
        files = {reading.file for reading in share.own.files}
        paths = {file.name: file.path for file in found.files if file.name in files}
        facts = replace(
            self._facts,
            second_reader=self._note,
            failures=failures(outcomes),
            paths={name: path for name, path in paths.items() if path != found.root / name},
        )
        left_out = tuple(one for one in found.left_out if self._names.of_path(one.name) == share.name)
        basis = Basis(policy, share.readings, left_out, doubts, request.register, request.known)
        made = summarise(
            share.own, outcomes, left_out, self._info, policy.forms, rulebook(policy), facts, basis, listed
        )
        here = {*(one.file for one in share.readings), *(one.name for one in left_out)}
        return replace(made, files=tuple(entry for entry in made.files if entry.file in here))

    def _second_look(self, outcomes: Iterable[Outcome], found: Walk, share: DistrictBatch) -> Doubts:
        second = look_again(outcomes, found.files, share.own.files, self._request.settings, self._progress)
        self._looked.update(second.verdicts)
        self._doubts |= second.doubts
        self._note = second.note
        return second.doubts

    def _number(self, part: Summary, listed: dict[str, int]) -> None:
        """Of papers that lie in several districts the later ones' ids say which they are."""
        hashes = part.hashes
        for paper in part.papers:
            if hashes.get(paper.document.file) in self._repeated:
                key, _, number = paper.id.partition("-")
                listed[key] = max(listed.get(key, 0), int(number or 1))


def pointed_at(outcomes: Iterable[Outcome]) -> set[str]:
    """The files that are looked at once more: for a second reading, and for pictures of what was found."""
    found = [outcome for outcome in outcomes if outcome.is_finding]
    return {one.file for one in found if one.file} | {item.file for one in found for item in one.evidence}
