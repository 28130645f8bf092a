"""Options with boxes before them (☑短期出口信用保险 □其他), and which of them is ticked."""

from __future__ import annotations

import re

TICKED, OPEN = "☑☒■✓✔√✅", "□☐"
BOXES = TICKED + OPEN
_OPTION = re.compile(rf"([{BOXES}])\s*([^{BOXES}]*)")
_AROUND = " \u3000、,，;；/_＿"


def ticked(text: str) -> list[str] | None:
    """The options that are ticked, in their order; None where the text is no line of options, each behind its box."""
    start = next((at for at, letter in enumerate(text) if letter in BOXES), None)
    if start is None or text[:start].strip(_AROUND):
        return None
    options = [(mark, option.strip(_AROUND)) for mark, option in _OPTION.findall(text)]
    if not all(option and not any(letter.isspace() for letter in option) for _, option in options):
        return None  # a box was lost, or it is none
    return [option for mark, option in options if mark in TICKED]


def has_boxes(text: str) -> bool:
    return any(letter in BOXES for letter in text)
