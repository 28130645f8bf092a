"""The ledger: what finished batches applied for, kept by the office in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from checks.records import Known
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from extractor.records import Words

_VERSION = 1
_TABLES = """
CREATE TABLE batches (id INTEGER PRIMARY KEY, name TEXT NOT NULL, policy TEXT NOT NULL, title TEXT NOT NULL,
    year TEXT NOT NULL, UNIQUE (name, policy));
CREATE TABLE awards (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batches, district TEXT NOT NULL,
    company TEXT NOT NULL, code TEXT NOT NULL, amount TEXT NOT NULL);
CREATE TABLE numbers (award INTEGER NOT NULL REFERENCES awards, name TEXT NOT NULL, number TEXT NOT NULL);
CREATE INDEX by_batch ON awards (batch);
CREATE INDEX by_award ON numbers (award);
"""


@dataclass(frozen=True, slots=True)
class Award:
    """One application. `numbers`: what it claims, by the names of fields (invoice_no, policy_no, account)."""

    district: str
    company: str
    code: str
    amount: str
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerBatch:
    """A finished batch: `policy` the pack's id, `title` its name for people."""

    name: str
    policy: str
    title: str
    year: str


def put(file: Path, batch: LedgerBatch, awards: Iterable[Award]) -> int:
    """Writes a batch in place of an earlier one of its name and policy; how many applications. Raises `WrongUse`."""
    with closing(_opened(file, make=True)) as db, db:
        for (old,) in db.execute(
            "SELECT id FROM batches WHERE name = ? AND policy = ?", (batch.name, batch.policy)
        ).fetchall():
            db.execute("DELETE FROM numbers WHERE award IN (SELECT id FROM awards WHERE batch = ?)", (old,))
            db.execute("DELETE FROM awards WHERE batch = ?", (old,))
            db.execute("DELETE FROM batches WHERE id = ?", (old,))
        row = (batch.name, batch.policy, batch.title, batch.year)
        number = db.execute("INSERT INTO batches (name, policy, title, year) VALUES (?, ?, ?, ?)", row).lastrowid
        count = 0
        for one in awards:
            given = (number, one.district, one.company, one.code, one.amount)
            added = db.execute(
                "INSERT INTO awards (batch, district, company, code, amount) VALUES (?, ?, ?, ?, ?)", given
            ).lastrowid
            db.executemany(
                "INSERT INTO numbers VALUES (?, ?, ?)", [(added, name, value) for name, value in one.numbers]
            )
            count += 1
        return count


def batches_in(file: Path) -> list[tuple[LedgerBatch, int]]:
    """Every batch with the number of its applications, in the order of years. Raises `WrongUse`."""
    with closing(_opened(file)) as db:
        rows = db.execute(
            "SELECT name, policy, title, year, (SELECT count(*) FROM awards WHERE batch = batches.id) FROM batches "
            "ORDER BY year, policy, name"
        )
        return [(LedgerBatch(*row[:4]), row[4]) for row in rows]


def awarded(file: Path, but: str) -> Iterator[Known]:
    """All that the ledger knows, but for the batch that is called `but`: a batch that was added already is no other
    when it is checked again. Raises `WrongUse`."""
    with closing(_opened(file)) as db:
        numbers = dict[int, list[tuple[str, str]]]()
        for award, name, number in db.execute("SELECT award, name, number FROM numbers"):
            numbers.setdefault(award, []).append((name, number))
        rows = db.execute(
            "SELECT awards.id, company, code, amount, district, policy, title, year FROM awards "
            "JOIN batches ON batches.id = batch WHERE batches.name <> ?",
            (but,),
        )
        for at, company, code, amount, district, policy, title, year in rows:
            source = " ".join(part for part in (year, title, district) if part)
            yield Known(company, code or None, source, policy, tuple(numbers.get(at, ())), amount)


def _opened(file: Path, *, make: bool = False) -> sqlite3.Connection:
    name = path_text(str(file))
    if not make and not file.is_file():
        raise WrongUse(
            Words(
                f"台账“{name}”不存在；先用 docs-check ledger add 报告 --ledger {name} 建立。",
                f"There is no ledger “{name}”; make it by docs-check ledger add REPORT --ledger {name}.",
            )
        )
    try:
        db = sqlite3.connect(file)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0 and make and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            db.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
            version = _VERSION
    except sqlite3.DatabaseError as error:
        raise WrongUse(_no_ledger(name)) from error
    if version != _VERSION:
        db.close()
        raise WrongUse(_no_ledger(name))
    return db


def _no_ledger(name: str) -> Words:
    return Words(
        f"“{name}”不是 docs-check 的台账，或由另一版本写成。",
        f"“{name}” is no ledger of docs-check, or one of another version.",
    )
