"""Budgets and final accounts drawn at random: what holds gives no finding, a changed digit is found where it stands.

    python tests/benchmarks/accounts.py [--reports 14] [--planted 200] [--seed 1] [--scans] [--show]

needs samples/ on PYTHONPATH. `--scans` reads the same pages as scans of 200 dpi, by OCR: 2 s a page.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from checks.arithmetic import Arithmetic, Inconsistency, check_tables
from drawing.accounts import KINDS, At, Drawn, draw_one, draw_report, plant, random_table, scanned
from extractor.file import read_tables
from extractor.ocr import OcrEngine, Reading
from extractor.picture import Picture
from extractor.records import Line
from extractor.sources.base import Access
from extractor.tables.again import read_again, with_heard


class NoEngine:
    """Reads nothing: a page with a text layer needs no OCR."""

    name, version = "none", "0"

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        return ()

    def recognise(self, pictures: list[Picture]) -> list[Reading]:
        return [Reading("", 0.0)] * len(pictures)


@dataclass(frozen=True, slots=True)
class Bench:
    folder: Path
    engine: OcrEngine
    readers: tuple[OcrEngine, ...]  # of single cells, once more
    scans: bool
    show: bool

    def check(self, path: Path, rng: Random) -> tuple[Arithmetic, int]:
        if self.scans:
            scan = path.with_name("scan.pdf")
            scanned(path, scan, rng)
            path = scan
        reading = read_tables(path, path.name, self.engine)
        result = check_tables(reading)
        if result.in_question:
            heard = read_again(path, reading, result.in_question, self.readers, Access())
            result = check_tables(with_heard(reading, heard))
        return result, reading.pages


def holding(bench: Bench, seeds: Iterator[int]) -> None:
    """Reports in which everything holds."""
    begin, pages, bonds, found = time.perf_counter(), 0, 0, 0
    said, checked = Counter[str](), Counter[str]()
    for seed in seeds:
        rng = Random(seed)
        placed = draw_report(bench.folder / "report.pdf", rng)
        result, count = bench.check(bench.folder / "report.pdf", rng)
        pages += count
        checked.update(result.checked)
        for finding in result.findings:
            said["unsure" if finding.doubt else "sure"] += 1
            if bench.show:
                print(f"  report {seed}: {'unsure' if finding.doubt else 'SURE'} {finding.message.zh[:160]}")
        for one in placed:
            known, missed = _bonds(one.drawn, result)
            bonds += known
            found += known - len(missed)
            if bench.show and missed:
                print(f"  report {seed}, {one.drawn.title}: {len(missed)} of {known} not found, e.g. {missed[0]}")
    seconds = time.perf_counter() - begin
    print(f"holding: {pages} pages in {seconds:.0f} s; sure {said['sure']}, unsure {said['unsure']}; "
          f"{sum(checked.values())} relations checked; of {bonds} drawn {found} found")  # fmt: skip
    print(f"  {dict(checked)}")


def _bonds(drawn: Drawn, result: Arithmetic) -> tuple[int, list[str]]:
    """How many relations between at least two parts were drawn, and those that were not found, by what is written."""
    claims = {
        (claim.result.written.strip(), frozenset(part.written.strip() for part in claim.parts if part.value))
        for claim in result.claims
    }
    known, missed = 0, list[str]()
    for bond in drawn.bonds:
        texts = [drawn.text(at) for at in (*bond.parts, *bond.less)]
        parts = frozenset(text for text in texts if any(char in "123456789" for char in text))
        whole = drawn.text(bond.whole)
        if len(parts) < 2:
            continue
        known += 1
        if (whole, parts) not in claims:
            missed.append(f"{whole} = {' + '.join(sorted(parts))}")
    return known, missed


def planted(bench: Bench, count: int, seed: int) -> None:
    """Tables in each of which one digit was changed."""
    outcome, kinds = Counter[str](), Counter[str]()
    number = 0
    while sum(outcome.values()) < count:
        number += 1
        rng = Random(seed * 100_000 + number)
        kind = KINDS[number % len(KINDS)]
        wrong = plant(random_table(rng, kind), rng)
        if wrong is None:
            continue
        drawn, at = wrong
        draw_one(bench.folder / "one.pdf", drawn, rng)
        result, _ = bench.check(bench.folder / "one.pdf", rng)
        how = _outcome(drawn, at, result)
        outcome[how] += 1
        if how not in ("at the cell", "in its row"):
            kinds[f"{kind.__name__}: {how}"] += 1
            if bench.show:
                print(f"  {number} {drawn.title}: {drawn.text(at)} at {at}: {how}")
                for finding in result.findings:
                    print(f"     {'unsure' if finding.doubt else 'SURE'} {finding.message.zh[:150]}")
    print(f"planted: {count} digits: {dict(outcome)}")
    print(f"  {dict(kinds)}")


def _outcome(drawn: Drawn, at: At, result: Arithmetic) -> str:
    sure = [finding for finding in result.findings if finding.doubt is None]
    placed = [_placed(drawn, at, finding, result) for finding in sure]
    if not sure:
        return "unsure" if result.findings else "not found"
    if "elsewhere" in placed:
        return "elsewhere"
    return min(placed, key=("at the cell", "in its row", "named as a part").index)


def _placed(drawn: Drawn, at: At, finding: Inconsistency, result: Arithmetic) -> str:
    text = drawn.text(at)
    if finding.figure.written.strip() == text:
        return "at the cell"
    row = finding.figure.key[2]
    sheet = next(sheet for sheet in result.sheets if sheet.number == finding.figure.table)
    if any(figure.written.strip() == text for (other, _), figure in sheet.figures.items() if other == row):
        return "in its row"
    return "named as a part" if text in [figure.written.strip() for figure in finding.claim.figures] else "elsewhere"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--reports", type=int, default=14)
    asked.add_argument("--planted", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--scans", action="store_true")
    asked.add_argument("--show", action="store_true")
    args = asked.parse_args()
    engine: OcrEngine = NoEngine()
    readers: tuple[OcrEngine, ...] = ()
    if args.scans:
        from extractor.ocr import rapid, tesseract

        engine = rapid.Engine()
        readers = (engine, tesseract.Engine())
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), engine, readers, args.scans, args.show)
        if args.reports:
            holding(bench, iter(range(args.seed * 1000, args.seed * 1000 + args.reports)))
        if args.planted:
            planted(bench, args.planted, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
