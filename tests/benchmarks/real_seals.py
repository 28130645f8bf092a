"""How well seals are found and read on real papers: python tests/benchmarks/real_seals.py [FOLDER]

FOLDER (default ../shared/sets/real) holds pictures and a truth.json read by eye, which are not part of the project.

A seal is located by a box with IoU of 0.5 or more; every other box is false. Its text counts as read when, after
folding (NFKC, no spaces, no punctuation at the ends), `text`, or `text` followed by `inner`, equals the truth's
`text`; the truth gives all words on the seal in reading order, the record keeps those inside the ring apart. Words that
the truth lists as `other_text` may be there or not. Where only a part is certain by eye (`text_certain`), that part
must be there.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import json
import sys
import time
import unicodedata
from pathlib import Path
from typing import Any, cast

import numpy as np
from PIL import Image, ImageOps

from extractor.ocr.rapid import Engine
from extractor.picture import Picture
from extractor.records import Box, Seal
from extractor.seals import find_seals

LEAST_LOCATED = 0.90
MOST_FALSE = 3
LEAST_READ = 0.75


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).parents[3] / "shared" / "sets" / "real"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    folder = cast(Path, parser.parse_args().folder)
    if not (folder / "truth.json").is_file():
        print(f"There is no real set at {folder}: give the folder that holds its truth.json.", file=sys.stderr)
        return 2
    engine = Engine()
    seals = located = read = false = 0
    started = time.perf_counter()
    for entry in json.loads((folder / "truth.json").read_text("utf-8")):
        picture = load(folder / entry["file"])
        left = list(find_seals(picture, engine.recognise, 1))
        for truth in entry["seals"]:
            seals += 1
            seal = max(left, key=lambda seal: seal.place.box.iou(box(truth, entry)), default=None)
            if seal is None or seal.place.box.iou(box(truth, entry)) < 0.5:
                print(f"lost   {entry['file']}: {truth['text']}")
                continue
            located += 1
            left.remove(seal)
            right = is_read(seal, truth)
            read += right
            if not right:
                print(f"misread {entry['file']}: {truth['text']} -> {seal.text} | {seal.inner} ({seal.confidence:.2f})")
        false += len(left)
        for seal in left:
            print(f"false  {entry['file']}: {seal.place.box} {seal.text}")
    print(
        f"seals {seals}, located {located / seals:.1%}, false {false}, read {read / seals:.1%}; "
        f"{time.perf_counter() - started:.1f} s"
    )
    return 0 if located >= LEAST_LOCATED * seals and false <= MOST_FALSE and read >= LEAST_READ * seals else 1


def load(path: Path) -> Picture:
    """As a viewer shows it, on white paper."""
    image = ImageOps.exif_transpose(Image.open(path))
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    return np.asarray(image.convert("RGB"))


def box(truth: dict[str, Any], entry: dict[str, Any]) -> Box:
    x0, y0, x1, y1 = truth["box"]
    return Box(x0 / entry["width"], y0 / entry["height"], x1 / entry["width"], y1 / entry["height"])


def is_read(seal: Seal, truth: dict[str, Any]) -> bool:
    found = {fold(seal.text), fold(seal.text + seal.inner)}
    others = fold(truth.get("other_text"))
    wanted = {fold(truth["text"]), fold(truth["text"]) + others}
    certain = fold(truth.get("text_certain"))
    return bool(found & wanted) or bool(certain and any(certain in text for text in found))


def fold(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").replace(" ", "").strip("。.,，:：")


if __name__ == "__main__":
    sys.exit(main())
