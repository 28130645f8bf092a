"""Which print is whose value: given out to all labels of a page at once, each block to at most one.

A label's value follows it, stands to its right or below it; how far from that a pair is, and how badly the print fits
what the label asks for, is its cost. The assignment of least cost is taken (Kuhn's, by SciPy), and for each label it is
asked what the second best would cost: where that is hardly more, nobody can tell from the page alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from extractor.records import Box
from extractor.understand.form.blocks import Block
from extractor.understand.form.fits import misfit
from extractor.understand.form.labels import Label, Term
from extractor.understand.form.runs import EM

# What a place costs, of a pair that fits otherwise. Rows of a form are read from the left: what stands below a label is
# its value only where nothing else is to its right.
FOLLOWING = 0.0
NEXT_COLUMN = 0.15  # the second piece of print on the label's row
BESIDE = 0.1
BELOW = 0.35
FILLED = 0.4  # besides, where something follows the label already
EMPTY = 0.3  # besides, an empty cell: print near by is likelier the value
NOTHING = 0.8  # a label without a value
NO_FIT = 0.6  # of print that cannot be what the label asks for
UNLIKE = 0.8  # of a label that is another word altogether
CAPTION = 0.05  # besides, for words that the pack does not know: the form's own labels come first
IMPOSSIBLE = 1e3
# A second best assignment this near to the best is a doubt.
CLOSE = 0.15
# Below a label outside cells, in line heights.
REACH_DOWN = 2.2
# To the right of one outside cells, in ems.
REACH_RIGHT = 14.0

_Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to a label. `block` None: nothing stands there. `near`: other print, which could be this one's and
    which no label has, or one that it fits no better. `close`: another assignment is nearly as good. `torn`: print that
    no label has is in the same cell, or that is broken."""

    label: Label
    term: Term | None
    likeness: float
    block: Block | None
    fit: float
    close: bool
    near: bool
    torn: bool


def give_out(labels: Sequence[Label], blocks: Sequence[Block], aspect: float) -> list[Given]:
    """The values of all labels that ask for one."""
    asking = [which for which, label in enumerate(labels) if not label.terms or any(t.field for t, _ in label.terms)]
    if not asking:
        return []
    costs = np.full((len(asking), len(blocks) + len(asking)), IMPOSSIBLE)
    terms = dict[tuple[int, int], tuple[Term, float]]()
    for row, which in enumerate(asking):
        for column, place in _places(which, labels, blocks, aspect):
            cost, term = _cost(labels[which], blocks[column], place)
            costs[row, column] = cost
            if term:
                terms[row, column] = term
        costs[row, len(blocks) + row] = NOTHING
    chosen = _assigned(costs)
    best = float(costs[np.arange(len(asking)), chosen].sum())
    taken = set(chosen.tolist())
    found = list[Given]()
    for row, which in enumerate(asking):
        label, column = labels[which], int(chosen[row])
        block = blocks[column] if column < len(blocks) else None
        if not label.terms:
            continue
        term, likeness = terms.get((row, column)) or max(
            ((term, likeness) for term, likeness in label.terms if term.field), key=lambda one: one[1]
        )
        other_print = (at for at, other in enumerate(blocks) if at != column and other.lines)
        near = any(costs[row, at] < (IMPOSSIBLE if at not in taken else NOTHING) for at in other_print)
        own = (label.run, block.run) if block else (label.run,)
        torn = (block is not None and block.broken) or any(
            at not in taken and other.in_cell and other.lines and other.run in own for at, other in enumerate(blocks)
        )
        fit = 1.0 - misfit(block.text, term.type) if block and not block.empty else 0.0
        close = _second(costs, row, column) - best < CLOSE or (block is not None and _passes_over(label, block, blocks))
        found.append(Given(label, term, likeness, block, fit, close, near, torn))
    return found


def _passes_over(label: Label, block: Block, blocks: Sequence[Block]) -> bool:
    """Is there an empty cell between? It is the label's own, if no seal's rim cut it off."""
    y = label.box.centre[1]
    return block.in_cell and any(
        other.empty
        and label.box.x1 <= other.place.x0 < other.place.x1 <= block.place.x0
        and other.place.y0 < y < other.place.y1
        for other in blocks
    )


def _assigned(costs: _Costs) -> NDArray[np.intp]:
    from scipy.optimize import linear_sum_assignment  # takes a fifth of a second to load

    return cast("NDArray[np.intp]", linear_sum_assignment(costs)[1])


