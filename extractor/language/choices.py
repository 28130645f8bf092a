"""Which of the printed choices is meant: the one that is ticked, or the only one that stands there.

A tick counts only where it can be told from an empty box beside it: where two choices are marked, or none and all of
them are printed, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractor.language.matching import fold_label

# What programs print and hands draw into a box, as text layers and OCR give it; ☒ strikes a choice out as often as it
# chooses it.
_TICKS = "☑✓✔√■●◉"
_BOXES = "□☐○◯▢囗口"
# OCR reads an empty box as 口, which in a word (出口) is none.
_MARK = re.compile(rf"[{_TICKS}□☐○◯▢囗☒]|(?<![\u4e00-\u9fff])口(?=[\u4e00-\u9fff])")
# Brackets as boxes: ( √ ) and (  ).
_BRACKETS = re.compile(rf"[(（\[【]\s*([{_TICKS}]?)\s*[)）\]】]")
_MARKS = frozenset(_TICKS + _BOXES + "☒")
_Option = tuple[str, bool | None]  # which, and whether it is ticked; None where no box stands at it


def choice_of(text: str, options: Mapping[str, tuple[str, ...]]) -> str | None:
    """The key of the option that `text` chooses; None where that cannot be told."""
    marked = _BRACKETS.sub(lambda found: "√" if found[1] else "□", text)
    found = list(_options_in(marked, options))
    ticked = {option for option, tick in found if tick}
    if _MARK.search(marked):
        boxed = all(tick is not None for _, tick in found)
        return ticked.pop() if len(ticked) == 1 and boxed else None
    named = {option for option, _ in found}
    return named.pop() if len(named) == 1 else None


def _options_in(text: str, options: Mapping[str, tuple[str, ...]]) -> Iterator[_Option]:
    """The options that stand in `text`, each with its box: the mark before it, or, where the text begins with a word,
    the mark after it (是□ 否☑)."""
    pieces = [piece for piece in _MARK.sub(r"\n\g<0>\n", text).split("\n") if piece in _MARKS or fold_label(piece)]
    if pieces and pieces[0] not in _MARKS:
        pieces.reverse()
    box: str | None = None
    for piece in pieces:
        if piece in _MARKS:
            box = piece
            continue
        for option in _named(piece, options):
            yield option, None if box is None else box in _TICKS
        box = None


def _named(piece: str, options: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The options whose words make up the piece, or stand apart in it; of words within others (是 in 是否) only the
    longest count."""
    letters = fold_label(piece)
    words = [(fold_label(word), option) for option, some in options.items() for word in some]
    for word, option in sorted(words, key=lambda one: -len(one[0])):
        if word and word in letters:
            letters = letters.replace(word, "\n")
            yield option
