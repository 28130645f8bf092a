"""How well seals in a bad state are found and read, and what is taken for one: python tests/benchmarks/wild_seals.py

Pictures with one or two seals of random cuts (tests/extractor/seals_wild.py): small, in strong JPEG, under print,
faint, grey, blue, over one another, cut by an edge, photographed. A seal is located by a box with IoU of 0.5 or more;
every other box is false. It is read when all its words are, folded as in real_seals.py; only seals whose ring letters
are `LEGIBLE` high and that lie wholly on the picture count. `sure` are the readings of 0.7 and more, `wrong` those of
them whose ring is misread.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "extractor"))

import seals_wild as drawn
from real_seals import fold

from extractor.ocr.rapid import Engine
from extractor.picture import Picture
from extractor.records import Seal
from extractor.seals import find_seals, red_left, worn_seals

LEGIBLE = 10.0  # px
SURE = 0.7


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=20, help="in each state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--states", nargs="*", default=list(drawn.STATES))
    parser.add_argument("-v", "--verbose", action="store_true", help="print every loss and misreading")
    options = parser.parse_args()
    engine = Engine()
    count = Counter[tuple[str, str]]()
    started = time.process_time()
    for state in options.states:
        for number in range(options.pictures):
            picture = drawn.wild(random.Random(f"{options.seed} {state} {number}"), state)
            left = found(picture.picture, engine)
            for truth in picture.seals:
                _measure(truth, left, count, f"{state} {number}" if options.verbose else "")
            count[state, "false"] += len(left)
            for seal in left if options.verbose else ():
                print(f"false   {state} {number}: {seal.place.box} {seal.text} {seal.confidence:.2f}")
    for name in dict.fromkeys((*options.states, *drawn.KINDS)):
        if count[name, "seals"] or count[name, "false"]:
            print(_line(name, count))
    print(_line("all", count), f"{time.process_time() - started:.0f} s")
    return 0


def found(picture: Picture, engine: Engine) -> list[Seal]:
    seals = find_seals(picture, engine.recognise, 1)
    return [*seals, *worn_seals(picture, red_left(picture, seals).traces, engine.recognise, 1)]


def _measure(truth: drawn.Stamped, left: list[Seal], count: Counter[tuple[str, str]], where: str) -> None:
    """Takes the seal that is it out of `left`."""
    names = (truth.state, truth.words.kind, "all")
    count.update((name, "seals") for name in names)
    legible = truth.letter >= LEGIBLE and truth.visible > 0.99
    count.update((name, "legible") for name in names if legible)
    seal = max(left, key=lambda seal: seal.place.box.iou(truth.box), default=None)
    if seal is None or seal.place.box.iou(truth.box) < 0.5:
        if where:
            print(f"lost    {where}: {truth.words.kind} {truth.letter:.0f} px {truth.words.whole}")
        return
    left.remove(seal)
    count.update((name, "located") for name in names)
    words = truth.words
    ring = fold(seal.text) in {fold(words.text), fold(words.text + words.lower)}
    whole = fold(seal.text + seal.inner)
    latin = words.kind == "bilingual" and ring
    good = latin or whole in {fold(words.whole), fold(words.whole + words.serial)}
    if legible:
        count.update((name, "read") for name in names if good)
        count.update((name, "ring") for name in names if ring)
    if seal.confidence >= SURE:
        count.update((name, "sure") for name in names)
        count.update((name, "wrong") for name in names if not ring)
    if where and legible and not good:
        said = f"{words.text}|{''.join(words.lines)}|{words.lower} -> {seal.text}|{seal.inner}"
        print(f"misread {where}: {words.kind} {truth.letter:.0f} px {said} ({seal.confidence:.2f})")


def _line(name: str, count: Counter[tuple[str, str]]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{part} {count[name, part] / max(1, count[name, whole]):6.1%}"

    parts = (share("located", "seals"), share("read", "legible"), share("ring", "legible"))
    numbers = f"seals {count[name, 'seals']:3}, legible {count[name, 'legible']:3}, false {count[name, 'false']}"
    return f"{name:12} {numbers}: {', '.join(parts)}; sure {count[name, 'sure']}, wrong {count[name, 'wrong']}"


if __name__ == "__main__":
    sys.exit(main())
