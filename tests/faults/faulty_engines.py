"""OCR engines that come to grief on bad pages and read one line on good ones. A module of its own, so that worker
processes can import it; pages are drawn by `page_picture` and told apart by what stands on them."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import time
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from extractor.ocr import OcrUnavailable, Reading
from extractor.records import Box, Line, Words

INKY = 215  # mean brightness: a bad page is half covered by bars, a good one holds a few lines


def page_picture(path, *, bad=False, size=(620, 877), number=0):
    """A page with lines of marks; more than half of a bad one is black."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for row in range(60, size[1] - 60, 40):
        for left in range(60, size[0] - 60, 24):
            draw.rectangle((left, row, left + (20 if bad else 8), row + (30 if bad else 10)), fill="black")
    draw.text((60, 20), f"page {number}", fill="black")
    image.save(path)


class Engine:
    """Reads one line on any page; `fault` happens on bad ones."""

    name = "faulty"
    version = "1"

    def __init__(self, fault=lambda: None, text="申请表"):
        self._fault = fault
        self._text = text

    def lines(self, picture):
        if float(np.mean(picture)) < INKY:
            wrong = self._fault()
            if wrong is not None:
                return wrong
        return (Line(Box(0.1, 0.1, 0.5, 0.13), self._text, 0.99),)

    def recognise(self, pictures):
        return [Reading("", 0.0) for _ in pictures]


def _crash():
    os._exit(3)


def _segfault():
    ctypes.string_at(0)


def _hang():
    time.sleep(3600)


def _hang_in_c():
    """The interpreter's lock is held all the time: no thread of Python's own gets a chance to end it."""
    re.match(r"(a+)+$", "a" * 64 + "b")


def _eat_slowly():
    eaten = []
    while True:
        eaten.append(np.ones(16_000_000))
        time.sleep(0.05)


def _eat_at_once():
    np.ones(40_000_000_000)


def _kill_parent():
    """What the system does to whoever uses up the memory, and takes the coordinator for it."""
    os.kill(os.getppid(), signal.SIGKILL)
    os._exit(3)


def _raise():
    raise ZeroDivisionError("fault of the engine")


def _interrupt():
    raise KeyboardInterrupt


def _exit():
    raise SystemExit(0)


NONSENSE = {
    "none": (None,),
    "numbers": (1, 2),
    "not a box": (Line("box", "x", 0.5),),
    "no number": (Line(Box(float("nan"), 0, float("inf"), 1), "x", float("nan")),),
    "far out": (Line(Box(-9e9, -5, 7e9, 3), "x" * 100_000, -4.0),),
    "inside out": (Line(Box(0.9, 0.9, 0.1, 0.1), "申请表", 2.0),),
    "control": (Line(Box(0.1, 0.1, 0.5, 0.2), "\x1b[31m\x00\u202e\r\n=1+1", 0.9),),
    "half characters": (Line(Box(0.1, 0.1, 0.5, 0.2), "\ud83d申请表\udc00", 0.9),),
    "wrong counts": (Line(Box(0.1, 0.1, 0.5, 0.2), "ab", 0.9, (Box(0, 0, 1, 1),) * 9, (0.1,) * 7),),
}

FAULTS = {
    "crash": _crash,
    "segfault": _segfault,
    "hang": _hang,
    "hang in C": _hang_in_c,
    "eat slowly": _eat_slowly,
    "eat at once": _eat_at_once,
    "kill parent": _kill_parent,
    "raise": _raise,
    "interrupt": _interrupt,
    "exit": _exit,
}


def _faulty(name):
    return Engine(FAULTS[name])


def _nonsense(name):
    return Engine(lambda: NONSENSE[name])


def _pause(mark):
    """The first to come here says in the file `mark` on which node of a cluster it is, and waits to be killed."""
    try:
        with Path(mark).open("x", encoding="utf-8") as file:
            file.write(os.environ.get("RAY_RAYLET_PID", ""))
    except FileExistsError:
        return
    time.sleep(3600)


def _pausing(mark):
    return Engine(partial(_pause, mark))


def pausing(mark):
    """What gives workers an engine of which one, once, pauses on a bad page."""
    return partial(_pausing, mark)


def faulty(name):
    """What gives workers an engine with that fault."""
    return partial(_faulty, name)


def nonsense(name):
    return partial(_nonsense, name)


def good():
    return Engine()


def missing():
    raise OcrUnavailable(Words("没有安装", "not installed"))
