"""Reports are written whole or not at all: into a folder beside the target, which then takes its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.leftovers import abandoned, fresh_folder, remove
from extractor.records import Words

REPORT = "report.json"
_OLD = "-old"
# What a report consists of. Anything else in the folder is the reviewers' own and is carried over to the new report.
_OURS = ("*.html", "report.*")


@contextmanager
def whole_or_not(out: Path, checked: Path) -> Generator[Path]:
    """A fresh folder to write the report into; when the block ends well it becomes `out`, else it is taken away.
    Raises `WrongUse` at once where `out` cannot be written or is not for reports."""
    out = out.resolve()
    _must_be_usable(out, checked.resolve())
    fresh = _fresh_beside(out)
    try:
        yield fresh
        _put_in_place(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _must_be_usable(out: Path, checked: Path) -> None:
    name = path_text(str(out))
    if out == checked or out.is_relative_to(checked):
        raise WrongUse(
            Words(
                f"报告目录“{name}”在被检查的文件夹之内，下次检查会把报告当成材料；请用 --out 指定其外的目录。",
                f"The report folder “{name}” lies inside the checked folder, where the next run would take reports for "
                "papers; please name one outside it with --out.",
            )
        )
    if checked.is_relative_to(out):
        raise WrongUse(
            Words(
                f"报告目录“{name}”包含被检查的文件夹，写报告会替换其中内容；请用 --out 指定另一个目录。",
                f"The report folder “{name}” holds the checked folder; please name another one with --out.",
            )
        )
    if out.exists() and not out.is_dir():
        raise WrongUse(
            Words(
                f"--out 指定的“{name}”是一个文件，请指定一个目录。",
                f"“{name}”, given by --out, is a file; please name a folder.",
            )
        )
    if out.is_dir() and any(out.iterdir()) and not (out / REPORT).is_file():
        raise WrongUse(
            Words(
                f"目录“{name}”里有别的文件，又没有 docs-check 的报告；为避免覆盖，请用 --out 指定空目录或新目录。",
                f"The folder “{name}” holds other files and no docs-check report; so that nothing is overwritten, "
                "please name an empty or new folder with --out.",
            )
        )


def _tidy(out: Path) -> None:
    """After a run that was killed: in the instant between two renames the old report bears another name."""
    for folder in abandoned(out):
        if folder.name.endswith(_OLD) and not out.exists():
            folder.rename(out)
        else:
            remove(folder)


def _fresh_beside(out: Path) -> Path:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        if out.is_dir():
            with tempfile.TemporaryFile(dir=out):  # may it be written to?
                pass
        _tidy(out)
        return fresh_folder(out)
    except OSError as error:
        name = path_text(str(out))
        raise WrongUse(
            Words(
                f"无法在“{name}”写报告（{error.strerror}）；请用 --out 指定一个有写权限的目录。",
                f"The report cannot be written to “{name}” ({error.strerror}); "
                "please name a folder that may be written to with --out.",
            )
        ) from error


def _put_in_place(fresh: Path, out: Path) -> None:
    fresh.chmod(0o755)  # mkdtemp makes it private
    if not out.exists():
        fresh.rename(out)
        return
    old = fresh.with_name(fresh.name + _OLD)
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    _carry_over(old, out)
    shutil.rmtree(old, ignore_errors=True)


def _carry_over(old: Path, new: Path) -> None:
    """Moved, never copied: a review that is open goes on writing to the very file that it opened."""
    for item in old.iterdir():
        there = new / item.name
        if item.is_dir() and there.is_dir():
            _carry_over(item, there)  # a district's report
        elif not any(item.match(pattern) for pattern in _OURS) and not there.exists():
            item.rename(there)
