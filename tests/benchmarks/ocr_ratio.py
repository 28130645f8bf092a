"""What reading a scanned page costs, in parts of what stock RapidOCR costs for its OCR alone.

    python tests/benchmarks/ocr_ratio.py [FOLDER] [--pages N]

Every scanned page of FOLDER (samples/ unless told) is rendered once; then `read_page` (straightening, seals, rules,
OCR: everything) and `RapidOCR()` with its default settings read the same picture in turn, each first every other
time. The figure is the median over the pages of the quotient of the two times. The bar is 60%.
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
from extractor.pages import read_page
from extractor.sources import RawPage, Unreadable, open_source

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


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


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
    read_page(chosen[0][1], engine)
    stock(blue_first[chosen[0][0]])
    ratios: list[float] = []
    for turn, (name, raw) in enumerate(chosen):
        works = (lambda raw=raw: read_page(raw, engine)), (lambda name=name: stock(blue_first[name]))
        if turn % 2:
            theirs, ours = seconds(works[1]), seconds(works[0])
        else:
            ours, theirs = seconds(works[0]), seconds(works[1])
        ratios.append(ours / theirs)
        print(f"{ours:6.2f} s  {theirs:6.2f} s  {ours / theirs:6.1%}  {name}")
    ratio = statistics.median(ratios)
    print(f"read_page costs {ratio:.1%} of stock RapidOCR (median of {len(ratios)} pages; bar {BAR:.0%})")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
