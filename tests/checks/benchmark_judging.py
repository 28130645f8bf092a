"""How long grouping and judging take for 100 and 600 companies of 9 papers each: `python
tests/checks/benchmark_judging.py`.

Prints seconds for both, and their ratio, which is 6 where the time grows linearly.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

from stdnum.cn import uscc

from checks.grouping.batch import group
from checks.judge import judge
from checks.pack.load import find_packs, load_pack
from extractor.records import FileReading

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from by_hand import SYLLABLES, builders  # needs the path above

PACK = "qingdao-2022-export-credit"


def city(companies: int) -> list[FileReading]:
    policy, papers = load_pack(find_packs()[PACK]), builders()
    readings = list[FileReading]()
    for at in range(companies):
        first, second, third = SYLLABLES[at % 20], SYLLABLES[at // 20 % 20], SYLLABLES[at // 400 % 20]
        name, stem = f"青岛{first}{second}{third}贸易有限公司", f"91370200MA3{at:06d}"
        code = stem + uscc.calc_check_digit(stem)
        company = papers.Company(policy, name, code, f"平度市/{name}")
        ninth = replace(company.licence(), kind=None, title="承诺书", file=f"{company.folder}/承诺书.pdf")
        readings += [*company.papers(), company.reading(ninth)]
    return readings


def main() -> None:
    taken = dict[int, float]()
    for companies in (100, 600):
        readings = city(companies)
        started = time.perf_counter()
        batch = group(readings, load_pack(find_packs()[PACK]))
        outcomes = judge(batch, load_pack(find_packs()[PACK]))
        taken[companies] = time.perf_counter() - started
        print(f"{companies} companies x 9 papers: {taken[companies]:.2f} s, {len(outcomes)} outcomes")  # noqa: T201
    print(f"ratio {taken[600] / taken[100]:.1f} (linear: 6)")  # noqa: T201


if __name__ == "__main__":
    main()
