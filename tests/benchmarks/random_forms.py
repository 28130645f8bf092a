"""How papers that nobody laid out are read: python tests/benchmarks/random_forms.py --papers 200 --seed 1000

With --office the forms are made as Word and Excel files (samples/drawing/anyhow/office.py), and read as they are
(medium `file`), as LibreOffice prints them (`printed`), or scanned from that.

For each layout family of samples/drawing/anyhow: of its fields, how many are read right, how many not and said to be
doubted (or not found), and how many are surely wrong.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from anyhow_read import VECTOR, read_paper
from office_read import FILE, PRINTED, read_office_paper

from checks.pack.load import load_pack
from drawing.anyhow import FAMILIES
from drawing.anyhow.office import FAMILIES as OFFICE_FAMILIES
from drawing.pack import PACK
from extractor.ocr.rapid import Engine

SCANS = ("scan200", "scan300", "scan150", "phone")
MEDIA = (VECTOR, *SCANS)
OFFICE_MEDIA = (FILE, PRINTED, *SCANS)
STATES = {"right": "right", "not, and doubted": "doubted", "surely wrong": "wrong"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=44)
    parser.add_argument("--seed", type=int, default=0, help="of the first paper")
    parser.add_argument("--medium", choices=(*MEDIA, FILE, PRINTED), help="all of them in turn, if none is named")
    parser.add_argument("--family", choices=(*FAMILIES, *OFFICE_FAMILIES))
    parser.add_argument("--office", action="store_true", help="forms made as Word and Excel files")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every field that is not right")
    options = parser.parse_args()
    forms, engine = load_pack(PACK).forms, Engine()
    families, media = (OFFICE_FAMILIES, OFFICE_MEDIA) if options.office else (FAMILIES, MEDIA)
    read = read_office_paper if options.office else read_paper
    states: dict[str, Counter[str]] = {}
    for seed in range(options.seed, options.seed + options.papers):
        # Families and media change at different paces, so that each meets each.
        medium = options.medium or media[seed // len(families) % len(media)]
        for one in read(seed, medium, forms, engine, options.family):
            states.setdefault(one.family, Counter())[one.state] += 1
            if options.verbose and one.state != "right":
                print(f"{one.state:8}{one.seed:6} {one.family:18}{medium:9}{one.name}: {one.drawn!r} -> {one.read}")
    total = sum(states.values(), Counter[str]())
    for family, counted in [*sorted(states.items()), ("all", total)]:
        every = counted.total()
        shares = (f"{name} {counted[state] / every:6.1%}" for name, state in STATES.items())
        print(f"{family:18}{every:6} fields  {'  '.join(shares)}  ({counted['wrong']})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
