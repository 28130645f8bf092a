"""Budgets and final accounts, drawn at random with fixed seeds: nothing is said of what holds, and a changed digit is
found; tests/benchmarks/accounts.py measures the same at length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from checks.arithmetic import Arithmetic, check_tables
from drawing.accounts import KINDS, Kind, draw_one, draw_report, plant, random_table
from drawing.accounts.listed import general, spending
from drawing.accounts.sided import everything
from extractor.file import read_tables
from extractor.ocr import Reading
from extractor.picture import Picture
from extractor.records import Line


class NoEngine:
    name, version = "none", "0"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        return [Reading("", 0.0)] * len(pictures)


def check(path: Path) -> Arithmetic:
    return check_tables(read_tables(path, path.name, NoEngine()))


def test_a_report_in_which_everything_holds_gives_no_finding_and_much_is_checked(tmp_path: Path) -> None:
    placed = draw_report(tmp_path / "a.pdf", Random(7))
    result = check(tmp_path / "a.pdf")
    assert not result.findings
    assert len(placed) == len(KINDS) + 3
    assert sum(result.checked.values()) > 150


@pytest.mark.parametrize("seed", [3, 8])
@pytest.mark.parametrize("kind", [everything, spending, general])
def test_a_changed_digit_is_found_in_its_row_or_named(tmp_path: Path, kind: Kind, seed: int) -> None:
    rng = Random(seed)
    wrong = plant(random_table(rng, kind), rng)
    assert wrong is not None
    drawn, at = wrong
    draw_one(tmp_path / "a.pdf", drawn, rng)
    (finding,) = check(tmp_path / "a.pdf").findings
    assert finding.doubt is None
    assert drawn.text(at) in [figure.written.strip() for figure in (finding.figure, *finding.claim.figures)]
