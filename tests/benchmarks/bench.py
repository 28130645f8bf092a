"""How fast docs-check reads, beside what else there is, on the same drawn pages, in one run, one after the other.

    python tests/benchmarks/bench.py [--districts 5] [--keep FOLDER] [--without-ocrmypdf]

Two batches of 26 pages a district are drawn, with the faults that batches have: one of scans and photos, one of PDFs
with text.

- docs-check: the command itself, whole: reading, seals, rules, second reader, reports, on as many cores as there are.
- stock RapidOCR: default settings, the same pages rendered by the same renderer, OCR alone.
- OCRmyPDF with Tesseract `chi_sim`, then pdfplumber for the text. Left out, and said so, where it is not installed.
- floor: only the models' runs that docs-check's reading needed, played again on as many cores.

Each is a process of its own; CPU seconds and the largest process's memory are the system's count of it and all that it
started. A field counts as right for docs-check where its value stands under its name in report.json; for the others,
which know no fields, where its print stands anywhere in the page's text: the most that anybody could make of it.
"""

# ruff: noqa: T201  printing is what this script is for

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "samples")]

SCANNED = ("scan300", "scan200", "scan150", "poor", "phone")
COMPANIES = 3  # a district
BARS = {
    "wall": (0.35, "docs-check's time a scanned page, in parts of stock RapidOCR's"),
    "floor": (1.15, "docs-check's time a scanned page, in parts of its own models' alone"),
    "texts": (20.0, "pages with a text layer a second"),
    "again": (50.0, "times as fast the second time"),
    "worker": (1200.0, "MB, the largest process"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one contender: seconds on the clock and on the processors, megabytes of the largest process, what it said."""

    wall: float
    cpu: float
    memory: float
    said: Any = None


def measured(*command: str) -> Cost:
    """Runs a command to its end. What it prints last, if that is JSON, is what it said."""
    with tempfile.TemporaryFile("w+") as said:
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        last = (said.read().splitlines() or [""])[-1]
    if process.returncode:
        raise SystemExit(f"{' '.join(command)[:200]} ended with {process.returncode}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, _json(last))


def itself(part: str, *arguments: str) -> Cost:
    return measured(sys.executable, str(Path(__file__)), "--part", part, *arguments)


def docs_check(folder: Path, out: Path, *more: str) -> Cost:
    return measured(
        str(Path(sys.executable).with_name("docs-check")), str(folder), "--out", str(out), "--exit-zero", *more
    )


def draw(folder: Path) -> None:
    """Two batches, and beside each what stands on its pages."""
    from drawing.batch import draw_batch

    districts = int((folder / "districts").read_text())
    for name, media, seed in (("scans", SCANNED, 1), ("texts", ("vector",), 2)):
        truth = draw_batch(folder / name, districts, COMPANIES, seed, media=media)
        pages = {f"{page['file']}#{page['page']}": page for page in truth["pages"]}
        (folder / f"{name}.json").write_text(json.dumps(pages, ensure_ascii=False), encoding="utf-8")


def folded(text: Any) -> str:
    """Without blanks and differences of width: what no reader of print can be blamed for."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split()).casefold()


def in_texts(truth: dict[str, Any], texts: dict[str, str]) -> float:
    every = [
        (folded(field["text"]), folded(texts.get(file))) for file, page in truth.items() for field in page["fields"]
    ]
    return sum(written in text for written, text in every) / len(every)


def in_report(truth: dict[str, Any], report: Path) -> float:
    papers = {
        f"{paper['file']}#{page}": paper
        for paper in json.loads(report.read_text("utf-8"))["documents"]
        for page in paper["pages"]
    }
    right = total = 0
    for place, page in truth.items():
        paper = papers.get(place, {})
        rows = {folded(row["company"]) for row in paper.get("rows", [])}
        for field in page["fields"]:
            total += 1
            seen = paper.get("fields", {}).get(field["name"]) or {}
            wanted = {folded(field["text"]), folded(field["value"])}
            # A table's rows are not fields of the paper: their companies are compared.
            in_row = page["kind"] == "summary_table" and field["name"] == "name" and bool(wanted & rows)
            right += in_row or bool(({folded(seen.get("value")), folded(seen.get("written"))} - {""}) & wanted)
    return right / total


# What runs in processes of its own


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in (".pdf", ".jpg"))


def pictures(folder: Path) -> Iterator[tuple[str, Any]]:
    from extractor.sources.base import RawPage
    from extractor.sources.open import open_source

    for file in files(folder):
        with open_source(file) as source:
            for number in range(1, source.page_count + 1):
                page = source.read(number)
                assert isinstance(page, RawPage)
                yield f"{file.relative_to(folder).as_posix()}#{number}", page


def stock(folder: Path) -> dict[str, str]:
    import cv2
    from rapidocr import RapidOCR

    engine: Any = RapidOCR(params={"Global.log_level": "critical"})
    texts = dict[str, str]()
    for name, page in pictures(folder):
        texts[name] = "\n".join(engine(cv2.cvtColor(page.picture, cv2.COLOR_RGB2BGR)).txts or ())
    return texts


def ocrmypdf(folder: Path) -> dict[str, str]:
    import pdfplumber
    import pypdfium2
    from PIL import Image

    names = list[str]()
    with tempfile.TemporaryDirectory() as room:
        whole, read, one = (Path(room) / f"{name}.pdf" for name in ("whole", "read", "one"))
        together = pypdfium2.PdfDocument.new()
        for file in files(folder):
            if file.suffix == ".jpg":
                Image.open(file).save(one, resolution=200)
            part = pypdfium2.PdfDocument(one if file.suffix == ".jpg" else file)
            together.import_pages(part)
            names += [f"{file.relative_to(folder).as_posix()}#{number}" for number in range(1, len(part) + 1)]
        together.save(whole)
        options = ["-l", "chi_sim", "--force-ocr", "--output-type", "pdf", "--optimize", "0", "--jobs"]
        command = [sys.executable, "-m", "ocrmypdf", *options, str(os.cpu_count()), str(whole), str(read)]
        subprocess.run(command, check=True, capture_output=True)
        with pdfplumber.open(read) as document:
            return {name: page.extract_text() for name, page in zip(names, document.pages, strict=True)}


def shapes(folder: Path) -> list[list[Any]]:
    """The models' runs that reading needs: which model, and the shape of what it was given."""
    import cv2

    from extractor.ocr.rapid import Engine
    from extractor.page.read_page import read_sheet

    cv2.setNumThreads(1)
    engine, runs = Engine(), list[list[Any]]()
    for name in ("_detector", "_recogniser"):
        model = getattr(engine, name)
        setattr(engine, name, _Noting(model, name, runs))
    for _, page in pictures(folder):
        read_sheet(page, engine)
    return runs


@dataclass
class _Noting:
    model: Any
    name: str
    runs: list[list[Any]]

    def run(self, batch: Any) -> Any:
        self.runs.append([self.name, list(batch.shape)])
        return self.model.run(batch)


def replay(runs: Sequence[Sequence[Any]]) -> None:
    import numpy as np

    from extractor.ocr.rapid import Engine

    engine = Engine()
    for name, shape in runs:
        getattr(engine, name).run(np.zeros(shape, np.float32))


def floor(file: Path) -> None:
    runs = json.loads(file.read_text())
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(replay, [runs[start::cores] for start in range(cores)]))


