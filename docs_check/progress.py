"""What people see while a run goes on: a bar in a terminal, else a plain line now and then."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from extractor.records import Words

if TYPE_CHECKING:
    from rich.console import Console

SECONDS_BETWEEN_LINES = 10.0  # for logs: often enough to see that it goes on
_FIRST_GUESS = 0.02  # share of the bytes that must be read before a guess of the time left says anything


class FileDone(Protocol):
    """One file is done: how many pages it had and how many bytes."""

    def __call__(self, pages: int, weight: int, /) -> None: ...


class Progress:
    """Shows steps of the run on `console`. Work is weighed by bytes: files hold from one page to hundreds."""

    def __init__(self, console: Console, language: str) -> None:
        self._console = console
        self._language = language

    @contextmanager
    def step(self, what: Words, count: int, weight: int) -> Generator[FileDone]:
        """`count` files of `weight` bytes in all are to be done."""
        tally = _Tally(what, count, max(1, weight), self._language)
        if self._console.is_terminal:
            with self._bar(tally) as step:
                yield step
        else:
            yield self._lines(tally)

    def say(self, words: Words) -> None:
        self._console.print(words.in_language(self._language), markup=False, highlight=False)

    @contextmanager
    def _bar(self, tally: _Tally) -> Generator[FileDone]:
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bars

        columns = (BarColumn(bar_width=30), TextColumn("{task.description}", markup=False))
        with Bars(*columns, console=self._console, transient=True) as bars:
            task = bars.add_task(tally.text(), total=tally.weight)

            def step(pages: int, weight: int) -> None:
                tally.add(pages, weight)
                bars.update(task, completed=tally.done_weight, description=tally.text())

            yield step

    def _lines(self, tally: _Tally) -> FileDone:
        last = time.monotonic()
        self._console.print(tally.text(), markup=False, highlight=False)

        def step(pages: int, weight: int) -> None:
            nonlocal last
            tally.add(pages, weight)
            if time.monotonic() - last >= SECONDS_BETWEEN_LINES or tally.done == tally.count:
                last = time.monotonic()
                self._console.print(tally.text(), markup=False, highlight=False)

        return step


def stderr_progress(language: str) -> Progress:
    """On stderr, so that what a command says on stdout can be piped on."""
    from rich.console import Console

    return Progress(Console(stderr=True, highlight=False), language)


def quiet_progress() -> Progress:
    """Shown nowhere."""
    from rich.console import Console

    return Progress(Console(quiet=True), "zh")


class _Tally:
    def __init__(self, what: Words, count: int, weight: int, language: str) -> None:
        self.what = what
        self.count = count
        self.weight = weight
        self.done = 0
        self.done_weight = 0
        self._pages = 0
        self._language = language
        self._start = time.monotonic()

    def add(self, pages: int, weight: int) -> None:
        self.done += 1
        self._pages += pages
        self.done_weight += weight

    def text(self) -> str:
        left = self._time_left()
        zh = f"{self.what.zh}：{self.done}/{self.count} 个文件"
        en = f"{self.what.en}: {self.done}/{self.count} files"
        if self._pages:
            zh, en = f"{zh}，{self._pages} 页", f"{en}, {self._pages} pages"
        if left is not None:
            zh, en = f"{zh}，约剩 {_duration(left)}", f"{en}, about {_duration(left)} left"
        return Words(zh, en).in_language(self._language)

    def _time_left(self) -> float | None:
        share = self.done_weight / self.weight
        if share < _FIRST_GUESS or self.done == self.count:
            return None
        return (time.monotonic() - self._start) * (1 - share) / share


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
