"""With what a run works: processes, their limits, passwords, the cache. Made once, checked as it is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from docs_check.cache import MEGABYTE, CachePlace, default_place
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.archives import ArchiveLimits
from docs_check.workers.limits import LEAST_MEMORY, MEBIBYTE, WorkerLimits
from docs_check.workers.pool import Crew
from extractor.records import Words
from extractor.sources.base import MOST_PAGES, MOST_PIXELS, Access


@dataclass(frozen=True, slots=True)
class Settings:
    """`passwords` are tried on files that need one; no report and no cache shows them. `most_pages`: of a file; one
    with more is refused. `cache` is None where none is to be used. `crew`: who works in all stages of a run. Raises
    `WrongUse` for a limit under which nothing could be read."""

    jobs: int = 1
    limits: WorkerLimits = field(default_factory=WorkerLimits)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    most_pages: int = MOST_PAGES
    most_pixels: int = MOST_PIXELS
    cache: CachePlace | None = None
    archives: ArchiveLimits = field(default_factory=ArchiveLimits)
    crew: Crew = field(default_factory=Crew, repr=False, compare=False)

    @property
    def access(self) -> Access:
        return Access(self.passwords, self.most_pixels, self.most_pages)

    def __post_init__(self) -> None:
        if self.limits.memory < LEAST_MEMORY:
            least = LEAST_MEMORY // MEBIBYTE
            raise WrongUse(
                Words(
                    f"--memory-limit 至少为 {least}（MB）：识别模型和一页图像就要用这么多。",
                    f"--memory-limit must be at least {least} (MB): the models and one page need as much.",
                )
            )


def cache_place(folder: Path | None, megabytes: int | None) -> CachePlace:
    place = default_place()
    return CachePlace(folder or place.folder, megabytes * MEGABYTE if megabytes else place.most)


def passwords_in(file: Path) -> list[str]:
    """One a line. Raises `WrongUse`."""
    name = path_text(str(file))
    try:
        return [line for line in file.read_text("utf-8-sig").splitlines() if line]
    except OSError as error:
        raise WrongUse(
            Words(
                f"密码文件“{name}”无法读取（{error.strerror}），请核对路径和权限。",
                f"The password file “{name}” cannot be read ({error.strerror}); please check its path and permissions.",
            )
        ) from error
    except UnicodeDecodeError as error:
        raise WrongUse(
            Words(
                f"密码文件“{name}”不是 UTF-8 文本，请另存为 UTF-8。",
                f"The password file “{name}” is not text in UTF-8; please save it as such.",
            )
        ) from error
