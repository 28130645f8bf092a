"""Tables of any report: found, joined over pages, understood; and the figures in the prose around them."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.records import Page
from extractor.tables.meaning import understand_tables
from extractor.tables.prose import sentences_of
from extractor.tables.raw import Raw, join_pages, raw_tables
from extractor.tables.records import Sentence, Table


def tables_and_prose(pages: Sequence[Page]) -> tuple[tuple[Table, ...], tuple[Sentence, ...]]:
    """All tables with numbers, in the order of the file, and the sentences that bear figures. Places are in view
    coordinates."""
    found, sentences = list[Raw](), list[Sentence]()
    for page in pages:
        tables, loose = raw_tables(page)
        found += tables
        sentences += sentences_of(page, loose)
    printed = enumerate(join_pages(found))
    return tuple(table for number, raw in printed for table in understand_tables(raw, number)), tuple(sentences)
