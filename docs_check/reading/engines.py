"""Which OCR engine reads, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from docs_check.exits import WrongUse
from extractor.device import Device

if TYPE_CHECKING:
    from extractor.ocr import EngineClass, OcrEngine  # with what it needs it takes longer to load than --help may take

_SEAM = "extractor.ocr"
USUAL = "rapid"


def engine_names() -> tuple[str, ...]:
    """The engines that there are: the modules of the seam."""
    seam = find_spec(_SEAM)
    places = seam.submodule_search_locations if seam else None
    return tuple(sorted(module.name for module in iter_modules(places) if not module.name.startswith("_")))


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine, to be loaded where it reads. Equal however often it came through a pipe: by that a worker knows that
    it has loaded this engine before."""

    ocr: str = USUAL
    device: Device = Device.CPU

    def __call__(self) -> OcrEngine:
        """The engine, loaded once in each process. Raises `OcrUnavailable`."""
        return _loaded(self)

    def named(self) -> str:
        """Its name and version, without loading its models. Raises `WrongUse` where it is not installed."""
        from extractor.ocr import OcrUnavailable

        engine = _class(self.ocr)
        try:
            return f"{engine.name} {engine.version_on(self.device)}"
        except OcrUnavailable as error:
            raise WrongUse(error.reason) from error


def _class(name: str) -> EngineClass:
    return import_module(f"{_SEAM}.{name}").Engine


@cache
def _loaded(choice: EngineChoice) -> OcrEngine:
    return _class(choice.ocr)(choice.device)
