"""Budgets and final accounts, drawn at random with fixed seeds: nothing is said of what holds, and a changed digit is
found; tests/benchmarks/accounts.py measures the same at length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from checks.arithmetic import Arithmetic, check_tables
from drawing.accounts import KINDS, Kind, draw_one, draw_report, plant, random_table
from drawing.accounts.listed import general, income, spending
from drawing.accounts.regional import by_project, by_unit, changes, in_classifications
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


@pytest.mark.parametrize(
    ("kind", "seed"),
    [(changes, 17), (changes, 24), (by_unit, 4), (by_project, 5), (in_classifications, 7), (income, 1)],
)
def test_a_table_that_holds_is_checked_and_nothing_is_said_of_it(tmp_path: Path, kind: Kind, seed: int) -> None:
    """Among them growth that was reckoned before the amounts were rounded, and classifications side by side."""
    rng = Random(71_100_000 + seed)
    draw_one(tmp_path / "a.pdf", random_table(rng, kind), rng)
    result = check(tmp_path / "a.pdf")
    assert not result.findings
    assert sum(result.checked.values()) > 3


def test_a_total_that_differs_from_that_of_the_other_side_is_said_so(tmp_path: Path) -> None:
    drawn = random_table(Random(5), in_classifications)
    last = max(put.row for put in drawn.puts)
    text = drawn.text((last, 1))
    wrong = f"{'8' if text[0] != '8' else '3'}{text[1:]}"
    draw_one(tmp_path / "a.pdf", drawn.with_text((last, 1), wrong), Random(5))
    (finding,) = check(tmp_path / "a.pdf").findings
    assert finding.figure.written == wrong


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
