"""Stated numbers, wherever they stand, under one shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.records import Place, Words
from extractor.tables.numbers import COUNTS
from extractor.tables.records import ColumnKind, ProseNumber, RowKind, Table, TableCell

ALIKE = 2 / 3  # of a column's numbers have so many decimals: they all should
CENT = Decimal("0.01")  # to what a blank cell would be filled in
_FIGURES = (ColumnKind.NUMBER, ColumnKind.PERCENT, ColumnKind.BLANK)
_SHORT = 24  # characters of a heading or label that a sentence repeats


@dataclass(frozen=True, slots=True)
class Figure:
    """`key` tells it from all others of its file. `value` stands in `unit`; percentages are 7.94 with the unit %.
    `table` is the number of its table, None in prose. `typed`: not read by OCR, so that no digit can be misread.
    `seconded`: a second reader says the same. `head` and `label`: how surely its column's heading and its row's label
    were read."""

    key: tuple[int, ...]
    name: Words
    place: Place
    written: str
    value: Decimal
    step: Decimal
    unit: str | None
    confidence: float
    typed: bool
    clean: bool
    table: int | None = None
    nil: bool = False
    seconded: bool = False
    head: float = 1.0
    label: float = 1.0

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"

    @property
    def is_exact(self) -> bool:
        """Counted things and fen are never rounded; a blank is nothing at all."""
        return self.nil or self.unit in COUNTS or (self.unit == "元" and self.step <= CENT)

    @property
    def half(self) -> Decimal:
        """By how much the number behind it may differ from what is written."""
        return Decimal(0) if self.is_exact or self.value == 0 else self.step / 2


@dataclass(frozen=True, slots=True)
class TableFigures:
    """A table's figures by row and column: `rows` and `columns` are their indices in the table."""

    number: int
    table: Table
    figures: Mapping[tuple[int, int], Figure]

    def at(self, row: int, column: int) -> Figure | None:
        return self.figures.get((row, column))

    def add_up(self) -> list[int]:
        """The columns whose numbers may be added up."""
        return [column.index for column in self.table.columns if column.additive]


def sheet_of(number: int, table: Table) -> TableFigures:
    figures = dict[tuple[int, int], Figure]()
    for row in table.rows:
        for column in table.columns:
            cell = row.at(column.index)
            if cell is None or column.kind not in _FIGURES:
                continue
            blank = cell.nil and row.kind is not RowKind.SECTION
            if cell.number is None and not blank:
                continue
            figure = _figure(number, cell, _name(table, row.label, column.name), column.unit)
            figures[row.index, column.index] = replace(figure, head=column.confidence, label=row.confidence)
    return TableFigures(number, table, dict(_with_odd_ones(figures)))


def _with_odd_ones(figures: Mapping[tuple[int, int], Figure]) -> Iterator[tuple[tuple[int, int], Figure]]:
    """A number read by OCR with other decimals than its column has, or else its table, was cut off, or a stop in it not
    seen. One with more of them, also where it is typed, ends in a digit that ran over from the next cell."""
    columns, amounts = dict[int, Counter[Decimal]](), Counter[Decimal]()
    for (_, column), figure in figures.items():
        if not figure.nil and figure.value:
            columns.setdefault(column, Counter()).update([figure.step])
            amounts.update([] if figure.is_percent else [figure.step])
    for key, figure in figures.items():
        usual = _usual(columns.get(key[1], Counter())) or (None if figure.is_percent else _usual(amounts))
        odd = usual is not None and (figure.step < usual if figure.typed else figure.step != usual)
        yield key, replace(figure, clean=figure.clean and not (odd and figure.value))


def _usual(steps: Counter[Decimal]) -> Decimal | None:
    step, count = next(iter(steps.most_common(1)), (None, 0))
    return step if count >= ALIKE * steps.total() else None


def _figure(number: int, cell: TableCell, name: Words, unit: str | None) -> Figure:
    found = cell.number
    return Figure(
        key=(0, number, cell.row, cell.column),
        name=name,
        place=cell.place,
        written=cell.written,
        value=found.value if found else Decimal(0),
        step=found.step if found else CENT,
        unit=(found.unit if found else None) or unit,
        confidence=cell.confidence,
        typed=cell.typed,
        clean=found.clean if found else True,
        table=number,
        nil=found is None,
        seconded=cell.seconded,
    )


def prose_figure(sentence: int, number: ProseNumber) -> Figure:
    return Figure(
        key=(1, sentence, number.start),
        name=Words(f"正文中的“{number.written}”", f"“{number.written}” in the text"),
        place=number.place,
        written=number.written,
        value=number.number.value,
        step=number.number.step,
        unit=number.number.unit,
        confidence=number.confidence,
        typed=number.typed,
        clean=number.number.clean,
    )


def _name(table: Table, row: str, column: str) -> Words:
    row, column = _short(row) or "（无名称）", _short(column) or "（无表头）"
    return Words(f"“{row}”行“{column}”列", f"row “{row}”, column “{column}”")


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT] + "…"


def plain(value: Decimal, step: Decimal | None = None) -> str:
    """Digits without an exponent: to the places of `step`, or as many as it takes, at most four."""
    if step is None:
        value = round(value, 4).normalize()
        return format(value, "f") if value else "0"
    return format(value.quantize(step), "f")


def with_unit(value: Decimal, figure: Figure) -> str:
    return f"{plain(value, figure.step)}{figure.unit or ''}"
