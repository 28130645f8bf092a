"""The options that several commands have in common, and what may be given for them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from docs_check.reading.engines import Device, Ocr


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


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
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        min=1,
        metavar="N",
        help="并行进程数，默认视核数和内存而定。Worker processes; default: by cores and memory.",
    ),
]
ExitZero = Annotated[
    bool, typer.Option("--exit-zero", help="检查完成即以 0 退出，不论结果。Exit with 0 whatever was found.")
]
ReadBy = Annotated[Ocr, typer.Option("--ocr", help="文字识别引擎。OCR engine.")]
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
Form = Annotated[TextOrJson, typer.Option("--format", help="输出格式。Output format.")]
