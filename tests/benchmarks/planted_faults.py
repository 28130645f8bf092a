"""The faults that auditors look for, planted one by one, each beside a clean twin: `python
tests/benchmarks/planted_faults.py [SEED…] [--media vector scan200] [--styles 1 2] [--keep FOLDER]`.

For each seed, printing hand and medium a batch is drawn (samples/drawing/auditors.py) and checked by the command. A
fault is found where its code is reported surely of each company that has it (CX011, a clue, wherever it is reported).
Wrong is any sure finding of a twin, and of a planted company one that nothing planted explains, but for those of papers
that were not drawn. Ends with 1 where there is one. Some minutes for scans.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from drawing.auditors import PLANTS, Planted, draw_plants  # needs the path above

# Only a plant's own papers are drawn, and whatever follows from the others' absence is none of its faults.
NOT_DRAWN = ("EV001", "EV005", "PL", "AM005")


def checked(folder: Path, medium: str, style: int, seed: int) -> tuple[list[Planted], list[dict[str, Any]]]:
    batch, report = folder / f"{medium}-{style}-{seed}", folder / f"{medium}-{style}-{seed}-report"
    planted = draw_plants(batch, medium, style, seed)
    command = [sys.executable, "-m", "docs_check", batch, "--out", report, "--exit-zero", "--format", "json"]
    subprocess.run([*command, "--jobs", "1"], check=True, capture_output=True)
    return planted, json.loads((report / "report.json").read_text("utf-8"))["defects"]


def states(planted: Sequence[Planted], said: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each plant's name and how it came out; of several companies the worst."""
    for plant in PLANTS:
        own = [one.applicant for one in planted if one.plant is plant and not one.twin]
        found = [[one for one in said if one["applicant"] == name and one["code"] == plant.code] for name in own]
        sure = [any(not one["unsure"] for one in ones) for ones in found]
        yield plant.name, "found" if all(sure) else "unsure" if all(found) else "missed"


def wrong(planted: Sequence[Planted], said: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    codes = {one.applicant: None if one.twin else one.plant.code for one in planted}
    for one in said:
        explained = one["code"] == codes.get(one["applicant"]) or one["code"].startswith(NOT_DRAWN)
        if not one["unsure"] and one["severity"] != "info" and not explained:
            yield one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--media", nargs="+", default=["vector", "scan200"])
    parser.add_argument("--styles", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--keep", type=Path, help="where the batches and reports are left")
    choice = parser.parse_args()
    amiss = 0
    with tempfile.TemporaryDirectory() as room:
        for seed, medium, style in ((a, b, c) for a in choice.seeds for b in choice.media for c in choice.styles):
            planted, said = checked(choice.keep or Path(room), medium, style, seed)
            came = list(states(planted, said))
            errors = list(wrong(planted, said))
            amiss += len(errors)
            found = sum(state == "found" for _, state in came)
            unsure = sum(one["unsure"] for one in said)
            where = f"seed {seed}, {medium}, hand {style}"
            print(f"{where}: found {found} of {len(came)}; wrong {len(errors)}; unsure {unsure}")
            for name, state in came:
                if state != "found":
                    print(f"  {state}: {name}")
            for one in errors:
                print("  wrong:", one["code"], one["applicant"], one["message"], flush=True)
    return 1 if amiss else 0


if __name__ == "__main__":
    raise SystemExit(main())
