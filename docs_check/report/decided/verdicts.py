"""What reviewers decided on a batch: one SQLite file, in which rows are only ever added.

A verdict holds for a finding on an evidence: the same finding on another paper, or saying something else, is undecided.
What was last decided and not taken back is what holds. Each call opens the file by itself, so that several programs
can use it at a time and a new report can take the old one's place under them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from docs_check.clean import path_text
from docs_check.databases import connected
from docs_check.exits import WrongUse
from extractor.records import Words

FILE = "verdicts.sqlite"
_FORMAT = 1
_PRAGMAS = ("foreign_keys = ON", "journal_mode = WAL")
_TABLES = f"""
CREATE TABLE IF NOT EXISTS verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''),
    action TEXT NOT NULL CHECK (action IN ('confirm', 'dismiss', 'correct', 'right', 'missed', 'undo')),
    subject TEXT NOT NULL, evidence TEXT NOT NULL,
    code TEXT NOT NULL, rule_version TEXT NOT NULL,
    district TEXT NOT NULL, applicant TEXT NOT NULL, file TEXT NOT NULL,
    unsure INTEGER NOT NULL CHECK (unsure IN (0, 1)),
    reason TEXT NOT NULL, note TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, target TEXT NOT NULL,
    undoes INTEGER REFERENCES verdicts (id)
) STRICT;
CREATE INDEX IF NOT EXISTS verdicts_subject ON verdicts (subject, evidence);
CREATE TRIGGER IF NOT EXISTS verdicts_stay BEFORE UPDATE ON verdicts
    BEGIN SELECT RAISE(ABORT, 'verdicts are never changed'); END;
CREATE TRIGGER IF NOT EXISTS verdicts_remain BEFORE DELETE ON verdicts
    BEGIN SELECT RAISE(ABORT, 'verdicts are never deleted'); END;
