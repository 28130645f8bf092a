"""What is wrong in a pack, by the place in it; `load` finds the file and the line."""

from __future__ import annotations

from dataclasses import dataclass

from checks.pack.yaml_file import Step
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` leads to the place in the pack."""

    path: tuple[Step, ...]
    wrong: Words
    expected: Words
    remedy: Words
