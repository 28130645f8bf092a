"""One file read for its tables, whatever policy it may belong to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.content import sha256_of
from extractor.ocr import OcrEngine
from extractor.pages import read_sheet
from extractor.records import Page, Problem, Trouble
from extractor.sources import Unreadable, open_source
from extractor.tables import tables_and_prose
from extractor.tables.records import TablesReading


def read_tables(path: Path, name: str, engine: OcrEngine, passwords: Sequence[str] = ()) -> TablesReading:
    """All tables and figures of the file at `path`; `name` is what reports call it. What cannot be read is a problem
    in the reading, never an exception."""
    pages, problems, count = list[Page](), list[Problem](), 0
    try:
        with open_source(path, passwords) as source:
            count = source.page_count
            problems.extend(source.problems)
            for number in range(1, count + 1):
                try:
                    page = source.read(number)
                    pages.extend([page] if isinstance(page, Page) else read_sheet(page, engine))
                except Unreadable as error:
                    problems.append(Problem(Trouble.PAGE_UNREADABLE, error.problem.reason, number))
    except Unreadable as error:
        problems.append(error.problem)
    tables, sentences = tables_and_prose(pages)
    problems += [problem for page in pages for problem in page.problems]
    return TablesReading(name, sha256_of(path), count, tables, sentences, tuple(problems))
