"""A run, from a folder to the record that reports are written from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from checks.batch import group
from checks.judge import judge
from docs_check import __version__
from docs_check.folder import FoundFile, Walk
from docs_check.means import Means
from docs_check.policy_choice import Choice, how_many, named, recognised, shipped
from docs_check.progress import Progress
from docs_check.reading import Reader, size_of
from docs_check.reports.summarise import summarise
from docs_check.reports.summary import Basis, PolicyInfo, RunFacts, Summary
from docs_check.rulebook import failures, rulebook
from docs_check.second_reader import look_again
from extractor.owners import name_owners
from extractor.records import FileReading, Words

_READING = Words("读取", "reading")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked, and how. `select` and `ignore` are rule codes or beginnings of them."""

    folder: Path
    policy: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    means: Means = field(default_factory=Means)


def check(request: Request, found: Walk, reader: Reader, progress: Progress) -> Summary:
    """Raises `WrongUse` and `checks.pack_file.PackError`, before anything is read wherever that can be known."""
    started, clock = datetime.now(UTC), time.monotonic()
    choice = named(request.policy) if request.policy else recognised(shipped(), found.files, reader)
    policy = choice.policy
    readings = name_owners(_read(found.files, choice, reader, progress), policy.forms)
    batch = group(readings, policy)
    outcomes = judge(batch, policy, select=request.select, ignore=request.ignore)
    hashes = {reading.file: reading.sha256 for reading in readings}
    second = look_again(outcomes, found.files, hashes, request.means, progress)
    if second.doubts:
        outcomes = judge(batch, policy, select=request.select, ignore=request.ignore, doubts=second.doubts)
    facts = RunFacts(
        folder=found.root,
        version=__version__,
        engine=reader.engine,
        started=started.astimezone().isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - clock, 1),
        jobs=request.means.jobs,
        select=request.select,
        ignore=request.ignore,
        second_reader=second.note,
        failures=failures(outcomes),
        paths={file.name: file.path for file in found.files if file.path != found.root / file.name},
    )
    info = _policy_info(choice, readings)
    summary = summarise(batch, outcomes, found.left_out, info, policy.forms, rulebook(), facts)
    basis = Basis(policy, readings, found.left_out, second.doubts)
    return replace(summary, basis=basis, means=request.means)


def _read(files: Sequence[FoundFile], choice: Choice, reader: Reader, progress: Progress) -> tuple[FileReading, ...]:
    """In the order of the files' names, whatever order they were read in."""
    readings = {reading.file: reading for reading in choice.readings}
    left = [file for file in files if file.name not in readings]
    sizes = {file.name: size_of(file.path) for file in left}
    with progress.step(_READING, len(left), sum(sizes.values())) as step:
        for reading in reader.read(left, choice.policy.forms):
            readings[reading.file] = reading
            step(reading.pages, sizes[reading.file])
    return tuple(readings[file.name] for file in files)


def _policy_info(choice: Choice, readings: Sequence[FileReading]) -> PolicyInfo:
    policy = choice.policy
    known, papers = how_many(readings)
    chosen = Words(
        f"{choice.why.zh}；{papers} 份材料中识别出 {known} 份。",
        f"{choice.why.en}; {known} of {papers} papers were recognised.",
    )
    return PolicyInfo(policy.id, policy.version, policy.name, policy.source, chosen)
