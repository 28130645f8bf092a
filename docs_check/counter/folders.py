"""Where papers lie: as they are dropped, and once they are received. Nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path, PurePosixPath

from docs_check.clean import file_stem
from docs_check.intake.walk import COUNTER, UNFINISHED
from extractor.content import sha256_of

PUT_ASIDE = "弃收"  # what was dropped by mistake stays at hand there
_LONGEST_ENDING = 8


def dropped_path(receipt: int, number: int, original: str) -> str:
    """Within the batch's folder."""
    return f"{COUNTER}/{UNFINISHED}/{receipt:05d}/{number:03d}-{_safe(original)}"


def aside_path(path: str) -> str:
    """Of what `dropped_path` gave."""
    return path.replace(f"{COUNTER}/{UNFINISHED}/", f"{COUNTER}/{PUT_ASIDE}/", 1)


def _safe(original: str) -> str:
    name = PurePosixPath(original.replace("\\", "/")).name
    return file_stem(PurePosixPath(name).stem) + ending_of(name)


def ending_of(name: str) -> str:
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= _LONGEST_ENDING else ""


def place_of(district: str, company: str) -> str:
    """The company's own folder, within the batch's."""
    return "/".join(file_stem(part) for part in (district, company) if part)


def names_for(
    folder: Path, place: str, company: str, day: date, files: Iterable[tuple[int, str, Sequence[str]]]
) -> dict[int, str]:
    """Where each file is to lie, by its number: what it is, whose, of which day. `files`: number, the name that it was
    dropped under, what papers it holds."""
    taken = {name.casefold() for name in _names_in(folder / place)}
    found = dict[int, str]()
    for number, original, kinds in files:
        what = "、".join(dict.fromkeys(kinds)) if len(set(kinds)) <= 2 else f"{kinds[0]}等{len(kinds)}份"
        stem = "_".join((file_stem(what or PurePosixPath(original).stem), file_stem(company), day.isoformat()))
        name, count = stem + ending_of(original), 2
        while name.casefold() in taken:
            name, count = f"{stem}-{count}{ending_of(original)}", count + 1
        taken.add(name.casefold())
        found[number] = f"{place}/{name}"
    return found


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def moved(folder: Path, source: str, target: str, sha256: str) -> str:
    """Moves a file within the batch's folder; where another one lies there already, beside it. Returns where it lies.
    May be done again after it was cut off at any point."""
    name, count = PurePosixPath(target), 2
    while not _placed(folder / source, folder / target, sha256):
        target, count = str(name.with_name(f"{name.stem}-{count}{name.suffix}")), count + 1
    return target


def _placed(source: Path, target: Path, sha256: str) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and target.stat().st_size:
        if sha256_of(target) != sha256:
            return False
        source.unlink(missing_ok=True)  # it was moved, or a copy lies there already
        return True
    if not target.exists():
        target.open("xb").close()  # taken, so that nobody else's file is overwritten by the next step
    source.replace(target)
    return True