PARTS: dict[str, Callable[[Path], Any]] = {
    "draw": draw,
    "stock": stock,
    "ocrmypdf": ocrmypdf,
    "shapes": shapes,
    "floor": floor,
}


# The whole


def rows(folder: Path, *, with_ocrmypdf: bool) -> Iterator[tuple[str, int, Cost, float | None]]:
    """What read, how many pages, what it cost, and the share of fields that it has right."""
    scans, texts = folder / "scans", folder / "texts"
    truth = json.loads((folder / "scans.json").read_text("utf-8"))
    count = len(truth)
    report, cache = folder / "report", ("--cache", str(folder / "cache"))
    for old in (report, folder / "cache", folder / "texts-report"):
        shutil.rmtree(old, ignore_errors=True)
    yield "docs-check", count, docs_check(scans, report, *cache), in_report(truth, report / "report.json")
    yield "docs-check, second run", count, docs_check(scans, report, *cache), in_report(truth, report / "report.json")
    cost = itself("stock", str(scans))
    yield "RapidOCR, stock, OCR alone", count, cost, in_texts(truth, cost.said)
    if missing := _without_ocrmypdf() if with_ocrmypdf else "as asked":
        print(f"OCRmyPDF: not measured, {missing}", file=sys.stderr)
    else:
        cost = itself("ocrmypdf", str(scans))
        yield "OCRmyPDF + Tesseract + pdfplumber", count, cost, in_texts(truth, cost.said)
    (folder / "shapes.json").write_text(json.dumps(itself("shapes", str(scans)).said))
    yield "floor: docs-check's models alone", count, itself("floor", str(folder / "shapes.json")), None
    truth = json.loads((folder / "texts.json").read_text("utf-8"))
    cost = docs_check(texts, folder / "texts-report", "--no-cache")
    yield "docs-check, text layer", len(truth), cost, in_report(truth, folder / "texts-report" / "report.json")


