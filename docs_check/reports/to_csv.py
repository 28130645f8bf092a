"""report.csv: a line for each finding, for other programs and for sorting."""

from __future__ import annotations

import csv
from dataclasses import astuple
from pathlib import Path

from docs_check.report.summary import Summary
from docs_check.reports.common.lines import finding_lines
from docs_check.reports.writer import of_the_whole

FILE = "report.csv"
# A spreadsheet program takes a cell that begins so for a formula (OWASP, “CSV Injection”); an apostrophe before it
# makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_COLUMNS = (
    "state",
    "district",
    "applicant",
    "severity",
    "code",
    "title",
    "message",
    "expected",
    "found",
    "suggestion",
    "kind",
    "file",
    "page",
    "decision",
    "id",
)


def to_csv(summary: Summary, folder: Path, language: str) -> None:
    """UTF-8 with a byte order mark, by which Excel knows it for UTF-8; the columns' names are the same in all
    languages."""
    with (folder / FILE).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for section in summary.sections:
            for line in finding_lines(section, summary, language):
                writer.writerow([plain(value) for value in astuple(line)])


FORMAT = of_the_whole(to_csv)


def plain(value: object) -> str:
    """As the text of a cell that no spreadsheet program computes."""
    written = "" if value is None else str(value)
    return f"'{written}" if written.lstrip(" ").startswith(_FORMULA) else written
