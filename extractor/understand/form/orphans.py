"""Rows outside cells that no label begins: what stands there belongs to the row above, and it is not always known to
which of its labels. A value that found no room at the right margin goes on, or stands, on a row of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.records import Box
from extractor.understand.form.assignment import Given
from extractor.understand.form.blocks import WRAP, Block
from extractor.understand.form.labels import Label
from extractor.understand.form.runs import EM, Run

# From the rightmost print of the page: a value that ends so near, in ems, had no room to go on.
NO_ROOM = 5.0


def doubted_beside_orphans(
    given: Sequence[Given], runs: Sequence[Run], labels: Sequence[Label], blocks: Sequence[Block]
) -> list[Given]:
    """What was given, doubted where the row below may say more of it, or where the label itself goes on there."""
    margin = max((run.box(0, len(run.text)).x1 for run in runs if run.cell is None and run.text), default=1.0)
    return [_doubted(one, runs, labels, blocks, margin) for one in given]


def _doubted(one: Given, runs: Sequence[Run], labels: Sequence[Label], blocks: Sequence[Block], margin: float) -> Given:
    run = runs[one.label.run]
    if run.cell is not None:
        return one
    if _is_open(run.text[one.label.start : one.label.end]):
        return replace(one, torn=True)
    if not _has_orphan(one.label.run, runs, labels):
        return one
    row = [label for label in labels if label.run == one.label.run]
    bare = not any(block.after is not None and labels[block.after] is row[-1] for block in blocks)
    if bare and (one.label is row[-1] or _goes_on_below(one)):
        return replace(one, torn=True)
    full = (
        one.block is not None
        and one.block.lines
        and margin - _first_row(one.block).x1 < NO_ROOM * EM * run.aspect * one.label.box.height
    )
    return replace(one, torn=True) if full and one.label is row[-1] and not _goes_on_below(one) else one


def _is_open(label: str) -> bool:
    return sum(map(label.count, "（(")) > sum(map(label.count, "）)"))


def _has_orphan(index: int, runs: Sequence[Run], labels: Sequence[Label]) -> bool:
    """Is the next row outside cells close below, and without a label?"""
    run = runs[index]
    if index + 1 >= len(runs) or any(label.run == index + 1 for label in labels):
        return False
    box, below = run.box(0, len(run.text)), runs[index + 1].box(0, len(runs[index + 1].text))
    return 0 < below.centre[1] - box.centre[1] < WRAP * box.height


def _goes_on_below(one: Given) -> bool:
    lines = one.block.lines if one.block else ()
    return bool(lines) and lines[-1].box.centre[1] - lines[0].box.centre[1] > 0.6 * lines[0].box.height


def _first_row(block: Block) -> Box:
    first = block.lines[0].box
    return Box.around(
        line.box for line in block.lines if abs(line.box.centre[1] - first.centre[1]) < 0.6 * first.height
    )
