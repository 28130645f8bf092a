"""`docs-check verdicts`: the audit file, and every report as decided."""

from __future__ import annotations

from pathlib import Path

from docs_check.exits import WrongUse
from docs_check.intake.leftovers import scratch_folder
from docs_check.process.audit import export_text
from docs_check.process.office import Office
from docs_check.process.outputs import unpacked, write_outputs
from docs_check.report.decided.decisions import with_corrections, with_decisions
from docs_check.report.decided.verdicts import FILE
from docs_check.report.stored import load
from extractor.records import Words

_UNPACKED = "archives"


def export(out: Path, form: str) -> str:
    """Raises `WrongUse` where nothing was decided on the batch of the report in `out`."""
    base, _ = load(out)
    office = Office(base.run.folder, out)
    if not office.verdicts.file.is_file():
        raise WrongUse(
            Words(
                f"“{office.room}”里没有审查结论（缺 {FILE}）；请指定 docs-check review 用过的报告目录。",
                f"There are no verdicts in “{office.room}” ({FILE} is missing); name the folder of a report that was "
                "reviewed.",
            )
        )
    return export_text(office.verdicts.all(), form, office.ledger.happened())


def write_office_papers(out: Path) -> list[Path]:
    """Every report in `out`, as decided so far. Raises `WrongUse`."""
    base, language = load(out)
    given = Office(base.run.folder, out).decided()
    with scratch_folder(_UNPACKED) as room:
        pages = base.run.folder.is_dir()
        base = unpacked(base, room)[0] if pages else base
        summary = with_decisions(with_corrections(base, given.verdicts), given)
        return [out / name for name in write_outputs(summary, given, out, language, pages=pages)]
