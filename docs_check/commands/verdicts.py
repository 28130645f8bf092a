"""`docs-check verdicts`: the audit file, and workbook and letters as decided."""

from __future__ import annotations

from pathlib import Path

from docs_check.exits import WrongUse
from docs_check.report.decisions import decided, with_corrections, with_decisions
from docs_check.report.stored import load
from docs_check.report.verdicts import FILE, Verdicts
from docs_check.reports.audit import export_text, write_papers
from extractor.records import Words


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
    given = decided(out, base.run.folder)
    summary = with_decisions(with_corrections(base, given.verdicts), given)
    return [out / name for name in write_papers(summary, out, language)]
