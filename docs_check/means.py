"""With what a run works: processes, their limits, passwords, the cache. As asked for on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docs_check.cache import MEGABYTE, CachePlace, default_place
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.intake.archives import Limits as ArchiveLimits
from docs_check.workers.limits import LEAST_MEMORY, Limits
from docs_check.workers.limits import MEGABYTE as MEBIBYTE
from docs_check.workers.pool import Crew
from extractor.records import Words

MOST_PIXELS = 200_000_000  # of a picture: 600 MB in memory; four A3 pages at 300 dpi, each as a drum scanner gives
MOST_PAGES = 2000  # of a file: a company's bundle has up to 300, a district's whole box some 1,000


@dataclass(frozen=True, slots=True)
class Means:
    """`passwords` are tried on files that need one; no report and no cache shows them. `most_pages`: of a file; one
    with more is refused. `cache` is None where none is to be used. `crew`: who works in all stages of a run."""

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    most_pages: int = MOST_PAGES
    most_pixels: int = MOST_PIXELS
    cache: CachePlace | None = None
    archives: ArchiveLimits = field(default_factory=ArchiveLimits)
    crew: Crew = field(default_factory=Crew, repr=False, compare=False)

    @staticmethod
    def of(
        jobs: int,
        cache: tuple[Path | None, int | None] | None,
        passwords: Sequence[str] | None,
        password_file: Path | None,
    ) -> Means:
        """`cache`: folder and megabytes, None for the default; None alone for no cache. Raises `WrongUse`."""
        given = (*(passwords or ()), *(_lines(password_file) if password_file else ()))
        return Means(jobs, passwords=tuple(dict.fromkeys(given)), cache=cache_place(*cache) if cache else None)

    def within(
        self, megabytes: int | None, page_seconds: float | None, most_pages: int | None, megapixels: int | None
    ) -> Means:
        """With other limits where they are given. Raises `WrongUse`."""
        memory = megabytes * MEBIBYTE if megabytes is not None else self.limits.memory
        if memory < LEAST_MEMORY:
            least = LEAST_MEMORY // MEBIBYTE
            raise WrongUse(
                Words(
                    f"--memory-limit 至少为 {least}（MB）：识别模型和一页图像就要用这么多。",
                    f"--memory-limit must be at least {least} (MB): the models and one page need as much.",
                )
            )
        limits = Limits(memory, page_seconds or self.limits.page_seconds)
        pixels = megapixels * 1_000_000 if megapixels else self.most_pixels
        return replace(self, limits=limits, most_pages=most_pages or self.most_pages, most_pixels=pixels)

    def with_archives(self, depth: int | None, files: int | None, megabytes: int | None, ratio: int | None) -> Means:
        """With other limits for archives where they are given."""
        before = self.archives
        limits = replace(
            before,
            depth=before.depth if depth is None else depth,
            members=files or before.members,
            unpacked=megabytes * MEGABYTE if megabytes else before.unpacked,
            ratio=ratio or before.ratio,
        )
        return replace(self, archives=limits)


def cache_place(folder: Path | None, megabytes: int | None) -> CachePlace:
    place = default_place()
    return CachePlace(folder or place.folder, megabytes * MEGABYTE if megabytes else place.most)


def _lines(file: Path) -> list[str]:
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
