"""Companies in a CSV or Excel file that somebody keeps by hand: the columns are known by what stands over them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from checks.records import Known
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.register.sheets import ENCODINGS, decoded
from extractor.language.matching import fold
from extractor.records import Words

# What stands over a column, by what it means; the first that a heading holds is it.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("统一社会信用代码", "社会信用代码", "信用代码", "纳税人识别号"),
    "company": ("企业名称", "单位名称", "公司名称", "申报单位", "被执行人", "主体名称", "名称", "企业", "单位"),
    "invoice": ("发票号",),
    "policy": ("保险单号", "保单号"),
    "account": ("银行账号", "账号", "帐号"),
    "amount": ("金额", "补助", "补贴", "扶持"),
    "year": ("年度", "年份"),
}
SUFFIXES = (".csv", ".xlsx", ".xlsm")
_HEAD = 15  # rows in which the headings stand: above them are titles


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: `number` from 1, `cells` by the keys of `HEADINGS`."""

    number: int
    cells: Mapping[str, str]


def listed_in(paths: Iterable[Path]) -> Iterator[Known]:
    """Every company in these files, or in the files of these folders. Raises `WrongUse`."""
    for path in paths:
        inside = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        for file in inside:
            for row in rows_of(file):
                yield Known(row.cells.get("company", ""), row.cells.get("code") or None, file.stem)


def rows_of(file: Path) -> list[SheetRow]:
    """The rows below the headings that name a company or a code. Raises `WrongUse` where there are no headings."""
    found = [row for sheet in _sheets(file) for row in _below_headings(sheet)]
    if not found:
        name = path_text(str(file))
        raise WrongUse(
            Words(
                f"“{name}”里没有找到企业：表头应有“企业名称”或“统一社会信用代码”一列，下面至少一行。",
                f"“{name}” names no company: it needs a heading 企业名称 or 统一社会信用代码 and a row below it.",
            )
        )
    return found


def _below_headings(rows: Sequence[Sequence[str]]) -> Iterator[SheetRow]:
    for at, row in enumerate(rows[:_HEAD]):
        columns = _columns(row)
        if "company" in columns or "code" in columns:
            for number, cells in enumerate(rows[at + 1 :], start=at + 2):
                by_key = {key: cells[column] for key, column in columns.items() if column < len(cells)}
                if by_key.get("company") or by_key.get("code"):
                    yield SheetRow(number, by_key)
            return


def _columns(row: Sequence[str]) -> dict[str, int]:
    found = dict[str, int]()
    for key, headings in HEADINGS.items():
        for heading in headings:
            at = next((at for at, cell in enumerate(row) if heading in cell and at not in found.values()), None)
            if at is not None and len(fold(row[at])) <= len(heading) + 8:
                found[key] = at
                break
    return found


def _sheets(file: Path) -> Iterator[list[list[str]]]:
    name = path_text(str(file))
    try:
        if file.suffix.lower() == ".csv":
            yield [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(_text_of(file.read_bytes())))]
            return
        from openpyxl import load_workbook  # takes a while to load
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (InvalidFileException, BadZipFile, KeyError) as error:
            raise WrongUse(Words(f"“{name}”不是 CSV 或 Excel 文件。", f"“{name}” is neither CSV nor Excel.")) from error
        for sheet in book.worksheets:
            yield [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        book.close()
    except OSError as error:
        raise WrongUse(
            Words(
                f"文件“{name}”无法读取（{error.strerror}），请核对路径和权限。",
                f"The file “{name}” cannot be read ({error.strerror}); please check its path and permissions.",
            )
        ) from error


def _text_of(content: bytes) -> str:
    text = decoded(content)
    return content.decode(ENCODINGS[-1], "replace") if text is None else text


def _text(cell: object) -> str:
    """A number of 15 digits and more is a float in Excel, and its last digits are lost: nothing can be done here."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
