"""Pages as images, made when they are looked at, in processes of their own, and kept while there is room."""

from __future__ import annotations

import multiprocessing
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from docs_check.pictures.pages import PageImage, page_image
from docs_check.pictures.turned import Turns
from docs_check.workers.limits import WorkerLimits, guard
from docs_check.workers.pool import quiet

if TYPE_CHECKING:
    from pebble import ProcessPool

ROOM = 200_000_000  # bytes of images: some 1,600 pages
SECONDS_A_PAGE = 60.0  # a page takes under a second; one that hangs must not keep a worker for long
WORKERS = 2  # the page that is looked at, and the next one beforehand
TASKS_A_WORKER = 500  # rendering leaks little, and nothing is learnt by a fresh process


class Images:
    """Pages of the files in `paths` by the hash of their content: no other file can be asked for. They are shown
    upright; `turns`, by the same hash."""

    def __init__(
        self,
        paths: Mapping[str, Path],
        turns: Mapping[str, Turns],
        passwords: Sequence[str] = (),
        limits: WorkerLimits | None = None,
    ) -> None:
        self._paths = paths
        self._turns = turns
        self._passwords = tuple(passwords)
        self._limits = limits or WorkerLimits()
        self._lock = RLock()  # a task that is done at once calls back while it is held
        self._kept = OrderedDict[tuple[str, int], bytes]()
        self._size = 0
        self._making = dict[tuple[str, int], Future[PageImage | None]]()
        self._pool: ProcessPool | None = None

    def close(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def turn(self, sha256: str, number: int) -> int:
        """Degrees clockwise by which a page is shown turned."""
        return self._turns.get(sha256, {}).get(number, 0)

    def get(self, sha256: str, number: int) -> bytes | None:
        """The page as WebP; None where there is none to show. Waits until it is made."""
        with self._lock:
            kept = self._kept.get((sha256, number))
            if kept is not None:
                self._kept.move_to_end((sha256, number))
                return kept
        future = self.begin(sha256, number)
        if future is None:
            return None
        try:
            image = future.result()
        except Exception:  # noqa: BLE001 - whatever befell the worker, the page cannot be shown, and that is said
            image = None
        return self._keep((sha256, number), image)

    def begin(self, sha256: str, number: int) -> Future[PageImage | None] | None:
        """Has the page made beforehand; None where there is no such file or it is there already."""
        path = self._paths.get(sha256)
        key = (sha256, number)
        with self._lock:
            if path is None or number < 1 or key in self._kept:
                return None
            if key not in self._making:
                self._making[key] = self._started().schedule(
                    page_image,
                    args=(path, number, self._passwords, self.turn(sha256, number)),
                    timeout=SECONDS_A_PAGE,
                )
                self._making[key].add_done_callback(lambda future: self._done(key, future))
            return self._making[key]

    def _done(self, key: tuple[str, int], future: Future[PageImage | None]) -> None:
        if not future.cancelled() and future.exception() is None:
            self._keep(key, future.result())

    def _keep(self, key: tuple[str, int], image: PageImage | None) -> bytes | None:
        with self._lock:
            self._making.pop(key, None)
            if image is None:
                return self._kept.get(key)
            if key not in self._kept:
                self._kept[key] = image.webp
                self._size += len(image.webp)
            while self._size > ROOM and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])
        return image.webp

    def _started(self) -> ProcessPool:
        if self._pool is None:
            from pebble import ProcessPool

            self._pool = ProcessPool(
                max_workers=WORKERS,
                max_tasks=TASKS_A_WORKER,
                initializer=_prepare,
                initargs=(self._limits,),
                context=multiprocessing.get_context("spawn"),
            )
        return self._pool


def _prepare(limits: WorkerLimits) -> None:
    """Runs in each worker as it starts."""
    quiet()
    guard(limits)
    import_module("extractor.sources.formats.pdf")  # takes most of a worker's first second
