"""SQLite files that an office keeps, opened alike by whatever keeps them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

_WAIT = 10.0  # seconds for another program that writes


def connected(file: Path, form: int, pragmas: Iterable[str], *, create: bool = False) -> sqlite3.Connection:
    """`form` is what this version writes as `user_version`; 0 is a file still to be filled. Without `create` there must
    be a file. Raises `sqlite3.Error`, for a file of another form too."""
    address = f"{file.resolve().as_uri()}?mode={'rwc' if create else 'rw'}"
    database = sqlite3.connect(address, uri=True, timeout=_WAIT, isolation_level=None)
    try:
        for pragma in pragmas:
            database.execute(f"PRAGMA {pragma}")
        _must_be_of(form, database)
    except BaseException:
        database.close()
        raise
    return database


def _must_be_of(form: int, database: sqlite3.Connection) -> None:
    (found,) = database.execute("PRAGMA user_version").fetchone()
    if found not in (0, form):
        raise sqlite3.DatabaseError(f"format {found}")
