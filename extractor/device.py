"""On what the models of an OCR engine are computed. Apart from the engines, which take long to load."""

from __future__ import annotations

from enum import StrEnum


class Device(StrEnum):
    CPU = "cpu"
    CUDA = "cuda"
