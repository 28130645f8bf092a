"""The options that several commands have in common: each group is one record, made and checked once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from docs_check.reading.engines import USUAL, Device, EngineChoice, engine_names

if TYPE_CHECKING:
    from docs_check.cache import CachePlace
    from docs_check.intake.archives import ArchiveLimits
    from docs_check.settings import Settings  # what it needs takes longer to load than --help may take


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


class TablesForm(StrEnum):
    TEXT = "text"
    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"


class TextOrJson(StrEnum):
    TEXT = "text"
    JSON = "json"


class VerdictsAction(StrEnum):
    EXPORT = "export"
    PAPERS = "papers"


class CsvOrJsonl(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


class CacheAction(StrEnum):
    INFO = "info"
    CLEAR = "clear"


Language = Annotated[Lang, typer.Option("--lang", help="报告与提示的语言。Language of reports and messages.")]
Policy = Annotated[
    str | None,
    typer.Option("--policy", metavar="NAME|PATH", help="政策包名称或文件夹。A policy pack's name or folder."),
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        "--pack",
        metavar="NAME|PATH",
        help="政策包名称或文件夹；可多次给出，也可给装有几个政策包的文件夹，每份材料各归其政策。A pack's name or "
        "folder; several, or a folder of packs: each paper goes to its own.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="并行进程数，默认视核数和内存而定。Worker processes; default: by cores and memory.",
    ),
]
LOOPBACK = "127.0.0.1"
Host = Annotated[
    str, typer.Option("--host", help="监听地址，默认只限本机。Where to listen; default: this machine only.")
]
Port = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="端口，默认从 8765 起。Port; default: from 8765 on.")
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="不自动打开浏览器。Do not open the browser.")]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="检查完成即以 0 退出，不论结果。Exit with 0 whatever was found.")
]


def _engine(name: str) -> str:
    if name not in engine_names():
        raise typer.BadParameter(f"{name!r}: {'|'.join(engine_names())}")
    return name


ReadBy = Annotated[
    str, typer.Option("--ocr", callback=_engine, metavar="|".join(engine_names()), help="文字识别引擎。OCR engine.")
]
ReadOn = Annotated[
    Device, typer.Option("--device", help="用处理器或显卡识别。Read on the processor or a graphics card.")
]
CacheDir = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        help="识读结果缓存的目录，默认为 DOCS_CHECK_CACHE 或用户缓存目录。Where readings are kept for the next run.",
    ),
]
CacheSize = Annotated[
    int | None,
    typer.Option("--cache-size", min=1, metavar="MB", help="缓存上限，默认 4000。Most megabytes that it may take."),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="不使用缓存，全部重新识读。Read everything anew.")]
Password = Annotated[
    list[str] | None,
    typer.Option("--password", metavar="TEXT", help="打开加密文件的密码，可多次给出。For files that need a password."),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file", metavar="FILE", help="密码文件，每行一个密码。Passwords, one a line; others cannot see them."
    ),
]
MemoryLimit = Annotated[
    int | None,
    typer.Option(
        "--memory-limit",
        metavar="MB",
        help="每个进程的内存上限，默认 3072，仅 Linux。Most megabytes of a worker; Linux.",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", min=1.0, metavar="S", help="每页的时间上限（秒），默认 120。Seconds for each page."),
]
MostPages = Annotated[
    int | None,
    typer.Option("--most-pages", min=1, metavar="N", help="一个文件的页数上限，默认 2000。Most pages of one file."),
]
MostMegapixels = Annotated[
    int | None,
    typer.Option(
        "--most-megapixels",
        min=1,
        metavar="N",
        help="图片上限（百万像素），默认 200。Largest picture, in megapixels.",
    ),
]
ArchiveDepth = Annotated[
    int | None,
    typer.Option("--archive-depth", min=0, metavar="N", help="压缩包套压缩包的层数上限，默认 3。Archives in archives."),
]
ArchiveFiles = Annotated[
    int | None,
    typer.Option("--archive-files", min=1, metavar="N", help="压缩包内文件数上限，默认 20000。Files in an archive."),
]
ArchiveSize = Annotated[
    int | None,
    typer.Option("--archive-size", min=1, metavar="MB", help="压缩包解开后的大小上限，默认 8000。Megabytes unpacked."),
]
ArchiveRatio = Annotated[
    int | None,
    typer.Option(
        "--archive-ratio",
        min=1,
        metavar="N",
        help="压缩包内大文件的解压倍数上限，默认 200。How many times its size a large member may unpack to.",
    ),
]
TablesIn = Annotated[TablesForm, typer.Option("--format", help="输出格式。Output format.")]
Form = Annotated[TextOrJson, typer.Option("--format", help="输出格式。Output format.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="在标准错误上说明进行到哪一步。Say what happens.")]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are read."""

    jobs: Jobs = None
    ocr: ReadBy = USUAL
    device: ReadOn = Device.CPU
    password: Password = None
    password_file: PasswordFile = None
    memory_limit: MemoryLimit = None
    time_limit: TimeLimit = None
    most_pages: MostPages = None
    most_megapixels: MostMegapixels = None
    verbose: Verbose = False

    @property
    def engine(self) -> EngineChoice:
        return EngineChoice(self.ocr, self.device)

    def settings(self, cache: CacheOptions | None = None, archives: ArchiveOptions | None = None) -> Settings:
        """Raises `WrongUse`."""
        from docs_check.settings import MOST_PAGES, MOST_PIXELS, Settings, passwords_in
        from docs_check.workers.cores import workers
        from docs_check.workers.limits import MEBIBYTE, WorkerLimits

        limits = WorkerLimits()
        memory = limits.memory if self.memory_limit is None else self.memory_limit * MEBIBYTE
        given = (*(self.password or ()), *(passwords_in(self.password_file) if self.password_file else ()))
        made = Settings(
            self.jobs or workers(),
            WorkerLimits(memory, self.time_limit or limits.page_seconds),
            tuple(dict.fromkeys(given)),
            self.most_pages or MOST_PAGES,
            self.most_megapixels * 1_000_000 if self.most_megapixels else MOST_PIXELS,
            cache.place() if cache else None,
        )
        return replace(made, archives=archives.limits()) if archives else made


