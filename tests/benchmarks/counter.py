"""What a clerk waits for at the counter: `python tests/benchmarks/counter.py [JOBS]`.

Drops nine freshly drawn scans on a counter that is warm, as it is before the first company comes, and prints the
seconds until the first answer (kind and seals of a page), until all is judged, and until the second reader has looked
too; beside them, what the same nine take to be read alone by the same number of processes.
"""

# ruff: noqa: T201  # it is for printing

from __future__ import annotations

import random
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "samples")]

from checks.pack.load import find_packs, load_pack  # noqa: E402
from docs_check.counter.examiner import Examiner, SetFile  # noqa: E402
from docs_check.intake.walk import FoundFile  # noqa: E402
from docs_check.reading.engines import EngineChoice  # noqa: E402
from docs_check.reading.reader import PoolReader  # noqa: E402
from docs_check.settings import Settings  # noqa: E402
from drawing import KINDS, random_page  # noqa: E402  # needs the path above
from extractor.content import sha256_of  # noqa: E402

PACK, PAGES = "qingdao-2022-export-credit", 9
FIRST_ANSWER, JUDGED = 3.0, 1.5  # s; times the reading alone: what the counter must reach on two cores


def main() -> None:
    jobs = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    policy, settings = load_pack(find_packs()[PACK]), Settings(jobs=jobs)
    reader = PoolReader.with_engine(EngineChoice(), settings)
    with tempfile.TemporaryDirectory() as room:
        files = scans(Path(room))
        with closing(Examiner(policy, [reader] * jobs, settings, tuple)) as examiner:
            examiner.add(0, files[0], None)  # the models are loaded by the time that this one is read
            while not examiner.state(0).checked:
                time.sleep(0.02)
            first, judged, checked = dropped(examiner, files)
        with settings.crew:
            list(reader.read([found(one) for one in files[:jobs]], policy.forms))
            begun = time.perf_counter()
            list(reader.read([found(one) for one in files], policy.forms))
            alone = time.perf_counter() - begun
    print(f"{len(files)} scanned pages, {jobs} processes")
    print(f"first answer {first:.1f} s (at most {FIRST_ANSWER:.0f})")
    print(f"judged {judged:.1f} s, {judged / alone:.2f} times their reading alone, {alone:.1f} s (at most {JUDGED})")
    print(f"looked at by the second reader too {checked:.1f} s")


def dropped(examiner: Examiner, files: list[SetFile]) -> tuple[float, float, float]:
    begun = time.perf_counter()
    first = judged = 0.0
    for file in files:
        examiner.add(1, file, datetime.now().astimezone())
    while not (state := examiner.state(1)).checked:
        now = time.perf_counter() - begun
        first = first or (now if state.readings or state.glances else 0.0)
        judged = judged or (now if state.complete else 0.0)
        time.sleep(0.02)
    return first, judged or time.perf_counter() - begun, time.perf_counter() - begun


def scans(room: Path) -> list[SetFile]:
    """Nobody has read them before: no cache can know them."""
    seed, made = random.randrange(10**6), list[SetFile]()
    for at in range(1, PAGES + 1):
        path = room / f"{at}.jpg"
        page = random_page(seed + at, kind=KINDS[at % len(KINDS)], medium="scan200")
        path.write_bytes(page.jpeg or b"")
        made.append(SetFile(at, path.name, sha256_of(path), path))
    return made


def found(file: SetFile) -> FoundFile:
    return FoundFile(file.path, file.key)


if __name__ == "__main__":
    main()
