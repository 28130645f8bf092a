"""The report under review, the verdicts on it, and what follows from them: always as the files on disk say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from docs_check.exits import WrongUse
from docs_check.intake.archives import unpack
from docs_check.intake.walk import walk
from docs_check.pictures.turned import Turns, turns_of
from docs_check.report.corrections import Target, means_something
from docs_check.report.decisions import Decided, with_corrections, with_decisions
from docs_check.report.exceptions import Granted, read_exceptions
from docs_check.report.rulebook import rule_version
from docs_check.report.stored import STORED, load
from docs_check.report.summary import Summary
from docs_check.report.verdicts import Action, NewVerdict, ReviewVerdict, Verdicts, holding
from docs_check.review.images import Images
from docs_check.review.items import Item, items_of
from docs_check.review.measure import Measured, measured
from extractor.records import Box, Document, Place, Words


@dataclass(frozen=True)
class View:
    """One state of the review: nothing in it changes. `last` is the last verdict that it knows, `stamp` the report's
    file; `items` are what is to be decided, without those that an exception covers; `gone` the findings that a
    corrected reading made vanish, by the verdicts that did it."""

    stamp: str
    last: int
    base: Summary
    summary: Summary  # with corrected readings
    verdicts: tuple[ReviewVerdict, ...]
    granted: tuple[Granted, ...]
    items: tuple[Item, ...]

    @cached_property
    def held(self) -> Mapping[tuple[str, str], ReviewVerdict]:
        return holding(verdict for verdict in self.verdicts if verdict.action is not Action.CORRECT)

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def decided(self) -> Summary:
        """As the papers that leave the house show it."""
        return with_decisions(self.summary, Decided(self.verdicts, self.granted, date.today()))

    @cached_property
    def measured(self) -> Measured:
        return measured(self.held.values())

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        return self.summary.hashes

    def verdict_on(self, item: Item) -> ReviewVerdict | None:
        return self.held.get((item.id, item.evidence))

    def seen(self, item: Item) -> int:
        """The last row on this item, also one that took another back."""
        rows = (one.id for one in self.verdicts if (one.subject, one.evidence) == (item.id, item.evidence))
        return max(rows, default=0)

    def within(self, section: int | None) -> Sequence[Item]:
        return self.items if section is None else self._by_section.get(section, ())

    @cached_property
    def _by_section(self) -> Mapping[int, Sequence[Item]]:
        found = dict[int, list[Item]]()
        for item in self.items:
            found.setdefault(item.section, []).append(item)
        return found

    def undecided(self, section: int | None = None) -> int:
        return sum(self.verdict_on(item) is None for item in self.within(section))

    def last_of(self, who: str) -> ReviewVerdict | None:
        """What this reviewer decided last and has not taken back."""
        undone = {one.undoes for one in self.verdicts}
        mine = (one for one in reversed(self.verdicts) if one.who == who and one.action is not Action.UNDO)
        return next((one for one in mine if one.id not in undone), None)


class Desk:
    """Raises `WrongUse` where the report in `out` cannot be reviewed. `share` of the passes are put before people."""

    def __init__(self, out: Path, share: float) -> None:
        self.out = out
        self.verdicts = Verdicts(out)
        self._share = share
        self._lock = RLock()
        self._room = TemporaryDirectory(prefix="docs-check-")
        self._view: View | None = None
        self.images = Images({}, {})
        self.trouble: Words | None = None
        self.language = "zh"
        try:
            self.view()
            self.verdicts.begin()
        except WrongUse:
            self.close()
            raise

    def close(self) -> None:
        self.images.close()
        self._room.cleanup()

    def view(self) -> View:
        """The state as it is now: what others wrote since, and a new report, are in it."""
        with self._lock:
            stamp = self._stamp()
            if self._view is None or self._view.stamp != stamp:
                self._view = self._loaded(stamp)
            fresh = self.verdicts.all(self._view.last)
            if fresh:
                self._view = self._moved_on(self._view, fresh)
            return self._view

    def decide(self, item: Item, verdict: NewVerdict, seen: int) -> ReviewVerdict:
        """Raises `docs_check.report.verdicts.Overtaken`."""
        return self.verdicts.add(verdict, seen)

    def new(self, item: Item, who: str, action: Action, **more: object) -> NewVerdict:
        section = self.view().summary.sections[item.section]
        return NewVerdict(
            who=who,
            action=action,
            subject=item.id,
            evidence=item.evidence,
            code=item.code,
            rule_version=rule_version(item.code),
            district=section.name or "",
            applicant=item.applicant or "",
            file=item.file or "",
            unsure=item.unsure,
            **more,  # type: ignore[arg-type]
        )

    def undo(self, who: str) -> ReviewVerdict | None:
        """Takes back what this reviewer decided last. Returns that, or None where there is nothing."""
        with self._lock:
            view = self.view()
            last = view.last_of(who)
            if last is None:
                return None
            rows = (one.id for one in view.verdicts if (one.subject, one.evidence) == (last.subject, last.evidence))
            taken_back = NewVerdict(
                who=who,
                action=Action.UNDO,
                subject=last.subject,
                evidence=last.evidence,
                code=last.code,
                rule_version=last.rule_version,
                district=last.district,
                applicant=last.applicant,
                file=last.file,
                unsure=last.unsure,
                before=last.action.value,
                undoes=last.id,
            )
            self.verdicts.add(taken_back, max(rows))
            return last

    def document_of(self, target: Target) -> Document | None:
        """A paper on which the reading stands."""
        return next(
            (
                paper.document
                for paper in self.view().summary.papers
                if self.view().hashes.get(paper.document.file) == target.sha256
                and paper.document.holds(Place(target.page, Box(*target.box)))
            ),
            None,
        )

    def fits(self, target: Target, written: str) -> bool:
        document = self.document_of(target)
        return document is not None and means_something(target, written, document, self.view().summary.forms)

    def _stamp(self) -> str:
        try:
            stat = (self.out / STORED).stat()
        except OSError:
            return self._view.stamp if self._view else ""  # a new report is just taking the old one's place
        return f"{stat.st_ino}-{stat.st_mtime_ns}"

    def _loaded(self, stamp: str) -> View:
        base, self.language = load(self.out)
        self.images.close()
        self.images = Images(self._paths(base), _turns(base))
        verdicts = self.verdicts.all()
        summary = with_corrections(base, verdicts)
        granted = read_exceptions(base.run.folder)
        return self._made(stamp, base, summary, verdicts, granted)

    def _moved_on(self, view: View, fresh: tuple[ReviewVerdict, ...]) -> View:
        verdicts = (*view.verdicts, *fresh)
        corrected = {one.id for one in verdicts if one.action is Action.CORRECT}
        summary = view.summary
        if any(one.action is Action.CORRECT or one.undoes in corrected for one in fresh):
            summary = with_corrections(view.base, verdicts, before=view.summary)
        return self._made(
            view.stamp, view.base, summary, verdicts, view.granted, view if summary is view.summary else None
        )

    def _made(
        self,
        stamp: str,
        base: Summary,
        summary: Summary,
        verdicts: tuple[ReviewVerdict, ...],
        granted: tuple[Granted, ...],
        same: View | None = None,
    ) -> View:
        today = date.today()
        items = (
            same.items
            if same
            else tuple(
                item
                for item in items_of(summary, self._share)
                if item.finding is None
                or not any(one.until >= today and one.covers(item.finding, item.credit_code) for one in granted)
            )
        )
        last = verdicts[-1].id if verdicts else 0
        return View(stamp, last, base, summary, verdicts, granted, items)

    def _paths(self, summary: Summary) -> Mapping[str, Path]:
        """Where the files lie that were read, by content: what archives hold is unpacked once more."""
        try:
            found = unpack(walk(summary.run.folder), Path(self._room.name))
        except WrongUse as error:
            self.trouble = Words(
                f"找不到材料，页面图片无法显示：{error.words.zh}",
                f"The papers are not there, and no page can be shown: {error.words.en}",
            )
            return {}
        self.trouble = None
        hashes = {entry.file: entry.sha256 for entry in summary.files}
        return {sha: file.path for file in found.files if (sha := hashes.get(file.name))}


def _turns(summary: Summary) -> dict[str, Turns]:
    """By the files' contents."""
    turns = turns_of(paper.document for paper in summary.papers)
    return {sha256: turned for file, turned in turns.items() if (sha256 := summary.hashes.get(file))}
