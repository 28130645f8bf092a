"""What goes into the ledger: the applications of a report, or the rows of an office's own table of earlier years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checks.facts.papers import forms_of
from checks.facts.readings import stated
from checks.grouping.batch import group
from checks.pack.model import Policy
from checks.records import Dossier
from docs_check.exits import WrongUse
from docs_check.ledger.book import Award, LedgerBatch
from docs_check.ledger.spreadsheets import rows_of
from docs_check.process.office import Office
from docs_check.report.decided.decisions import with_corrections
from docs_check.report.stored import load
from extractor.records import Words

_COLUMNS = {"invoice": "invoice_no", "policy": "policy_no", "account": "account"}  # of a table, to fields of packs


def of_report(report: Path) -> tuple[LedgerBatch, list[Award]]:
    """Every company that applied in the batch of this report, as corrected by people. Raises `WrongUse`."""
    summary, _ = load(report)
    summary = with_corrections(summary, Office(summary.run.folder, report).verdicts.all())
    basis = summary.basis
    if basis is None:
        raise WrongUse(Words("报告里没有识读结果。", "The report holds no readings."))
    policy, grouped = basis.policy, group(basis.readings, basis.policy)
    year = str(policy.supported_period.first.year) if policy.supported_period else ""
    batch = LedgerBatch(summary.run.folder.name, policy.id, policy.name.zh, year)
    dossiers = [(district.name or "", one) for district in grouped.districts for one in district.dossiers]
    return batch, [_award(district, one, policy) for district, one in dossiers if forms_of(one, policy)]


def of_table(file: Path, year: str, policy: Policy | None, title: str) -> tuple[LedgerBatch, list[Award]]:
    """Every row of an office's own table. Raises `WrongUse`."""
    rows = rows_of(file)
    named = title or (policy.name.zh if policy else file.stem)
    batch = LedgerBatch(file.stem, policy.id if policy else file.stem, named, year)
    return batch, [
        Award(
            "",
            row.cells.get("company", ""),
            row.cells.get("code", ""),
            row.cells.get("amount", ""),
            tuple((field, row.cells[key]) for key, field in _COLUMNS.items() if row.cells.get(key)),
        )
        for row in rows
    ]


def _award(district: str, dossier: Dossier, policy: Policy) -> Award:
    form, amount = forms_of(dossier, policy)[0], ""
    asked = form.get(policy.applicants.amount) if policy.applicants.amount else None
    if asked and asked.value:
        unit = policy.kinds[policy.applicants.form].fields[asked.name].unit or ""
        amount = f"{asked.value}{unit}"
    return Award(district, dossier.applicant, dossier.credit_code or "", amount, tuple(_numbers(dossier, policy)))


def _numbers(dossier: Dossier, policy: Policy) -> Iterator[tuple[str, str]]:
    """What can be claimed once, and what tells who is behind it."""
    seen = set[tuple[str, str]]()
    for shared in (*policy.used_once, *policy.linked_by):
        for one in stated(dossier, shared.fields, policy):
            pair = one.field.name, one.value
            if pair not in seen:
                seen.add(pair)
                yield pair
