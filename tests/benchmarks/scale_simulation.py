"""What judging and reporting a large batch takes, a district at a time: `python tests/benchmarks/scale_simulation.py
[DOCUMENTS…]`, by default 10,000 and 100,000.

Papers made by hand, a page each, as Parquet parts; nothing is read. Districts of 10,000 papers, as a county has them.
Prints for each number, in a process of its own: bytes of the parts and of report.json, seconds and seconds of CPU to
judge and report, and the most memory held.
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import many

A_DISTRICT = 10_000  # papers: a county's share of a province's batch
A_PAPER = 8  # papers a company hands in
COMPANIES_A_PART = 256
_MARKS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
_STRINGS, _PACKED = ("file", "sha256"), "reading"


def district_name(number: int) -> str:
    """Such as no other is part of: the pack is given these instead of its own."""
    return "模拟" + "".join(_MARKS[number // 10**at % 10] for at in range(3)) + "县"


def main(counts: list[int]) -> None:
    print("   papers   parts MB   report MB   judge+report s   CPU s   CPU ms a paper   peak MB")  # noqa: T201
    for count in counts:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.apply(measured, (count,)), flush=True)  # noqa: T201


def measured(count: int) -> str:
    os.environ["PATH"] = ""  # no second reader: there is no paper to look at
    from checks.pack.load import load_pack
    from checks.pack.shipped import find_packs
    from docs_check.parts import Store
    from docs_check.policy_choice import Choice
    from extractor.records import Words

    policy = load_pack(find_packs()["qingdao-2022-export-credit"])
    names = {district_name(number): () for number in range(-(-count // A_DISTRICT))}
    with tempfile.TemporaryDirectory() as room:
        store = Store(f"{room}/parts")
        Path(store.url).mkdir()
        policy = policy.model_copy(update={"districts": names})
        parts = list(written(store, policy, count))
        size = sum(path.stat().st_size for path in Path(store.url).iterdir())
        begun, busy = time.monotonic(), time.process_time()
        report_on(store, parts, Choice(policy, Words("模拟", "simulated")), Path(room), count)
        took, worked = time.monotonic() - begun, time.process_time() - busy
        report = Path(room, "report", "report.json").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{count:>9,} {size / 1e6:>10.1f} {report / 1e6:>11.1f} {took:>16.1f} {worked:>7.1f} "
        f"{worked / count * 1000:>16.2f} {peak:>9.0f}"
    )


def report_on(store: Any, parts: list[str], choice: Any, room: Path, count: int) -> None:
    from rich.console import Console

    from docs_check.by_district import Job
    from docs_check.intake.walk import FoundFile, Walk
    from docs_check.progress import Progress
    from docs_check.reports.formats import chosen
    from docs_check.run import Request

    class Nothing:
        engine = "simulated 1"

        def read(self, files: Any, forms: Any) -> Any:
            return iter(())

    files = tuple(FoundFile(room / str(place), str(place)) for place in range(count))  # the paths, as a run holds them
    found = Walk(room, files, ())
    (room / "report").mkdir()
    progress = Progress(Console(file=io.StringIO()), "zh")
    writers = chosen(["json"])
    job = Job(Request(room), found, Nothing(), store, room, room / "report", room / "out", "zh", writers, progress)
    with contextlib.redirect_stdout(io.StringIO()):
        job.reported(choice, parts, datetime.now(UTC), time.monotonic())


def written(store: Any, policy: Any, count: int) -> Iterator[str]:
    """Company after company, made of one by putting in its name, code and district."""
    import pyarrow

    from docs_check.parts import schema

    first = many.company(policy, 0, district_name(0))
    rows = template(store, policy)
    pending, place = list[dict[str, Any]](), 0
    for number in range(count // A_PAPER):
        district = district_name(number * A_PAPER // A_DISTRICT)
        made = many.company(policy, number, district)
        changes = ((first.name, made.name), (first.code, made.code), (district_name(0), district))
        for row in rows:
            pending.append(changed(row, changes, district, place))
            place += 1
        if (number + 1) % COMPANIES_A_PART == 0 or number + 1 == count // A_PAPER:
            name = f"part-{place}.parquet"
            store.write_table(name, pyarrow.Table.from_pylist(pending, schema=schema()))
            pending = []
            yield name


def template(store: Any, policy: Any) -> list[dict[str, Any]]:
    from docs_check.intake.walk import FoundFile
    from docs_check.parts import Wanted

    readings = list(many.readings(policy, 0, district_name(0), with_lines=True))
    rows = [(Wanted(at, FoundFile(Path(one.file), one.file)), one) for at, one in enumerate(readings)]
    store.write("template.parquet", rows, policy.forms)
    made = store.dataset(["template.parquet"]).to_table().to_pylist()
    Path(store.url, "template.parquet").unlink()
    return [{**row, _PACKED: zlib.decompress(row[_PACKED])} for row in made]


def changed(row: dict[str, Any], changes: Any, district: str, place: int) -> dict[str, Any]:
    content, strings, names = row[_PACKED], {key: row[key] for key in _STRINGS}, row["names"]
    for old, new in changes:
        content = content.replace(old.encode(), new.encode())
        strings = {key: text.replace(old, new) for key, text in strings.items()}
        names = [name.replace(old, new) for name in names]
    return {**row, **strings, "names": names, "district": district, "place": place, _PACKED: zlib.compress(content, 1)}


if __name__ == "__main__":
    main([int(one.replace(",", "").replace("_", "")) for one in sys.argv[1:]] or [10_000, 100_000])
