"""What every input format gives: an opened file, and its pages as pictures with what text layers say of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extractor.picture import Picture
from extractor.records import Box, Line, Page, Problem, Seal

MOST_PIXELS = 200_000_000  # of a picture: 600 MB as RGB; four A3 pages at 300 dpi scanned on a drum: beyond it, a bomb
MOST_PAGES = 2000  # of a file: a company's bundle has up to 300, a district's whole box some 1,000; more is a mistake


class Unreadable(Exception):  # noqa: N818  the file is at fault, not the program
    """A file, or one page of it, that cannot be looked at; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as a viewer shows it (/Rotate and EXIF applied). `dpi` is that of `picture`, None where unknown;
    `scan_dpi` the true resolution of a page that is one big image. `text` is the text layer in view coordinates,
    None where there is none; `text_turn` the degrees clockwise by which its lines must be turned to stand upright.
    `text_hidden`: most of it is drawn invisibly, or under an image of the whole page. `seals` are electronic ones, in
    view coordinates; `void` the places where a broken one is drawn. `drawn`: where something stands on it besides
    text and thin strokes, in view coordinates: no seal can be anywhere else; None where that is not known."""

    number: int
    picture: Picture
    dpi: float | None = None
    text: tuple[Line, ...] | None = None
    text_turn: int = 0
    text_hidden: bool = False
    scan_dpi: float | None = None
    seals: tuple[Seal, ...] = ()
    void: tuple[Box, ...] = ()
    drawn: tuple[Box, ...] | None = None


class Source(Protocol):
    """An opened file; pages count from 1. `read` raises Unreadable for a page that alone is damaged; what was never on
    paper comes as a `Page` that needs no reading. `problems` are those of the file as a whole, complete when
    all its pages were read."""

    @property
    def page_count(self) -> int: ...

    @property
    def problems(self) -> tuple[Problem, ...]: ...

    def read(self, number: int) -> RawPage | Page: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """What a file is told by: its first bytes and, where it is a ZIP package, the names of the parts in it. `None`: it
    is no package."""

    head: bytes
    parts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """How a file may be opened. `passwords` are tried where one is needed, `most_pixels` is the largest picture that is
    opened, `most_pages` the most pages that are looked for."""

    passwords: tuple[str, ...] = ()
    most_pixels: int = MOST_PIXELS
    most_pages: int = MOST_PAGES

    @staticmethod
    def again(passwords: Sequence[str]) -> Access:
        """To a file that was read before, however large it is."""
        return Access(tuple(passwords), sys.maxsize, sys.maxsize)


USUAL = Access()


class Format(Protocol):
    """What a module of `extractor.sources.formats` offers."""

    def knows(self, opening: Opening) -> bool: ...

    def opened(self, path: Path, access: Access) -> AbstractContextManager[Source]:
        """Raises Unreadable."""
        ...
