"""What a table's rows and columns are: headings over several rows, units, labels, totals, percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.language.matching import fold_label
from extractor.tables.levels import CODES, UNIT_CODES, are_codes, codes_of, rank_of
from extractor.tables.numbers import is_nil, number_of, said_unit, unit_in
from extractor.tables.raw import Raw
from extractor.tables.records import Column, ColumnKind, Number, RowKind, Table, TableCell, TableRow
from extractor.tables.sides import sides_of

LONGEST_TOTAL = 8  # characters of a label that says total: 全市各区合计; longer ones only speak of a total
YEARS = range(1900, 2101)
LEVEL = 2.0  # line heights: as far in as a row counts whose label stands one column farther on
MANY_COUNTED = 5  # numbers that count columns: so many that they do even where one or two between them were not read
DEEPEST_HEAD = 4  # rows of headings over headings, the numbers of the columns below them
_TOTAL = re.compile(r"合计|总计|共计|总和|总数|总额|累计|^总分$")
_NAMED_TOTAL = re.compile(r"(?:[合总共小]计|总和)(?:[(（].*[)）])?$|^本年(?:收入|支出)(?:合计)?$")
_PARTED = re.compile(r"[\d.,]\s+[\d.,]")
_ORDINAL = re.compile(r"\d{1,2}")  # the number of a column, not its heading
_COUNTS = re.compile(r"栏次$")  # the row that numbers the columns
_SCORE = re.compile(r"^(?:综合|最终|评价)?(?:总)?得分$|^总分$")
_SUBTOTAL = re.compile(r"小计")
_TOTAL_COLUMN = re.compile(r"合计|总计|小计|共计|总额|总和")
_INDEX = re.compile(r"^(?:序号|编号|序|NO|行次)$")
_RATE = re.compile(r"率|占比|比例|比重|百分比|增幅|增速|同比|环比|完成度|进度")
_NOT_ADDED = re.compile(
    r"平均|均值|人均|户均|单价|价格|标准|排名|名次|指数|系数|倍数|年份|年度$|编码|代码|电话|账号|号码"
)
_NOT_NUMBERS = re.compile(r"编码|代码|电话|账号|号码|日期|时间|年份|编号")
_COUNTED = re.compile(r"([家户个人件项次笔])数")  # such a heading has no share in the table's unit of money
_PART = re.compile(r"^其中")
# Between a title and its table: 公开01表, 部门：某某局.
_NO_TITLE = re.compile(
    r"^(?:公开|附|预算|决算)*表?\s*[\d一二三四五六七八九十]+(?:-\d+)?\s*表?$|^.{0,4}(?:部门|单位)(?:名称)?[:：]"
)
_CAPTION = re.compile(r"^(?:续)?表\s*[\d一二三四五六七八九十]")


def understand_tables(raw: Raw, printed: int) -> tuple[Table, ...]:
    """One for each side of what is printed; none where no column holds numbers."""
    raw = replace(raw, cells=tuple(_with_number(cell) for cell in raw.cells))
    first = _first_body_row(raw)
    whole = [cell.written for cell in raw.cells if cell.row < first and cell.column_span == raw.columns > 1]
    unit = next((unit for text in reversed([*raw.above, *whole]) if (unit := said_unit(text))), None)
    columns = [_column(raw, index, first, unit) for index in range(raw.columns)]
    kinds = [column.kind for column in columns]
    found = list[Table]()
    for side in sides_of(raw, kinds, lambda column: _header(raw, column, first), first):
        own = tuple(columns[index] if side is raw else _column(side, index, first, unit) for index in _columns(side))
        own = tuple(_headed_as(one, columns[one.index]) for one in own)
        if any(column.kind in (ColumnKind.NUMBER, ColumnKind.PERCENT) for column in own):
            rows = _scored(tuple(_rows(side, first, own)))
            found.append(Table(raw.places, _caption(raw, whole), unit, own, rows, raw.ruled, printed))
    return tuple(found)


def _headed_as(column: Column, other: Column) -> Column:
    return replace(column, header=other.header, confidence=other.confidence)


def _columns(raw: Raw) -> range:
    return range(raw.begins, raw.columns)


def _with_number(cell: TableCell) -> TableCell:
    """In a scan a gap within a number may be one between two: the last digit of the cell before it and its own."""
    number = number_of(cell.written)
    if number and not cell.typed and _PARTED.search(cell.written):
        number = replace(number, clean=False)
    return replace(cell, number=number, nil=is_nil(cell.written))


def _first_body_row(raw: Raw) -> int:
    """The first row that holds a number beside its label; years and the columns' own numbers are headings."""
    for row in range(raw.rows):
        cells = [cell for cell in raw.cells if cell.row == row and cell.column_span < raw.columns]
        numbers = [(cell, cell.number) for cell in cells if cell.number is not None]
        beside = [number for cell, number in numbers if cell.column > 0]
        counts = any(_COUNTS.match(fold_label(cell.written)) for cell in cells)
        if beside and not counts and not _is_heading([number for _, number in numbers], row):
            return row
    return raw.rows


