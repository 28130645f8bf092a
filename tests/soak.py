"""A long run: many pages made from the samples' own, its memory sampled; then the same once more, killed three times
and gone on with. `python tests/soak.py OUT [PAGES] [--engine real|fake]`. Prints figures and fails where the two
reports differ in anything but times, or where memory grows."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium

ROOT = Path(__file__).parents[1]
SECONDS_BETWEEN_SAMPLES = 2.0
KILLS = 3
PAGES_A_FILE = 12  # most files hold one paper, some a bundle
GROWTH = 1.25  # the last quarter's mean over the second quarter's; the coordinator keeps readings till the end
COMMAND = "from docs_check.commands.cli import main; main()"
FAKE = (
    "import sys; sys.path.insert(0, {faults!r}); import faulty_engines; from docs_check.commands import cli; "
    "from docs_check.reading.reader import PoolReader; "
    "cli.app(obj=PoolReader(faulty_engines.good, 'fake 1'))"
)


@dataclass
class Memory:
    """Resident megabytes: of the coordinator over time, and the most of any worker."""

    coordinator: list[float] = field(default_factory=list[float])
    workers: list[float] = field(default_factory=list[float])


def make_batch(folder: Path, pages: int) -> int:
    """Papers of the samples, each page in many files; every copy differs in its bytes, as no two scans are the same."""
    sources = [path for path in sorted((ROOT / "samples" / "batch").rglob("*.pdf")) if _opens(path)]
    shutil.rmtree(folder, ignore_errors=True)
    made = number = 0
    while made < pages:
        source = sources[number % len(sources)]
        target = folder / source.parent.name / f"{number:05d}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = pdfium.PdfDocument(source)
        count = min(len(whole), PAGES_A_FILE, pages - made)
        copy = pdfium.PdfDocument.new()
        copy.import_pages(whole, list(range(count)))
        copy.save(target)
        with target.open("ab") as file:
            file.write(f"\n% copy {number}\n".encode())
        made += count
        number += 1
    return number


def _opens(path: Path) -> bool:
    """One of the samples is damaged on purpose."""
    try:
        pdfium.PdfDocument(path).close()
    except pdfium.PdfiumError:
        return False
    return True


def run(batch: Path, out: Path, cache: Path, engine: str, kill_after: float | None = None) -> tuple[int, float, Memory]:
    """The exit code, how long it took, and its memory; `kill_after` seconds it is killed with all its workers."""
    code = FAKE.format(faults=str(ROOT / "tests" / "faults")) if engine == "fake" else COMMAND
    command = [sys.executable, "-c", code, str(batch), "--out", str(out), "--cache", str(cache), "--format", "json"]
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    memory, ended = Memory(), threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, memory, ended), daemon=True)
    watch.start()
    try:
        process.wait(kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    ended.set()
    watch.join()
    return process.returncode, time.monotonic() - begun, memory


def _watch(process: int, memory: Memory, ended: threading.Event) -> None:
    while not ended.wait(SECONDS_BETWEEN_SAMPLES):
        children = [child for child in _descendants(process) if child != process]
        own = _resident(process)
        if own:
            memory.coordinator.append(own)
        memory.workers.append(max([_resident(child) for child in children], default=0.0))


def _descendants(process: int) -> list[int]:
    parents = dict[int, list[int]]()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found, left = list[int](), [process]
    while left:
        found.append(left[-1])
        left += parents.get(left.pop(), [])
    return found


def _resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def comparable(report: Path) -> dict[str, object]:
    content = json.loads(report.read_text("utf-8"))
    for name in ("started", "seconds", "folder"):
        content["run"].pop(name)
    return content


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("pages", type=int, nargs="?", default=2000)
    parser.add_argument("--engine", choices=("real", "fake"), default="real")
    asked = parser.parse_args()
    batch, out = asked.out / "batch", asked.out
    files = make_batch(batch, asked.pages)
    for name in ("cache1", "cache2", "report1", "report2"):
        shutil.rmtree(out / name, ignore_errors=True)
    code, seconds, memory = run(batch, out / "report1", out / "cache1", asked.engine)
    _say(f"undisturbed: {files} files, {asked.pages} pages, exit {code}, {seconds:.0f} s, {_figures(memory)}")
    for number in range(1, KILLS + 1):
        killed = run(batch, out / "report2", out / "cache2", asked.engine, seconds / (KILLS + 1))
        _say(f"killed {number}: exit {killed[0]}, {_figures(killed[2])}")
    code, rest, again = run(batch, out / "report2", out / "cache2", asked.engine)
    _say(f"gone on to the end: exit {code}, {rest:.0f} s, {_figures(again)}")
    same = comparable(out / "report1" / "report.json") == comparable(out / "report2" / "report.json")
    left = [path.name for path in out.glob(".docs-check-*")]
    _say(f"reports {'the same' if same else 'DIFFER'}; left lying: {left or 'nothing'}")
    flat = True
    for whose, values in (("coordinator", memory.coordinator), ("workers", memory.workers)):
        grown = _growth(values)
        flat = flat and grown <= GROWTH
        _say(f"{whose}: memory {'flat' if grown <= GROWTH else 'GROWS'}, x {grown:.2f}")
    return 0 if same and flat and not left else 1


def _figures(memory: Memory) -> str:
    own, workers = memory.coordinator or [0.0], memory.workers or [0.0]
    return f"coordinator {min(own):.0f} to {max(own):.0f} MB, largest worker {max(workers):.0f} MB"


def _growth(values: list[float]) -> float:
    quarter = len(values) // 4
    if not quarter:
        return 1.0
    second, last = values[quarter : 2 * quarter], values[-quarter:]
    return (sum(last) / len(last)) / (sum(second) / len(second))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
