"""A PIN for each name, where others on the network can open the page: a verdict bears the name of whoever gave it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from docs_check.clean import path_text
from docs_check.databases import connected
from docs_check.exits import WrongUse
from extractor.records import Words

PINS = "names.sqlite"
SHORTEST, LONGEST = 4, 64  # characters
TRIES, PAUSE = 5, 60.0  # wrong PINs of a name in a row, and the seconds until it may be tried again
_FORMAT = 1
_PRAGMAS = ("synchronous = FULL",)
_TABLES = f"""
CREATE TABLE IF NOT EXISTS pins (name TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
PRAGMA user_version = {_FORMAT};
"""
# RFC 7914: 16 MB and some 50 ms a try, so that a stolen file is not gone through in an afternoon.
_COST, _BLOCKS = 2**14, 8


class Pins:
    """The first to take a name sets its PIN, of which a salted hash is kept in the office's folder. Where a PIN was
    forgotten, whoever keeps that folder deletes the name's row."""

    def __init__(self, room: Path) -> None:
        self._file = room / PINS
        self._secret = secrets.token_bytes(32)  # proofs end with the program
        self._wrong = dict[str, tuple[int, float]]()

    def knows(self, name: str) -> bool:
        return self._row(name) is not None

    def is_right(self, name: str, pin: str) -> bool:
        """Sets it where the name has none yet. Raises `WrongUse` for one that is too short, and while the name has to
        wait."""
        if not SHORTEST <= len(pin) <= LONGEST:
            raise WrongUse(_length())
        tries, until = self._wrong.get(name, (0, 0.0))
        if tries >= TRIES and time.monotonic() < until:
            raise WrongUse(_wait())
        row = self._row(name)
        if row is None:
            return self._set(name, pin)
        if hmac.compare_digest(_hash(pin, row[0]), row[1]):
            self._wrong.pop(name, None)
            return True
        self._wrong[name] = (tries % TRIES + 1, time.monotonic() + PAUSE)
        return False

    def proof(self, name: str) -> str:
        """What a browser shows from then on."""
        return hmac.new(self._secret, name.encode(), hashlib.sha256).hexdigest()

    def proves(self, name: str, proof: str) -> bool:
        return hmac.compare_digest(self.proof(name).encode(), proof.encode("utf-8", "replace"))

    def _row(self, name: str) -> tuple[bytes, bytes] | None:
        if not self._file.is_file():
            return None
        try:
            with closing(connected(self._file, _FORMAT, _PRAGMAS)) as database:
                return database.execute("SELECT salt, hash FROM pins WHERE name = ?", (name,)).fetchone()
        except sqlite3.Error as error:
            raise WrongUse(_useless(self._file, error)) from error

    def _set(self, name: str, pin: str) -> bool:
        """Whether it was this PIN that was set, and not another's who came first."""
        salt = secrets.token_bytes(16)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(connected(self._file, _FORMAT, _PRAGMAS, create=True)) as database:
                database.executescript(_TABLES)
                values = (name, salt, _hash(pin, salt))
                return database.execute("INSERT OR IGNORE INTO pins VALUES (?, ?, ?)", values).rowcount == 1
        except sqlite3.Error as error:
            raise WrongUse(_useless(self._file, error)) from error


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode("utf-8", "replace"), salt=salt, n=_COST, r=_BLOCKS, p=1)


def _length() -> Words:
    return Words(f"PIN 至少 {SHORTEST} 位。", f"A PIN has at least {SHORTEST} characters.")


def _wait() -> Words:
    return Words("PIN 错误次数过多，请一分钟后再试。", "Too many wrong PINs; please try again in a minute.")


def _useless(file: Path, error: sqlite3.Error) -> Words:
    name = path_text(str(file))
    return Words(
        f"姓名与 PIN 的文件“{name}”不能使用（{error}），请从备份恢复，或移走它后各人重新设 PIN。",
        f"The file of names and PINs “{name}” cannot be used ({error}). Restore it, or move it away, and everybody "
        "sets a PIN anew.",
    )
