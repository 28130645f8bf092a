"""For Word files, which have no picture: an engine that must not be asked."""

from __future__ import annotations

from typing import Any


class NoOcr:
    name = version = "none"

    def lines(self, picture: Any) -> Any:
        raise AssertionError("a Word file needs no OCR")

    recognise = lines
