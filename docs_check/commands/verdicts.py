"""`docs-check verdicts`: the audit file, and workbook and letters as decided."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path

from docs_check.exits import WrongUse
from docs_check.report.decisions import Decided, with_corrections, with_decisions
from docs_check.report.exceptions import read_exceptions
from docs_check.report.stored import load
from docs_check.report.verdicts import FILE, Verdict, Verdicts
from docs_check.reports.formats import formats
from docs_check.reports.to_csv import plain
from extractor.records import Words

CSV_TYPE = "text/csv; charset=utf-8"
_OFFICE = ("xlsx", "notices", "csv")


def export_text(verdicts: Sequence[Verdict], form: str) -> str:
    """Every row, the first first: as CSV, or as JSON lines."""
    if form == "jsonl":
        return "".join(json.dumps(asdict(verdict), ensure_ascii=False) + "\n" for verdict in verdicts)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([field.name for field in fields(Verdict)])
    for verdict in verdicts:
        writer.writerow([plain(value) for value in asdict(verdict).values()])
    return buffer.getvalue()


def export(out: Path, form: str) -> str:
    """Raises `WrongUse` where nothing was decided on the report in `out`."""
    verdicts = Verdicts(out)
    if not verdicts.file.is_file():
        raise WrongUse(
            Words(
                f"“{out}”里没有审查结论（缺 {FILE}）；请指定 docs-check review 用过的报告目录。",
                f"There are no verdicts in “{out}” ({FILE} is missing); name the folder of a report that was reviewed.",
            )
        )
    return export_text(verdicts.all(), form)


def write_office_papers(out: Path) -> list[Path]:
    """Workbook, letters and CSV of the report in `out`, as decided so far. Raises `WrongUse`."""
    base, language = load(out)
    verdicts = Verdicts(out).all()
    given = Decided(verdicts, read_exceptions(base.run.folder), date.today())
    summary = with_decisions(with_corrections(base, verdicts), given)
    for name in _OFFICE:
        formats()[name](summary, out, language)
    return [out / "report.xlsx", out / "report.notices", out / "report.csv"]