def _is_heading(numbers: Sequence[Number], row: int) -> bool:
    values = [number.value for number in numbers]
    whole = all(number.step == 1 and number.unit in (None, "年") for number in numbers)
    if not whole or row > DEEPEST_HEAD:
        return False
    years = all(value in YEARS for value in values)
    steps = {b - a for a, b in pairwise(values)}
    counted = len(values) > 2 and steps == {1}
    in_part = len(values) >= MANY_COUNTED and steps <= {1, 2, 3} and 1 in steps and values[0] <= 3  # not all were read
    return years or (counted and values[0] <= 2) or in_part


def _header(raw: Raw, column: int, first: int) -> tuple[str, ...]:
    path = list[str]()
    for cell in _heads(raw, column, first):
        text = re.sub(r"\s+", "", cell.written)
        if text not in path[-1:]:
            path.append(text)
    return tuple(path)


def _heads(raw: Raw, column: int, first: int) -> Iterator[TableCell]:
    for row in range(first):
        for cell in raw.cells:
            covers = cell.row <= row < cell.row + cell.row_span
            across = cell.column <= column < cell.column + cell.column_span
            whole = cell.column_span >= max(2, raw.columns)
            text = re.sub(r"\s+", "", cell.written)
            if covers and across and text and not whole and not _ORDINAL.fullmatch(text):
                yield cell


def _column(raw: Raw, index: int, first: int, table_unit: str | None) -> Column:
    header = _header(raw, index, first)
    cells = [cell for cell in raw.cells if cell.row >= first and cell.column == index and cell.column_span == 1]
    name = fold_label("".join(header))
    kind = _kind(cells, header, name)
    unit = next((unit for text in reversed(header) if (unit := unit_in(text))), None)
    written = {cell.number.unit for cell in cells if cell.number and cell.number.unit}
    unit = unit or (written.pop() if len(written) == 1 else None)
    if unit is None and kind is ColumnKind.NUMBER:
        counted = _COUNTED.search(name)
        unit = counted[1] if counted else table_unit
    if kind is ColumnKind.PERCENT:
        unit = "%"
    last = fold_label(header[-1]) if header else ""
    additive = kind in (ColumnKind.NUMBER, ColumnKind.BLANK) and not (_NOT_ADDED.search(name) or _RATE.search(last))
    confidence = min((cell.confidence for cell in _heads(raw, index, first)), default=1.0)
    return Column(index, kind, header, unit, bool(_TOTAL_COLUMN.search(last)), additive, confidence)


def _kind(cells: Sequence[TableCell], header: Sequence[str], name: str) -> ColumnKind:
    filled = [cell for cell in cells if not cell.nil]
    numbers = [cell.number for cell in filled if cell.number]
    if _INDEX.match(fold_label(header[-1]) if header else ""):
        return ColumnKind.INDEX
    if _NOT_NUMBERS.search(name) or CODES.search(fold_label(header[-1]) if header else ""):
        return ColumnKind.OTHER
    if are_codes([re.sub(r"\s+", "", cell.written) for cell in filled]):
        return ColumnKind.OTHER
    if not filled:
        return ColumnKind.BLANK if header and cells and cells[0].column else ColumnKind.OTHER
    if len(numbers) * 2 < len(filled):
        return ColumnKind.LABEL if cells[0].column == 0 or not numbers else ColumnKind.OTHER
    percent = sum(number.unit == "%" for number in numbers)
    # A row of rates stands below amounts too: the column is one of percentages where most of it are.
    if percent * 2 > len(numbers) or any(unit_in(text) == "%" for text in header):
        return ColumnKind.PERCENT
    if not header and [number.value for number in numbers] == list(range(1, len(numbers) + 1)):
        return ColumnKind.INDEX
    return ColumnKind.NUMBER


