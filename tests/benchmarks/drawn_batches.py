"""How often docs-check is wrong on batches that nobody fitted it to: `python tests/benchmarks/drawn_batches.py SEED…
[--keep FOLDER]`.

For each seed a batch of some 130 pages is drawn as samples/ are, with other companies, papers, media and faults; the
command checks it, and samples/compare.py says what was found. What counts most stands first: sure findings that are
wrong. Ends with 1 where there is one. Two minutes a seed on two cores.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from compare import Comparison, compare  # needs the path above
from drawing.batch import draw_batch

DISTRICTS, COMPANIES = 5, 3
MEDIA = ("scan300", "scan200", "scan150", "poor", "phone", "vector")


def checked(folder: Path, seed: int) -> Comparison:
    batch, report = folder / f"batch{seed}", folder / f"report{seed}"
    truth = draw_batch(batch, DISTRICTS, COMPANIES, seed, media=MEDIA)
    command = [Path(sys.executable).with_name("docs-check"), batch, "--out", report, "--exit-zero", "--format", "json"]
    subprocess.run([*command, "--no-cache"], check=True, capture_output=True)
    return compare(truth, json.loads((report / "report.json").read_text("utf-8")))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", nargs="+", type=int)
    parser.add_argument("--keep", type=Path, help="where the batches and reports are left")
    choice = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as room:
        for seed in choice.seeds:
            found = checked(choice.keep or Path(room), seed)
            wrong += len(found.false_alarms)
            print(
                f"seed {seed}: false alarms {len(found.false_alarms)}; found {len(found.found)}, "
                f"unsure {len(found.doubted)}, missed {len(found.missed)}; kinds {found.kinds}; "
                f"seals located {found.located}, read {found.read}; fields {found.fields}",
                flush=True,
            )
            for said in found.false_alarms:
                print(
                    "  false:", *(said[name] for name in ("code", "district", "applicant", "file", "page", "message"))
                )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
