"""A report to review, made without OCR: companies built by hand as for the rules' tests, each paper a page to look at,
judged by the real rules and stored as a check stores it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from by_hand import SYLLABLES, builders
from PIL import Image, ImageDraw
from stdnum.cn import uscc

from checks.grouping.batch import group
from checks.judge import judge
from checks.pack.load import find_packs, load_pack
from docs_check.report.rulebook import rulebook
from docs_check.report.stored import to_stored
from docs_check.report.summarise import summarise
from docs_check.report.summary import Basis, PolicyInfo, RunFacts, Summary
from extractor.records import FileReading, Words
from extractor.seals.owners import name_owners

PACK = "qingdao-2022-export-credit"
LATE = "2023年3月21日"
STARTED = "2023-04-06T09:00:00+08:00"
Spoil = Callable[[Any, int], dict[str, Any]]  # company and its number: papers by kind to take instead


def every_second_late(company: Any, number: int) -> dict[str, Any]:
    """Applied a day late; one in four also has no customs certificate."""
    changes: dict[str, Any] = {}
    if number % 2 == 0:
        changes["application_form"] = company.form(dates={"applicant": LATE})
    if number % 4 == 0:
        changes["customs_certificate"] = None
    return changes


def company_of(number: int, name: str | None = None) -> Any:
    built = builders()
    policy = load_pack(find_packs()[PACK])
    first, second, third = SYLLABLES[number % 20], SYLLABLES[number // 20 % 20], SYLLABLES[number // 400 % 20]
    stem = f"91370200MA3{number:06d}"
    called = name or f"青岛{first}{second}{third}贸易有限公司"
    return built.Company(policy, called, stem + uscc.calc_check_digit(stem), f"{built.DISTRICT}/{number:04d}")


def report(
    root: Path, companies: int, spoil: Spoil = every_second_late, names: Sequence[str] = (), extra: int = 0
) -> Path:
    """Writes the batch and its report below `root`; returns the report's folder. `extra`: pages of no known kind that
    each company adds."""
    summary = checked(root, companies, spoil, names, extra)
    out = root / "report"
    out.mkdir(exist_ok=True)
    to_stored(summary, out, "zh")
    (out / "report.json").write_text("{}", encoding="utf-8")
    return out


def checked(
    root: Path, companies: int, spoil: Spoil = every_second_late, names: Sequence[str] = (), extra: int = 0
) -> Summary:
    folder, readings = root / "batch", list[FileReading]()
    for number in range(companies):
        company = company_of(number, names[number] if number < len(names) else None)
        readings += company.papers(**spoil(company, number))
        for page in range(extra):
            other = replace(company.licence(), kind=None, title="承诺书", file=f"{company.folder}/承诺书{page}.pdf")
            readings.append(company.reading(other))
    readings = [_drawn(reading, folder, at) for at, reading in enumerate(readings)]
    return judged(readings, folder)


def judged(readings: Sequence[FileReading], folder: Path) -> Summary:
    policy = load_pack(find_packs()[PACK])
    named = name_owners(readings, policy.forms)
    batch = group(named, policy)
    outcomes = judge(batch, policy)
    run = RunFacts(folder.resolve(), "0.1.0", "fake 1", STARTED, 1.0, 1, (), (), Words("没有第二识读", "none"))
    info = PolicyInfo(policy.id, policy.version, policy.name, policy.source, Words("只有这一个", "the only one"))
    basis = Basis(policy, tuple(named), (), frozenset())
    return summarise(batch, outcomes, (), info, policy.forms, rulebook(), run, basis)


def _drawn(reading: FileReading, folder: Path, at: int) -> FileReading:
    """The file on disk: a page with its title, and no two alike."""
    document = reading.documents[0]
    content = _page(document.title[:12]) + f"{at}".encode()  # what follows the end of a JPEG nobody looks at
    file = folder / reading.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return replace(reading, sha256=hashlib.sha256(content).hexdigest())


@cache
def _page(title: str) -> bytes:
    page = Image.new("RGB", (1240, 1754), "white")
    pen = ImageDraw.Draw(page)
    pen.rectangle((90, 90, 1150, 1660), outline="black", width=3)
    for at in range(18):
        pen.line((90, 180 + 80 * at, 1150, 180 + 80 * at), fill="black")
    pen.text((300, 120), title.encode("ascii", "replace").decode(), fill="black")
    pen.ellipse((700, 850, 950, 1100), outline=(200, 30, 40), width=8)
    buffer = io.BytesIO()
    page.save(buffer, "JPEG", quality=60)
    return buffer.getvalue()
