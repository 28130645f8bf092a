"""Whether two documents are one and the same paper, come twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from extractor.language.matching import fold
from extractor.records import Document

_FIELDS_LEAST = 3  # fewer say too little to tell two papers apart ...
_TEXT_LEAST = 100  # characters, ... unless the whole text is there to do it, as a letter's is
_SAME_TEXT = 97.0  # of 100: two scans of one paper differ by a few misread characters

Key = tuple[object, ...]


def content_key(document: Document) -> Key | None:
    """What two scans of one paper have in common to the letter; None where a paper says too little."""
    fields = tuple(sorted((field.name, field.value) for field in document.fields if field.value))
    enough = len(fields) >= _FIELDS_LEAST or (fields and len(_text(document)) >= _TEXT_LEAST)
    if document.kind is None or not enough:
        return None
    return (document.kind, fields, tuple((mention.slot, mention.value) for mention in document.dates))


def same_text(one: Document, two: Document) -> bool | None:
    """None where one of them has no lines to compare."""
    if not (one.lines and two.lines):
        return None
    return fuzz.ratio(_text(one), _text(two), score_cutoff=_SAME_TEXT) > 0


def same_paper(one: Document, two: Document) -> bool:
    """By kind and text, or, where there is no text, by what stands in their fields."""
    if one.kind != two.kind:
        return False
    same = same_text(one, two)
    return content_key(one) == content_key(two) is not None if same is None else same


def alike_looks(one: str, two: str) -> float:
    """How much two looks of one length are alike, from 0 to 1: the correlation of what is dark on the pages."""
    if len(one) != len(two) or not one:
        return 0.0
    left, right = _levels(one), _levels(two)
    norm = float(np.linalg.norm(left) * np.linalg.norm(right))
    return max(0.0, float(left @ right) / norm) if norm else 0.0


def _levels(look: str) -> NDArray[np.float64]:
    levels = np.array([int(digit, 16) for digit in look], np.float64)
    return levels - levels.mean()


def _text(document: Document) -> str:
    return fold("".join(line.text for _, line in document.lines))
