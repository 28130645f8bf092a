"""The OCR engine, loaded once for all tests of reading."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from extractor.ocr.rapid import Engine

sys.path.insert(0, str(Path(__file__).parent))  # for `drawn`: pytest's importlib mode leaves a test's folder out


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()
