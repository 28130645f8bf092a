"""report.sarif: SARIF 2.1.0 (OASIS) for programs that gather findings. The page on which a finding stands is an image
beside it, and the place a rectangle on that image (§3.21 attachment, §3.31 rectangle)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checks.records import Severity
from docs_check.pictures.pages import PageImage, page_images
from docs_check.report.rulebook import manual_page
from docs_check.report.summary import Finding, Summary
from docs_check.reports.common.json_text import json_text
from docs_check.reports.common.lines import text
from docs_check.reports.common.shelves import shelf_of
from docs_check.reports.writer import Format
from docs_check.settings import Settings
from docs_check.workers.pool import each
from extractor.records import Words

FILE = "report.sarif"
PAGES = "report.pages"  # the folder of the page images
SECONDS_A_FILE = 300.0  # a bundle of 300 pages at under a second each
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "docsCheckFinding/v1"

Images = Mapping[tuple[str, int], tuple[str, PageImage]]  # file and page: the image's own path and itself


class SarifWriter:
    def __init__(self, folder: Path, language: str, settings: Settings) -> None:
        self._folder = folder
        self._language = language
        self._settings = settings
        self._images = dict[tuple[str, int], tuple[str, PageImage]]()

    def add(self, part: Summary) -> None:
        self._images.update(_write_images(part, self._folder, self._settings))

    def close(self, whole: Summary) -> None:
        report = sarif(whole, self._images, self._language)
        (self._folder / FILE).write_text(json_text(report), encoding="utf-8")


FORMAT = Format(SarifWriter)


def sarif(summary: Summary, images: Images, language: str) -> dict[str, Any]:
    artifacts = _artifacts(summary, images)
    indices = {artifact["location"]["uri"]: index for index, artifact in enumerate(artifacts)}
    codes = list(dict.fromkeys(finding.code for finding in (*summary.findings, *summary.aside)))
    results = [_result(finding, codes, images, indices, language, aside=False) for finding in summary.findings]
    results += [_result(finding, codes, images, indices, language, aside=True) for finding in summary.aside]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "docs-check",
                        "version": summary.run.version,
                        "rules": [_rule(code, summary, language) for code in codes],
                    }
                },
                "language": "en" if language == "en" else "zh-CN",
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "FOLDER": {"description": {"text": text(summary.run.folder.name)}},
                    "REPORT": {"description": {"text": "the folder in which this file lies"}},
                },
                "artifacts": artifacts,
                "results": results,
                "invocations": [
                    {"executionSuccessful": not summary.run.failures, "startTimeUtc": _utc(summary.run.started)}
                ],
            }
        ],
    }


def _write_images(summary: Summary, folder: Path, settings: Settings) -> Images:
    wanted = dict[str, set[int]]()
    for finding in (*summary.findings, *summary.aside):
        if finding.file and finding.place:
            wanted.setdefault(finding.file, set()).add(finding.place.page)
    shelf = shelf_of(summary)
    tasks = [(file, tuple(sorted(pages))) for file, pages in sorted(wanted.items())]
    written = dict[tuple[str, int], tuple[str, PageImage]]()
    for done in each(
        page_images,
        tasks,
        lambda task: (shelf.path(task[0]), task[1], settings.passwords),
        settings.jobs,
        SECONDS_A_FILE,
        settings.limits,
        settings.crew,
    ):
        file = done.task[0]
        for page, image in (done.result or {}).items():
            name = f"{PAGES}/{shelf.hashes.get(file, '')[:16] or 'x'}-{page}.webp"
            (folder / PAGES).mkdir(exist_ok=True)
            (folder / name).write_bytes(image.webp)
            written[file, page] = (name, image)
    return written


def _artifacts(summary: Summary, images: Images) -> list[dict[str, Any]]:
    found = list[dict[str, Any]]()
    for entry in summary.files:
        artifact: dict[str, Any] = {"location": {"uri": _uri(entry.file), "uriBaseId": "FOLDER"}}
        if entry.sha256:
            artifact["hashes"] = {"sha-256": entry.sha256}
        found.append(artifact)
    names = dict.fromkeys(name for name, _ in images.values())  # two copies of one file share their pages
    found += [{"location": {"uri": name, "uriBaseId": "REPORT"}, "mimeType": "image/webp"} for name in names]
    return found


def _rule(code: str, summary: Summary, language: str) -> dict[str, Any]:
    rule = summary.rules.get(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title.in_language(language)},
        "fullDescription": {"text": manual_page(code, language)},
    }


def _result(
    finding: Finding, codes: list[str], images: Images, indices: Mapping[str, int], language: str, *, aside: bool
) -> dict[str, Any]:
    def say(words: Words) -> str:
        return text(words.in_language(language))

    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        # What a person must look at first is of kind “review”, and then has no level (§3.27.9, §3.27.10).
        "kind": "review" if finding.unsure else "fail",
        "level": "none" if finding.unsure else _LEVELS[finding.severity],
        "message": {"text": say(finding.message) or finding.code},
        "fingerprints": {_FINGERPRINT: finding.id},
        "properties": {
            "district": finding.district,
            "applicant": text(finding.applicant) if finding.applicant else None,
            "kind": finding.kind,
            "slot": finding.slot,
            "expected": say(finding.expected),
            "found": say(finding.found),
            "page": finding.place.page if finding.place else None,
        },
    }
    if finding.file:
        uri = _uri(finding.file)
        location: dict[str, Any] = {"uri": uri, "uriBaseId": "FOLDER"}
        if uri in indices:
            location["index"] = indices[uri]
        result["locations"] = [{"physicalLocation": {"artifactLocation": location}}]
    attachment = _attachment(finding, images, indices, say(finding.title))
    if attachment:
        result["attachments"] = [attachment]
    if aside and finding.decision:
        why = " · ".join(filter(None, (say(finding.decision.reason), text(finding.decision.note), finding.decision.by)))
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return result


def _attachment(finding: Finding, images: Images, indices: Mapping[str, int], title: str) -> dict[str, Any] | None:
    """The page's image with the place in its pixels."""
    place = finding.place
    if place is None or (finding.file or "", place.page) not in images:
        return None
    name, image = images[finding.file or "", place.page]
    box = place.box
    return {
        "description": {"text": title},
        "artifactLocation": {"uri": name, "uriBaseId": "REPORT", "index": indices[name]},
        "rectangles": [
            {
                "top": round(max(0.0, box.y0) * image.height, 1),
                "left": round(max(0.0, box.x0) * image.width, 1),
                "bottom": round(min(1.0, box.y1) * image.height, 1),
                "right": round(min(1.0, box.x1) * image.width, 1),
            }
        ],
    }


def _uri(file: str) -> str:
    return quote(file.encode("utf-8", "backslashreplace"))


def _utc(started: str) -> str:
    return datetime.fromisoformat(started).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
