"""What stands on a page beside its labels: blocks of print, each of which is one value, caption or sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.forms import ValueType
from extractor.language.matching import fold_label
from extractor.language.organisations import ends_a_name
from extractor.language.ticks import BOXES
from extractor.records import Box, Line
from extractor.understand.form.labels import Label, Term
from extractor.understand.form.runs import EM, Run, columns
from extractor.understand.text import joined

# A value goes on in the next row outside cells when that begins so close below, in line heights, and so near, in ems.
WRAP = 1.9
ALIGNED = 1.2
# Values that are broken over two rows; a figure is not.
_SUM_ENDS = ("整", "正", "角", "分")
_STOPS = ".,·•"
_FIRST = "¥￥(（*+-－—−《“" + BOXES  # what a value may begin with that is no letter
_BLANK = "_＿ \u3000\n"  # what an unfilled place is printed with
# 二、出口业务情况 or （二）出口业务情况, and nothing more on the row: it begins a section.
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*[\u4e00-\u9fff（）()]{2,20}"
)
_SIGNING = re.compile(r"(?=.*[章签])(?:[（(]?(?:单位|本人)?(?:盖章|公章|签章|印章|签字|签名)[）)]?|年月日|[：:])+")
_WRAPS = (ValueType.NAME, ValueType.TEXT, ValueType.WORDS, ValueType.PERIOD, ValueType.CODE)
CODE_LENGTH = 18  # GB 32100-2015


@dataclass(frozen=True, slots=True)
class Block:
    """`after`: the label, by its place in the list, right after which it stands in its run. `place` is where it may
    stand: the whole cell, where it has that to itself. Without lines it is an empty cell. `broken`: its cell is."""

    run: int
    lines: tuple[Line, ...]
    text: str
    place: Box
    after: int | None
    in_cell: bool
    broken: bool = False

    @property
    def empty(self) -> bool:
        return not self.lines

    @property
    def asks_for_a_seal(self) -> bool:
        """（盖章）, with 年 月 日 or without: what a form prints for a seal or a hand is nobody's value."""
        return bool(_SIGNING.fullmatch(re.sub(r"\s", "", self.text)))

    @property
    def heads_a_section(self) -> bool:
        return self.after is None and bool(_HEADING.fullmatch(self.text))


def blocks_of(runs: Sequence[Run], labels: Sequence[Label]) -> list[Block]:
    """All print that is no label, and the empty cells, in the order of runs."""
    found = list[Block]()
    of_run = dict[int, list[int]]()
    for which, label in enumerate(labels):
        of_run.setdefault(label.run, []).append(which)
    for index, run in enumerate(runs):
        own = of_run.get(index, [])
        if run.cell and not run.letters:
            found.append(Block(index, (), "", run.cell.box, None, in_cell=True, broken=run.cell.cell.broken))
            continue
        starts = [(0, None), *((labels[which].end, which) for which in own)]
        ends = [*(labels[which].start for which in own), len(run.text)]
        for (start, after), end in zip(starts, ends, strict=True):
            found += _parts(index, run, (start, end), after, alone=not own)
    return _wrapped(found, labels)


def _parts(index: int, run: Run, span: tuple[int, int], after: int | None, *, alone: bool) -> list[Block]:
    found = list[Block]()
    for start, end in _options_together(run, list(columns(run, *span))):
        while start < end and not _begins_value(run.text, start):
            start += 1
        while end > start and run.text[end - 1] in _BLANK:
            end -= 1
        lines = tuple(run.pieces(start, end))
        if lines and any(line.text.strip(_BLANK) for line in lines):
            place = run.cell.box if run.cell and alone else Box.around(line.box for line in lines)
            own = after if not found else None
            broken = run.cell is not None and run.cell.cell.broken
            found.append(Block(index, lines, joined(lines), place, own, run.cell is not None, broken))
    return found


def _options_together(run: Run, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts, one that begins with a box (□ 其他) joined to the one before: options are one answer."""
    found = list[tuple[int, int]]()
    for start, end in parts:
        if found and run.text[start] in BOXES:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _begins_value(text: str, at: int) -> bool:
    """A mark right before a figure may be its sign, which OCR took for a stop."""
    return text[at].isalnum() or text[at] in _FIRST or (text[at] in _STOPS and text[at + 1 : at + 2].isdigit())


def _wrapped(blocks: Sequence[Block], labels: Sequence[Label]) -> list[Block]:
    """The blocks outside cells with the rows that go on below them: at a value's left edge, or at its label's."""
    done = list[Block]()
    for block in blocks:
        row = [other.box for other in labels if other.run == block.run]
        row += [other.place for other in blocks if other.run == block.run and other is not block]
        home = next((place for place in reversed(range(len(done))) if _goes_on(done[place], block, labels, row)), None)
        if block.in_cell or block.after is not None or block.heads_a_section or home is None:
            done.append(block)
            continue
        lines = (*done[home].lines, *block.lines)
        done[home] = replace(
            done[home], lines=lines, text=joined(lines), place=Box.around((done[home].place, block.place))
        )
    return done


def _goes_on(first: Block, second: Block, labels: Sequence[Label], row: Sequence[Box]) -> bool:
    """`row`: what else stands on the second's row. Print under the label shows a row of its own."""
    if first.in_cell or first.after is None or not first.lines or not second.lines:
        return False
    terms = labels[first.after].terms
    if terms and not any(term.type in _WRAPS for term, _ in terms):
        return False
    named = terms and all(term.type is ValueType.NAME for term, _ in terms)
    if named and ends_a_name(first.text) and not ends_a_name(second.text):
        return False  # the name is whole, and what follows is another row or a stamp
    if terms and all(term.type is ValueType.CODE for term, _ in terms):
        letters = fold_label(first.text + second.text)
        if not letters.isascii() or len(letters) > CODE_LENGTH:
            return False
    above, below = first.lines[-1].box, second.lines[0].box
    em = EM * above.height
    if any(labels[first.after].box.x0 - em < box.x0 < below.x0 for box in row):
        return False
    close = 0 < below.centre[1] - above.centre[1] < WRAP * above.height
    starts = [first.lines[0].box.x0]
    if not _complete(first.text, terms):  # in one piece with its label it may go on at the label's edge
        starts.append(labels[first.after].box.x0)
    return close and any(abs(below.x0 - start) < ALIGNED * em for start in starts)


def _complete(text: str, terms: Sequence[tuple[Term, float]]) -> bool:
    """Does a name or a sum in words end as they do? Of other values nobody can tell."""
    types = {term.type for term, _ in terms}
    if types == {ValueType.NAME}:
        return ends_a_name(text)
    if types == {ValueType.CODE}:
        return len(fold_label(text)) >= CODE_LENGTH
    return types != {ValueType.WORDS} or text.endswith(_SUM_ENDS)
