"""`docs-check doctor`: what of this machine the program needs, whether it is there, and what is lost without it."""

from __future__ import annotations

import json
import multiprocessing
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from docs_check import __version__, cache
from docs_check.cache import MEGABYTE, CachePlace
from docs_check.clean import path_text
from docs_check.reading.engines import EngineChoice
from docs_check.workers.cores import A_WORKER, SPARE, free_memory, workers
from extractor.records import Words

_LEAST_DISK = 2_000_000_000  # bytes: archives are unpacked, pages cut out, and the cache grows by 50 kB a page


class Health(StrEnum):
    OK = "ok"
    LESS = "less"  # it works, but for what the sentence says
    MISSING = "missing"  # papers cannot be checked here


@dataclass(frozen=True, slots=True)
class Diagnosis:
    name: str
    state: Health
    said: Words


def examine(place: CachePlace) -> Iterator[Diagnosis]:
    yield _python()
    yield from (_processes(), _engine(), _speed(), _memory(), _tesseract(), _font(), _packs())
    yield _writable("temporary", Path(tempfile.gettempdir()), Words("临时文件夹", "temporary folder"))
    yield _writable("cache", place.folder, Words("缓存文件夹", "cache folder"))
    yield _cached(place)


def to_text(findings: list[Diagnosis], language: str) -> str:
    marks = {Health.OK: "✓", Health.LESS: "!", Health.MISSING: "✗"}
    lines = [f"{marks[one.state]} {one.said.in_language(language)}" for one in findings]
    return "".join(f"{line}\n" for line in (*lines, _summary(findings).in_language(language)))


def to_json(findings: list[Diagnosis]) -> str:
    machine = {"docs_check": __version__, "python": platform.python_version(), "system": platform.platform()}
    said = [{"name": one.name, "state": one.state, "zh": one.said.zh, "en": one.said.en} for one in findings]
    return json.dumps({**machine, "works": works(findings), "findings": said}, ensure_ascii=False, indent=2) + "\n"


def works(findings: list[Diagnosis]) -> bool:
    return all(one.state is not Health.MISSING for one in findings)


def _summary(findings: list[Diagnosis]) -> Words:
    if not works(findings):
        return Words(
            "本机还不能检查材料，请先补齐标“✗”的各项。",
            "Papers cannot be checked here until what is marked ✗ is mended.",
        )
    if any(one.state is Health.LESS for one in findings):
        return Words("本机可以检查材料；标“!”的各项有所欠缺。", "Papers can be checked here, but for what is marked !.")
    return Words("本机可以检查材料，一应俱全。", "Papers can be checked here; nothing is missing.")


def _python() -> Diagnosis:
    machine = f"{platform.system()} {platform.machine()}"
    version = platform.python_version()
    return Diagnosis(
        "python",
        Health.OK,
        Words(
            f"docs-check {__version__}，Python {version}（{path_text(sys.executable)}），{machine}。",
            f"docs-check {__version__}, Python {version} ({path_text(sys.executable)}), {machine}.",
        ),
    )


def _processes() -> Diagnosis:
    """Each file is read in a process of its own; what they share lies in /dev/shm, which a bare chroot or a strict
    container may not let one write."""
    try:
        multiprocessing.get_context("spawn").Lock()
    except OSError as error:
        return Diagnosis(
            "processes",
            Health.MISSING,
            Words(
                f"不能建立识读进程（{error.strerror}）：请让当前用户可以写入 /dev/shm。",
                f"Processes that read cannot be made ({error.strerror}): this user must be able to write to /dev/shm.",
            ),
        )
    return Diagnosis("processes", Health.OK, Words("可以建立识读进程。", "Processes that read can be made."))


def _engine() -> Diagnosis:
    try:
        name = EngineChoice().named()
    except Exception as error:  # noqa: BLE001  a library that does not load raises anything at all
        return Diagnosis(
            "engine",
            Health.MISSING,
            Words(
                f"识读引擎不能使用（{error}）。请重新安装。",
                f"The OCR engine does not work ({error}). Install it again.",
            ),
        )
    return Diagnosis("engine", Health.OK, Words(f"识读引擎：{name}。", f"OCR engine: {name}."))