CREATE TABLE IF NOT EXISTS claims (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL, who TEXT NOT NULL CHECK (who <> ''), what TEXT NOT NULL,
    held INTEGER NOT NULL CHECK (held IN (0, 1))
) STRICT;
PRAGMA user_version = {_FORMAT};
"""


class Action(StrEnum):
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    CORRECT = "correct"  # a reading, which the rules then judge anew
    RIGHT = "right"  # of a pass in the sample: it is in order
    MISSED = "missed"  # of a pass in the sample: it is not
    UNDO = "undo"


class Reason(StrEnum):
    """Why a finding is dismissed."""

    MISREAD = "misread"
    NOT_REQUIRED = "not_required"
    EXCEPTION = "exception"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """`subject` is the id of a finding or of a pass, `evidence` the hash of what it rests on; `unsure`: the tool itself
    doubted it; `before` and `after` say in a few words what changed, `target` (JSON) which reading was corrected."""

    who: str
    action: Action
    subject: str
    evidence: str
    code: str
    rule_version: str
    district: str = ""
    applicant: str = ""
    file: str = ""
    unsure: bool = False
    reason: str = ""
    note: str = ""
    before: str = ""
    after: str = ""
    target: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewVerdict:
    """A row: `id` grows with time, `at` is ISO 8601 in UTC; the rest as `NewVerdict` says."""

    id: int
    at: str
    who: str
    action: Action
    subject: str
    evidence: str
    code: str
    rule_version: str
    district: str
    applicant: str
    file: str
    unsure: bool
    reason: str
    note: str
    before: str
    after: str
    target: str
    undoes: int | None


class Overtaken(Exception):  # noqa: N818 - named for what happened
    """Somebody else decided meanwhile; `latest` is what holds now, None where it was taken back."""

    def __init__(self, latest: ReviewVerdict | None) -> None:
        super().__init__("somebody else decided meanwhile")
        self.latest = latest


_COLUMNS = ", ".join(field.name for field in fields(ReviewVerdict))
_NEW = tuple(field.name for field in fields(NewVerdict))


class Verdicts:
    """The verdicts kept in the office's room `folder`. Every call raises `WrongUse` where the file is not one of these,
    is busy for too long, or was there and is gone: nobody must take that for a batch on which nothing was decided."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._there = False

    def begin(self) -> None:
        """Makes the file where there is none."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self._using(create=True) as database:
            database.executescript(_TABLES)

    def add(self, verdict: NewVerdict, seen: int) -> ReviewVerdict:
        """`seen` is the last row on this subject and evidence that the reviewer knew of, 0 for none: raises `Overtaken`
        where there is a later one. Checked and written as one."""
        with self._using() as database:
            database.execute("BEGIN IMMEDIATE")
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM verdicts WHERE subject = ? AND evidence = ? ORDER BY id",
                (verdict.subject, verdict.evidence),
            )
            known = [_row(row) for row in rows]
            if known and known[-1].id > seen:
                database.execute("ROLLBACK")
                raise Overtaken(holding(known).get((verdict.subject, verdict.evidence)))
            values = {**asdict(verdict), "action": verdict.action.value, "unsure": int(verdict.unsure)}
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            marks = ", ".join("?" for _ in range(len(_NEW) + 1))
            cursor = database.execute(
                f"INSERT INTO verdicts (at, {', '.join(_NEW)}) VALUES ({marks})",
                (at, *(values[name] for name in _NEW)),
            )
            row = database.execute(f"SELECT {_COLUMNS} FROM verdicts WHERE id = ?", (cursor.lastrowid,)).fetchone()
            database.execute("COMMIT")
        return _row(row)

    def all(self, after: int = 0) -> tuple[ReviewVerdict, ...]:
        """In the order in which they were given; none where there is no file yet."""
        if self._is_missing():
            return ()
        with self._using() as database:
            rows = database.execute(f"SELECT {_COLUMNS} FROM verdicts WHERE id > ? ORDER BY id", (after,))
            return tuple(_row(row) for row in rows)

    def claim(self, who: str, what: str, *, held: bool) -> str | None:
        """Takes or gives back a district or company. Returns who holds it instead, where somebody else does."""
        with self._using() as database:
            database.execute("BEGIN IMMEDIATE")
            holder = _claims(database).get(what)
            if holder in (None, who):
                at = datetime.now(UTC).isoformat(timespec="milliseconds")
                database.execute(
                    "INSERT INTO claims (at, who, what, held) VALUES (?, ?, ?, ?)", (at, who, what, int(held))
                )
            database.execute("COMMIT")
        return None if holder in (None, who) else holder

    def claims(self) -> Mapping[str, str]:
        """What is claimed, and by whom."""
        if self._is_missing():
            return {}
        with self._using() as database:
            return _claims(database)

    def _is_missing(self) -> bool:
        if self.file.exists():
            self._there = True
        elif self._there:
            raise WrongUse(_gone(self.file))
        return not self._there

    @contextmanager
    def _using(self, *, create: bool = False) -> Generator[sqlite3.Connection]:
        if not create and self._is_missing():
            raise WrongUse(_gone(self.file))
        try:
            with closing(connected(self.file, _FORMAT, _PRAGMAS, create=create)) as database:
                yield database
        except sqlite3.Error as error:
            raise WrongUse(_busy(self.file) if _is_busy(error) else _useless(self.file, str(error))) from error
        self._there = True


def holding(verdicts: Iterable[ReviewVerdict]) -> dict[tuple[str, str], ReviewVerdict]:
    """What holds, by subject and evidence: the last verdict that was not taken back."""
    stacks = dict[tuple[str, str], dict[int, ReviewVerdict]]()
    for verdict in verdicts:
        stack = stacks.setdefault((verdict.subject, verdict.evidence), {})
        if verdict.action is Action.UNDO:
            stack.pop(verdict.undoes or 0, None)
        else:
            stack[verdict.id] = verdict
    return {key: list(stack.values())[-1] for key, stack in stacks.items() if stack}


def _claims(database: sqlite3.Connection) -> dict[str, str]:
    rows = database.execute("SELECT what, who, held FROM claims ORDER BY id")
    found = dict[str, str]()
    for what, who, held in rows:
        if held:
            found[what] = who
        else:
            found.pop(what, None)
    return found


def _row(row: tuple[object, ...]) -> ReviewVerdict:
    values = dict(zip((field.name for field in fields(ReviewVerdict)), row, strict=True))
    values["action"], values["unsure"] = Action(str(values["action"])), bool(values["unsure"])
    return ReviewVerdict(**values)  # type: ignore[arg-type]


def _useless(file: Path, why: str) -> Words:
    name = path_text(str(file))
    return Words(
        f"审查结论文件“{name}”不能使用（{why}）。请从备份恢复它；如确定不要原有结论，把它移走后再试。",
        f"The file of verdicts “{name}” cannot be used ({why}). Restore it from a backup; if its verdicts are not "
        "wanted, move it away and try again.",
    )


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _busy(file: Path) -> Words:
    name = path_text(str(file))
    return Words(
        f"审查结论文件“{name}”正被别的程序占用，刚才的操作没有写入；请稍后再试。",
        f"The file of verdicts “{name}” is in use by another program, and nothing was written; try again in a moment.",
    )


def _gone(file: Path) -> Words:
    name = path_text(str(file))
    return Words(
        f"审查结论文件“{name}”不见了，为免把已审的当成未审，没有继续；请把它放回原处，或从备份恢复。",
        f"The file of verdicts “{name}” is gone; lest what was decided pass for undecided, nothing was done. "
        "Put it back, or restore it from a backup.",
    )
