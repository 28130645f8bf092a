"""From tables to payments, and the rates that follow: by when was how much of what was due paid?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from checks.pack.districts import DistrictNames
from checks.pack.model import PaymentColumns, Policy
from checks.payment_records import Amount, Paid, Payment, PaymentSheet
from extractor.language.dates import find_dates
from extractor.language.matching import fold_label
from extractor.tables.numbers import factor
from extractor.tables.records import Column, ColumnKind, RowKind, Table, TableCell, TableRow, TablesReading

HUNDRED = Decimal(100)
_NOT_YET = "应未待尚欠"  # what stands before it turns a heading into another one


@dataclass(frozen=True, slots=True)
class Rate:
    """How much of what is due to `name` (None: all together) was paid by `by` (None: as the table stands)."""

    name: str | None
    by: date | None
    due: Decimal
    paid: Decimal

    @property
    def percent(self) -> Decimal | None:
        return self.paid / self.due * HUNDRED if self.due else None


@dataclass(frozen=True, slots=True)
class _Roles:
    district: Column | None
    company: Column | None
    due: Column
    paid: tuple[Column, ...]
    date: Column | None


def payment_sheets(reading: TablesReading, policy: Policy) -> Iterator[PaymentSheet]:
    """The tables of a file that say what was due and what was paid."""
    if policy.payments is None:
        return
    names = DistrictNames(policy)
    for table in reading.tables:
        roles = _roles(table, policy.payments.columns)
        if roles is None:
            continue
        rows = [
            (row, payment)
            for row in table.rows
            if row.kind in (RowKind.ITEM, RowKind.TOTAL) and (payment := _payment(row, table, roles, names, policy))
        ]
        items = tuple(payment for row, payment in rows if row.kind is RowKind.ITEM)
        total = next((payment for row, payment in rows if row.kind is RowKind.TOTAL), None)
        if items:
            yield PaymentSheet(reading.file, table.caption, items, total)


def _roles(table: Table, labels: PaymentColumns) -> _Roles | None:
    """Which column is what: each goes by the longest of the labels that its heading contains."""
    found = dict[str, list[Column]]()
    known = {"district": labels.district, "company": labels.company, "due": labels.due, "paid": labels.paid}
    for column in table.columns:
        fits = [
            (len(fold_label(label)), role)
            for role, some in {**known, "date": labels.date}.items()
            for label in some
            if _names(column, label) and _can_be(column, role)
        ]
        if fits:
            found.setdefault(max(fits)[1], []).append(column)
    due, paid = found.get("due", []), found.get("paid", [])
    if len(due) != 1 or not paid:
        return None
    district, company, day = (next(iter(found.get(role, [])), None) for role in ("district", "company", "date"))
    return _Roles(district, company, due[0], tuple(paid), day)


def _names(column: Column, label: str) -> bool:
    """应拨付金额 and 未拨付金额 are no 拨付金额."""
    return bool(re.search(rf"(?<![{_NOT_YET}]){re.escape(fold_label(label))}", fold_label(column.name)))


def _can_be(column: Column, role: str) -> bool:
    return (column.kind is ColumnKind.NUMBER) == (role in ("due", "paid")) and column.kind is not ColumnKind.PERCENT


def _payment(row: TableRow, table: Table, roles: _Roles, names: DistrictNames, policy: Policy) -> Payment | None:
    due = _amount(row.at(roles.due.index), roles.due, policy)
    if due is None:
        return None
    said = _text(row, roles.district) or row.label
    day = _day(_text(row, roles.date)) if roles.date else None
    paid = [
        Paid(amount, None if day else _day(column.name) or _day(table.caption), day)
        for column in roles.paid
        if (amount := _amount(row.at(column.index), column, policy))
    ]
    district = names.named(said) or names.within(said)
    return Payment(row.label, district, _text(row, roles.company) or None, due, tuple(paid))


def _amount(cell: TableCell | None, column: Column, policy: Policy) -> Amount | None:
    """A blank or a dash is nothing paid; what is no number says nothing."""
    unit = policy.payments.unit if policy.payments else None
    if cell is None or (cell.number is None and not cell.nil):
        return None
    written = cell.number.unit if cell.number and cell.number.unit else column.unit or unit
    scale = factor(written, unit)
    if scale is None:
        return None
    value = cell.number.value * scale if cell.number else Decimal(0)
    return Amount(value, cell.written, cell.place, cell.confidence)


def _text(row: TableRow, column: Column | None) -> str:
    if column is None:
        return ""
    cell = next((cell for cell in row.cells if cell.column == column.index), None)
    return re.sub(r"\s+", "", cell.written) if cell else ""


def _day(text: str) -> date | None:
    return next((found.value for found in find_dates(text) if found.value), None)


def days_of(sheet: PaymentSheet, planned: date) -> tuple[date | None, ...]:
    """The days for which rates can be given: those of the headings, or, where each payment has its own day, the
    planned one and the end."""
    stated = {paid.by for row in sheet.rows for paid in row.paid if paid.by}
    dated = any(paid.on for row in sheet.rows for paid in row.paid)
    known = sorted(stated | {planned}) if dated else sorted(stated)
    return (*known, None) if dated or not stated else tuple(known)


def paid_by(payment: Payment, day: date | None) -> Decimal | None:
    """What was paid by `day`; None where the table does not say."""
    if any(paid.on for paid in payment.paid):
        return sum((one.amount.value for one in payment.paid if one.on and (not day or one.on <= day)), Decimal(0))
    found = [paid for paid in payment.paid if paid.by == day or day is None]
    return found[-1].amount.value if found else None


def rates(sheet: PaymentSheet, day: date | None) -> tuple[Rate, ...]:
    """By district, in the table's order, then of all together: as the table's own total says where it has one."""
    by_name = dict[str | None, list[Payment]]()
    for row in sheet.rows:
        by_name.setdefault(row.district or row.company or row.label, []).append(row)
    found = [_rate(name, day, rows) for name, rows in by_name.items()]
    return (*found, _rate(None, day, [sheet.total] if sheet.total else sheet.rows))


def rows_differ(sheet: PaymentSheet, day: date | None, tolerance: Decimal) -> Decimal | None:
    """What the rows add up to, where the stated total says something else."""
    stated = paid_by(sheet.total, day) if sheet.total else None
    added = sum((value for row in sheet.rows if (value := paid_by(row, day)) is not None), Decimal(0))
    return added if stated is not None and abs(added - stated) > tolerance else None


def _rate(name: str | None, day: date | None, rows: Sequence[Payment]) -> Rate:
    paid = [value for row in rows if (value := paid_by(row, day)) is not None]
    return Rate(name, day, sum((row.due.value for row in rows), Decimal(0)), sum(paid, Decimal(0)))
