"""What leaves a review: the audit file of its verdicts, and workbook, letters and CSV as decided."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from docs_check.report.summary import Summary
from docs_check.report.verdicts import ReviewVerdict
from docs_check.reports import to_csv, to_notices, to_xlsx
from docs_check.reports.formats import write

CSV_TYPE = "text/csv; charset=utf-8"
_OFFICE = {"xlsx": to_xlsx.FILE, "notices": to_notices.NOTICES, "csv": to_csv.FILE}


def export_text(verdicts: Sequence[ReviewVerdict], form: str) -> str:
    """Every row, the first first: as CSV, or as JSON lines."""
    if form == "jsonl":
        return "".join(json.dumps(asdict(verdict), ensure_ascii=False) + "\n" for verdict in verdicts)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([field.name for field in fields(ReviewVerdict)])
    for verdict in verdicts:
        writer.writerow([to_csv.plain(value) for value in asdict(verdict).values()])
    return buffer.getvalue()


def write_papers(summary: Summary, out: Path, language: str) -> list[str]:
    """Into the folder of the report; gives the names. Raises `WrongUse`."""
    write(_OFFICE, summary, out, language)
    return list(_OFFICE.values())