def _rows(raw: Raw, first: int, columns: Sequence[Column]) -> Iterator[TableRow]:
    rows = [_row(raw, index, columns) for index in range(first, raw.rows)]
    coded = _headed(columns, CODES) or _headed(columns, UNIT_CODES)
    indices, labels = [row.index for row in rows], [row.label for row in rows]
    for row, code in zip(rows, codes_of(raw, indices, coded, labels), strict=True):
        yield replace(row, code=code)


def _headed(columns: Sequence[Column], pattern: re.Pattern[str]) -> list[int]:
    return [column.index for column in columns if any(pattern.search(text) for text in column.header)]


def _row(raw: Raw, index: int, columns: Sequence[Column]) -> TableRow:
    kinds = {column.index: column.kind for column in columns}
    words = (ColumnKind.LABEL, ColumnKind.INDEX, ColumnKind.OTHER)
    covering = [cell for cell in raw.cells if cell.row <= index < cell.row + cell.row_span]
    named = [cell for cell in covering if kinds[cell.column] in words and not cell.nil and _is_label(cell, kinds)]
    proper = [cell for cell in named if kinds[cell.column] is ColumnKind.LABEL] or named
    labels = [re.sub(r"\s+", "", cell.written) for cell in sorted(proper, key=lambda cell: cell.column)]
    own = [fold_label(cell.written) for cell in named if cell.row == index]
    cells = tuple(cell for cell in covering if cell.row == index)
    part = any(_PART.match(text) for text in own)
    label = "/".join(dict.fromkeys(labels))
    kind = _row_kind(own, cells, kinds, part=part)
    inset = max((_inset(cell) for cell in proper if cell.row == index), default=0.0) + LEVEL * _left_out(
        covering, kinds
    )
    says = not part and any(_NAMED_TOTAL.search(text) for text in own)
    rank, confidence = rank_of(labels[-1]) if labels else 0, min((cell.confidence for cell in proper), default=1.0)
    return TableRow(index, kind, label, cells, part, "", rank, inset, says, confidence)


def _left_out(cells: Sequence[TableCell], kinds: Mapping[int, ColumnKind]) -> int:
    """The columns of labels that are blank before a row's first: kinds of projects, and beside them projects."""
    words = sorted((cell for cell in cells if kinds[cell.column] is ColumnKind.LABEL), key=lambda cell: cell.column)
    return next((count for count, cell in enumerate(words) if not cell.nil), 0)


def _inset(cell: TableCell) -> float:
    spaces = len(cell.written) - len(cell.written.lstrip())
    return cell.inset + spaces / 2


def _is_label(cell: TableCell, kinds: Mapping[int, ColumnKind]) -> bool:
    return kinds[cell.column] is ColumnKind.LABEL or cell.number is None


def _row_kind(
    own: Sequence[str], cells: Sequence[TableCell], kinds: Mapping[int, ColumnKind], *, part: bool
) -> RowKind:
    amounts = [cell for cell in cells if kinds[cell.column] is ColumnKind.NUMBER and cell.number]
    if amounts and all(cell.number and cell.number.unit == "%" for cell in amounts):
        return RowKind.RATE
    if not any(cell.number for cell in cells if kinds[cell.column] in (ColumnKind.NUMBER, ColumnKind.PERCENT)):
        return RowKind.SECTION
    if part:
        return RowKind.ITEM
    short = [text for text in own if len(text) <= LONGEST_TOTAL or _NAMED_TOTAL.search(text)]
    if any(_SUBTOTAL.search(text) for text in short):
        return RowKind.SUBTOTAL
    return RowKind.TOTAL if any(_TOTAL.search(text) or _NAMED_TOTAL.search(text) for text in short) else RowKind.ITEM


def _scored(rows: tuple[TableRow, ...]) -> tuple[TableRow, ...]:
    """得分 or 总分 names the total where it is the last row that is filled."""
    if len(rows) < 2 or any(row.kind is RowKind.TOTAL for row in rows):
        return rows
    last = rows[-1]
    if last.kind is RowKind.ITEM and _SCORE.match(fold_label(last.label)):
        return (*rows[:-1], replace(last, kind=RowKind.TOTAL))
    return rows


def _caption(raw: Raw, whole: Sequence[str]) -> str:
    lines = [*whole, *reversed(raw.above)]
    titles = [text for text in lines if not said_unit(text) and not _NO_TITLE.match(text)]
    return next((text for text in lines if _CAPTION.match(text)), next(iter(titles), ""))