def _speed() -> Diagnosis:
    from extractor.device import Device
    from extractor.ocr._models import computed_by

    if "openvino" in computed_by(Device.CPU):
        return Diagnosis(
            "processor",
            Health.OK,
            Words(
                "处理器支持 bfloat16，识读快一倍。",
                "The processor calculates in bfloat16: reading takes half the time.",
            ),
        )
    return Diagnosis(
        "processor",
        Health.LESS,
        Words(
            "处理器不支持 bfloat16 或没有 OpenVINO：识读用时约多一倍，结果几乎相同（363 行中差 1 个括号的宽窄）。",
            "The processor knows no bfloat16, or OpenVINO is not there: about twice the time, results nearly the same.",
        ),
    )


def _memory() -> Diagnosis:
    jobs, free = workers(), free_memory()
    if free is None:
        return Diagnosis("memory", Health.OK, Words(f"同时识读 {jobs} 份。", f"{jobs} processes read at once."))
    said = Words(
        f"可用内存 {free // MEGABYTE} MB，同时识读 {jobs} 份（每份约需 {A_WORKER // MEGABYTE} MB）。",
        f"{free // MEGABYTE} MB of memory are free: {jobs} processes read at once ({A_WORKER // MEGABYTE} MB each).",
    )
    if free >= A_WORKER + SPARE:
        return Diagnosis("memory", Health.OK, said)
    short = Words(
        "内存偏少，大图可能读不了；请关闭其他程序。", "That is little: large pictures may fail; close other programs."
    )
    return Diagnosis("memory", Health.LESS, Words(said.zh + short.zh, f"{said.en} {short.en}"))


def _tesseract() -> Diagnosis:
    from docs_check.exits import WrongUse

    try:
        name = EngineChoice("tesseract").named()
    except WrongUse as error:
        lost = Words(
            "没有它，存疑的日期不做第二次识读，存疑会多一些。", "Without it doubtful dates are not read a second time."
        )
        return Diagnosis("tesseract", Health.LESS, Words(f"{error.words.zh}{lost.zh}", f"{error.words.en} {lost.en}"))
    return Diagnosis(
        "tesseract", Health.OK, Words(f"第二识读引擎：{name}，含中文数据。", f"Second reader: {name}, with Chinese.")
    )


def _font() -> Diagnosis:
    from docs_check.pictures.drawing import has_font

    if has_font():
        return Diagnosis("font", Health.OK, Words("有中文字体。", "There is a font with Chinese characters."))
    return Diagnosis(
        "font",
        Health.LESS,
        Words(
            "没有中文字体：read --picture 用编号代替文字标注，报告不受影响。",
            "There is no font with Chinese characters: read --picture labels by numbers; reports are as they are.",
        ),
    )


def _packs() -> Diagnosis:
    from checks.pack.shipped import find_packs

    names = list(find_packs())
    if names:
        return Diagnosis(
            "packs", Health.OK, Words(f"政策包：{'、'.join(names)}。", f"Policy packs: {', '.join(names)}.")
        )
    return Diagnosis(
        "packs",
        Health.LESS,
        Words("没有找到政策包，检查时请用 --policy 指定。", "No policy pack was found; name one with --policy."),
    )


def _writable(name: str, folder: Path, what: Words) -> Diagnosis:
    shown = path_text(str(folder))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        why = error.strerror or type(error).__name__
        return Diagnosis(
            name,
            Health.MISSING if name == "temporary" else Health.LESS,
            Words(f"{what.zh}“{shown}”不能写入（{why}）。", f"The {what.en} “{shown}” cannot be written to ({why})."),
        )
    said = Words(
        f"{what.zh}“{shown}”可以写入，磁盘剩余 {free // MEGABYTE} MB。",
        f"The {what.en} “{shown}” can be written to; {free // MEGABYTE} MB of its disk are free.",
    )
    return Diagnosis(name, Health.OK if free >= _LEAST_DISK else Health.LESS, said)


def _cached(place: CachePlace) -> Diagnosis:
    found = cache.info(place)
    return Diagnosis(
        "cached",
        Health.OK,
        Words(
            f"缓存有 {found.entries} 条，{found.size / MEGABYTE:.1f} MB。",
            f"The cache holds {found.entries} entries, {found.size / MEGABYTE:.1f} MB.",
        ),
    )
