"""Places for signatures, drawn and judged: `python tests/benchmarks/signature_places.py [--seeds 3 4] [--media vector
scan200]`.

For each seed, medium and printing hand one form of each way to fill the place (samples/drawing/signatures.py), half of
those signed with a name seal pressed over it. Right: SG001 surely where the place is empty, and nothing sure where it
is signed; of a printed name SG002 unsure in a text PDF, and no sure verdict on a scan, where print and writing are not
told apart. Wrong is any other sure verdict; the rest is unsure. Ends with 1 where one is wrong. Some 2 s a place.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))

from checks.pack.load import Policy, find_packs, load_pack
from checks.records import Paper, Verdict
from checks.rules.signatures import sg001_signature_missing, sg002_signature_not_by_hand
from drawing.signatures import WAYS, signed_form  # needs the path above
from drawing.writers import write_pdf
from extractor.file import read_file
from extractor.ocr.rapid import Engine

EMPTY = ("empty", "sealed_empty")


def verdicts(path: Path, policy: Policy, engine: Engine) -> tuple[set[Verdict], set[Verdict]]:
    """What SG001 and SG002 say of the form."""
    (document,) = read_file(path, path.name, policy.forms, engine).documents
    company = document.get("company")
    paper = Paper(document, "平度市", company.value if company else None, None)
    rules = (sg001_signature_missing, sg002_signature_not_by_hand)
    missing, typed = ({one.verdict for one in rule.check(paper, policy)} for rule in rules)
    return missing, typed


def judged(way: str, missing: set[Verdict], typed: set[Verdict]) -> str:
    sure = [Verdict.DEFECT in missing, Verdict.DEFECT in typed]
    if way in EMPTY:
        return "right" if sure[0] else "unsure" if Verdict.UNSURE in missing else "missed"
    if any(sure):
        return "wrong"
    return "right" if way == "print" or Verdict.UNSURE not in missing | typed else "unsure"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", nargs="+", type=int, default=[11, 12, 13, 14, 15])
    parser.add_argument("--media", nargs="+", default=["vector", "scan200"])
    choice = parser.parse_args()
    policy, engine = load_pack(find_packs()["qingdao-2022-export-credit"]), Engine()
    counts = Counter[tuple[str, str, str]]()
    with tempfile.TemporaryDirectory() as room:
        for medium, seed, style, way in (
            (a, b, c, d) for a in choice.media for b in choice.seeds for c in (1, 2) for d in WAYS
        ):
            path = Path(room) / f"{medium}-{seed}-{style}-{way}.pdf"
            write_pdf(path, [signed_form(way, seed, medium, style, name_seal=seed % 2 == 1)])
            result = judged(way, *verdicts(path, policy, engine))
            counts[medium, way, result] += 1
            if result != "right":
                print(f"  {result}: {way}, {medium}, hand {style}, seed {seed}", flush=True)
    for (medium, way, result), count in sorted(counts.items()):
        print(f"{medium:8} {way:13} {result:7} {count}")
    totals = Counter[str]()
    for (_, _, result), count in counts.items():
        totals[result] += count
    print(", ".join(f"{result} {count}" for result, count in totals.most_common()), "of", totals.total())
    return 1 if totals["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
