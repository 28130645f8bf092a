"""What a report was made from, kept beside it, so that the review can show it and judge it again without reading the
papers once more: JSON lines (the run, then each file's reading, then the outcomes), packed by gzip."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from checks.grouping.batch import group
from checks.judge import Doubts
from checks.pack.model import Policy
from checks.receipts import Register
from checks.records import Batch, Known, Outcome
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.walk import LeftOut
from docs_check.report.pieces import Pieces, outcome_key
from docs_check.report.rulebook import rulebook
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis, Earlier, PolicyInfo, RunFacts, Summary
from extractor.records import Box, FileReading, Words

SCHEMA = "docs-check/readings/1"
STORED = "report.readings.jsonl.gz"
_PACKED = 3  # gzip: a third of level 9's time for a tenth more bytes
_AT_ONCE = 1000  # outcomes a line


@dataclass(frozen=True, slots=True)
class _Head:
    schema: Literal["docs-check/readings/1"]
    language: str
    policy: Policy
    info: PolicyInfo
    run: RunFacts
    left_out: tuple[LeftOut, ...]
    doubts: Doubts
    readings: int
    register: Register | None = None
    earlier: Earlier | None = None
    known: tuple[Known, ...] = ()


class StoredWriter:
    """Writes the file into `folder`, from one part of a batch after the other."""

    def __init__(self, folder: Path, language: str) -> None:
        self._file = folder / STORED
        self._language = language
        self._pieces = Pieces()
        self._left_out = list[LeftOut]()
        self._doubts = set[tuple[str, int, Box]]()
        self._readings = self._parts = 0
        self._policy: Policy | None = None
        self._register: Register | None = None
        self._known: tuple[Known, ...] = ()

    def add(self, summary: Summary) -> None:
        basis, places = summary.basis, summary.run.places
        if basis is None:
            raise ValueError("a summary that does not know what it was judged from")
        self._policy, self._register, self._known = basis.policy, basis.register, basis.known
        self._left_out += basis.left_out
        self._doubts |= basis.doubts
        self._readings += len(basis.readings)
        readings = ((places.get(one.file, 0), _readings().dump_json(one).decode()) for one in basis.readings)
        self._pieces.add("readings", (((place, 0, "", ""), text) for place, text in readings))
        outcomes = ((outcome_key(one, summary, self._parts), one) for one in summary.outcomes)
        self._pieces.add("outcomes", ((key, _outcomes().dump_json((one,)).decode()[1:-1]) for key, one in outcomes))
        self._parts += 1

    def close(self, summary: Summary) -> None:
        """`summary`: of the whole, or of any part, for what it says of the run."""
        assert self._policy is not None  # what belongs to no district is always there
        run = replace(summary.run, paths={}, places={})  # where archives were unpacked to lasts no longer than the run
        left_out, doubts = tuple(self._left_out), frozenset(self._doubts)
        head = _Head(
            SCHEMA,
            self._language,
            self._policy,
            summary.policy,
            run,
            left_out,
            doubts,
            self._readings,
            self._register,
            summary.earlier,
            self._known,
        )
        with gzip.open(self._file, "wb", _PACKED) as packed, io.BufferedWriter(packed) as file:
            file.write(_heads().dump_json(head, by_alias=True) + b"\n")
            for text in self._pieces.sorted("readings"):
                file.write(text.encode() + b"\n")
            outcomes = self._pieces.sorted("outcomes")
            while some := list(islice(outcomes, _AT_ONCE)):
                file.write(f"[{','.join(some)}]\n".encode())
        self._pieces.close()


def to_stored(summary: Summary, folder: Path, language: str) -> None:
    writer = StoredWriter(folder, language)
    writer.add(summary)
    writer.close(summary)


def load(folder: Path) -> tuple[Summary, str]:
    """The summary of the report in `folder`, and its language. Raises `WrongUse` where there is none that can be
    used."""
    try:
        with gzip.open(folder / STORED, "rb") as file:
            head = _heads().validate_json(file.readline())
            readings = tuple(_readings().validate_json(file.readline()) for _ in range(head.readings))
            outcomes = tuple(_every_outcome(file))
    except FileNotFoundError as error:
        raise WrongUse(_none_there(folder)) from error
    except (OSError, EOFError, ValidationError) as error:
        raise WrongUse(_useless(folder)) from error
    basis = Basis(head.policy, readings, head.left_out, head.doubts, head.register, head.known)
    return replace(summary_of(basis, outcomes, head.info, head.run), earlier=head.earlier), head.language


def summary_of(
    basis: Basis, outcomes: Sequence[Outcome], info: PolicyInfo, run: RunFacts, batch: Batch | None = None
) -> Summary:
    """`batch`: the readings as they belong together, where that is known already."""
    batch = batch or group(basis.readings, basis.policy, register=basis.register)
    policy = basis.policy
    return summarise(batch, outcomes, basis.left_out, info, policy.forms, rulebook(policy), run, basis)


def _every_outcome(file: gzip.GzipFile) -> Iterator[Outcome]:
    for line in file:
        yield from _outcomes().validate_json(line)


@cache
def _heads() -> TypeAdapter[_Head]:
    return TypeAdapter(_Head)


@cache
def _readings() -> TypeAdapter[FileReading]:
    return TypeAdapter(FileReading)


@cache
def _outcomes() -> TypeAdapter[tuple[Outcome, ...]]:
    return TypeAdapter(tuple[Outcome, ...])


def _none_there(folder: Path) -> Words:
    name = path_text(str(folder))
    return Words(
        f"“{name}”里没有可供审查的报告（缺 {STORED}）；请先用 docs-check 检查材料文件夹，再指定其报告目录。",
        f"“{name}” holds no report that can be reviewed ({STORED} is missing); check the papers with docs-check first "
        "and name the folder of that report.",
    )


def _useless(folder: Path) -> Words:
    name = path_text(str(folder / STORED))
    return Words(
        f"“{name}”已损坏，或由另一版本的 docs-check 写成；请重新检查材料，审查结论会保留。",
        f"“{name}” is damaged or was written by another version of docs-check; check the papers "
        "again: verdicts are kept.",
    )
