"""The sets of papers that are looked at now: what was read of each so far, and what the rules say of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from checks.judge import Doubts
from checks.pack.model import Policy
from checks.receipts import Register
from docs_check.counter.judging import NOTHING_YET, CompanyFindings, findings_on
from docs_check.counter.reading import ReadingRoom
from docs_check.intake.walk import FoundFile
from docs_check.pictures.turned import Turns, turns_of
from docs_check.progress import quiet_progress
from docs_check.reading.reader import Reader
from docs_check.reading.second_reader import look_again
from docs_check.review.images import Images
from docs_check.settings import Settings
from extractor.records import FileReading

_FOLDER = "收件"
Before = Callable[[], Register]


@dataclass(frozen=True, slots=True)
class SetFile:
    """A paper of a set; `key` is its name there, as in a company's folder: the number, and the name that it was
    dropped under."""

    number: int
    original: str
    sha256: str
    path: Path

    @property
    def key(self) -> str:
        return f"{_FOLDER}/{self.number:03d}-{self.original}"


@dataclass(frozen=True, slots=True)
class Examined:
    """A set as it stands now. `glances`: first pages of files that are still being read. `checked`: a second reader has
    looked as well. `stamp` grows with every change."""

    files: tuple[SetFile, ...] = ()
    readings: Mapping[int, FileReading] = field(default_factory=dict[int, FileReading])
    glances: Mapping[int, FileReading] = field(default_factory=dict[int, FileReading])
    district: str | None = None
    received: datetime | None = None
    said: CompanyFindings = NOTHING_YET
    doubts: Doubts = frozenset()
    checked: bool = False
    stamp: int = 0

    @property
    def complete(self) -> bool:
        return all(file.number in self.readings for file in self.files)

    def file_of(self, key: str | None) -> SetFile | None:
        """Of a finding's file, which may have a district before it."""
        return next((one for one in self.files if key and (key == one.key or key.endswith(f"/{one.key}"))), None)


class Examiner:
    def __init__(self, policy: Policy, readers: Sequence[Reader], settings: Settings, before: Before) -> None:
        self._policy = policy
        self._settings = replace(settings, jobs=1)
        self._before = before
        self._sets = dict[int, Examined]()
        self._lock = threading.RLock()
        self._paths = dict[str, Path]()
        self._turns = dict[str, Turns]()
        self.images = Images(self._paths, self._turns, settings.passwords, settings.limits)
        self._room = ReadingRoom(readers, policy.forms, self._read)

    def close(self) -> None:
        self._room.close()
        self.images.close()

    def state(self, one: int) -> Examined:
        return self._sets.get(one, Examined())

    def knows(self, one: int) -> bool:
        return one in self._sets

    def add(self, one: int, file: SetFile, received: datetime | None, district: str | None = None) -> None:
        """Has a paper read, and the set judged anew once it is."""
        with self._lock:
            state = self.state(one)
            self._paths[file.sha256] = file.path
            files = (*state.files, file)
            self._put(
                one, replace(state, files=files, received=received, district=district or state.district, checked=False)
            )
        self._room.ask(one, FoundFile(file.path, file.key))

    def remove(self, one: int, number: int) -> None:
        with self._lock:
            state = self.state(one)
            files = tuple(file for file in state.files if file.number != number)
            readings = {at: reading for at, reading in state.readings.items() if at != number}
            glances = {at: reading for at, reading in state.glances.items() if at != number}
            self._judge(one, replace(state, files=files, readings=readings, glances=glances, checked=False))

    def settle(self, one: int, district: str | None, received: datetime | None) -> None:
        """As the clerk says."""
        with self._lock:
            state = self.state(one)
            if (state.district, state.received) != (district, received):
                self._judge(one, replace(state, district=district, received=received))

    def moved(self, one: int, paths: Mapping[int, Path]) -> None:
        """The files lie elsewhere now."""
        with self._lock:
            if not self.knows(one):
                return
            state = self.state(one)
            files = tuple(replace(file, path=paths.get(file.number, file.path)) for file in state.files)
            self._paths.update({file.sha256: file.path for file in files})
            self._put(one, replace(state, files=files))

    def forget(self, one: int) -> None:
        with self._lock:
            self._sets.pop(one, None)

    def _read(self, one: int, reading: FileReading, glance: bool) -> None:
        """In a reader's thread."""
        number = int(reading.file.removeprefix(f"{_FOLDER}/").partition("-")[0])
        with self._lock:
            state = self.state(one)
            if all(file.number != number for file in state.files):
                return
            if glance:
                self._put(one, replace(state, glances={**state.glances, number: reading}))
                return
            self._turns.update(dict.fromkeys((reading.sha256,), turns_of(reading.documents).get(reading.file, {})))
            state = replace(state, readings={**state.readings, number: reading})
            last = state.complete
            self._judge(one, state)
        if last:
            self._look_again(one)

    def _look_again(self, one: int) -> None:
        """By the second reader, at what is sure so far: outside the lock, for it takes seconds."""
        state = self.state(one)
        paths = [FoundFile(file.path, _name(state, file)) for file in state.files]
        readings = [replace(state.readings[file.number], file=_name(state, file)) for file in state.files]
        second = look_again(state.said.outcomes, paths, readings, self._settings, quiet_progress())
        plain = frozenset((_bare(file), page, box) for file, page, box in second.doubts)
        with self._lock:
            now = self.state(one)
            if now.readings is not state.readings and now.readings != state.readings:
                return  # a paper came or went meanwhile, and whoever read it looks again
            self._judge(one, replace(now, doubts=plain, checked=True))

    def _judge(self, one: int, state: Examined) -> None:
        readings = [state.readings[file.number] for file in state.files if file.number in state.readings]
        district = state.district
        doubts = frozenset((f"{district}/{file}" if district else file, page, box) for file, page, box in state.doubts)
        said = findings_on(
            readings,
            self._policy,
            district=district,
            received=state.received,
            before=self._before(),
            complete=state.complete,
            doubts=doubts,
        )
        self._put(one, replace(state, said=said))

    def _put(self, one: int, state: Examined) -> None:
        self._sets[one] = replace(state, stamp=self.state(one).stamp + 1)


def _name(state: Examined, file: SetFile) -> str:
    return f"{state.district}/{file.key}" if state.district else file.key


def _bare(name: str) -> str:
    """Without the district before it."""
    return name[name.index(f"{_FOLDER}/") :]
