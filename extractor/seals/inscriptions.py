"""Words that stand on seals all over China, by regulation or custom, to settle readings that nearly say them.

Sources: 中华人民共和国发票管理办法实施细则 and the State Taxation Administration's notices on the form of the invoice
supervision seal (全国统一发票监制章, 国家税务总局) and of the invoice seal (2011 No. 7: 发票专用章); the others are
what companies' seals for one purpose commonly say.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

STANDARD = (
    "全国统一发票监制章",
    "国家税务总局监制",
    "国家税务总局",
    "发票专用章",
    "财务专用章",
    "合同专用章",
    "业务专用章",
    "人事专用章",
    "报关专用章",
)
LEAST_ALIKE = 0.55  # of the standard words' letters must have been read
CLEAR = 0.9  # a letter read so surely is never bent
STROKES = "一IJLUilr1-"  # what rules and edges that cross a line are read as
END_STROKES = "IJLUilr-"  # of them, those that no line of Chinese begins or ends with
LEAD = 0.03  # over the next standard words: 国家税务总局 begins another


def settled(text: str, confidences: Sequence[float]) -> str:
    """The standard words that the text says but for doubtful letters, else the text."""
    rated = sorted(((_alike(text, words), words) for words in STANDARD), reverse=True)
    (best, words), (second, _) = rated[0], rated[1]
    if best < LEAST_ALIKE or best - second < LEAD or text == words:
        return text
    for edit in Levenshtein.editops(text, words):
        clear = edit.tag != "insert" and confidences[edit.src_pos] >= CLEAR
        if clear and not (edit.tag == "delete" and text[edit.src_pos] in STROKES):
            return text
    return words


def unruled(text: str) -> str:
    """Without a table's lines, read as letters at the ends of a line of Chinese or alone."""
    bare = text.strip(END_STROKES)
    return text if bare.isascii() and bare else bare


def _alike(text: str, words: str) -> float:
    """The share of the words' letters that the text has, in order, less what it has besides."""
    edits = Levenshtein.editops(text, words)
    kept = len(words) - sum(edit.tag in ("insert", "replace") for edit in edits)
    return (kept - 0.5 * sum(edit.tag == "delete" for edit in edits)) / len(words)
