"""The counter's register: one SQLite file in the batch's folder. A receipt is begun when the first paper is dropped,
and once it is given it never changes; one that was given by mistake is cancelled, with a reason, and stays.

Each call opens the file by itself, so that two clerks' pages, and a check beside them, can use it at a time; what a
call has returned from is on the disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from checks.facts.days import chinese
from checks.receipts import Receipt, Register
from docs_check.clean import path_text
from docs_check.databases import connected
from docs_check.exits import WrongUse
from extractor.records import Words

STORE = "register.sqlite"
_FORMAT = 1
_PRAGMAS = ("foreign_keys = ON", "synchronous = FULL")
# No WAL: its side files would lie beside the papers, and two clerks write a few rows a minute.
_TABLES = f"""
CREATE TABLE IF NOT EXISTS receipts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('open', 'filing', 'given', 'dropped')),
    begun TEXT NOT NULL, begun_by TEXT NOT NULL,
    number TEXT UNIQUE, company TEXT NOT NULL DEFAULT '', code TEXT NOT NULL DEFAULT '',
    district TEXT NOT NULL DEFAULT '', received TEXT, entered TEXT, who TEXT NOT NULL DEFAULT '',
    brought_by TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE IF NOT EXISTS files (
    receipt INTEGER NOT NULL REFERENCES receipts (id), number INTEGER NOT NULL,
    original TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, added TEXT NOT NULL,
    path TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0, kinds TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (receipt, number)
) STRICT;
CREATE INDEX IF NOT EXISTS files_content ON files (sha256);
CREATE TABLE IF NOT EXISTS cancelled (
    receipt INTEGER PRIMARY KEY REFERENCES receipts (id),
    at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''), reason TEXT NOT NULL CHECK (reason <> '')
) STRICT;
CREATE TRIGGER IF NOT EXISTS given_stays BEFORE UPDATE ON receipts WHEN old.state IN ('given', 'dropped')
    BEGIN SELECT RAISE(ABORT, 'a receipt that was given is never changed'); END;
CREATE TRIGGER IF NOT EXISTS receipts_remain BEFORE DELETE ON receipts
    BEGIN SELECT RAISE(ABORT, 'receipts are never deleted'); END;
CREATE TRIGGER IF NOT EXISTS files_remain BEFORE DELETE ON files
    BEGIN SELECT RAISE(ABORT, 'files are never deleted'); END;
PRAGMA user_version = {_FORMAT};
"""


class ReceiptState(StrEnum):
    OPEN = "open"  # papers are being dropped
    FILING = "filing"  # what was decided is written down, and its papers are on their way to their folders
    GIVEN = "given"
    DROPPED = "dropped"  # nothing was received after all


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper of a receipt: `path` is where it lies, within the batch's folder; `kinds` what it was read as."""

    number: int
    original: str
    sha256: str
    size: int
    added: str
    path: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cancelled:
    at: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class CounterReceipt:
    """A receipt. `begun` and `entered` are this machine's clock, `received` what the clerk says; all local and ISO."""

    id: int
    state: ReceiptState
    begun: str
    begun_by: str
    number: str | None
    company: str
    code: str
    district: str
    received: str | None
    entered: str | None
    who: str
    brought_by: str
    note: str
    files: tuple[Filed, ...] = ()
    cancelled: Cancelled | None = None


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """What a clerk says of a receipt as it is given; `paths` by the files' numbers: where each is to lie; `kinds` what
    each was read as."""

    company: str
    code: str
    district: str
    received: datetime
    who: str
    brought_by: str
    note: str
    paths: dict[int, str]
    kinds: dict[int, tuple[str, ...]]


class ReceiptTaken(Exception):  # noqa: N818 - named for what happened
    """Somebody else gave or dropped this receipt meanwhile."""


