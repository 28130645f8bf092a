"""A run by several policies: read by each, sort the papers, judge each policy's own, tell of all."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from checks.pack.model import Policy
from docs_check.intake.walk import FoundFile, Walk
from docs_check.judging.policy_choice import Choice
from docs_check.progress import Progress
from docs_check.reading.reader import Reader
from docs_check.report.summary import RunFacts, Summary
from docs_check.run import Report, Request, check
from docs_check.several.seen import Seen, seen_in
from docs_check.several.sorting import Anchors, Key, Placed, judged_by, placed
from docs_check.version import __version__
from extractor.forms import Forms
from extractor.records import FileReading, Words

_LOG = logging.getLogger(__name__)
_SORTING = Words("识读并分到各项政策", "reading, and sorting by policy")


@dataclass(frozen=True, slots=True)
class Several:
    """What came of a folder: the policies of whose papers some are there with what was found, and every paper with
    where it went and why. `unread`: files of which no paper could be read, and the reason."""

    run: RunFacts
    policies: tuple[Policy, ...]
    judged: tuple[Summary, ...]
    papers: tuple[Placed, ...]
    apart: tuple[tuple[str, Words | None], ...]

    @property
    def of_none(self) -> tuple[Placed, ...]:
        """Papers that no policy judged."""
        return tuple(paper for paper in self.papers if not paper.policies)

    @property
    def not_wholly_checked(self) -> bool:
        """Some paper that a pack knows went to none, or some policy's papers were not wholly checked."""
        lost = any(paper.known for paper in self.of_none)
        unread = any(why is not None for _, why in self.apart)
        return not self.judged or lost or unread or any(one.not_wholly_checked for one in self.judged)

    @property
    def papers_have_defects(self) -> bool:
        return any(one.papers_have_defects for one in self.judged)


@dataclass(frozen=True, slots=True)
class _OwnPapers:
    """Reads for one policy: of each file the papers that are its own."""

    reader: Reader
    own: frozenset[Key]

    @property
    def engine(self) -> str:
        return self.reader.engine

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        for reading in self.reader.read(files, forms):
            documents = (one for one in reading.documents if (one.file, one.pages[0]) in self.own)
            yield replace(reading, documents=tuple(documents))


@dataclass(slots=True)
class _Looked:
    """What the packs together made of a folder."""

    seen: list[Seen] = field(default_factory=list[Seen])
    bare: dict[str, Words | None] = field(default_factory=dict[str, Words | None])  # files without papers, and why


def check_several(
    request: Request,
    policies: Sequence[Policy],
    found: Walk,
    reader: Reader,
    progress: Progress,
    reports: Callable[[Policy], Report],
) -> Several:
    """Writes a report for each policy of which there are papers; `reports` opens it."""
    started, clock = datetime.now(UTC), time.monotonic()
    looked = _look(found, policies, reader, progress)
    papers, anchors = placed(looked.seen)
    own, judged = judged_by(papers), list[Summary]()
    for policy in policies:
        keys = own.get(policy.id, frozenset())
        files = _files(policy, keys, found.files, looked, anchors)
        _LOG.info("%s: %d papers in %d files", policy.id, len(keys), len(files))
        if keys:
            choice = Choice(policy, _why(policies))
            part = replace(found, files=files)
            judged.append(check(request, choice, part, _OwnPapers(reader, keys), progress, reports(policy)))
    facts = RunFacts(
        folder=found.root,
        version=__version__,
        engine=reader.engine,
        started=started.astimezone().isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - clock, 1),
        jobs=request.settings.jobs,
        select=request.select,
        ignore=request.ignore,
        second_reader=judged[0].run.second_reader if judged else Words("", ""),
    )
    apart = tuple((file, why) for file, why in sorted(looked.bare.items()) if not anchors.near(file))
    return Several(facts, tuple(policies), tuple(judged), papers, apart)


def _look(found: Walk, policies: Sequence[Policy], reader: Reader, progress: Progress) -> _Looked:
    """Pages are recognised once; from the second pack on they come from the cache."""
    looked, sizes = _Looked(), {file.name: file.size for file in found.files}
    with progress.step(_SORTING, len(policies) * len(sizes), len(policies) * sum(sizes.values())) as step:
        for policy in policies:
            for reading in reader.read(found.files, policy.forms):
                looked.seen += seen_in(reading, policy)
                if not reading.documents:
                    why = reading.problems[0].reason if reading.problems else None
                    looked.bare[reading.file] = why
                step(reading.pages, sizes[reading.file])
    return looked


def _files(
    policy: Policy, keys: frozenset[Key], files: Sequence[FoundFile], looked: _Looked, anchors: Anchors
) -> tuple[FoundFile, ...]:
    """Those with papers of the policy, and what could not be read near its applications: it may be one of them."""
    wanted = {file for file, _ in keys}
    return tuple(
        file
        for file in files
        if file.name in wanted or (file.name in looked.bare and policy.id in anchors.near(file.name))
    )


def _why(policies: Sequence[Policy]) -> Words:
    return Words(
        f"本次同时核对 {len(policies)} 项政策，本报告只含归入这一项的材料",
        f"one of {len(policies)} policies of this run; only the papers that went to it are in this report",
    )
