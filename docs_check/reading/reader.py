"""Files to readings, each in a worker process: what happens to one file never happens to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from docs_check.cache import Cache
from docs_check.intake.walk import FoundFile
from docs_check.reading.engines import EngineChoice
from docs_check.reading.schedule import Schedule
from docs_check.reading.task import LoadEngine
from docs_check.settings import Settings
from extractor.content import sha256_of
from extractor.forms import Forms
from extractor.records import FileReading, Words


class Reader(Protocol):
    """Reads files; `engine` names what reads, with its version. One reading for each file, in no particular order."""

    @property
    def engine(self) -> str: ...

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]: ...


def silent(_: Words) -> None:
    """For callers that show nothing."""


@dataclass(frozen=True, slots=True)
class PoolReader:
    """Reads in worker processes, each with an engine of its own from `load`. What was read before comes from
    the cache, if there is one; `say` tells the user what is wrong with it."""

    load: LoadEngine
    engine: str
    settings: Settings = field(default_factory=Settings)
    say: Callable[[Words], None] = silent

    @staticmethod
    def with_engine(choice: EngineChoice, settings: Settings, say: Callable[[Words], None] = silent) -> PoolReader:
        """Raises `WrongUse` where the engine is not installed."""
        return PoolReader(choice, choice.named(), settings, say)

    def read(self, files: Sequence[FoundFile], forms: Forms) -> Iterator[FileReading]:
        with Cache(self.settings.cache, self.say) as cache:
            desk = Schedule(cache, self.engine, forms, self.load, self.settings)
            for file in files:
                if file.problem:
                    yield FileReading(file.name, sha256_of(file.path), 0, (), (file.problem,))
            # The largest first, so that no bundle is begun when all else is done.
            yield from desk.read(sorted((one for one in files if not one.problem), key=lambda one: -one.size))