class RegisterStore:
    """Raises `WrongUse` where the file is not one of these."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def begin(self) -> None:
        """Makes the file where there is none."""
        with closing(self._open(create=True)) as database:
            database.executescript(_TABLES)

    def open_receipt(self, who: str) -> int:
        with self._writing() as database:
            row = database.execute("INSERT INTO receipts (state, begun, begun_by) VALUES ('open', ?, ?)", (_now(), who))
            return int(row.lastrowid or 0)

    def next_file(self, receipt: int) -> int:
        """The number for a file about to be written; none is given twice, whatever becomes of it."""
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.OPEN)
            (last,) = database.execute("SELECT max(number) FROM files WHERE receipt = ?", (receipt,)).fetchone()
            number = (last or 0) + 1
            database.execute("INSERT INTO files VALUES (?, ?, '', '', 0, ?, '', 1, '')", (receipt, number, _now()))
            return number

    def add_file(self, receipt: int, file: Filed) -> None:
        """Once it lies on the disk."""
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.OPEN)
            values = (file.original, file.sha256, file.size, file.added, file.path, receipt, file.number)
            database.execute(
                "UPDATE files SET original = ?, sha256 = ?, size = ?, added = ?, path = ?, removed = 0 "
                "WHERE receipt = ? AND number = ?",
                values,
            )

    def remove_file(self, receipt: int, number: int, path: str) -> None:
        """`path`: where it lies from now on."""
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.OPEN)
            database.execute(
                "UPDATE files SET removed = 1, path = ? WHERE receipt = ? AND number = ?", (path, receipt, number)
            )

    def drop(self, receipt: int, who: str) -> None:
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.OPEN)
            database.execute(
                "UPDATE receipts SET state = 'dropped', who = ?, entered = ? WHERE id = ?", (who, _now(), receipt)
            )

    def plan(self, receipt: int, given: ReceiptGiven) -> str:
        """Writes down what was decided, and gives the receipt its number: from here on it is only carried out."""
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.OPEN)
            number = _next_number(database, given.received)
            database.execute(
                "UPDATE receipts SET state = 'filing', number = ?, company = ?, code = ?, district = ?, received = ?, "
                "entered = ?, who = ?, brought_by = ?, note = ? WHERE id = ?",
                (
                    number,
                    given.company,
                    given.code,
                    given.district,
                    given.received.isoformat(timespec="minutes"),
                    _now(),
                    given.who,
                    given.brought_by,
                    given.note,
                    receipt,
                ),
            )
            database.executemany(
                "UPDATE files SET path = ?, kinds = ? WHERE receipt = ? AND number = ?",
                [(path, "\n".join(given.kinds.get(file, ())), receipt, file) for file, path in given.paths.items()],
            )
            return number

    def lies(self, receipt: int, number: int, path: str) -> None:
        """A paper had to be put elsewhere than it was planned: another one lay there."""
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.FILING)
            database.execute("UPDATE files SET path = ? WHERE receipt = ? AND number = ?", (path, receipt, number))

    def given(self, receipt: int) -> None:
        """All its papers lie where they were to."""
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.FILING)
            database.execute("UPDATE receipts SET state = 'given' WHERE id = ?", (receipt,))

    def cancel(self, receipt: int, who: str, reason: str) -> None:
        with self._writing() as database:
            self._must_be(database, receipt, ReceiptState.GIVEN)
            if database.execute("SELECT 1 FROM cancelled WHERE receipt = ?", (receipt,)).fetchone():
                raise ReceiptTaken
            database.execute("INSERT INTO cancelled VALUES (?, ?, ?, ?)", (receipt, _now(), who, reason))

    def entry(self, receipt: int) -> CounterReceipt | None:
        found = self._entries("WHERE id = ?", receipt)
        return found[0] if found else None

    def entries(self, *states: ReceiptState) -> tuple[CounterReceipt, ...]:
        """In the order in which they were begun."""
        marks = ", ".join("?" for _ in states)
        return self._entries(f"WHERE state IN ({marks})", *states)

    def with_content(self, sha256: str) -> tuple[CounterReceipt, ...]:
        """Receipts that were given for a file of this content."""
        return self._entries(
            "WHERE state IN ('filing', 'given') AND id IN (SELECT receipt FROM files WHERE sha256 = ? AND NOT removed)",
            sha256,
        )

    def _entries(self, which: str, *values: object) -> tuple[CounterReceipt, ...]:
        with closing(self._open()) as database:
            rows = database.execute(
                "SELECT id, state, begun, begun_by, number, company, code, district, received, entered, who, "
                f"brought_by, note FROM receipts {which} ORDER BY id",
                values,
            ).fetchall()
            return tuple(_entry(database, row) for row in rows)

    def _must_be(self, database: sqlite3.Connection, receipt: int, state: ReceiptState) -> None:
        row = database.execute("SELECT state FROM receipts WHERE id = ?", (receipt,)).fetchone()
        if row is None or row[0] != state:
            raise ReceiptTaken

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        with closing(self._open()) as database:
            database.execute("BEGIN IMMEDIATE")
            yield database  # what is raised in between closes the file, and nothing was written
            database.execute("COMMIT")

    def _open(self, *, create: bool = False) -> sqlite3.Connection:
        try:
            return connected(self.file, _FORMAT, _PRAGMAS, create=create)
        except sqlite3.Error as error:
            raise WrongUse(_useless(self.file, str(error))) from error


def receipts_in(file: Path) -> Register | None:
    """The receipts that a counter gave, as the rules see them; None where there is no such file. Raises `WrongUse`
    where it cannot be read."""
    if not file.is_file():
        return None
    try:
        entries = RegisterStore(file).entries(ReceiptState.FILING, ReceiptState.GIVEN)
    except sqlite3.Error as error:
        raise WrongUse(_useless(file, str(error))) from error
    return tuple(_receipt(entry) for entry in entries if entry.cancelled is None)


def _receipt(entry: CounterReceipt) -> Receipt:
    received = datetime.fromisoformat(entry.received or entry.begun)
    return Receipt(
        entry.company,
        entry.code or None,
        entry.district or None,
        received.date(),
        moment_text(received),
        Words(f"收件编号{entry.number}", f"receipt {entry.number}"),
        tuple(dict.fromkeys(kind for file in entry.files for kind in file.kinds)),
    )


def moment_text(moment: datetime) -> str:
    return f"{chinese(moment.date())} {moment:%H:%M}"


def _next_number(database: sqlite3.Connection, received: datetime) -> str:
    """The day and the how manieth on it: 20230321-003."""
    day = f"{received:%Y%m%d}-"
    rows = database.execute("SELECT number FROM receipts WHERE number GLOB ?", (f"{day}*",))
    taken = [int(number.removeprefix(day)) for (number,) in rows]
    return f"{day}{max(taken, default=0) + 1:03d}"


def _entry(database: sqlite3.Connection, row: Sequence[object]) -> CounterReceipt:
    identity = int(str(row[0]))
    files = database.execute(
        "SELECT number, original, sha256, size, added, path, kinds FROM files "
        "WHERE receipt = ? AND NOT removed ORDER BY number",
        (identity,),
    )
    filed = tuple(_filed(*file) for file in files)
    cancelled = database.execute("SELECT at, who, reason FROM cancelled WHERE receipt = ?", (identity,)).fetchone()
    fields: list[object] = [identity, ReceiptState(str(row[1])), *row[2:]]
    return CounterReceipt(*fields, files=filed, cancelled=Cancelled(*cancelled) if cancelled else None)  # type: ignore[arg-type]


def _filed(number: int, original: str, sha256: str, size: int, added: str, path: str, kinds: str) -> Filed:
    return Filed(number, original, sha256, size, added, path, tuple(filter(None, kinds.split("\n"))))


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def today() -> date:
    return datetime.now().astimezone().date()


def _useless(file: Path, why: str) -> Words:
    name = path_text(str(file))
    return Words(
        f"收件登记库“{name}”不能使用（{why}）。请从备份恢复它；如确定不要原有登记，把它移走后再试。",
        f"The receipt register “{name}” cannot be used ({why}). Restore it from a backup; if its entries are not "
        "wanted, move it away and try again.",
    )
