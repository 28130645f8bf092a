"""Tables of payments as the rules see them: who, how much was due, how much was paid by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extractor.records import Place


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` in the unit of the policy's payments."""

    value: Decimal
    written: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid by the day `by` (as the column's heading says), or on the day `on` (as the row says); both None
    where the table does not say when."""

    amount: Amount
    by: date | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One row. `label` as printed; `district` the pack's own name."""

    label: str
    district: str | None
    company: str | None
    due: Amount
    paid: tuple[Paid, ...]


@dataclass(frozen=True, slots=True)
class PaymentSheet:
    """`total` is the row of totals as stated, None where there is none."""

    file: str
    caption: str
    rows: tuple[Payment, ...]
    total: Payment | None
