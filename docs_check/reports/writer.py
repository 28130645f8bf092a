"""How a report is written: one part of the batch after the other, then what is said of the whole.

A format is one module here, `to_NAME.py`, with `FORMAT`; `--format NAME` finds it by that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from docs_check.report.summary import Summary
from docs_check.settings import Settings


class Writer(Protocol):
    def add(self, part: Summary) -> None:
        """The next district, or what belongs to none, with all that is known of it."""
        ...

    def close(self, whole: Summary) -> None:
        """The whole batch: numbers, findings and files, but of papers only what and where they are."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """`open` is given the folder to write into, the language, and what pages are rendered with. `for_people`: written
    where nothing is asked for."""

    open: Callable[[Path, str, Settings], Writer]
    for_people: bool = False


@dataclass(frozen=True, slots=True)
class _OfTheWhole:
    write: Callable[[Summary, Path, str], None]
    folder: Path
    language: str

    def add(self, part: Summary) -> None:
        """All that is needed comes with the whole."""

    def close(self, whole: Summary) -> None:
        self.write(whole, self.folder, self.language)


def of_the_whole(write: Callable[[Summary, Path, str], None], *, for_people: bool = False) -> Format:
    """Of a format that needs the papers themselves nowhere."""
    return Format(lambda folder, language, _: _OfTheWhole(write, folder, language), for_people)
