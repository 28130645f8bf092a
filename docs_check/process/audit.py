"""The audit file: every verdict, second look, approval, letter and step, the first first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Any

from docs_check.process.casebook import Happened
from docs_check.report.decided.verdicts import ReviewVerdict
from docs_check.reports.to_csv import plain

CSV_TYPE = "text/csv; charset=utf-8"
_COLUMNS = [field.name for field in fields(ReviewVerdict)]


def export_text(verdicts: Sequence[ReviewVerdict], form: str, happened: Happened) -> str:
    """As CSV, or as JSON lines."""
    given = [asdict(verdict) for verdict in verdicts]
    rows = sorted([*given, *_steps(happened, verdicts)], key=lambda row: (str(row["at"]), row["id"]))
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([plain(row[name]) for name in _COLUMNS])
    return buffer.getvalue()


def _steps(happened: Happened, verdicts: Sequence[ReviewVerdict]) -> Iterator[dict[str, Any]]:
    """In the columns of verdicts, empty where they say nothing."""
    empty: dict[str, Any] = dict.fromkeys(_COLUMNS, "") | {"unsure": False, "undoes": None}
    of = {verdict.id: verdict for verdict in verdicts}
    for look in happened.seconds:
        what = {"action": "agree" if look.agrees else "disagree", "undoes": None, "note": look.note}
        on = of.get(look.verdict)
        about = (
            {"code": on.code, "district": on.district, "applicant": on.applicant, "before": str(on.id)} if on else {}
        )
        same = {"id": look.id, "at": look.at, "who": look.who, "subject": look.subject, "evidence": look.evidence}
        yield {**empty, **same, **about, **what}
    for one in happened.approvals:
        note = "；".join(filter(None, (one.note, "含申报通知未列明的要求" if one.unlisted else "")))
        yield {**empty, "id": one.id, "at": one.at, "who": one.who, "action": one.action, "subject": one.district} | {
            "district": one.district.partition(":")[2],
            "evidence": one.state,
            "note": note,
        }
    for letter in happened.letters:
        same = {"id": letter.id, "at": letter.at, "who": letter.who, "action": "letter", "subject": letter.number}
        about = {"district": letter.district.partition(":")[2], "applicant": letter.applicant, "file": letter.file}
        yield {**empty, **same, **about, "after": letter.due, "note": letter.findings}
    for step in happened.steps:
        same = {"id": step.id, "at": step.at, "who": step.who, "action": step.what.value, "subject": step.subject}
        yield {**empty, **same, "note": step.note}
