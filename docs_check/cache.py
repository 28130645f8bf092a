"""What was read, kept for the next run: one SQLite file. It can make a run slower or faster, never fail or differ.

Values are bytes whose meaning is their owners' matter (`docs_check.codec`); nothing in the file is ever executed.
Each is written as soon as it is known, in a transaction of its own, so that a run which is killed loses nothing.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from docs_check.clean import path_text
from extractor.records import Words

FILE = "readings.sqlite"
ENV_DIR, ENV_MEGABYTES = "DOCS_CHECK_CACHE", "DOCS_CHECK_CACHE_MB"
MEGABYTE = 1_000_000
MOST_MEGABYTES = 4000  # a page takes 10 kB, the pictures of a finding 40 kB: some 200,000 pages
KEPT_WHEN_FULL = 0.8  # of the size limit: evicting seldom and much costs less than often and little
_FORMAT = 1  # of the table; a file of another one is begun anew
_WAIT = 10.0  # seconds for another run that writes to the same file
_FAULTS = (sqlite3.Error, OSError)
_NOT_OURS = "not a cache of this version"
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_BATCH = 500  # how many uses are noted at once; a kill loses them, and the order of eviction is a little off


@dataclass(frozen=True, slots=True)
class CachePlace:
    """Where the cache lies, and how many bytes it may take. Personal data stands in it: the folder is its owner's."""

    folder: Path
    most: int = MOST_MEGABYTES * MEGABYTE

    @property
    def file(self) -> Path:
        return self.folder / FILE


@dataclass(frozen=True, slots=True)
class CacheInfo:
    place: CachePlace
    entries: int
    size: int


def default_place() -> CachePlace:
    """`DOCS_CHECK_CACHE` if set, else where the system keeps caches of this user."""
    most = os.environ.get(ENV_MEGABYTES, "")
    size = int(most) if most.isascii() and most.isdigit() and int(most) else MOST_MEGABYTES
    named = os.environ.get(ENV_DIR)
    return CachePlace(Path(named).expanduser() if named else _users() / "docs-check", size * MEGABYTE)


def _users() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".cache"


class Cache:
    """Bytes by kind and key. A fault of the file turns it off for the rest of the run, with one sentence to `say`."""

    def __init__(self, place: CachePlace | None, say: Callable[[Words], None] = lambda _: None) -> None:
        self._say = say
        self._used = list[tuple[float, str, str]]()
        self._most = place.most if place else 0
        self._size = 0
        self._folder = place.folder if place else Path()
        self._db = self._opened(place) if place else None

    def get(self, kind: str, key: str) -> bytes | None:
        if self._db is None:
            return None
        try:
            row = self._db.execute("SELECT value FROM entries WHERE kind = ? AND key = ?", (kind, key)).fetchone()
            if row is None:
                return None
            self._used.append((time.time(), kind, key))
            if len(self._used) >= _BATCH:
                self._note_uses(self._db)
            return bytes(row[0])
        except (*_FAULTS, TypeError) as error:
            return self._turn_off(error)

    def put(self, kind: str, key: str, value: bytes) -> None:
        if self._db is None or len(value) > self._most:
            return
        try:
            self._db.execute("REPLACE INTO entries VALUES (?, ?, ?, ?, ?)", (kind, key, len(value), time.time(), value))
            self._size += len(value)
            if self._size > self._most:
                self._evict(self._db)
        except _FAULTS as error:
            self._turn_off(error)

    def drop(self, kind: str, key: str) -> None:
        """For a value that its owner can make nothing of."""
        if self._db is None:
            return
        try:
            self._db.execute("DELETE FROM entries WHERE kind = ? AND key = ?", (kind, key))
        except _FAULTS as error:
            self._turn_off(error)

    def close(self) -> None:
        if self._db is None:
            return
        try:
            self._note_uses(self._db)
            self._db.close()
        except _FAULTS as error:
            self._turn_off(error)
        self._db = None

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self, place: CachePlace) -> sqlite3.Connection | None:
        try:
            place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                return self._connected(place)
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
            remove(place)  # what is in it can be read again
            db = self._connected(place)
        except _FAULTS as error:
            self._say(_unusable(place.folder, error))
            return None
        self._say(_damaged(place.folder))
        return db

    def _connected(self, place: CachePlace) -> sqlite3.Connection:
        db = sqlite3.connect(place.file, timeout=_WAIT, isolation_level=None)
        try:
            self._size = _prepare(db)
        except BaseException:
            db.close()
            raise
        with suppress(OSError):
            place.file.chmod(0o600)
        return db

    def _turn_off(self, error: Exception) -> None:
        db, self._db = self._db, None
        if db is not None:
            with suppress(sqlite3.Error):
                db.close()
            self._say(_unusable(self._folder, error))

    def _note_uses(self, db: sqlite3.Connection) -> None:
        used, self._used = self._used, []
        if used:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("UPDATE entries SET used = ? WHERE kind = ? AND key = ?", used)
            db.execute("COMMIT")

    def _evict(self, db: sqlite3.Connection) -> None:
        """The longest unused go first."""
        self._note_uses(db)
        self._size = _total(db)  # another run may have written, or evicted
        over, rows = self._size - round(self._most * KEPT_WHEN_FULL), list[tuple[int]]()
        for row, size in db.execute("SELECT rowid, size FROM entries ORDER BY used"):
            if over <= 0:
                break
            rows.append((row,))
            over -= size
        db.execute("BEGIN IMMEDIATE")
        db.executemany("DELETE FROM entries WHERE rowid = ?", rows)
        db.execute("COMMIT")
        db.execute("PRAGMA incremental_vacuum").fetchall()
        self._size = _total(db)


