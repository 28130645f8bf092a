"""The numbers before a form's labels (3、注册地址), where OCR read one in one piece with the value before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.understand.form.labels import Label
from extractor.understand.form.runs import Run

_MARK = r"(?:[（(]\s*([0-9]{1,2})\s*[)）]|([0-9]{1,2})\s*[、.．,，])"
_BEFORE = re.compile(_MARK + r"\s*$")
_FIRST = re.compile(r"\s*" + _MARK)
# So many labels in a row bear their numbers: the form counts them.
LEAST_NUMBERED = 3


def with_their_numbers(runs: Sequence[Run], labels: Sequence[Label]) -> list[Label]:
    """The labels, each with its number, on a form that counts them: what is before a label and is the next number of
    all is the label's, though no gap parts it from the value before."""
    if sum(_number(runs, label) is not None for label in labels) < LEAST_NUMBERED:
        return list(labels)
    found, last = list[Label](), 0
    for label in labels:
        number = _number(runs, label)
        if number is None and (start := _glued(runs[label.run].text[: label.start], last + 1)) is not None:
            label = replace(label, start=start, box=runs[label.run].box(start, label.end))
            number = last + 1
        last = last if number is None else number
        found.append(label)
    return found


def _number(runs: Sequence[Run], label: Label) -> int | None:
    """The number that stands before a label, free of what is before."""
    found = _FIRST.match(runs[label.run].text, label.start, label.end)
    return int(found[1] or found[2]) if found else None


def _glued(before: str, number: int) -> int | None:
    """Where `number` begins, if the text before a label ends with it."""
    found = _BEFORE.search(before)
    digits = (found[1] or found[2]) if found else ""
    if not found or not digits.endswith(str(number)):
        return None
    return found.start() if found[1] else found.start(2) + len(digits) - len(str(number))
