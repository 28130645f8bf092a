"""Why a figure that does not follow may have been misread, or need not follow at all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from checks.arithmetic.claims import SUMS, Claim, Formula
from checks.arithmetic.figures import Figure, plain
from checks.arithmetic.links import confirmed
from checks.arithmetic.roots import Root
from checks.arithmetic.slips import misread_by_one, slip_between
from checks.certainty import CLOSE_CALL, POOR_PAPER, SURE
from extractor.records import Words

# Digits that OCR takes for one another; PP-OCR gives such slips up to 0.99, other slips below 0.97.
_LOOK_ALIKE = frozenset(frozenset(pair) for pair in ("06", "08", "09", "17", "14", "27", "35", "38", "49", "56", "58",
                                                      "68", "69", "89", "23", "39", "47"))  # fmt: skip
ALIKE_SURE = 0.995

_STRUCTURE = Words(
    "表中没有别的数字能证实这里应当这样计算，可能是表的结构理解有误",
    "nothing else in the table shows that it is reckoned this way; its structure may have been misunderstood",
)
_SCOPE = Words("正文与表格说的可能不是同一口径", "the sentence and the table may not speak of the same thing")


def doubt_of(root: Root, claims: Sequence[Claim], poor_pages: Collection[int]) -> Words | None:
    """The first reason for which this is not sure; None where it is."""
    return next(_doubts(root, claims, poor_pages), None)


def in_question(root: Root) -> Iterator[Figure]:
    """The cells read by OCR that another reading of could undo what `root` says, however sure the first was."""
    for figure in root.main.figures:
        needed = root.main.needed(figure)
        if figure.typed or figure.seconded or figure.table is None or needed is None:
            continue
        unsure = figure.nil or not figure.clean or figure.confidence < SURE
        if unsure or misread_by_one(figure, needed, root.main.tolerance):
            yield figure


def _doubts(root: Root, claims: Sequence[Claim], poor_pages: Collection[int]) -> Iterator[Words]:
    if any(figure.place.page in poor_pages and not figure.typed for figure in root.main.figures):
        yield POOR_PAPER
    for figure in root.main.figures:
        needed = root.main.needed(figure)
        if needed is None or (figure.clean and (figure.typed or figure.seconded)):
            continue
        reason = _misread(figure, needed, root.main, claims)
        if reason:
            yield reason
    yield from _unread_names(root.main)
    if not root.main.firm and not any(claim.firm for claim in root.also):
        yield _SCOPE if root.main.formula is Formula.SAME else _STRUCTURE


def _unread_names(claim: Claim) -> Iterator[Words]:
    """Which columns a column adds up its heading says, and theirs; that a row is a total its label says."""
    heads = claim.figures if claim.formula is Formula.ROW_SUM else ()
    for figure in heads:
        if figure.head < SURE:
            yield Words(
                f"{figure.name.zh}的表头没有读清（把握{figure.head:.0%}）",
                f"the heading of {figure.name.en} was read with only {figure.head:.0%} certainty",
            )
    if claim.formula is Formula.COLUMN_SUM and claim.result.label < SURE:
        yield Words(
            f"{claim.result.name.zh}的行名没有读清（把握{claim.result.label:.0%}）",
            f"the label of {claim.result.name.en} was read with only {claim.result.label:.0%} certainty",
        )


def _misread(figure: Figure, needed: Decimal, claim: Claim, claims: Sequence[Claim]) -> Words | None:
    """Print that stands close to a rule loses the same digit, or all of it, in row after row: that what was read fits
    elsewhere bears out only what its digits are, not that they are all."""
    if figure.nil:
        if claim.formula in SUMS and needed > 0:
            return Words(
                f"{figure.name.zh}没有读到数字，若其中写有{plain(needed)}则相符",
                f"nothing was read in {figure.name.en}; with {plain(needed)} there it would agree",
            )
        return None
    if not figure.clean:
        return Words(
            f"{figure.name.zh}读作“{figure.written}”，写法或小数位数异常，可能混入或漏掉了数字",
            f"{figure.name.en} was read as “{figure.written}”, oddly written: a digit may have been taken in or lost",
        )
    borne_out = confirmed(figure, needed, claims)
    if figure.confidence < SURE and not borne_out:
        return Words(
            f"{figure.name.zh}读作“{figure.written}”，把握不足（{figure.confidence:.0%}）",
            f"{figure.name.en} was read as “{figure.written}” with only {figure.confidence:.0%} certainty",
        )
    if slip_between(figure, needed):
        doubted = not borne_out and figure.confidence < _sure_digit(figure, needed)
    else:
        doubted = misread_by_one(figure, needed, claim.tolerance)
    if doubted:
        return Words(
            f"{figure.name.zh}读作“{figure.written}”，若有一位数字误读、实为{plain(needed, figure.step)}，则相符",
            f"{figure.name.en} was read as “{figure.written}”; were a digit misread and it is "
            f"{plain(needed, figure.step)}, all would agree",
        )
    return None


def _sure_digit(figure: Figure, other: Decimal) -> float:
    """How sure the reading must be for the digit that differs to be what stands there."""
    pairs = zip(f"{figure.value.quantize(figure.step)}", f"{other.quantize(figure.step)}", strict=False)
    differing = [frozenset(pair) for pair in pairs if pair[0] != pair[1]]
    return ALIKE_SURE if any(pair in _LOOK_ALIKE for pair in differing) else CLOSE_CALL
