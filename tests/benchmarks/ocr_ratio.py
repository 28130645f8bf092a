"""What reading a scanned page costs, in parts of what stock RapidOCR costs for its OCR alone.

    python tests/benchmarks/ocr_ratio.py [FOLDER] [--pages N]

Every scanned page of FOLDER (samples/ unless told) is rendered once; then `read_sheet` (straightening, seals, rules,
OCR: everything) and `RapidOCR()` with its default settings read the same picture in turn, each first every other
time. The figures are the medians over the pages of the quotients: of processor seconds, which is what a batch costs,
and of the clock, on which stock RapidOCR has all cores for one page and docs-check, a process a core, one. The bar is
60%, of both. (`bench.py` measures the whole command on many pages.)
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
from rapidocr import RapidOCR

from extractor.ocr.rapid import Engine
from extractor.page.read_page import read_sheet
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.open import open_source

BAR = 0.60


def scans(folder: Path) -> Iterator[tuple[str, RawPage]]:
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".pdf", ".jpg", ".jpeg", ".png")):
        try:
            with open_source(path) as source:
                for number in range(1, source.page_count + 1):
                    raw = source.read(number)
                    if isinstance(raw, RawPage) and raw.text is None:
                        yield f"{path.relative_to(folder)}:{number}", raw
        except Unreadable:
            continue


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """On the processor and on the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parents[2] / "samples")
    parser.add_argument("--pages", type=int, default=24, help="how many pages, spread over the folder")
    options = parser.parse_args()
    pages = list(scans(options.folder))
    chosen = pages[:: max(1, len(pages) // options.pages)][: options.pages]
    if not chosen:
        print(f"no scanned pages under {options.folder}", file=sys.stderr)
        return 2
    engine, stock = Engine(), RapidOCR(params={"Global.log_level": "critical"})
    blue_first = {name: cv2.cvtColor(raw.picture, cv2.COLOR_RGB2BGR) for name, raw in chosen}
    read_sheet(chosen[0][1], engine)
    stock(blue_first[chosen[0][0]])
    ratios: list[tuple[float, float]] = []
    for turn, (name, raw) in enumerate(chosen):
        works = [one_core(lambda raw=raw: read_sheet(raw, engine)), lambda name=name: stock(blue_first[name])]
        order = (1, 0) if turn % 2 else (0, 1)
        taken = {which: seconds(works[which]) for which in order}
        ratio = taken[0][0] / taken[1][0], taken[0][1] / taken[1][1]
        ratios.append(ratio)
        print(f"{taken[0][0]:6.2f} s  {taken[1][0]:6.2f} s  {ratio[0]:6.1%} of CPU  {ratio[1]:6.1%} of time  {name}")
    cpu, clock = (statistics.median(ratio[which] for ratio in ratios) for which in (0, 1))
    print(
        f"a page costs {cpu:.1%} of stock RapidOCR's CPU seconds, {clock:.1%} of its time on the clock "
        f"(medians of {len(ratios)} pages; bar {BAR:.0%})"
    )
    return 0 if max(cpu, clock) <= BAR else 1


def one_core(work: Callable[[], object]) -> Callable[[], object]:
    """As in a worker, where OpenCV has one thread too."""

    def alone() -> None:
        before = cv2.getNumThreads()
        cv2.setNumThreads(1)
        work()
        cv2.setNumThreads(before)

    return alone


if __name__ == "__main__":
    raise SystemExit(main())
