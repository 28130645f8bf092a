"""Lists of companies that another party hands in for them: their rows, and how findings name these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from checks.certainty import POOR_PAPER, SURE
from checks.facts.amounts import number
from checks.facts.codes import plain
from checks.facts.papers import paper_words
from checks.outcomes import Case, Particulars, of_field
from checks.pack.expressions import UnknownValueError, Value
from checks.pack.model import Policy, Roster
from checks.records import Evidence, Outcome, Paper
from extractor.forms import FieldSpec, ValueType
from extractor.records import Document, Field, Row, Words

_NUMBERS = (ValueType.AMOUNT, ValueType.PERCENT, ValueType.COUNT)
# Rows named one by one in a sentence; of all others the numbers alone.
_TOLD = 10
_READ_AGAIN = 20  # readings that a second engine looks at; more would be read for hours
NO_ROSTER = Words("该材料不是企业清单", "this paper is no list of companies")
NO_ROWS = Words("没有读到清单的行", "no rows of the list could be read")
_UNSURE = Words("这些行的识别把握不足", "these rows were not read with certainty")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one row: its number from 1, the cells that show it, and in words."""

    number: int
    row: Row
    cells: tuple[Field, ...]
    what: Words
    doubtful: bool = False  # whatever the cells' own certainty

    @property
    def sure(self) -> bool:
        return not self.doubtful and all(cell.confidence >= SURE for cell in self.cells)


def roster_of(document: Document, policy: Policy) -> Roster | None:
    return policy.rosters.get(document.kind or "")


def row_name(row: Row, roster: Roster) -> str:
    found = row.get(roster.name)
    return (found.value or found.written) if found else ""


def row_code(row: Row, roster: Roster) -> str:
    found = row.get(roster.code) if roster.code else None
    return plain(found.value or "") if found else ""


def told(
    case: Case, paper: Paper, faults: Sequence[RowFault], policy: Policy, expected: Words, remedy: Words
) -> Iterator[Outcome]:
    """One finding of all rows that are surely at fault, and one of those that may be."""
    for some in ([one for one in faults if one.sure], [one for one in faults if not one.sure]):
        if some:
            doubt = None if some[0].sure else _UNSURE
            yield case.finds(
                _finding(paper, some, policy, expected, remedy), POOR_PAPER if paper.document.poor else doubt
            )


def _finding(paper: Paper, faults: Sequence[RowFault], policy: Policy, expected: Words, remedy: Words) -> Particulars:
    words, document = paper_words(paper, policy), paper.document
    roster = policy.rosters[document.kind or ""]
    first = faults[:_TOLD]
    zh = "；".join(f"第{one.number}行{row_name(one.row, roster)}：{one.what.zh}" for one in first)
    en = "; ".join(f"row {one.number} {row_name(one.row, roster)}: {one.what.en}" for one in first)
    more = len(faults) > _TOLD
    numbers = dict.fromkeys(one.number for one in faults)
    return Particulars(
        Words(
            f"{words.zh}有{len(numbers)}行不符合要求：{zh}{'等' if more else ''}。",
            f"{words.en} has {len(numbers)} rows at fault: {en}{' and others' if more else ''}.",
        ),
        expected,
        Words("、".join(f"第{one}行" for one in numbers), f"rows {', '.join(map(str, numbers))}"),
        remedy,
        faults[0].cells[0].place if faults[0].cells else faults[0].row.place,
        None,
        tuple(_evidence(document, faults))[:_READ_AGAIN],
    )


def _evidence(document: Document, faults: Sequence[RowFault]) -> Iterator[Evidence]:
    for one in faults:
        yield from (of_field(document, cell) for cell in one.cells)


@dataclass(slots=True)
class RowValues:
    """What an expression says of one row; `seen` are the cells that it asked for."""

    row: Row
    columns: dict[str, FieldSpec]
    seen: list[Field] = field(default_factory=list[Field])

    def value(self, name: str) -> Value:
        found, spec = self.row.get(name), self.columns.get(name)
        if found is None or found.value is None or spec is None:
            raise UnknownValueError(name)
        self.seen.append(found)
        return number(found, name) if spec.type in _NUMBERS else found.value

    def elsewhere(self, kind: str, field: str) -> Value:
        raise UnknownValueError(f"{kind}.{field}")

    def all_of(self, kind: str, field: str) -> tuple[Value, ...]:
        raise UnknownValueError(f"{kind}.{field}")

    def how_many(self, kind: str) -> Decimal:
        raise UnknownValueError(kind)

    def given(self, name: str) -> bool:
        found = self.row.get(name)
        return found is not None and bool(found.written.strip())

    def working_days(self, first: date, last: date) -> Decimal:
        raise UnknownValueError("working_days")