def info(place: CachePlace) -> CacheInfo:
    """What the cache holds; nothing where there is none yet, or none that can be read."""
    if not place.file.is_file():
        return CacheInfo(place, 0, 0)
    try:
        with closing(sqlite3.connect(place.file, timeout=_WAIT)) as db:
            entries = int(db.execute("SELECT COUNT(*) FROM entries").fetchone()[0])
    except sqlite3.Error:
        entries = 0
    return CacheInfo(place, entries, sum(file.stat().st_size for file in _files(place)))


def remove(place: CachePlace) -> None:
    """Raises `OSError` where it may not be removed. Nothing else in the folder is touched."""
    for file in _files(place):
        file.unlink(missing_ok=True)


def _files(place: CachePlace) -> list[Path]:
    every = (place.file.with_name(FILE + end) for end in ("", "-wal", "-shm", "-journal"))
    return [file for file in every if file.exists()]


def _prepare(db: sqlite3.Connection) -> int:
    """Gives how many bytes lie in it."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, _FORMAT):
        raise sqlite3.DatabaseError(_NOT_OURS)
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing, a power cut the last few entries
    db.execute(
        "CREATE TABLE IF NOT EXISTS entries "
        "(kind TEXT, key TEXT, size INTEGER, used REAL, value BLOB, PRIMARY KEY (kind, key))"
    )
    db.execute("CREATE INDEX IF NOT EXISTS by_use ON entries (used, size)")
    if version != _FORMAT:
        db.execute(f"PRAGMA user_version = {_FORMAT}")
    return _total(db)


def _total(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT COALESCE(SUM(size), 0) FROM entries").fetchone()[0])


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Not a lock, a missing permission or a full disk, which pass."""
    return str(error) == _NOT_OURS or getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def _unusable(folder: Path, error: Exception) -> Words:
    name = path_text(str(folder))
    return Words(
        f"缓存“{name}”不能使用（{error}），本次不用缓存继续进行；可用 --cache 指定别处，或用 --no-cache 关闭缓存。",
        f"The cache in “{name}” cannot be used ({error}); the run goes on without it. Name another place with --cache, "
        "or turn it off with --no-cache.",
    )


def _damaged(folder: Path) -> Words:
    name = path_text(str(folder))
    return Words(
        f"缓存“{name}”已损坏，已清空重建；本次要重新读取全部文件。",
        f"The cache in “{name}” was damaged and was begun anew; all files are read again this time.",
    )
