"""A page of a file as a picture, as a viewer shows it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.picture import Picture


def page_picture(path: Path, number: int, passwords: Sequence[str] = ()) -> Picture | None:
    """None where there is nothing to show: a Word or Excel file, or one that changed since it was read. However large
    it is: it was read. For workers: a damaged file may take the process down."""
    from extractor.sources import RawPage, Unreadable, open_source

    try:
        with open_source(path, passwords, sys.maxsize, sys.maxsize) as source:
            page = source.read(number)
    except (Unreadable, IndexError):
        return None
    return page.picture if isinstance(page, RawPage) else None