def _without_ocrmypdf() -> str:
    try:
        version("ocrmypdf")
    except PackageNotFoundError:
        return "pip install ocrmypdf"
    if shutil.which("tesseract") is None:
        return "apt install tesseract-ocr tesseract-ocr-chi-sim"
    return ""


def table(found: Iterable[tuple[str, int, Cost, float | None]]) -> Iterator[str]:
    yield "| | pages | pages a minute | CPU s a page | largest process, MB | fields right |"
    yield "|---|---|---|---|---|---|"
    for name, pages, cost, right in found:
        share = "" if right is None else f"{right:.1%}"
        speed, cpu = pages / cost.wall * 60, cost.cpu / pages
        yield f"| {name} | {pages} | {speed:.0f} | {cpu:.3f} | {cost.memory:.0f} | {share} |"


def ratios(found: dict[str, tuple[int, Cost]]) -> Iterator[str]:
    def a_page(name: str) -> float:
        pages, cost = found[name]
        return cost.wall / pages

    ours = a_page("docs-check")
    values = {
        "wall": ours / a_page("RapidOCR, stock, OCR alone"),
        "floor": ours / a_page("floor: docs-check's models alone"),
        "texts": 1 / a_page("docs-check, text layer"),
        "again": ours / a_page("docs-check, second run"),
        "worker": found["docs-check"][1].memory,
    }
    yield "| | | bar |"
    yield "|---|---|---|"
    for name, (bar, words) in BARS.items():
        sign = "at least" if name in ("texts", "again") else "at most"
        yield f"| {words} | {values[name]:.2f} | {sign} {bar:g} |"


def machine() -> str:

    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    versions = ", ".join(f"{name} {version(name)}" for name in ("rapidocr", "onnxruntime", "openvino", "pdfplumber"))
    from docs_check.reading.engines import EngineChoice

    engine = EngineChoice().named()
    return f"{processor}, {os.cpu_count()} cores; Python {platform.python_version()}, {versions}; {engine}."


def _lines(file: str) -> list[str]:
    return Path(file).read_text("utf-8").splitlines() if Path(file).exists() else []


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, default=5)
    parser.add_argument("--without-ocrmypdf", action="store_true")
    parser.add_argument("--keep", type=Path, help="where the pages and reports are left")
    parser.add_argument("--part", nargs=2, help=argparse.SUPPRESS)
    choice = parser.parse_args()
    if choice.part:
        name, place = choice.part
        print(json.dumps(PARTS[name](Path(place)), ensure_ascii=False))
        return 0
    with tempfile.TemporaryDirectory() as room:
        folder = choice.keep or Path(room)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "districts").write_text(str(choice.districts))
        itself("draw", str(folder))  # drawn elsewhere, lest this process be the largest
        found = list(rows(folder, with_ocrmypdf=not choice.without_ocrmypdf))
    load = os.getloadavg()[1]
    lines = [
        f"{time.strftime('%Y-%m-%d')}. {machine()} Load over the last five minutes: {load:.1f}.",
        "",
        *table(found),
        "",
        *ratios({name: (pages, cost) for name, pages, cost, _ in found}),
    ]
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
