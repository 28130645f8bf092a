"""A run, from a folder to the record that reports are written from."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from checks.grouping.batch import group
from checks.judge import judge
from checks.records import Outcome
from docs_check import __version__
from docs_check.intake.remote import brought
from docs_check.intake.walk import FoundFile, Walk
from docs_check.means import Means
from docs_check.policy_choice import Choice, chosen_because, how_many, named, recognised, shipped
from docs_check.progress import Progress
from docs_check.reading.reader import Reader
from docs_check.reading.second_reader import look_again
from docs_check.report.rulebook import failures, rulebook
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis, PolicyInfo, RunFacts, Summary
from extractor.records import FileReading, Words
from extractor.seals.owners import name_owners

READING = Words("读取", "reading")


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked, and how: `folder` is a path or a URL, `select` and `ignore` are rule codes or beginnings
    of them."""

    folder: Path | str
    policy: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    means: Means = field(default_factory=Means)


def check(request: Request, found: Walk, reader: Reader, progress: Progress) -> Summary:
    """Raises `WrongUse` and `checks.pack.yaml_file.PackError`, before anything is read wherever that can be known."""
    started, clock = datetime.now(UTC), time.monotonic()
    choice = named(request.policy) if request.policy else recognised(shipped(), found.files, reader)
    policy = choice.policy
    readings = name_owners(_read(found.files, choice, reader, progress), policy.forms)
    batch = group(readings, policy)
    outcomes = judge(batch, policy, select=request.select, ignore=request.ignore)
    found = brought(found, pointed_at(outcomes))
    second = look_again(outcomes, found.files, readings, request.means, progress)
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
    info = PolicyInfo.of(policy, chosen_because(choice.why, *how_many(readings)))
    summary = summarise(batch, outcomes, found.left_out, info, policy.forms, rulebook(policy), facts)
    basis = Basis(policy, readings, found.left_out, second.doubts)
    return replace(summary, basis=basis, means=request.means)


def _read(files: Sequence[FoundFile], choice: Choice, reader: Reader, progress: Progress) -> tuple[FileReading, ...]:
    """In the order of the files' names, whatever order they were read in."""
    readings = {reading.file: reading for reading in choice.readings}
    left = [file for file in files if file.name not in readings]
    sizes = {file.name: file.size for file in left}
    with progress.step(READING, len(left), sum(sizes.values())) as step:
        for reading in reader.read(left, choice.policy.forms):
            readings[reading.file] = reading
            step(reading.pages, sizes[reading.file])
    return tuple(readings[file.name] for file in files)


def pointed_at(outcomes: Iterable[Outcome]) -> set[str]:
    """The files that are looked at once more: for a second reading, and for pictures of what was found."""
    found = [outcome for outcome in outcomes if outcome.is_finding]
    return {one.file for one in found if one.file} | {item.file for one in found for item in one.evidence}
