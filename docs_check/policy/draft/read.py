"""Notices and blank forms read by the project's own reading, each file in a worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.reading.engines import EngineChoice
from docs_check.reading.tables import SECONDS_A_FILE, WhenNeeded, files_named
from docs_check.settings import Settings
from docs_check.workers.pool import each
from extractor.file_pages import PagesRead, read_pages
from extractor.records import Words
from extractor.sources.base import Access


def pages_of(paths: Sequence[Path], choice: EngineChoice, settings: Settings) -> Mapping[Path, PagesRead]:
    """Raises `WrongUse` for a file that is not there or cannot be read."""
    choice.named()
    found = files_named(paths)
    tasks = each(
        _read,
        found,
        lambda file: (file.path, choice, settings.access),
        settings.jobs,
        SECONDS_A_FILE,
        settings.limits,
    )
    read = {done.task.path: done.result for done in tasks}
    return dict(_readable(read))


def _readable(read: Mapping[Path, PagesRead | None]) -> Iterator[tuple[Path, PagesRead]]:
    for path, pages in read.items():
        if pages is None or not pages.pages:
            reason = pages.problems[0].reason if pages and pages.problems else Words("原因不明", "reason unknown")
            name = path_text(str(path))
            raise WrongUse(Words(f"读不出“{name}”：{reason.zh}", f"“{name}” cannot be read: {reason.en}"))
        yield path, pages


def _read(path: Path, choice: EngineChoice, access: Access) -> PagesRead:
    """Runs in a worker."""
    return read_pages(path, WhenNeeded(choice, choice.ocr, ""), access)


def districts_in(file: Path) -> Mapping[str, Sequence[str]]:
    """`district: [other names]` in YAML, or a district a line. Raises `WrongUse`."""
    try:
        read = YAML(typ="safe").load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        name = path_text(str(file))
        raise WrongUse(Words(f"读不出“{name}”。", f"“{name}” cannot be read.")) from error
    if isinstance(read, dict):
        return {str(name): [str(other) for other in others or ()] for name, others in read.items()}
    names = read if isinstance(read, list) else str(read or "").split()
    return {str(name): () for name in names}
