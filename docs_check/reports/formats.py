"""The reports that can be asked for: a module `to_NAME.py` each, found by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from docs_check.exits import WrongUse
from docs_check.report.summary import Summary
from docs_check.reports.writer import Format
from docs_check.settings import Settings
from extractor.records import Words

ALWAYS = "json"  # it is by this that the next run knows the folder for a report
_BEGINNING = "to_"


def names() -> tuple[str, ...]:
    found = (module.name for module in iter_modules([str(Path(__file__).parent)]))
    return tuple(name.removeprefix(_BEGINNING) for name in found if name.startswith(_BEGINNING))


def formats() -> Mapping[str, Format]:
    package = __name__.rpartition(".")[0]
    return {name: import_module(f"{package}.{_BEGINNING}{name}").FORMAT for name in names()}


def chosen(written: Iterable[str]) -> tuple[Format, ...]:
    """The formats named, one by one or with commas; those for people where none is. Raises `WrongUse` for an unknown
    one."""
    known = formats()
    wanted = [name.strip().lower() for some in written for name in some.replace("，", ",").split(",") if name.strip()]
    for name in wanted:
        if name not in known:
            raise WrongUse(
                Words(
                    f"没有“{name}”这种报告格式，可选：{'、'.join(known)}。",
                    f"There is no report format “{name}”; there are: {', '.join(known)}.",
                )
            )
    return tuple(one for name, one in known.items() if name == ALWAYS or (name in wanted if wanted else one.for_people))


def write(
    names: Iterable[str], summary: Summary, folder: Path, language: str, settings: Settings | None = None
) -> None:
    """Some reports on a summary that is all there. Raises `WrongUse` where an edited template cannot be filled."""
    known = formats()
    for name in names:
        writer = known[name].open(folder, language, Settings())
        writer.add(summary)
        writer.close(summary)
