"""What a report was made from, kept beside it, so that the review can show it and judge it again without reading the
papers once more: JSON lines (the run, then each file's reading, then the outcomes), packed by gzip."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from checks.grouping.batch import group
from checks.judge import Doubts
from checks.pack.model import Policy
from checks.records import Batch, Outcome
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.walk import LeftOut
from docs_check.report.rulebook import rulebook
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis, PolicyInfo, RunFacts, Summary
from extractor.records import FileReading, Words

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


def to_stored(summary: Summary, folder: Path, language: str) -> None:
    """Writes the file into `folder`; nothing where the summary does not know what it was judged from."""
    basis = summary.basis
    if basis is None:
        return
    head = _Head(
        "docs-check/readings/1",
        language,
        basis.policy,
        summary.policy,
        replace(summary.run, paths={}),  # where archives were unpacked to lasts no longer than the run
        basis.left_out,
        basis.doubts,
        len(basis.readings),
    )
    with gzip.open(folder / STORED, "wb", _PACKED) as packed, io.BufferedWriter(packed) as file:
        file.write(_heads().dump_json(head, by_alias=True) + b"\n")
        for reading in basis.readings:
            file.write(_readings().dump_json(reading) + b"\n")
        for start in range(0, len(summary.outcomes), _AT_ONCE):
            file.write(_outcomes().dump_json(summary.outcomes[start : start + _AT_ONCE]) + b"\n")


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
    basis = Basis(head.policy, readings, head.left_out, head.doubts)
    return summary_of(basis, outcomes, head.info, head.run), head.language


def summary_of(
    basis: Basis, outcomes: Sequence[Outcome], info: PolicyInfo, run: RunFacts, batch: Batch | None = None
) -> Summary:
    """`batch`: the readings as they belong together, where that is known already."""
    batch = batch or group(basis.readings, basis.policy)
    made = summarise(batch, outcomes, basis.left_out, info, basis.policy.forms, rulebook(basis.policy), run)
    return replace(made, basis=basis)


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
