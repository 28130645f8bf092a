"""`docs-check cases`, `circular`, `history`: the office's process without its page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checks.pack.model import Policy
from checks.payments import days_of, rates
from docs_check.commands.payments import CheckedPayments
from docs_check.exits import WrongUse
from docs_check.process.casebook import Run
from docs_check.process.cases import CASE_STATES, CompanyCase, cases_of
from docs_check.process.circular import PaymentRow, write_circular
from docs_check.process.figures import figures_of
from docs_check.process.office import Office
from docs_check.report.decided.decisions import with_corrections, with_decisions
from docs_check.report.stored import load
from docs_check.report.summary import Summary
from docs_check.reports.common.sheets import Sheets
from docs_check.reports.to_csv import plain
from extractor.records import Words

_HEADS = (
    "区市",
    "申报单位",
    "统一社会信用代码",
    "轮次",
    "状态",
    "待审",
    "须改正",
    "最早发现",
    "天数",
    "通知",
    "答复期限",
    "逾期天数",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with all decisions on it, and what the office keeps of its batch."""

    decided: Summary
    office: Office


def opened(out: Path) -> Opened:
    """Raises `WrongUse` where there is no report in `out`."""
    base, _ = load(out)
    office = Office(base.run.folder, out)
    given = office.decided()
    return Opened(with_decisions(with_corrections(base, given.verdicts), given), office)


def cases(out: Path, state: str | None, today: date) -> list[CompanyCase]:
    """Raises `WrongUse` for an unknown state."""
    report = opened(out)
    found = cases_of(report.decided, report.office.ledger.happened(), report.office.ledger, today)
    names = {one.value for one in CASE_STATES}
    if state and state not in names:
        raise WrongUse(
            Words(
                f"没有状态“{state}”，可选：{'、'.join(sorted(names))}。",
                f"There is no state “{state}”: {sorted(names)}.",
            )
        )
    return [case for case in found if state in (None, case.state.value)]


def case_lines(found: Sequence[CompanyCase], language: str) -> Iterator[str]:
    for case in found:
        state = CASE_STATES[case.state].in_language(language)
        due = f"  {case.due}" if case.due else ""
        yield f"{case.district}  {case.applicant}  {case.round}  {state}{due}"


def export_cases(found: Sequence[CompanyCase], file: Path, today: date) -> None:
    """As a workbook or, by the file's name, as CSV. Raises `WrongUse` for another kind of file."""
    rows = [
        (
            *(case.district, plain(case.applicant), case.credit_code, case.round, CASE_STATES[case.state].zh),
            *(case.open, case.standing, case.oldest, case.age(today)),
            *(case.letters[-1].number if case.letters else "", case.due, case.late),
        )
        for case in found
    ]
    if file.suffix.lower() == ".csv":
        buffer = io.StringIO()
        csv.writer(buffer).writerows([_HEADS, *rows])
        file.write_text(buffer.getvalue(), encoding="utf-8-sig", newline="")
        return
    if file.suffix.lower() != ".xlsx":
        raise WrongUse(Words("请用 .xlsx 或 .csv 作文件名。", "Please name a file that ends in .xlsx or .csv."))
    sheets = Sheets("zh")
    sheets.table(sheets.add("办件"), 1, _HEADS, rows)
    sheets.book.save(file)


def circular(out: Path, to: Path | None, paid: CheckedPayments | None) -> list[Path]:
    """Raises `WrongUse` while no district is signed."""
    report = opened(out)
    figures = figures_of(report.decided, report.office.ledger.happened(), report.office.ledger)
    rows = list(_payment_rows(paid, paid.policy)) if paid else []
    return write_circular(report.decided, figures, rows, to or report.office.room / "circular", date.today())


def _payment_rows(paid: CheckedPayments, policy: Policy) -> Iterator[PaymentRow]:
    for sheet in paid.sheets:
        for day in days_of(sheet, policy.payments.planned) if policy.payments else ():
            for rate in rates(sheet, day):
                percent = f"{rate.percent:.2f}%" if rate.percent is not None else "—"
                by = day.isoformat() if day else "—"
                yield PaymentRow(rate.name or "合计", by, str(rate.due), str(rate.paid), percent)


def history(out: Path) -> list[Run]:
    report = opened(out)
    return list(report.office.ledger.happened().runs)


def run_lines(runs: Sequence[Run]) -> Iterator[str]:
    for run in runs:
        yield (
            f"{run.id}  {run.started[:16].replace('T', ' ')}  docs-check {run.version}/{run.reads}  "
            f"{run.policy} {run.pack}  {run.files} / {run.papers}  {run.defects} + {run.unsure}?  {run.scope}"
        )


def compare(out: Path, first: int, second: int) -> Iterator[Words]:
    """What two runs found alike and not alike. Raises `WrongUse` for a run that is none."""
    report = opened(out)
    ledger, known = report.office.ledger, {run.id: run for run in report.office.ledger.happened().runs}
    for number in (first, second):
        if number not in known:
            raise WrongUse(Words(f"没有第 {number} 次检查。", f"There is no run {number}."))
    before = {one["id"]: one for one in ledger.content(first)["findings"] if not one["aside"]}
    after = {one["id"]: one for one in ledger.content(second)["findings"] if not one["aside"]}
    one, other = known[first], known[second]
    if (one.pack, one.reads) != (other.pack, other.reads):
        yield Words(
            f"程序或政策包不同：{one.version}/{one.reads} {one.pack} → {other.version}/{other.reads} {other.pack}",
            f"Other program or pack: {one.version}/{one.reads} {one.pack} → {other.version}/{other.reads} {other.pack}",
        )
    yield Words(
        f"相同 {len(before.keys() & after.keys())} 项，新增 {len(after.keys() - before.keys())} 项，"
        f"消失 {len(before.keys() - after.keys())} 项。",
        f"{len(before.keys() & after.keys())} alike, {len(after.keys() - before.keys())} new, "
        f"{len(before.keys() - after.keys())} gone.",
    )
    for sign, some in (("+", after.keys() - before.keys()), ("-", before.keys() - after.keys())):
        for key in sorted(some):
            said = (after.get(key) or before[key])["message"]
            yield Words(f"{sign} {said}", f"{sign} {said}")
