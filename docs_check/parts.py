"""Readings as Parquet files in a folder that all machines of a run share: a row a file, some files a part.

A row holds the packed reading and, as columns, what is asked of many files without unpacking any. Each part is
written whole by whoever read its files; who asks for them reads only those whose names were reported.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from docs_check.codec import packed, unpacked
from docs_check.extras import needed
from docs_check.intake.remote import file_system, is_far, local_path
from docs_check.intake.walk import FoundFile
from docs_check.reading.reader import Reader
from extractor.forms import Forms
from extractor.records import FileReading
from extractor.seals.owners import names_in

ROWS_A_PART = 256  # of what one machine reads by itself
_NAMES = ("place", "file", "district", "sha256", "pages", "papers", "known", "names", "reading")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to be read: its `place` in the order of the batch, and the district whose folder it lies in."""

    place: int
    file: FoundFile
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was written: the places of its files with their pages."""

    name: str
    files: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one run's parts, by its URL or path."""

    url: str

    def write(self, name: str, rows: Iterable[tuple[Wanted, FileReading]], forms: Forms) -> Part:
        """Whole or not at all, as far as who asks for `name` can see. Raises `OSError`."""
        rows = list(rows)
        self.write_table(
            name, needed("pyarrow").Table.from_pylist([_row(*row, forms) for row in rows], schema=schema())
        )
        return Part(name, tuple((wanted.place, reading.pages) for wanted, reading in rows))

    def write_table(self, name: str, table: Any) -> None:
        parquet = needed("pyarrow.parquet")
        system, root = file_system(self.url)
        with system.open(f"{root}/{name}", "wb") as file:
            parquet.write_table(table, file, compression="none")  # the readings are packed already

    def dataset(self, names: Sequence[str]) -> Any:
        """What pyarrow and DuckDB can ask of these parts, reading no more of them than is asked for."""
        system, root = file_system(self.url)
        return needed("pyarrow.dataset").dataset([f"{root}/{name}" for name in names], filesystem=system)

    def readings(self, part: Part) -> Iterator[FileReading]:
        parquet = needed("pyarrow.parquet")
        system, root = file_system(self.url)
        with system.open(f"{root}/{part.name}", "rb") as file:
            column = parquet.read_table(file, columns=["reading"])["reading"]
        for value in column:
            yield unpacked(FileReading, value.as_py())

    def put(self, path: Path, name: str) -> str:
        """Copies a file of this machine there; gives its URL. Raises `OSError`."""
        system, root = file_system(self.url)
        target = f"{root}/{name}"
        system.makedirs(target.rpartition("/")[0], exist_ok=True)
        system.put_file(str(path), target)
        return str(system.unstrip_protocol(target))


class PartsReader(Reader, Protocol):
    """A reader that can leave what it reads in a store, so that no machine need hold all of it."""

    def parts(self, wanted: Sequence[Wanted], forms: Forms) -> Iterator[Part]:
        """Each part as it is written, in no particular order."""
        ...


@dataclass(frozen=True, slots=True)
class StoringReader:
    """A `PartsReader` of this machine: `inner` reads, and the store is given what it read."""

    inner: Reader
    store: Store

    @property
    def engine(self) -> str:
        return self.inner.engine

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        return self.inner.read(files, forms)

    def parts(self, wanted: Sequence[Wanted], forms: Forms) -> Iterator[Part]:
        """Raises `OSError` where the store cannot be written to."""
        by_name = {one.file.name: one for one in wanted}
        readings = self.inner.read([one.file for one in wanted], forms)
        for count in itertools.count():
            rows = [(by_name[one.file], one) for one in itertools.islice(readings, ROWS_A_PART)]
            if not rows:
                return
            yield self.store.write(f"here-{count}.parquet", rows, forms)


@contextmanager
def fresh_store(beside: str) -> Generator[Store]:
    """A store in a new folder below `beside`, a path or URL; removed at the end, since papers' content lies in it.
    Raises `WrongUse` and `OSError`."""
    name = f"docs-check-parts-{uuid4().hex[:12]}"
    if not is_far(beside):
        folder = local_path(beside).resolve() / name
        folder.mkdir(mode=0o700, parents=True)
        try:
            yield Store(str(folder))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    url = f"{beside.rstrip('/')}/{name}"
    system, root = file_system(url)
    system.makedirs(root, exist_ok=True)
    try:
        yield Store(url)
    finally:
        if system.exists(root):
            system.rm(root, recursive=True)


def _row(wanted: Wanted, reading: FileReading, forms: Forms) -> dict[str, Any]:
    content = packed(FileReading, reading)
    if content is None:
        raise ValueError("a reading that cannot be written down")
    known = sum(document.kind is not None for document in reading.documents)
    names = sorted(names_in(reading, forms))
    values = (wanted.place, reading.file, wanted.district, reading.sha256, reading.pages, len(reading.documents), known)
    return dict(zip(_NAMES, (*values, names, content), strict=True))


def schema() -> Any:
    """The columns of a part, for pyarrow."""
    arrow = needed("pyarrow")
    words, number = arrow.string(), arrow.int64()
    kinds = (number, words, words, words, number, number, number, arrow.list_(words), arrow.binary())
    return arrow.schema(list(zip(_NAMES, kinds, strict=True)))
