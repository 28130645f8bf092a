"""What happened to a batch: its runs, second looks, approvals, letters and what became of companies. One SQLite file
beside the verdicts, in which rows are only ever added."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, cast

from docs_check.clean import path_text
from docs_check.databases import connected
from docs_check.exits import WrongUse
from extractor.records import Words

FILE = "cases.sqlite"
_FORMAT = 1
_KEPT = 4  # runs in memory, some MB each for a large batch: what was found never changes
_TABLES = f"""
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, started TEXT NOT NULL, version TEXT NOT NULL,
    engine TEXT NOT NULL, reads TEXT NOT NULL, policy TEXT NOT NULL, pack TEXT NOT NULL, scope TEXT NOT NULL,
    report TEXT NOT NULL, seconds REAL NOT NULL, files INTEGER NOT NULL, papers INTEGER NOT NULL,
    defects INTEGER NOT NULL, unsure INTEGER NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS first_seen (finding TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seconds (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''),
    verdict INTEGER NOT NULL, subject TEXT NOT NULL, evidence TEXT NOT NULL,
    agrees INTEGER NOT NULL CHECK (agrees IN (0, 1)), note TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS approvals (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''),
    district TEXT NOT NULL, action TEXT NOT NULL CHECK (action IN ('approve', 'withdraw')), state TEXT NOT NULL,
    unlisted INTEGER NOT NULL CHECK (unlisted IN (0, 1)), note TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''),
    district TEXT NOT NULL, applicant TEXT NOT NULL, credit_code TEXT NOT NULL, number TEXT NOT NULL,
    due TEXT NOT NULL, file TEXT NOT NULL, findings TEXT NOT NULL, run INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''),
    what TEXT NOT NULL CHECK (what IN ('sent', 'refused', 'reopened')),
    subject TEXT NOT NULL, note TEXT NOT NULL
) STRICT;
PRAGMA user_version = {_FORMAT};
"""
_STAYS = "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_{verb} BEFORE {verb.upper()} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END;"
    for table in ("runs", "first_seen", "seconds", "approvals", "letters", "steps")
    for verb in ("update", "delete")
)


class Deed(StrEnum):
    """What an office does with a letter, or with a company."""

    SENT = "sent"
    REFUSED = "refused"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Run:
    """One check. `reads`: which version of what reads; cached readings of the same are what it would read again.
    `pack`: the pack's version and the beginning of its hash; `scope`: rules that were chosen or left out; `report`:
    where it was written."""

    id: int
    at: str
    started: str
    version: str
    engine: str
    reads: str
    policy: str
    pack: str
    scope: str
    report: str
    seconds: float
    files: int
    papers: int
    defects: int
    unsure: int


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A second person's word on a verdict."""

    id: int
    at: str
    who: str
    verdict: int
    subject: str
    evidence: str
    agrees: bool
    note: str


