"""What judging and reporting a large batch takes: `python tests/benchmarks/scale_simulation.py [PAPERS…]`, by default
200, 5,000 and 10,000.

Papers made by hand, a page each; nothing is read. Eight a company, 500 a district, as a city's have. Prints for each
number, in a process of its own: bytes of report.json, seconds and seconds of CPU of the whole run but for reading, and
the most memory held.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import many

A_DISTRICT = 496  # papers
A_PAPER = 8  # papers a company hands in
FORMATS = ("json", "html", "xlsx", "notices")
_MARKS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")


def district_name(number: int) -> str:
    """Such as no other is part of: the pack is given these instead of its own."""
    return "模拟" + "".join(_MARKS[number // 10**at % 10] for at in range(3)) + "县"


def main(counts: list[int]) -> None:
    print("   papers   report MB   seconds   CPU s   CPU ms a paper   peak MB")  # noqa: T201
    for count in counts:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:  # may itself start workers
            print(pool.submit(measured, count).result(), flush=True)  # noqa: T201


def measured(count: int) -> str:
    os.environ["PATH"] = ""  # no second reader: there is no paper to look at
    with tempfile.TemporaryDirectory() as room:
        begun, busy = time.monotonic(), time.process_time()
        run(Path(room), count)
        took, worked = time.monotonic() - begun, time.process_time() - busy
        size = Path(room, "report", "report.json").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{count:>9,} {size / 1e6:>11.1f} {took:>9.1f} {worked:>7.1f} {worked / count * 1000:>16.2f} {peak:>9.0f}"


def run(room: Path, count: int) -> None:
    from rich.console import Console

    from checks.pack.load import load_pack
    from checks.pack.shipped import find_packs
    from docs_check import run as story
    from docs_check.intake.walk import FoundFile, Walk
    from docs_check.judging.policy_choice import Choice
    from docs_check.progress import Progress
    from docs_check.report.decided.decisions import Decided
    from docs_check.report.stored import StoredWriter
    from docs_check.reports.formats import chosen
    from docs_check.settings import Settings
    from extractor.records import Words

    policy = load_pack(find_packs()["qingdao-2022-export-credit"])
    names = {district_name(number): () for number in range(-(-count // A_DISTRICT))}
    policy = policy.model_copy(update={"districts": names})
    choice = Choice(policy, Words("模拟", "simulated"))
    first = list(many.readings(policy, 0, district_name(0), with_lines=True))

    class Made:
        engine = "simulated 1"

        def read(self, files: Sequence[FoundFile], forms: Any) -> Iterator[Any]:
            return (reading for number in range(count // A_PAPER) for reading in papers(policy, number, first))

    places = [reading.file for number in range(count // A_PAPER) for reading in papers(policy, number, first)]
    found = Walk(room / "batch", tuple(FoundFile(room / "batch" / name, name) for name in places), ())
    (room / "report").mkdir()
    writers = [one.open(room / "report", "zh", Settings()) for one in chosen(FORMATS)]
    report = story.Report(writers, StoredWriter(room / "report", "zh"), Decided)
    progress = Progress(Console(file=io.StringIO()), "zh")
    story.check(story.Request(str(room)), choice, found, Made(), progress, report)


def papers(policy: Any, number: int, first: Sequence[Any]) -> Iterator[Any]:
    """Of one company: those of the first, with its own name, code and district put in."""
    from docs_check.codec import packed, unpacked
    from extractor.records import FileReading

    district = district_name(number * A_PAPER // A_DISTRICT)
    zero, made = many.company(policy, 0, district_name(0)), many.company(policy, number, district)
    for reading in first:
        text = _text(packed(FileReading, reading))
        for old, new in ((zero.name, made.name), (zero.code, made.code), (district_name(0), district)):
            text = text.replace(old, new)
        changed = unpacked(FileReading, _bytes(text))
        yield replace(changed, sha256=f"{number:032d}{reading.sha256[:32]}")


def _text(content: bytes | None) -> str:
    import zlib

    return zlib.decompress(content or b"").decode()


def _bytes(text: str) -> bytes:
    import zlib

    return zlib.compress(text.encode(), 1)


if __name__ == "__main__":
    main([int(one.replace(",", "").replace("_", "")) for one in sys.argv[1:]] or [200, 5_000, 10_000])
