"""A page of a file as a picture, as a viewer shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from extractor.records import Document

if TYPE_CHECKING:
    from extractor.picture import Picture

# Of a file's pages that do not lie upright: the degrees clockwise that set them up.
Turns: TypeAlias = Mapping[int, int]


def turns_of(documents: Iterable[Document]) -> dict[str, Turns]:
    """By file."""
    found = dict[str, dict[int, int]]()
    for document in documents:
        if document.turns:
            found.setdefault(document.file, {}).update(document.turns)
    return {**found}


def page_picture(path: Path, number: int, passwords: Sequence[str] = ()) -> Picture | None:
    """None where there is nothing to show: a Word or Excel file, or one that changed since it was read. However large
    it is: it was read. For workers: a damaged file may take the process down."""
    from extractor.sources.base import Access, RawPage, Unreadable
    from extractor.sources.open import open_source

    try:
        with open_source(path, Access.again(passwords)) as source:
            page = source.read(number)
    except (Unreadable, IndexError):
        return None
    return page.picture if isinstance(page, RawPage) else None