@dataclass(frozen=True, slots=True)
class Release:
    """A district's findings approved, or the approval withdrawn; `state` is the hash of what was approved."""

    id: int
    at: str
    who: str
    district: str
    action: str
    state: str
    unlisted: bool
    note: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was approved: to a company, or to a district where `applicant` is empty. `findings`: their ids,
    with spaces between; `run`: the run on which it rests."""

    id: int
    at: str
    who: str
    district: str
    applicant: str
    credit_code: str
    number: str
    due: str
    file: str
    findings: str
    run: int


@dataclass(frozen=True, slots=True)
class Step:
    """A deed on a letter (its id) or on a company (`docs_check.process.cases.case_key`)."""

    id: int
    at: str
    who: str
    what: Deed
    subject: str
    note: str


Row = TypeVar("Row", SecondLook, Release, Letter, Step)
_TABLE_OF = {SecondLook: "seconds", Release: "approvals", Letter: "letters", Step: "steps"}


@dataclass(frozen=True, slots=True)
class Happened:
    """All that the ledger knows at one moment but for what the runs found."""

    runs: tuple[Run, ...] = ()
    seconds: tuple[SecondLook, ...] = ()
    approvals: tuple[Release, ...] = ()
    letters: tuple[Letter, ...] = ()
    steps: tuple[Step, ...] = ()


class CaseBook:
    """Kept in the office's room `folder`. Raises `WrongUse` where the file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._contents = dict[int, Mapping[str, Any]]()

    def begin(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._using(create=True) as database:
            database.executescript(_TABLES + _STAYS)

    def add_run(self, run: Run, content: Mapping[str, Any], findings: Sequence[str]) -> int:
        """`findings`: the ids of what it found; those never seen before are first seen on its day."""
        row = {key: value for key, value in asdict(run).items() if key != "id"}
        row["content"] = gzip.compress(json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace"))
        with self._using() as database:
            database.execute("BEGIN IMMEDIATE")
            number = self._insert(database, "runs", row)
            day = run.started[:10]
            database.executemany("INSERT OR IGNORE INTO first_seen VALUES (?, ?)", [(one, day) for one in findings])
            database.execute("COMMIT")
        return number

    def add(self, kind: type[Row], **values: Any) -> Row:
        """A row that happens now."""
        row = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **values}
        with self._using() as database:
            number = self._insert(database, _TABLE_OF[kind], row)
        return _made(kind, {"id": number, **row})

    def happened(self) -> Happened:
        if not self.file.exists():
            return Happened()
        with self._using() as database:
            return Happened(
                tuple(Run(**row) for row in _rows(database, "runs", Run)),
                *(tuple(_made(kind, row) for row in _rows(database, table, kind)) for kind, table in _TABLE_OF.items()),  # type: ignore[arg-type]  # one tuple for each field, in their order
            )

    def content(self, run: int) -> Mapping[str, Any]:
        """What a run found: its `findings`, `papers` and what was `gone` since the one before."""
        if run not in self._contents:
            with self._using() as database:
                row = database.execute("SELECT content FROM runs WHERE id = ?", (run,)).fetchone()
            if len(self._contents) >= _KEPT:
                self._contents.pop(next(iter(self._contents)))
            self._contents[run] = cast("Mapping[str, Any]", json.loads(gzip.decompress(row[0]))) if row else {}
        return self._contents[run]

    def first_seen(self) -> Mapping[str, str]:
        if not self.file.exists():
            return {}
        with self._using() as database:
            return dict(database.execute("SELECT finding, day FROM first_seen"))

    def stamp(self) -> int:
        """Grows with every change that is kept."""
        if not self.file.exists():
            return 0
        with self._using() as database:
            rows = (database.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}") for table in ("runs", *_TABLES_SEEN))
            return sum(int(row.fetchone()[0]) for row in rows)

    @staticmethod
    def _insert(database: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> int:
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        values = [int(value) if isinstance(value, bool) else value for value in row.values()]
        return int(database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values).lastrowid or 0)

    @contextmanager
    def _using(self, *, create: bool = False) -> Generator[sqlite3.Connection]:
        try:
            with closing(connected(self.file, _FORMAT, ("journal_mode = WAL",), create=create)) as database:
                yield database
        except sqlite3.Error as error:
            raise WrongUse(_useless(self.file, str(error))) from error


_TABLES_SEEN = tuple(_TABLE_OF.values())


def _rows(database: sqlite3.Connection, table: str, kind: type[Any]) -> list[dict[str, Any]]:
    names = [field.name for field in fields(kind)]
    return [
        dict(zip(names, row, strict=True))
        for row in database.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY id")
    ]


def _made(kind: type[Row], row: Mapping[str, Any]) -> Row:
    values = dict(row)
    for name in ("agrees", "unlisted"):
        if name in values:
            values[name] = bool(values[name])
    if "what" in values:
        values["what"] = Deed(values["what"])
    return kind(**values)


def _useless(file: Path, why: str) -> Words:
    name = path_text(str(file))
    return Words(
        f"办理记录文件“{name}”不能使用（{why}）。请稍后再试；如已损坏，请从备份恢复它。",
        f"The file of the office's record “{name}” cannot be used ({why}). Try again in a moment; if it is damaged, "
        "restore it from a backup.",
    )
