"""Every report in the report folder written anew, as people have decided by now: one state, whichever is opened."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from docs_check.intake.archives import unpack
from docs_check.intake.leftovers import fresh_folder
from docs_check.intake.walk import walk
from docs_check.output import REPORT
from docs_check.report.decided.decisions import Decided, corrected_contents
from docs_check.report.since import compared, not_checkable
from docs_check.report.summary import Summary
from docs_check.reports import to_csv, to_notices, to_sarif, to_xlsx
from docs_check.reports.formats import write
from docs_check.reports.to_html import INDEX

# By what each format leaves in the folder. The workbook and the letters are what an office asks for here.
_LEFT_BY = {"json": REPORT, "html": INDEX, "sarif": to_sarif.FILE}
_WITH_PICTURES = frozenset({"html", "sarif"})
_OFFICE = {"xlsx": to_xlsx.FILE, "notices": to_notices.NOTICES, "csv": to_csv.FILE}


def write_outputs(decided: Summary, given: Decided, out: Path, language: str, *, pages: bool = True) -> list[str]:
    """`decided`: the whole with all decisions on it, its `run.paths` naming files that lie elsewhere. Gives the names
    of what was written. Without `pages`, as where the papers are not at hand, what shows pictures of them stays as it
    is, and says as of when. Raises `WrongUse` where an edited template cannot be filled; then nothing is changed."""
    if decided.earlier:
        unable = not_checkable(decided.outcomes)
        decided = compared(decided, decided.earlier, unable, corrected_contents(given.verdicts))
    names = {**{form: left for form, left in _LEFT_BY.items() if (out / left).exists()}, **_OFFICE}
    names = {form: left for form, left in names.items() if pages or form not in _WITH_PICTURES}
    fresh = fresh_folder(out)
    try:
        write(names, decided, fresh, language)
        if "html" in names:
            _forget(out, fresh)
        for item in sorted(fresh.iterdir()):
            _put(item, out / item.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return list(names.values())


def _forget(out: Path, fresh: Path) -> None:
    """Pages of companies that a correction took away."""
    for old in out.glob("*.html"):
        if not (fresh / old.name).exists():
            old.unlink()


def _put(item: Path, there: Path) -> None:
    if item.is_dir():
        shutil.rmtree(there, ignore_errors=True)
    item.replace(there)


def unpacked(summary: Summary, room: Path) -> tuple[Summary, Mapping[str, Path]]:
    """`summary` that knows where its papers lie, archives unpacked once more into `room`; and where, by the files'
    contents. Raises `WrongUse` where the papers are not there."""
    found = unpack(walk(summary.run.folder), room)
    paths = {file.name: file.path for file in found.files}
    elsewhere = {name: path for name, path in paths.items() if path != found.root / name}
    by_content = {sha: paths[file] for file, sha in summary.hashes.items() if sha and file in paths}
    return replace(summary, run=replace(summary.run, paths=elsewhere)), by_content
