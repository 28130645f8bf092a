"""report.json: what other programs rely on. Its schema is `report.schema.json` beside this module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from checks.records import Outcome
from docs_check.output import REPORT
from docs_check.report.pieces import Key, Pieces, outcome_key
from docs_check.report.since import as_dict
from docs_check.report.summary import FileEntry, Finding, PaperEntry, Part, PolicyInfo, RunFacts, Section, Summary
from docs_check.reports.common.json_text import indented, json_text
from docs_check.reports.common.papers import box_list, paper_dict
from docs_check.reports.writer import Format
from docs_check.settings import Settings

SCHEMA = "docs-check/report/1"
_LISTS = ("districts", "documents", "files", "outcomes", "defects", "unseen")  # in the order in which they stand there


class Lists:
    """The long lists of a report, kept on the disk until the whole is known. Where it tells of `several` policies, each
    entry names its own."""

    def __init__(self, language: str, *, several: bool = False) -> None:
        self._language = language
        self._several = several
        self._pieces = Pieces()
        self._marks: Mapping[str, str] = {}
        self._parts = 0

    def add(self, part: Summary) -> None:
        language, at = self._language, self._parts
        self._marks = {"policy": part.policy.id} if self._several else {}
        self._keep("districts", (((at, 0, "", ""), one) for one in _districts(part.sections)))
        self._keep("documents", ((_place(one), paper_dict(one)) for one in part.papers))
        self._keep("files", (((0, 0, one.file, ""), _file(one, language)) for one in part.files))
        self._keep("outcomes", ((outcome_key(one, part, at), _outcome(one, language)) for one in part.outcomes))
        self._keep("defects", (((at, 0, "", ""), _finding(one, language)) for one in part.findings))
        self._keep("unseen", (((at, 0, "", ""), one) for one in _unseen(part.sections)))
        self._parts += 1

    def _keep(self, name: str, entries: Iterable[tuple[Key, dict[str, Any]]]) -> None:
        self._pieces.add(name, ((key, f"  {indented({**self._marks, **entry}, 2)}") for key, entry in entries))

    def after(self, head: Mapping[str, Any]) -> Iterator[str]:
        """The text of a report so far: what stands before the lists, and these."""
        yield json_text(dict(head)).removesuffix("\n}\n")
        for name in _LISTS:
            yield f',\n "{name}": ['
            mark = "\n"
            for text in self._pieces.sorted(name):
                yield mark + text
                mark = ",\n"
            yield "]" if mark == "\n" else "\n ]"
        self._pieces.close()


class JsonWriter:
    def __init__(self, folder: Path, language: str, _: Settings) -> None:
        self._file = folder / REPORT
        self._language = language
        self._lists = Lists(language)

    def add(self, part: Summary) -> None:
        self._lists.add(part)

    def close(self, whole: Summary) -> None:
        with self._file.open("w", encoding="utf-8") as file:
            file.writelines(self._lines(whole))

    def _lines(self, whole: Summary) -> Iterator[str]:
        language = self._language
        yield from self._lists.after(
            {"schema": SCHEMA, "policy": policy_dict(whole.policy, language), "run": run_dict(whole.run, language)}
        )
        if whole.since:
            yield f',\n "since": {indented(as_dict(whole, whole.since), 1)}'
        yield "\n}\n"


FORMAT = Format(JsonWriter)


def _place(paper: PaperEntry) -> Key:
    """Papers stand in the order of their files and pages."""
    return (0, 0, paper.document.file, ",".join(f"{page:09d}" for page in paper.document.pages))


def policy_dict(policy: PolicyInfo, language: str) -> dict[str, Any]:
    return {
        "id": policy.id,
        "version": policy.version,
        "name": policy.name.in_language(language),
        "source": policy.source,
        "chosen": policy.chosen.in_language(language),
    }


def run_dict(run: RunFacts, language: str) -> dict[str, Any]:
    return {
        "folder": run.folder.name,
        "version": run.version,
        "engine": run.engine,
        "started": run.started,
        "seconds": run.seconds,
        "jobs": run.jobs,
        "language": language,
        "select": list(run.select),
        "ignore": list(run.ignore),
        "second_reader": run.second_reader.in_language(language),
        "failures": [words.in_language(language) for words in run.failures],
        "unmatched_labels": [
            {"kind": one.kind, "name": one.name, "label": one.label, "papers": one.papers} for one in run.unmatched
        ],
    }


def _districts(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """One entry for each district, and one named null for all that belongs to none, so that the totals add up."""
    sections = tuple(sections)
    entries = [_counts(section.name, (section,)) for section in sections if section.part is Part.DISTRICT]
    rest = tuple(section for section in sections if section.part is not Part.DISTRICT)
    return [*entries, _counts(None, rest)] if rest else entries


def _counts(name: str | None, sections: tuple[Section, ...]) -> dict[str, Any]:
    return {
        "name": name,
        "applicants": sum(len(section.companies) for section in sections),
        "documents": sum(len(section.papers) for section in sections),
        "pages": sum(section.pages for section in sections),
        "defects": sum(section.defects for section in sections),
        "unsure": sum(section.unsure for section in sections),
    }


def _file(entry: FileEntry, language: str) -> dict[str, Any]:
    reason = entry.reason.in_language(language) if entry.reason else None
    return {
        "file": entry.file,
        "sha256": entry.sha256,
        "state": entry.state.value,
        "reason": reason,
        "pages": entry.pages,
        "blank_pages": list(entry.blank_pages),
    }


def _outcome(outcome: Outcome, language: str) -> dict[str, Any]:
    return {
        "scope": outcome.scope.value,
        "subject": outcome.subject,
        "code": outcome.code,
        "outcome": outcome.verdict.value,
        "because": outcome.because.in_language(language),
    }


def _unseen(sections: Iterable[Section]) -> Iterator[dict[str, Any]]:
    """What no rule looked at, and on which papers."""
    for section in sections:
        for one in section.unseen:
            yield {
                "district": section.name,
                "kind": one.kind,
                "what": one.what.value,
                "name": one.name or None,
                "documents": list(one.papers),
            }


def _finding(finding: Finding, language: str) -> dict[str, Any]:
    place = finding.place
    return {
        "id": finding.id,
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "unsure": finding.unsure,
        "district": finding.district,
        "applicant": finding.applicant,
        "kind": finding.kind,
        "file": finding.file,
        "page": place.page if place else None,
        "box": box_list(place.box) if place else None,
        "slot": finding.slot,
        "expected": finding.expected.in_language(language),
        "found": finding.found.in_language(language),
        "message": finding.message.in_language(language),
        "suggestion": finding.suggestion.in_language(language) if finding.suggestion else None,
    }
