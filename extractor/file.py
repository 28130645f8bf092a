"""One file read: opened, its pages read, its papers or its tables understood."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.content import sha256_of
from extractor.file_pages import PagesRead, read_pages
from extractor.forms import Forms
from extractor.geometry import turn_to_upright
from extractor.ocr import OcrEngine
from extractor.records import FileReading, Page
from extractor.sources.base import USUAL, Access
from extractor.tables import tables_and_prose
from extractor.tables.records import TablesReading
from extractor.understand import understand


def read_file(path: Path, name: str, forms: Forms, engine: OcrEngine, access: Access = USUAL) -> FileReading:
    """All that the file at `path` gives; `name` is what reports call it, `access` has passwords and limits.
    What cannot be read is a problem in the reading, never an exception."""
    return papers_of(name, sha256_of(path), read_pages(path, engine, access), forms)


def read_tables(path: Path, name: str, engine: OcrEngine, access: Access = USUAL) -> TablesReading:
    """All tables and figures of the file at `path`, read as `read_file` reads it."""
    return tables_of(name, sha256_of(path), read_pages(path, engine, access))


def papers_of(name: str, sha256: str, read: PagesRead, forms: Forms) -> FileReading:
    """The papers that the pages of a file are, by the forms of one policy."""
    return FileReading(
        file=name,
        sha256=sha256,
        pages=read.count,
        documents=understand(name, read.pages, forms),
        problems=read.problems,
        blank_pages=_blank(read.pages),
    )


def tables_of(name: str, sha256: str, read: PagesRead) -> TablesReading:
    """The tables and the figures in prose that the pages of a file bear, whatever policy it may belong to."""
    tables, sentences, headings = tables_and_prose(read.pages)
    problems = dict.fromkeys((*read.problems, *(problem for page in read.pages for problem in page.problems)))
    turns = tuple((page.number, turn) for page in read.pages if (turn := turn_to_upright(page.to_view)))
    return TablesReading(name, sha256, read.count, tables, sentences, tuple(problems), headings, turns)


def _blank(pages: Sequence[Page]) -> tuple[int, ...]:
    """Of two pages on one scan both must be."""
    written = {page.number for page in pages if not page.blank}
    return tuple(dict.fromkeys(page.number for page in pages if page.number not in written))
