"""What was read, on this machine's disk: no more of a batch is in memory than is asked for."""

from __future__ import annotations

import sqlite3

from docs_check.codec import unpacked
from docs_check.reading.schedule import written
from extractor.forms import Forms
from extractor.records import FileReading
from extractor.seals.owners import names_in

_TABLES = (
    "CREATE TABLE readings (place INTEGER PRIMARY KEY, district TEXT, sha256 TEXT, reading BLOB)",
    "CREATE TABLE names (name TEXT PRIMARY KEY) WITHOUT ROWID",
)


class Store:
    """Readings by their files' places in the batch. `papers` are all that were read, `known` those of a known kind."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._db = sqlite3.connect("", isolation_level=None)  # in a file that vanishes with this process
        self.papers = self.known = 0
        for table in _TABLES:
            self._db.execute(table)

    def add(self, place: int, district: str | None, reading: FileReading) -> None:
        """`district`: the one whose folder the file lies in."""
        content = written(reading)
        self.papers += len(reading.documents)
        self.known += sum(document.kind is not None for document in reading.documents)
        self._db.execute("INSERT INTO readings VALUES (?, ?, ?, ?)", (place, district, reading.sha256, content))
        names = ((name,) for name in names_in(reading, self._forms))
        self._db.executemany("INSERT OR IGNORE INTO names VALUES (?)", names)

    def readings(self, district: str | None, *, loose: bool = False) -> list[tuple[int, FileReading]]:
        """Of a district's folder, in the order of the batch, with their places; also of no district's where asked."""
        which = "district = ? OR district IS NULL" if loose else "district IS ?"
        rows = self._db.execute(f"SELECT place, reading FROM readings WHERE {which} ORDER BY place", (district,))
        return [(place, unpacked(FileReading, content)) for place, content in rows]

    def districts(self) -> set[str | None]:
        return {name for (name,) in self._db.execute("SELECT DISTINCT district FROM readings")}

    def names(self) -> frozenset[str]:
        """Of all organisations that are named on papers."""
        return frozenset(name for (name,) in self._db.execute("SELECT name FROM names"))

    def contents(self) -> frozenset[str]:
        return frozenset(sha256 for (sha256,) in self._db.execute("SELECT DISTINCT sha256 FROM readings"))

    def repeated(self) -> frozenset[str]:
        """Contents that more than one file has."""
        rows = self._db.execute("SELECT sha256 FROM readings GROUP BY sha256 HAVING count(*) > 1")
        return frozenset(sha256 for (sha256,) in rows)

    def close(self) -> None:
        self._db.close()