def _second(costs: _Costs, row: int, column: int) -> float:
    """What the best assignment costs that gives this label something else."""
    others = costs.copy()
    others[row, column] = IMPOSSIBLE
    return float(others[np.arange(len(others)), _assigned(others)].sum())


def _cost(label: Label, block: Block, place: float) -> tuple[float, tuple[Term, float] | None]:
    if not label.terms:
        return place + CAPTION, None
    if block.empty:
        return place + EMPTY, None
    ranked = [
        (place + NO_FIT * misfit(block.text, term.type) + UNLIKE * (1 - likeness), index)
        for index, (term, likeness) in enumerate(label.terms)
        if term.field
    ]
    cost, index = min(ranked)
    return cost, label.terms[index]


def _places(which: int, labels: Sequence[Label], blocks: Sequence[Block], aspect: float) -> Iterator[tuple[int, float]]:
    """The blocks that may be a label's value, with what their places cost."""
    label = labels[which]
    own = [
        at
        for at, block in enumerate(blocks)
        if block.after == which and block.run == label.run and not block.asks_for_a_seal
    ]
    for at in own:
        yield at, FOLLOWING
        yield from ((after, NEXT_COLUMN) for after in _same_row(at, blocks))
    besides = FILLED if own else 0.0
    beside = _beside(label, labels, blocks, aspect)
    for rank, at in enumerate(at for at in beside if at not in own):
        yield at, BESIDE * (1 + rank) + besides
    below = _below(label, labels, blocks, aspect)
    if below is not None and below not in own and below not in beside:
        yield below, BELOW + besides


def _same_row(at: int, blocks: Sequence[Block]) -> Iterator[int]:
    """Print that follows a block on its row, apart, before the next label."""
    for other in range(at + 1, len(blocks)):
        if blocks[other].run != blocks[at].run or blocks[other].after is not None:
            return
        yield other


def _beside(label: Label, labels: Sequence[Label], blocks: Sequence[Block], aspect: float) -> list[int]:
    """The next block to the right on the label's row, and the one after where that is empty, for a seal's rim may look
    like a rule that cuts a cell in two; none beyond another label."""
    y, em = label.box.centre[1], EM * label.box.height * aspect
    ends = [
        other.box.x0
        for other in labels
        if other is not label and other.box.x0 > label.box.x1 - em / 2 and _level(other.box, label.box)
    ]
    right = min(ends, default=2.0)
    found = list[int]()
    for at in sorted(range(len(blocks)), key=lambda at: blocks[at].place.x0):
        block = blocks[at]
        first = block.lines[0].box if block.lines else block.place
        on_row = block.place.y0 <= y <= block.place.y1 or _level(first, label.box)
        if (
            block.after is not None
            or block.asks_for_a_seal
            or not on_row
            or not label.box.x1 - em / 2 <= first.x0 < right
        ):
            continue
        if not block.in_cell and block.place.x0 - label.box.x1 > REACH_RIGHT * em:
            continue
        found.append(at)
        if not block.empty:
            break
    return found


def _below(label: Label, labels: Sequence[Label], blocks: Sequence[Block], aspect: float) -> int | None:
    """The next block below, under the label and no other label's: in the next cell, or close outside cells."""
    ranked = list[tuple[float, int]]()
    for at, block in enumerate(blocks):
        idle = block.heads_a_section or block.asks_for_a_seal
        if block.after is not None or idle or not _under(label.box, block.place):
            continue
        top = block.lines[0].box.y0 if block.lines else block.place.y0
        if top < label.box.centre[1]:
            continue
        if block.in_cell or top - label.box.y1 < REACH_DOWN * label.box.height:
            ranked.append((top, at))
    if not ranked:
        return None
    top, at = min(ranked)
    between = (other for other in labels if other is not label and _under(label.box, other.box))
    return None if any(label.box.centre[1] < other.box.centre[1] < top for other in between) else at


def _level(one: Box, other: Box) -> bool:
    """Do two pieces of print stand on one row?"""
    return abs(one.centre[1] - other.centre[1]) < 0.6 * max(one.height, other.height)


def _under(label: Box, place: Box) -> bool:
    width = min(label.x1, place.x1) - max(label.x0, place.x0)
    return width > 0.5 * min(label.width, place.width)