@dataclass(frozen=True, slots=True)
class CacheOptions:
    cache: CacheDir = None
    cache_size: CacheSize = None
    no_cache: NoCache = False

    def place(self) -> CachePlace | None:
        from docs_check.settings import cache_place

        return None if self.no_cache else cache_place(self.cache, self.cache_size)


@dataclass(frozen=True, slots=True)
class ArchiveOptions:
    archive_depth: ArchiveDepth = None
    archive_files: ArchiveFiles = None
    archive_size: ArchiveSize = None
    archive_ratio: ArchiveRatio = None

    def limits(self, usual: ArchiveLimits | None = None) -> ArchiveLimits:
        """The usual ones but for what was given."""
        from docs_check.cache import MEGABYTE
        from docs_check.intake.archives import ArchiveLimits

        given = {
            "depth": self.archive_depth,
            "members": self.archive_files,
            "unpacked": self.archive_size and self.archive_size * MEGABYTE,
            "ratio": self.archive_ratio,
        }
        return replace(usual or ArchiveLimits(), **{name: value for name, value in given.items() if value is not None})


_GROUPS = (ReadingOptions, CacheOptions, ArchiveOptions)


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command as the command line sees it: of a group of options each is one of its own."""
    parameters, grouped, groups = list[Parameter](), list[Parameter](), dict[str, Any]()
    hints = get_type_hints(command, include_extras=True)
    for name, parameter in signature(command).parameters.items():
        group = hints[name]
        if group not in _GROUPS:
            parameters.append(parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=group))
            continue
        groups[name], inner = group, get_type_hints(group, include_extras=True)
        grouped += [
            Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=inner[one.name])
            for one in fields(group)
        ]

    parameters += grouped

    @wraps(command)
    def called(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{one.name: given.pop(one.name) for one in fields(group)})
        command(**given)

    called.__annotations__ = {one.name: one.annotation for one in parameters}
    vars(called)["__signature__"] = Signature(parameters)
    return called
