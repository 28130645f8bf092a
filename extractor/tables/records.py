"""Tables as they are understood: what each row and column is, and what each cell says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.records import Place, Problem


@dataclass(frozen=True, slots=True)
class Number:
    """`step` is what one unit of the last written place is worth: 0.01 of 8,566.35. `unit` as written beside it, `%`
    among them. `clean` False: look-alike letters or odd stops had to be put right to read it."""

    value: Decimal
    step: Decimal
    unit: str | None = None
    clean: bool = True


@dataclass(frozen=True, slots=True)
class TableCell:
    """`confidence` is that of the least sure character; `typed`: from a text layer or an office file, not by OCR.
    `row` and `column` count from 0 in the whole table. `nil`: empty, or a dash that stands for nothing. `inset`: how
    far its print is moved in from its left border, in heights of a line. `seconded`: a second reading of its print
    alone says the same."""

    place: Place
    row: int
    column: int
    row_span: int
    column_span: int
    written: str
    confidence: float
    typed: bool
    number: Number | None = None
    nil: bool = False
    inset: float = 0.0
    seconded: bool = False


class ColumnKind(StrEnum):
    LABEL = "label"
    INDEX = "index"  # 序号
    NUMBER = "number"
    PERCENT = "percent"
    BLANK = "blank"  # nothing stands in it, below a heading: a fund that an office has none of
    OTHER = "other"  # dates, codes, years: nothing to reckon with


class RowKind(StrEnum):
    ITEM = "item"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    RATE = "rate"  # a row of percentages under columns of amounts
    SECTION = "section"  # a heading within the table


@dataclass(frozen=True, slots=True)
class Column:
    """`header` is the path of printed headings, the outermost first; `unit` that of its numbers. `total`: its heading
    says that it adds up others; `additive`: its numbers may be added up (no averages, rates or prices). `confidence` is
    that with which its headings were read."""

    index: int
    kind: ColumnKind
    header: tuple[str, ...]
    unit: str | None
    total: bool
    additive: bool
    confidence: float = 1.0

    @property
    def name(self) -> str:
        return "/".join(self.header)


@dataclass(frozen=True, slots=True)
class TableRow:
    """`cells` are those that begin in this row. `part`: it says 其中, and is contained in a row above. `code` is that
    of a classification (201, 20103); `rank` that of the mark that begins its label (一、 is 1, （一） 2; none is 0);
    `inset` how far the label is moved in. `named`: a word says outright that it is a total.
    `confidence` is that with which its label was read."""

    index: int
    kind: RowKind
    label: str
    cells: tuple[TableCell, ...]
    part: bool = False
    code: str = ""
    rank: int = 0
    inset: float = 0.0
    named: bool = False
    confidence: float = 1.0

    def at(self, column: int) -> TableCell | None:
        return next((cell for cell in self.cells if cell.column == column and cell.column_span == 1), None)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are those below the header. `places` are its parts, one for each page that it runs over. What is printed
    side by side, income and spending, is a table for each side; `printed` counts the tables that stand on paper."""

    places: tuple[Place, ...]
    caption: str
    unit: str | None
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    ruled: bool = True
    printed: int = 0

    def column(self, index: int) -> Column | None:
        return next((column for column in self.columns if column.index == index), None)


@dataclass(frozen=True, slots=True)
class ProseNumber:
    """A figure in a sentence: characters `start` to `end` of its text, its unit among them."""

    start: int
    end: int
    written: str
    number: Number
    place: Place
    confidence: float
    typed: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    numbers: tuple[ProseNumber, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A short line outside tables: a title, the office, a note."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class TablesReading:
    """What one file gave: its tables, its prose that bears figures, what of it could not be read, and its short lines
    of print. `turns`: of each page that does not lie upright, the degrees clockwise that set it up."""

    file: str
    sha256: str
    pages: int
    tables: tuple[Table, ...]
    sentences: tuple[Sentence, ...]
    problems: tuple[Problem, ...] = ()
    headings: tuple[Heading, ...] = ()
    turns: tuple[tuple[int, int], ...] = ()
