"""The receipt register of a batch: one that was named, one that lies in the folder, the counter's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from checks.receipts import Receipt, Register
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.walk import COUNTER, FoundFile, LeftOut, Walk
from docs_check.register.entries import Entries, entries_of
from docs_check.register.sheets import ENDINGS, NoSheets, sheets_of
from docs_check.register.store import STORE, receipts_in
from extractor.records import Words

# How offices call such a file. Others are not opened to see whether they are one: a table of applicants with a column
# of dates is a paper.
_CALLED = re.compile("收件|收文|接收|签收|受理|登记|台账|receipt|register", re.IGNORECASE)
_MOST_NAMED = 5  # rows that a note names


def with_register(found: Walk, named: Path | None, say: Callable[[Words], None]) -> tuple[Walk, Register | None]:
    """`found` without the registers among its files, and all their entries; None where there is no register. Raises
    `WrongUse` where the one that was `named` cannot be used."""
    if named is not None:
        entries = _named(named)
        say(_told(entries, path_text(named.name)))
        same = [file for file in found.files if not file.far and _is_same(file.path, named)]
        return _without(found, {file.name: _reason(entries) for file in same}), entries.register
    own = receipts_in(found.root / COUNTER / STORE)
    register, reasons = list[Receipt](own or ()), dict[str, Words]()
    for file in found.files:
        entries = _in_folder(file, say)
        if entries is not None:
            register += entries.register
            reasons[file.name] = _reason(entries)
            say(_told(entries, file.name))
    found = _without(found, reasons)
    return found, tuple(register) if reasons or own is not None else None


def _named(path: Path) -> Entries:
    name = path_text(str(path))
    if not path.is_file():
        raise WrongUse(Words(f"登记簿“{name}”不存在，请核对路径。", f"There is no register “{name}”; check its path."))
    if path.suffix.lower() == ".sqlite":
        own = receipts_in(path)
        if own is None:
            raise WrongUse(_not_one(name))
        return Entries(own, (), True)
    if path.suffix.lower() not in ENDINGS:
        raise WrongUse(
            Words(
                f"登记簿“{name}”须是 .xlsx 或 .csv 文件，请另存后再试。",
                f"The register “{name}” must be an .xlsx or .csv file; save it as one.",
            )
        )
    try:
        entries = entries_of(sheets_of(path), path_text(path.name), named=True)
    except NoSheets as error:
        raise WrongUse(
            Words(f"登记簿“{name}”打不开（{error}）。", f"The register “{name}” cannot be opened ({error}).")
        ) from error
    if not entries.found:
        raise WrongUse(_not_one(name))
    return entries


def _not_one(name: str) -> Words:
    return Words(
        f"“{name}”不像登记簿：没有找到单位名称和收件日期两列（列名如“单位名称”“收件时间”）。",
        f"“{name}” is no register: it has no columns for company and day of receipt (such as 单位名称, 收件时间).",
    )


def _in_folder(file: FoundFile, say: Callable[[Words], None]) -> Entries | None:
    """None where the file is none, or cannot be opened."""
    name = PurePosixPath(file.name)
    if file.problem or name.suffix.lower() not in ENDINGS or not _CALLED.search(name.stem):
        return None
    try:
        entries = entries_of(sheets_of(file.path), file.name, named=False)
    except NoSheets as error:
        say(
            Words(
                f"“{file.name}”打不开（{error}），没有用作收件登记簿。",
                f"“{file.name}” cannot be opened ({error}) and was not used as a receipt register.",
            )
        )
        return None
    return entries if entries.found else None


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _without(found: Walk, reasons: dict[str, Words]) -> Walk:
    """A register is no paper: it is listed as what it is."""
    left = tuple(file for file in found.files if file.name not in reasons)
    registers = tuple(LeftOut(name, reason) for name, reason in reasons.items())
    return replace(found, files=left, left_out=(*found.left_out, *registers))


def _told(entries: Entries, name: str) -> Words:
    reason = _reason(entries)
    return Words(f"“{name}”：{reason.zh}。", f"“{name}”: {reason.en}.")


def _reason(entries: Entries) -> Words:
    count = len(entries.register)
    some = entries.problems[:_MOST_NAMED]
    more = len(entries.problems) - len(some)
    zh = "；".join(["", *(one.zh for one in some), *([f"另有 {more} 行未用"] if more else [])])
    en = "; ".join(["", *(one.en for one in some), *([f"{more} more rows were not used"] if more else [])])
    return Words(f"收件登记簿，读出 {count} 条{zh}", f"the receipt register, {count} entries{en}")
