"""A report under way: each part of the batch goes to every writer, and of it only what the whole must say is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docs_check.report.decided.decisions import Decided, Marks, corrected_contents
from docs_check.report.since import Unable, compared, not_checkable
from docs_check.report.summary import Earlier, FileEntry, PolicyInfo, RunFacts, Section, Summary
from docs_check.reports.writer import Writer


class Book:
    """`given`: what people decided; `earlier`: the report that this one is compared with, if any."""

    def __init__(self, writers: Sequence[Writer], given: Decided, earlier: Earlier | None) -> None:
        self._writers = writers
        self._marks = Marks(given)
        self._as_of = given.as_of
        self._corrected = corrected_contents(given.verdicts)
        self._earlier = earlier
        self._unable: Unable = frozenset()
        self._sections = list[Section]()
        self._files = list[FileEntry]()
        self._last: Summary | None = None

    def add(self, part: Summary) -> None:
        """Raises `WrongUse` where the earlier report is of another policy."""
        part = replace(self._marks.on(part), as_of=self._as_of)
        if self._earlier:
            unable = not_checkable(part.outcomes)
            earlier = self._earlier.within({section.name for section in part.sections})
            part = compared(part, earlier, unable, self._corrected)
            self._unable |= unable
        for writer in self._writers:
            writer.add(part)
        self._sections += (section.light() for section in part.sections)
        self._files += part.files
        self._last = replace(part, sections=(), files=(), outcomes=(), basis=part.basis and part.basis.light())

    def close(self, info: PolicyInfo, run: RunFacts) -> Summary:
        """The whole, as every writer was given it."""
        assert self._last is not None  # what belongs to no district is always there
        files = tuple(sorted(self._files, key=lambda entry: entry.file))
        whole = replace(self._last, policy=info, run=run, sections=tuple(self._sections), files=files)
        whole = replace(whole, remarks=self._marks.remarks())
        if self._earlier:
            whole = compared(whole, self._earlier, self._unable, self._corrected)
        for writer in self._writers:
            writer.close(whole)
        return whole
