"""Which OCR engine reads, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from docs_check.exits import WrongUse
from extractor.device import Device

if TYPE_CHECKING:
    from extractor.ocr import OcrEngine  # with what it needs it takes longer to load than --help may take


class Ocr(StrEnum):
    RAPID = "rapid"
    TESSERACT = "tesseract"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine, to be loaded where it reads. Equal however often it came through a pipe: by that a worker knows that
    it has loaded this engine before."""

    ocr: Ocr = Ocr.RAPID
    device: Device = Device.CPU

    def __call__(self) -> OcrEngine:
        """The engine, loaded once in each process. Raises `OcrUnavailable`."""
        return _loaded(self)

    def named(self) -> str:
        """Its name and version, without loading its models where that takes long. Raises `WrongUse` where it is not
        installed."""
        from extractor.ocr import OcrUnavailable

        try:
            if self.ocr is Ocr.TESSERACT:
                engine = self()
                return f"{engine.name} {engine.version}"
            from extractor.ocr import rapid

            return f"{rapid.Engine.name} {rapid.version_on(self.device)}"
        except OcrUnavailable as error:
            raise WrongUse(error.reason) from error


@cache
def _loaded(choice: EngineChoice) -> OcrEngine:
    if choice.ocr is Ocr.TESSERACT:
        from extractor.ocr import tesseract

        return tesseract.Engine()
    from extractor.ocr import rapid

    return rapid.Engine(choice.device)
