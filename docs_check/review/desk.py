"""The report under review, the verdicts on it, and what follows from them: always as the files on disk say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from docs_check.exits import WrongUse
from docs_check.pictures.turned import Turns, turns_of
from docs_check.process.casebook import Happened
from docs_check.process.office import Office, released
from docs_check.process.outputs import unpacked, write_outputs
from docs_check.process.record import record
from docs_check.process.rules import OfficeRules, office_rules
from docs_check.process.second import Seconds
from docs_check.report.decided.corrections import Correction, Target, means_something, target_of
from docs_check.report.decided.decisions import Decided, corrected_contents, with_corrections, with_decisions
from docs_check.report.decided.effects import removed_by
from docs_check.report.decided.verdicts import Action, NewVerdict, Reason, ReviewVerdict, holding
from docs_check.report.exceptions import Granted, read_exceptions
from docs_check.report.rulebook import rule_version
from docs_check.report.stored import STORED, load
from docs_check.report.summary import Finding, Summary
from docs_check.review.images import Images
from docs_check.review.items import Item, Items, items_of
from docs_check.review.measure import Measured, measured
from extractor.records import Document, Words

GROUP = "group:"


@dataclass(frozen=True)
class View:
    """One state of the review: nothing in it changes. `last` is the last verdict that it knows, `stamp` the report's
    file, `step` how far the ledger had come; `items` are what is to be decided, without those that an exception
    covers."""

    stamp: str
    last: int
    base: Summary
    summary: Summary  # with corrected readings
    verdicts: tuple[ReviewVerdict, ...]
    granted: tuple[Granted, ...]
    items: Items
    step: int
    happened: Happened
    first_seen: Mapping[str, str]
    rules: OfficeRules

    @cached_property
    def held(self) -> Mapping[tuple[str, str], ReviewVerdict]:
        return holding(verdict for verdict in self.verdicts if verdict.action is not Action.CORRECT)

    @property
    def by_id(self) -> Mapping[str, Item]:
        return self.items.by_id

    @cached_property
    def decided(self) -> Summary:
        """As the papers that leave the house show it."""
        return with_decisions(self.summary, self.given)

    @cached_property
    def given(self) -> Decided:
        return Decided(
            self.verdicts, self.granted, date.today(), self.first_seen, released(self.happened, self.verdicts)
        )

    @cached_property
    def seconds(self) -> Seconds:
        return Seconds.of(self.rules.second, self.happened.seconds, self.summary)

    @cached_property
    def measured(self) -> Measured:
        return measured(self.held.values(), removed(self.base, self.summary, self.verdicts))

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
        return self.items.within(section)

    def undecided(self, section: int | None = None) -> int:
        """Findings; passes of the sample are counted by themselves."""
        return self._left(section, passes=False)

    def sample_left(self, section: int | None = None) -> int:
        return self._left(section, passes=True)

    def _left(self, section: int | None, *, passes: bool) -> int:
        """Told from what was decided, which is less than what is to be."""
        found = (self.by_id.get(subject) for subject, _ in self.held)
        done = {item.id for item in found if item and item.is_pass is passes and self.verdict_on(item)}
        within = [one for one in done if section in (None, self.by_id[one].section)]
        return self.items.number(section, passes=passes) - len(within)

    def last_of(self, who: str) -> ReviewVerdict | None:
        """What this reviewer decided last and has not taken back."""
        undone = {one.undoes for one in self.verdicts}
        mine = (one for one in reversed(self.verdicts) if one.who == who and one.action is not Action.UNDO)
        return next((one for one in mine if one.id not in undone), None)


class Desk:
    """Raises `WrongUse` where the report in `out` cannot be reviewed. `share` of the passes are put before people."""

    def __init__(self, out: Path, share: float) -> None:
        self.out = out
        self._share = share
        self._lock = RLock()
        self._room = TemporaryDirectory(prefix="docs-check-")
        self._view: View | None = None
        self.images = Images({}, {})
        self.trouble: Words | None = None
        self.language = "zh"
        try:
            base, self.language = load(out)
            self.office = Office(base.run.folder, out)
            self.verdicts = self.office.verdicts
            self.office.begin()
            self.view()
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
            step = self.office.ledger.stamp()
            if step != self._view.step:
                happened, seen = self.office.ledger.happened(), self.office.ledger.first_seen()
                self._view = replace(self._view, step=step, happened=happened, first_seen=seen)
            return self._view

    def decide(self, verdict: NewVerdict, seen: int) -> ReviewVerdict:
        """Raises `docs_check.report.decided.verdicts.Overtaken`."""
        return self.verdicts.add(verdict, seen)

    def removed_by(self, correction: NewVerdict) -> list[Finding]:
        """The findings that would be gone with it. Nothing is written."""
        return removed_by(Correction(target_of(correction.target), correction.after), self.view().summary)

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

    def undo(self, who: str) -> list[ReviewVerdict]:
        """Takes back what this reviewer decided last, all of it where several were decided at once. Returns that."""
        with self._lock:
            view = self.view()
            last = view.last_of(who)
            if last is None:
                return []
            together = [last]
            if is_group(last.target):
                undone = {one.undoes for one in view.verdicts}
                together = [one for one in view.verdicts if one.target == last.target and one.id not in undone]
            for one in together:
                self._take_back(view, one, who)
            return together

    def _take_back(self, view: View, given: ReviewVerdict, who: str) -> None:
        rows = (one.id for one in view.verdicts if (one.subject, one.evidence) == (given.subject, given.evidence))
        taken_back = NewVerdict(
            who=who,
            action=Action.UNDO,
            subject=given.subject,
            evidence=given.evidence,
            code=given.code,
            rule_version=given.rule_version,
            district=given.district,
            applicant=given.applicant,
            file=given.file,
            unsure=given.unsure,
            before=given.action.value,
            undoes=given.id,
        )
        self.verdicts.add(taken_back, max(rows))

    def write(self) -> list[str]:
        """Every report in the folder, as decided by now. Gives the names. Raises `WrongUse`."""
        view = self.view()
        return write_outputs(view.decided, view.given, self.out, self.language, pages=self.trouble is None)

    def document_of(self, target: Target) -> Document | None:
        """A paper on which the reading stands."""
        view = self.view()
        papers = (one.document for one in view.summary.papers if view.hashes.get(one.document.file) == target.sha256)
        return next((one for one in papers if one.holds(target.place)), None)

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
        base = self._with_papers(base)
        verdicts = self.verdicts.all()
        summary = with_corrections(base, verdicts)
        granted = read_exceptions(base.run.folder)
        rules, ledger = office_rules(self.office.room, base.policy.id), self.office.ledger
        if base.run.started not in {run.started for run in ledger.happened().runs}:  # a report that came from elsewhere
            record(ledger, summary, self.out, corrected_contents(verdicts))
        step, happened, seen = ledger.stamp(), ledger.happened(), ledger.first_seen()
        last = verdicts[-1].id if verdicts else 0
        items = self._items(summary, granted)
        return View(stamp, last, base, summary, verdicts, granted, items, step, happened, seen, rules)

    def _moved_on(self, view: View, fresh: tuple[ReviewVerdict, ...]) -> View:
        verdicts = (*view.verdicts, *fresh)
        corrected = {one.id for one in verdicts if one.action is Action.CORRECT}
        summary = view.summary
        if any(one.action is Action.CORRECT or one.undoes in corrected for one in fresh):
            summary = with_corrections(view.base, verdicts, before=view.summary)
        items = view.items if summary is view.summary else self._items(summary, view.granted)
        return replace(view, last=verdicts[-1].id, summary=summary, verdicts=verdicts, items=items)

    def _items(self, summary: Summary, granted: tuple[Granted, ...]) -> Items:
        today = date.today()
        return Items(
            tuple(
                item
                for item in items_of(summary, self._share)
                if item.finding is None
                or not any(one.until >= today and one.covers(item.finding, item.credit_code) for one in granted)
            )
        )

    def _with_papers(self, base: Summary) -> Summary:
        """`base` knowing where its papers lie: what archives hold is unpacked once more."""
        self.trouble, paths = None, dict[str, Path]()
        try:
            base, found = unpacked(base, Path(self._room.name))
            paths = dict(found)
        except WrongUse as error:
            self.trouble = Words(
                f"找不到材料，页面图片无法显示：{error.words.zh}",
                f"The papers are not there, and no page can be shown: {error.words.en}",
            )
        self.images = Images(paths, _turns(base))
        return base


def is_group(target: str) -> bool:
    """Of verdicts that were given on several findings at once."""
    return target.startswith(GROUP)


def removed(base: Summary, summary: Summary, verdicts: Iterable[ReviewVerdict]) -> list[Finding]:
    """Sure findings that are gone because a reading was wrong and a person put it right."""
    undone = {one.undoes for one in verdicts}
    wrong = [
        one
        for one in verdicts
        if one.action is Action.CORRECT and one.reason == Reason.MISREAD.value and one.id not in undone
    ]
    contents, subjects = {target_of(one.target).sha256 for one in wrong}, {one.subject for one in wrong}
    left, hashes = {finding.id for finding in summary.findings}, base.hashes

    def rested(finding: Finding) -> bool:
        files = {finding.file, *(one.file for one in finding.evidence)}
        return finding.id in subjects or any(hashes.get(file or "") in contents for file in files)

    return [one for one in base.findings if wrong and not one.unsure and one.id not in left and rested(one)]


def _turns(summary: Summary) -> dict[str, Turns]:
    """By the files' contents."""
    turns = turns_of(paper.document for paper in summary.papers)
    return {sha256: turned for file, turned in turns.items() if (sha256 := summary.hashes.get(file))}
