"""Compares a report.json with what must be found.   python samples/compare.py EXPECTED.json REPORT.json

Of findings only sure ones count as found; a sure one that nothing planted explains, and that is not tolerated, is a
false alarm. Of pages: kinds; seals, met at an IoU of 0.5, read where ring or owner is right; fields, equal when folded.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MET = 0.5  # IoU from which a seal found is the seal drawn
ABOUT_FILES = "DC"  # such codes are about a file, whoever's it is

Finding = Mapping[str, Any]


@dataclass(slots=True)
class RuleTally:
    right: int = 0
    all: int = 0
    wrong: list[str] = field(default_factory=list)

    def count(self, right: bool, what: str) -> None:
        self.all += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    def __str__(self) -> str:
        return f"{self.right}/{self.all} ({self.right / max(self.all, 1):.1%})"


@dataclass(slots=True)
class Comparison:
    found: list[Finding] = field(default_factory=list)
    doubted: list[Finding] = field(default_factory=list)
    missed: list[Finding] = field(default_factory=list)
    false_alarms: list[Finding] = field(default_factory=list)
    kinds: RuleTally = field(default_factory=RuleTally)
    located: RuleTally = field(default_factory=RuleTally)
    read: RuleTally = field(default_factory=RuleTally)
    fields: RuleTally = field(default_factory=RuleTally)
    extra_seals: list[str] = field(default_factory=list)


def fold(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text or "")).replace(" ", "").replace(",", "").strip("。.:")


def explains(planted: Finding, said: Finding) -> bool:
    """Whether `said` is what was planted (or tolerated): what `planted` leaves open, is open."""
    if planted["code"] != said["code"]:
        return False
    if planted["code"].startswith(ABOUT_FILES):
        return planted.get("file") in (None, said.get("file"))
    if planted.get("district") and fold(planted["district"]) != fold(said.get("district")):
        return False
    if planted.get("applicant") and fold(planted["applicant"]) != fold(said.get("applicant")):
        return False
    return all(not planted.get(name) or planted[name] == said.get(name) for name in ("kind", "slot"))


def compare(expected: Mapping[str, Any], report: Mapping[str, Any], codes: Iterable[str] | None = None) -> Comparison:
    """`codes`: the rules that this version has; what other rules must find is left out."""
    known = None if codes is None else set(codes)
    result = Comparison()
    left = list(report["defects"])
    for planted in expected["defects"]:
        if known is not None and planted["code"] not in known:
            continue
        hits = [said for said in left if explains(planted, said)]
        sure = [said for said in hits if not said["unsure"]]
        (result.found if sure else result.doubted if hits else result.missed).append(planted)
        for said in (sure or hits)[:1]:
            left.remove(said)
    allowed = [*expected["tolerated"], *expected["defects"]]
    result.false_alarms = [
        said
        for said in left
        if not said["unsure"] and said["severity"] != "info" and not any(explains(planted, said) for planted in allowed)
    ]
    _pages(expected["pages"], report["documents"], result)
    return result


def _pages(pages: Iterable[Mapping[str, Any]], documents: Iterable[Mapping[str, Any]], result: Comparison) -> None:
    by_page = {(document["file"], page): document for document in documents for page in document["pages"]}
    for page in pages:
        where = f"{page['file']} {page['page']}"
        document = by_page.get((page["file"], page["page"]), {})
        result.kinds.count(document.get("kind") == page["kind"], f"{where}: {page['kind']} → {document.get('kind')}")
        _seals(page, [seal for seal in document.get("seals", []) if seal["page"] == page["page"]], where, result)
        _fields(page, document, where, result)


def _seals(page: Mapping[str, Any], seals: list[Mapping[str, Any]], where: str, result: Comparison) -> None:
    left = list(seals)
    for drawn in page["seals"]:
        seen = max(left, key=lambda seal: iou(seal["box"], drawn["box"]), default=None)
        met = seen is not None and iou(seen["box"], drawn["box"]) >= MET
        result.located.count(met, f"{where}: {drawn['text']}")
        if seen is not None and met:
            left.remove(seen)
            right = fold(drawn["text"]) in (fold(seen["text"]), fold(seen["owner"]))
            result.read.count(right, f"{where}: {drawn['text']} → {seen['text']} ({seen['owner']})")
    result.extra_seals += [f"{where}: {seal['shape']} {seal['text']} {seal['box']}" for seal in left]


def _fields(page: Mapping[str, Any], document: Mapping[str, Any], where: str, result: Comparison) -> None:
    names = {fold(row["company"]) for row in document.get("rows", [])}
    for drawn in page["fields"]:
        if page["kind"] == "summary_table" and drawn["name"] == "name":
            result.fields.count(fold(drawn["text"]) in names, f"{where}: row {drawn['text']}")
            continue
        seen = document.get("fields", {}).get(drawn["name"]) or {}
        read = {fold(seen.get("value")), fold(seen.get("written"))} - {""}
        right = bool(read & {fold(drawn["text"]), fold(drawn["value"])})
        result.fields.count(right, f"{where}: {drawn['name']} {drawn['text']} → {seen.get('written')}")


def iou(one: list[float], other: list[float]) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    both = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return shared / (both - shared)


def main() -> int:
    expected, report = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:3])
    result = compare(expected, report)
    say = sys.stdout.write
    say(
        f"findings: found {len(result.found)}, unsure {len(result.doubted)}, missed {len(result.missed)}; "
        f"false alarms {len(result.false_alarms)}\n"
        f"kinds {result.kinds}; seals located {result.located}, read {result.read}, extra {len(result.extra_seals)}; "
        f"fields {result.fields}\n"
    )
    for title, findings in (("unsure", result.doubted), ("missed", result.missed), ("false", result.false_alarms)):
        for finding in findings:
            shown = {name: finding.get(name) for name in ("code", "district", "applicant", "kind", "file", "slot")}
            say(f"  {title}: {json.dumps(shown, ensure_ascii=False)}\n")
    for title, share in (
        ("kind", result.kinds),
        ("lost", result.located),
        ("seal", result.read),
        ("field", result.fields),
    ):
        for line in share.wrong:
            say(f"  {title}: {line}\n")
    for line in result.extra_seals:
        say(f"  extra: {line}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
