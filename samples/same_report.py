"""Compares two reports of one batch.   python samples/same_report.py REPORT.json REPORT.json

For whoever rebuilds the program: the two must say the same, but for when and by which version they were made. Each
difference is a line; the exit code is 1 where there is one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

MADE_BY = ("started", "seconds", "version", "jobs", "engine")  # of the run: what may differ
_LONGEST = 160


def differences(one: Mapping[str, Any], two: Mapping[str, Any]) -> list[str]:
    runs = ({key: value for key, value in report["run"].items() if key not in MADE_BY} for report in (one, two))
    first, second = ({**report, "run": run} for report, run in zip((one, two), runs, strict=True))
    return list(_between(first, second, ""))


def _between(one: Any, two: Any, where: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(two, dict):
        for key in dict.fromkeys([*one, *two]):
            if key in one and key in two:
                yield from _between(one[key], two[key], f"{where}.{key}")
            else:
                yield f"{where}.{key}: only in the {'first' if key in one else 'second'}"
    elif isinstance(one, list) and isinstance(two, list):
        if len(one) != len(two):
            yield f"{where}: {len(one)} entries, {len(two)} entries"
        for place, (left, right) in enumerate(zip(one, two, strict=False)):
            yield from _between(left, right, f"{where}[{place}]")
    elif one != two:
        yield f"{where}: {str(one)[:_LONGEST]} | {str(two)[:_LONGEST]}"


def main() -> int:
    one, two = (json.loads(Path(name).read_text("utf-8")) for name in sys.argv[1:3])
    found = differences(one, two)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
