"""The seam behind which OCR engines stand. An engine is one file here that offers `class Engine`, and is chosen by the
file's name; files whose names begin with `_` are no engines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from extractor.device import Device
from extractor.picture import Picture
from extractor.records import Line, Words


class OcrUnavailable(Exception):  # noqa: N818  nothing failed: it is not there
    """An engine is not installed, or not wholly; `reason` says what to do."""

    def __init__(self, reason: Words) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reading:
    """What one picture of a single line says; `confidence` 0 to 1, `""` with 0 where nothing stands there.
    `marks` are the centres of the characters, as fractions of the picture's width, and `confidences` one for each
    character; both empty where unknown."""

    text: str
    confidence: float
    marks: tuple[float, ...] = ()
    confidences: tuple[float, ...] = ()


class OcrEngine(Protocol):
    """Reads print. `name` and `version` go into the report and the cache's keys."""

    name: str
    version: str

    def lines(self, picture: Picture) -> tuple[Line, ...]:
        """All lines on a page, top to bottom; boxes in fractions of the picture."""
        ...

    def recognise(self, pictures: Sequence[Picture]) -> list[Reading]:
        """One reading for each picture, each of which holds a single line."""
        ...


class EngineClass(Protocol):
    """What an engine's file offers as `Engine`. Both raise `OcrUnavailable`."""

    name: str

    def __call__(self, device: Device) -> OcrEngine: ...

    def version_on(self, device: Device, /) -> str:
        """The version of an engine that computes there, without loading its models."""
        ...
