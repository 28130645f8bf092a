"""How well drawn seals are found and read, and what `confidence` is worth: python tests/benchmarks/drawn_seals.py

Sheets of four seals in random styles (tests/extractor/seals_drawn.py), six of ten over print, scanned in several ways.
The calibration in extractor/seals/reading.py is that of `--sheets 60` with the seeds 4 and 5.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "extractor"))

import seals_drawn as drawn

from extractor.ocr.rapid import Engine
from extractor.picture import Picture
from extractor.seals import find_seals

LIMITS = (0.97, 0.95, 0.9, 0.8, 0.7, 0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sheets", type=int, default=15)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("-v", "--verbose", action="store_true", help="print every misreading")
    options = parser.parse_args()
    if drawn.font_file() is None:
        print("No Chinese font: run make setup, or install fonts-noto-cjk.", file=sys.stderr)
        return 2
    engine = Engine()
    read: list[tuple[float, bool]] = []
    seals = false = 0
    started = time.perf_counter()
    for sheet, picture in sheets(options.sheets, options.seed):
        left = list(find_seals(picture, engine.recognise, 1))
        for look, box in sheet.seals:
            seals += 1
            seal = max(left, key=lambda seal: seal.place.box.iou(box), default=None)
            if seal is None or seal.place.box.iou(box) < 0.5:
                print(f"lost {look.text}")
                continue
            left.remove(seal)
            read.append((seal.confidence, seal.text == look.text))
            if options.verbose and seal.text != look.text:
                print(f"{look.text} -> {seal.text} ({seal.confidence:.2f})")
        false += len(left)
    right = sum(good for _, good in read)
    print(f"seals {seals}, located {len(read)}, false {false}, read {right}; {time.perf_counter() - started:.0f} s")
    for limit in LIMITS:
        above = [good for confidence, good in read if confidence >= limit]
        print(f"confidence >= {limit}: {sum(above)} of {len(above)} right")
    return 0


def sheets(count: int, seed: int) -> Iterator[tuple[drawn.Sheet, Picture]]:
    rng = random.Random(seed)
    for number in range(count):
        sheet = drawn.Sheet.blank(paper=rng.choice([255, 250, 235]))
        looks = [drawn.random_look(rng) for _ in range(4)]
        for index, look in enumerate(looks):
            x = 320 + 600 * (index % 2) + rng.randint(-40, 40)
            y = 320 + 600 * (index // 2) + rng.randint(-40, 40)
            if rng.random() < 0.6:
                words = rng.choice([look.text, "经办人（盖章）："])
                place = (x - 230 + rng.randint(-60, 60), y - 10 + rng.randint(-60, 60))
                sheet.write(place, words, rng.choice([30, 34]))
                sheet.write((x - 100, y + 50 + rng.randint(0, 40)), f"2023年3月{rng.randint(1, 28)}日", 30)
            sheet.stamp(look, (x, y), seed * 1000 + number * 4 + index)
        quality, blur = rng.choice([None, 90, 75, 60]), rng.choice([0, 0.6, 1.0])
        yield sheet, sheet.scanned(quality, blur, rng.choice([0, 0.01, 0.02]), number)


if __name__ == "__main__":
    sys.exit(main())
