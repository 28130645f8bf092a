"""An office's own receipt register as entries: its columns are known by their heads, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from checks.facts.days import chinese
from checks.receipts import Receipt, Register
from docs_check.clean import shown
from docs_check.register.sheets import MOST_ROWS, Cell, RegisterSheet
from extractor.language.dates import find_dates
from extractor.language.matching import fold, fold_label
from extractor.records import Words

HEAD_WITHIN = 15  # rows: above the head stand a title, the office and the year
LONGEST = 100  # characters of a cell that a report quotes
# Serial numbers of days in Excel, where a cell bears no format of a date: 2000 to 2099. They count from this day.
_SERIALS, _SERIAL_ZERO = range(36526, 73051), datetime(1899, 12, 30)

# What may stand over a column. The folded head must match wholly.
_RECEIPT = "收件|收到|收取|接收|签收|收文|收材料|受理|收讫|来件"
_ANY_MOMENT = f"{_RECEIPT}|登记|交件|递交|送达|送件|报送|提交|申报"
_DAY = "日期|时间|时刻|日期时间|日期及时间|日期和时间"
_NOT_IT = re.compile("收件|接收|受理|主管|推荐|初审|审核|经办|序号|编号|联系")
_HEADS = {
    "company": re.compile(
        "(?:申报|申请|报送|递交|送件|交件|送交|来件)?(?:单位|企业|公司|主体|人)(?:名称|全称)?|名称|"
        ".*(?:企业|单位|公司)名称|COMPANY|APPLICANT|COMPANYNAME"
    ),
    "code": re.compile(".*(?:信用代码|机构代码)|(?:UNIFIEDSOCIAL)?CREDITCODE"),
    "district": re.compile("(?:所属|所在)?(?:区市|区县|区|县区|市区|辖区|属地|区市县)(?:名称)?|DISTRICT"),
    "day": re.compile(f"(?:材料)?(?:{_RECEIPT})(?:材料)?(?:{_DAY})|RECEIVED(?:ON|AT|DATE)?|DATERECEIVED|RECEIPTDATE"),
    "weak_day": re.compile(f"(?:材料)?(?:{_ANY_MOMENT})?(?:材料)?(?:{_DAY})"),
    "note": re.compile("备注|状态|办理状态|办理情况|处理情况|说明|NOTES?|STATUS"),
}  # fmt: skip
# What an office writes beside an entry that does not hold any more.
_UNDONE = re.compile("作废|退回|退件|退还|撤回|撤销|撤件|取消|不予受理|未受理")
_TOTALS = re.compile("合计|总计|小计|TOTAL")
_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*[:：时点]\s*([0-5]?\d)?(?:[:：][0-5]\d)?分?")
_FIGURE = re.compile(r"\d")
_AFTERNOON = re.compile("下午|晚|PM", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a file has of a register: `found` False where none of its sheets is one. `problems`: rows that were left
    out, and why."""

    register: Register
    problems: tuple[Words, ...]
    found: bool


@dataclass(frozen=True, slots=True)
class _Columns:
    company: int
    days: tuple[int, ...]  # a column of days, and perhaps one of hours
    code: int | None
    district: int | None
    notes: tuple[int, ...]


def entries_of(sheets: Sequence[RegisterSheet], file: str, *, named: bool) -> Entries:
    """`named`: somebody says that this is the register, so that a column simply called 日期 will do."""
    entries, problems, found = list[Receipt](), list[Words](), False
    for sheet in sheets:
        head = _head(sheet, named=named)
        if head is None:
            continue
        found = True
        at, columns = head
        for number, row in enumerate(sheet.rows[at + 1 :], at + 2):
            made = _entry(row, columns, _where(file, sheet.name, number))
            if isinstance(made, Receipt):
                entries.append(made)
            elif made is not None:
                problems.append(made)
        if sheet.left:
            problems.append(_left(sheet))
    return Entries(tuple(entries), tuple(problems), found)


def _left(sheet: RegisterSheet) -> Words:
    name = shown(sheet.name or "", LONGEST)
    return Words(
        f"工作表{name}第{MOST_ROWS}行以后还有{sheet.left}行没有读，请分成几个文件",
        f"{sheet.left} rows of sheet {name} after row {MOST_ROWS} were not read: split the file",
    )


