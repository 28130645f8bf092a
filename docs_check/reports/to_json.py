"""report.json: what other programs rely on. Its schema is `report.schema.json` beside this module."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checks.records import Outcome
from docs_check.report.since import as_dict
from docs_check.report.summary import FileEntry, Finding, Part, Section, Summary
from docs_check.reports.papers import box_list, paper_dict

SCHEMA = "docs-check/report/1"
_ENCODER = json.JSONEncoder(ensure_ascii=False, indent=1)
# A line break inside brackets is never part of a string: there it is written as \\n.
_NUMBERS = re.compile(r"\[\n\s+-?[\d.e-]+(?:,\n\s+-?[\d.e-]+)*\n\s+\]")


@dataclass(frozen=True, slots=True)
class Parts:
    """A report in the order in which it stands in the file: what is said of the whole, the long lists, each entry
    made when it is asked for (all of a city's at once take three times the memory of the batch itself), the end."""

    head: Mapping[str, Any]
    lists: Mapping[str, Iterable[Any]]
    tail: Mapping[str, Any]


def to_json(summary: Summary, file: Path, language: str) -> None:
    """Writes the whole report; sentences in `language`."""
    parts = parts_of(summary, language)
    write_parts(file, parts.head, {name: map(entry_text, entries) for name, entries in parts.lists.items()}, parts.tail)


def write_parts(
    file: Path, head: Mapping[str, Any], lists: Mapping[str, Iterable[str]], tail: Mapping[str, Any]
) -> None:
    """Entry by entry; `lists` hold each entry's text."""
    with file.open("w", encoding="utf-8") as out:
        out.write(json_text(head).removesuffix("\n}\n"))
        for name, texts in lists.items():
            out.write(f',\n "{name}": [')
            empty = True
            for text in texts:
                out.write(f"{'' if empty else ','}\n{text}")
                empty = False
            out.write("]" if empty else "\n ]")
        for key, value in tail.items():
            out.write("," + json_text({key: value}).removeprefix("{").removesuffix("\n}\n"))
        out.write("\n}\n")


def entry_text(entry: object) -> str:
    """An entry of a list, as it stands in the report."""
    return "\n".join(f"  {line}" for line in json_text(entry).rstrip("\n").split("\n"))


def json_text(content: object) -> str:
    """Indented, with lists of numbers (boxes, pages) on one line each; always valid Unicode."""
    text = _ENCODER.encode(content)
    text = _NUMBERS.sub(lambda match: re.sub(r"\s+", " ", match[0]).replace("[ ", "[").replace(" ]", "]"), text)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def parts_of(summary: Summary, language: str) -> Parts:
    lists = {
        "districts": _districts(summary.sections),
        "documents": (paper_dict(paper) for paper in summary.papers),
        "files": (_file(entry, language) for entry in summary.files),
        "outcomes": (_outcome(outcome, language) for outcome in summary.outcomes),
        "defects": (_finding(finding, language) for finding in summary.findings),
    }
    head = {"schema": SCHEMA, "policy": _policy(summary, language), "run": _run(summary, language)}
    return Parts(head, lists, {"since": as_dict(summary, summary.since)} if summary.since else {})


def _policy(summary: Summary, language: str) -> dict[str, Any]:
    policy = summary.policy
    return {
        "id": policy.id,
        "version": policy.version,
        "name": policy.name.in_language(language),
        "source": policy.source,
        "chosen": policy.chosen.in_language(language),
    }


def _run(summary: Summary, language: str) -> dict[str, Any]:
    run = summary.run
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
