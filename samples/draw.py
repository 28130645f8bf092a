"""Draws samples/batch and samples/expected.json anew, from samples/batch.yaml.

python samples/draw.py                          the committed batch
python samples/draw.py OUT --districts 6 --companies 3 --seed 5   another one, at random
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from ruamel.yaml import YAML

from drawing.batch import draw_batch, draw_plan, write_truth
from drawing.fonts import MissingFontError

HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path, help="a folder for a random batch; without it the committed one")
    parser.add_argument("--districts", type=int, default=4)
    parser.add_argument("--companies", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.3, help="share of companies and districts with a fault")
    parser.add_argument("--style", type=int, choices=(1, 2))
    options = parser.parse_args()
    try:
        if options.out is None:
            out, truth_file = HERE / "batch", HERE / "expected.json"
            shutil.rmtree(out, ignore_errors=True)
            truth = draw_plan(YAML(typ="safe").load((HERE / "batch.yaml").read_text(encoding="utf-8")), out)
        else:
            out, truth_file = options.out / "batch", options.out / "truth.json"
            truth = draw_batch(out, options.districts, options.companies, options.seed, options.faults, options.style)
    except MissingFontError as missing:
        sys.stderr.write(f"{missing}\n")
        return 2
    write_truth(truth_file, truth)
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    sys.stdout.write(f"{out}: {len(truth['pages'])} pages, {size / 1e6:.1f} MB, {len(truth['defects'])} findings\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
