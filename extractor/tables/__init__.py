"""Tables of any report: found, joined over pages, understood; and the figures in the prose around them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.records import Page
from extractor.tables.meaning import understand_tables
from extractor.tables.prose import sentences_of
from extractor.tables.raw import Raw, join_pages, raw_tables
from extractor.tables.records import Heading, Sentence, Table
from extractor.understand.text import in_rows, joined

SHORT = 60  # characters of a title, or of a note below a table


def tables_and_prose(pages: Sequence[Page]) -> tuple[tuple[Table, ...], tuple[Sentence, ...], tuple[Heading, ...]]:
    """All tables with numbers, in the order of the file, the sentences that bear figures, and the short lines of
    print. Places are in view coordinates."""
    found, sentences, headings = list[Raw](), list[Sentence](), list[Heading]()
    for page in pages:
        tables, loose = raw_tables(page)
        found += tables
        sentences += sentences_of(page, loose)
        texts = (joined(row) for row in in_rows(loose))
        headings += [Heading(page.number, text) for text in texts if len(text) <= SHORT]
    printed = enumerate(join_pages(found))
    return (
        tuple(table for number, raw in printed for table in understand_tables(raw, number)),
        tuple(sentences),
        tuple(headings),
    )
