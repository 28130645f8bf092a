"""`docs-check read`: what the tool sees on any paper, policy or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.walk import FoundFile
from docs_check.pictures.drawing import draw, marks_on
from docs_check.pictures.turned import page_picture
from docs_check.progress import Progress
from docs_check.reading.reader import Reader
from docs_check.report.summarise import list_papers
from docs_check.reports.common.json_text import json_text
from docs_check.reports.common.papers import with_lines
from docs_check.settings import Settings
from docs_check.workers.pool import each
from extractor.forms import Forms
from extractor.records import Document, FileReading, Trouble, Words
from extractor.seals.owners import name_owners

NO_FORMS = Forms(kinds={}, parties={}, districts={})
SECONDS_A_PICTURE = 300.0  # under a second a page
_SAID = frozenset({Trouble.NOTED, Trouble.SIGNATURE})
_READING = Words("读取", "reading")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read; `text` is the JSON for stdout, `paths` where each file lies."""

    paths: Mapping[str, Path]
    readings: tuple[FileReading, ...]
    text: str

    @property
    def troubles(self) -> tuple[tuple[str, Words], ...]:
        """Each file or page that could not be read, and why; and what else is to be said of one."""
        return tuple((reading.file, problem.reason) for reading in self.readings for problem in reading.problems)

    @property
    def wholly_read(self) -> bool:
        """What is only to be said of a file, such as its attachments, leaves nothing of it unread."""
        return all(problem.trouble in _SAID for reading in self.readings for problem in reading.problems)


def read(paths: Sequence[Path], forms: Forms, reader: Reader, progress: Progress) -> Seen:
    """Raises `WrongUse` for a path that is no file."""
    files = tuple(_file(path) for path in dict.fromkeys(paths))
    sizes = {file.name: file.size for file in files}
    with progress.step(_READING, len(files), sum(sizes.values())) as step:
        readings = dict[str, FileReading]()
        for reading in reader.read(files, forms):
            readings[reading.file] = reading
            step(reading.pages, sizes[reading.file])
    named = name_owners(tuple(readings[file.name] for file in files), forms)
    documents: list[dict[str, Any]] = [with_lines(paper) for paper in list_papers(named)]
    return Seen({file.name: file.path for file in files}, named, json_text({"documents": documents}))


def _file(path: Path) -> FoundFile:
    name = path_text(str(path))
    if path.is_dir():
        raise WrongUse(
            Words(
                f"“{name}”是文件夹，read 只读文件；要检查整个文件夹，请用 docs-check check。",
                f"“{name}” is a folder, and read takes files; to check a folder, use docs-check check.",
            )
        )
    if not path.exists():
        raise WrongUse(
            Words(f"文件“{name}”不存在，请核对路径。", f"The file “{name}” does not exist; please check the path.")
        )
    return FoundFile(path, name)


def draw_pages(seen: Seen, out: Path, settings: Settings) -> tuple[str, ...]:
    """Writes a PNG for each page: `out` itself for a single one, else `out` with -1, -2… Gives the legends, if any."""
    paged = [(reading, page) for reading in seen.readings for page in range(1, reading.pages + 1)]
    _must_be_writable(out)
    names = [out if len(paged) == 1 else out.with_name(f"{out.stem}-{n}{out.suffix}") for n in range(1, len(paged) + 1)]
    tasks = list(zip(paged, names, strict=True))
    legends = dict[Path, tuple[str, ...]]()
    for done in each(
        _draw_page,
        tasks,
        lambda task: (seen.paths[task[0][0].file], task[0][1], task[0][0].documents, task[1], settings.passwords),
        settings.jobs,
        SECONDS_A_PICTURE,
        settings.limits,
    ):
        legends[done.task[1]] = done.result or ()
    return tuple(f"{name.name} {line}" for name in names for line in legends.get(name, ()))


def _must_be_writable(out: Path) -> None:
    name = path_text(str(out))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        probe = out.with_name(f".{out.name}.tmp")
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise WrongUse(
            Words(
                f"无法写图片“{name}”（{error.strerror}）；请换一个有写权限的位置。",
                f"The picture “{name}” cannot be written ({error.strerror}); please choose another place.",
            )
        ) from error


def _draw_page(
    path: Path, page: int, documents: tuple[Document, ...], out: Path, passwords: Sequence[str]
) -> tuple[str, ...]:
    """Runs in a worker."""
    picture = page_picture(path, page, passwords)
    if picture is None:
        return ()
    image, legend = draw(picture, marks_on(documents, page))
    part = out.with_name(f".{out.name}.tmp")
    image.save(part, "PNG")
    part.replace(out)
    return legend
