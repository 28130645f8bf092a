"""How well seals are found and read on real papers: python tests/benchmarks/real_seals.py [FOLDER]

It goes through `docs-check read`, as an office would. FOLDER (default ../shared/sets/real) holds pictures and a
truth.json read by eye, which are not part of the project.

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
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any, cast

from extractor.records import Box, Color, Place, Seal, Shape

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
    entries = json.loads((folder / "truth.json").read_text("utf-8"))
    found = read(folder, [entry["file"] for entry in entries])
    seals = located = right = false = 0
    for entry in entries:
        left = found.get(Path(entry["file"]).name, [])
        for truth in entry["seals"]:
            seals += 1
            seal = max(left, key=lambda seal: seal.place.box.iou(box(truth, entry)), default=None)
            if seal is None or seal.place.box.iou(box(truth, entry)) < 0.5:
                print(f"lost   {entry['file']}: {truth['text']}")
                continue
            located += 1
            left.remove(seal)
            good = is_read(seal, truth)
            right += good
            if not good:
                print(f"misread {entry['file']}: {truth['text']} -> {seal.text} | {seal.inner} ({seal.confidence:.2f})")
        false += len(left)
        for seal in left:
            print(f"false  {entry['file']}: {seal.place.box} {seal.text}")
    print(f"seals {seals}, located {located / seals:.1%}, false {false}, read {right / seals:.1%}")
    return 0 if located >= LEAST_LOCATED * seals and false <= MOST_FALSE and right >= LEAST_READ * seals else 1


def read(folder: Path, files: list[str]) -> dict[str, list[Seal]]:
    """The seals that `docs-check read` finds, by the name of the file."""
    command = [str(Path(sys.executable).with_name("docs-check")), "read", *(str(folder / file) for file in files)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = dict[str, list[Seal]]()
    for document in json.loads(answer)["documents"]:
        for seal in document["seals"]:
            place = Place(seal["page"], Box(*seal["box"]))
            shape, color = Shape(seal["shape"]), Color(seal["color"])
            record = Seal(place, shape, color, seal["text"], seal["inner"], seal["confidence"])
            found.setdefault(Path(document["file"]).name, []).append(record)
    return found


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
