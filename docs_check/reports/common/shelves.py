"""Where the papers of a summary lie, for reports that show pieces of pages."""

from __future__ import annotations

from docs_check.pictures.clips import Shelf
from docs_check.pictures.turned import turns_of
from docs_check.report.summary import Summary


def shelf_of(summary: Summary) -> Shelf:
    hashes = {file: sha256 for file, sha256 in summary.hashes.items() if sha256}
    turns = turns_of(paper.document for paper in summary.papers)
    return Shelf(summary.run.folder, summary.run.paths, hashes, turns)