def _head(sheet: RegisterSheet, *, named: bool) -> tuple[int, _Columns] | None:
    for at, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        columns = _columns([fold_label(cell) if isinstance(cell, str) else "" for cell in row], named=named)
        if columns is not None:
            return at, columns
    return None


def _columns(heads: Sequence[str], *, named: bool) -> _Columns | None:
    def those(name: str) -> list[int]:
        return [at for at, head in enumerate(heads) if head and _HEADS[name].fullmatch(head)]

    companies = [at for at in those("company") if not _NOT_IT.search(heads[at])]
    days = those("day") or (those("weak_day") if named else [])
    if not companies or not days:
        return None
    # 申报单位名称 rather than 名称, where both are there.
    company = max(companies, key=lambda at: len(heads[at]))
    return _Columns(company, tuple(days[:2]), _first(those("code")), _first(those("district")), tuple(those("note")))


def _first(found: Sequence[int]) -> int | None:
    return found[0] if found else None


def _entry(row: Sequence[Cell], columns: _Columns, where: Words) -> Receipt | Words | None:
    """None for an empty row; a sentence for one that is left out."""

    def text(at: int | None) -> str:
        return _text(row[at]) if at is not None and at < len(row) else ""

    company = text(columns.company)
    moments = [row[at] for at in columns.days if at < len(row)]
    if not company:
        if not any(_text(cell) for cell in moments):
            return None
        return Words(f"{where.zh}没有单位名称，未用", f"{where.en} names no company and was not used")
    if _TOTALS.match(fold(company)) or _is_head(company):
        return None
    day, written, doubt = _moment(moments)
    undone = next((found[0] for at in columns.notes if (found := _UNDONE.search(text(at)))), None)
    if undone:
        doubt = Words(f"登记簿备注写有“{undone}”", f"the register notes “{undone}”")
    return Receipt(company, text(columns.code) or None, text(columns.district) or None, day, written, where, (), doubt)


def _is_head(company: str) -> bool:
    """Heads are repeated on each printed page."""
    return bool(_HEADS["company"].fullmatch(fold_label(company)))


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else shown(str(cell).strip(), LONGEST)


def _moment(cells: Sequence[Cell]) -> tuple[date | None, str, Words | None]:
    """The day, the moment as people write it, and a doubt about it. Two columns are a day and an hour."""
    days = [_day(cell) for cell in cells]
    at = next((place for place, (day, _) in enumerate(days) if day), None)
    if at is None:
        return None, " ".join(filter(None, map(_text, cells))), None
    day, doubt = days[at]
    assert day is not None
    hour = next((hour for cell in cells if (hour := _hour(cell))), None)
    return day, chinese(day) + (f" {hour:%H:%M}" if hour else ""), doubt


def _day(cell: Cell) -> tuple[date | None, Words | None]:
    if isinstance(cell, datetime):
        return (cell.date(), None) if cell.year >= 2000 else (None, None)  # 1900-01-00 16:30 is an hour
    if isinstance(cell, date):
        return cell, None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        serial = int(cell)
        if serial in _SERIALS:
            return (_SERIAL_ZERO + timedelta(days=serial)).date(), None
    written = _text(cell)
    found = list(find_dates(written))
    if len(found) != 1 or found[0].value is None:
        return None, None
    rest = _CLOCK.sub("", written[: found[0].start] + written[found[0].end :])
    if _FIGURE.search(rest):  # 3月20日、21日: more than a day and an hour stands there
        return None, None
    doubt = (
        None if found[0].certain else Words("登记簿上的日期写法有歧义", "the register's date can be read in two ways")
    )
    return found[0].value, doubt


def _hour(cell: Cell) -> time | None:
    if isinstance(cell, datetime):
        return cell.time() if cell.time() != time() else None
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and cell % 1 > 0:
        return (datetime.min + timedelta(days=cell % 1) + timedelta(seconds=0.5)).time().replace(microsecond=0)
    found = _CLOCK.search(cell) if isinstance(cell, str) else None
    if found is None:
        return None
    hour = int(found[1]) + (12 if _AFTERNOON.search(str(cell)) and int(found[1]) < 12 else 0)
    return time(hour, int(found[2] or 0))


def _where(file: str, sheet: str | None, row: int) -> Words:
    name = shown(f"{file}·{sheet}" if sheet else file, LONGEST)
    return Words(f"“{name}”第{row}行", f"“{name}”, row {row}")
