"""What does not follow, said so that whoever wrote the report can act on it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checks.arithmetic.claims import SUMS, Claim, Formula, Standing
from checks.arithmetic.doubts import doubt_of
from checks.arithmetic.figures import Figure, TableFigures, plain, with_unit
from checks.arithmetic.links import Rest, confirmed, resting_on
from checks.arithmetic.prose import SentenceFigures
from checks.arithmetic.roots import Root
from checks.arithmetic.slips import slip_between
from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Explanation:
    """One way in which it may have come about. `what`: total_wrong, row_missing, row_extra, cell_wrong, rate_wrong,
    text_wrong."""

    what: str
    words: Words


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """One cause. `figure` is what is most likely wrong, `right` what it would be; `claim` shows it, `also` fail for
    the same cause. `doubt`: why this is not sure."""

    id: str
    figure: Figure
    right: Decimal
    claim: Claim
    also: tuple[Claim, ...]
    message: Words
    explanations: tuple[Explanation, ...]
    rests_on: tuple[Rest, ...]
    doubt: Words | None

    @property
    def difference(self) -> Decimal:
        return self.figure.value - self.right


def inconsistency(
    root: Root,
    claims: Sequence[Claim],
    speech: Sequence[SentenceFigures],
    sheets: Sequence[TableFigures],
    poor_pages: Collection[int],
) -> Inconsistency:
    figure = root.figure
    doubt = doubt_of(root, claims, poor_pages)
    rests = tuple(
        rest
        for rest in resting_on(figure, root.right, claims, speech, sheets)
        if rest.figure not in [claim.result for claim in root.also]
    )
    message = _message(root)
    caption = next((sheet.table.caption for sheet in sheets if sheet.number == figure.table), "")
    if caption:
        message = Words(f"{caption}：{message.zh}", f"{caption}: {message.en}")
    if doubt:
        message = Words(
            f"{message.zh}（存疑：{doubt.zh}，请人工核对。）",
            f"{message.en} (Doubtful: {doubt.en}; please look at it.)",
        )
    return Inconsistency(
        _id(root, caption),
        figure,
        root.right,
        root.main,
        root.also,
        message,
        tuple(_explanations(root, claims, sheets)),
        rests,
        doubt,
    )


def _id(root: Root, caption: str) -> str:
    """By what is said, not where: it stays when pages are added."""
    said = "\x1f".join((root.main.formula, caption, root.figure.name.zh, root.figure.written, str(root.right)))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _message(root: Root) -> Words:
    claim, figure = root.main, root.figure
    result, computed = claim.result, claim.computed() or Decimal(0)
    off = result.value - computed
    more = Words("多" if off > 0 else "少", "more" if off > 0 else "less")
    how = _how(claim)
    step = min(result.step, *(part.step for part in claim.parts)) if claim.formula in SUMS else result.step
    shown, gap = f"{plain(computed, step)}{result.unit or ''}", f"{plain(abs(off), step)}{_points(result).zh}"
    words = Words(
        f"{result.name.zh}写的是{with_unit(result.value, result)}，{how.zh}为{shown}，{more.zh}{gap}，"
        f"四舍五入不能解释（最多相差{plain(claim.tolerance)}）。",
        f"{result.name.en} says {with_unit(result.value, result)}; {how.en} {shown}, which is "
        f"{plain(abs(off), step)}{_points(result).en} {more.en}; rounding explains at most {plain(claim.tolerance)}.",
    )
    if figure == result:
        return words
    right = with_unit(root.right, figure)
    return Words(
        f"{words.zh}多处不符都指向{figure.name.zh}：写的是“{figure.written}”，若为{right}则全部相符。",
        f"{words.en} All that does not agree points to {figure.name.en}: it says “{figure.written}”; with {right} "
        "everything would agree.",
    )


def _points(figure: Figure) -> Words:
    return Words("个百分点", " percentage points") if figure.is_percent else Words(figure.unit or "", figure.unit or "")


def _how(claim: Claim) -> Words:
    count = len(claim.parts)
    first = claim.parts[0]
    match claim.formula:
        case Formula.COLUMN_SUM:
            return Words(f"所列{count}行相加", f"its {count} rows add up to")
        case Formula.ROW_SUM:
            return Words(f"所列{count}列相加", f"its {count} columns add up to")
        case Formula.CHAIN:
            names = Words(
                "、".join(part.name.zh for part in claim.parts), ", ".join(part.name.en for part in claim.parts)
            )
            return Words(f"另一张表（{names.zh}）", f"the other table ({names.en}) has")
        case Formula.BALANCE:
            return Words(f"另一侧{first.name.zh}", f"the other side, {first.name.en}, has")
        case Formula.SAME:
            return Words(f"表中{first.name.zh}", f"the table, {first.name.en}, has")
        case Formula.GROWTH:
            second = claim.parts[1]
            return Words(
                f"由{second.written}到{first.written}的增长", f"the growth from {second.written} to {first.written} is"
            )
        case Formula.PROSE_SUM:
            return Words("同句各数相加", "the figures beside it add up to")
        case _:
            second = claim.parts[1]
            return Words(f"{first.written}÷{second.written}", f"{first.written} / {second.written} is")


def _explanations(root: Root, claims: Sequence[Claim], sheets: Sequence[TableFigures]) -> Iterator[Explanation]:
    claim, figure = root.main, root.figure
    right = with_unit(root.right, figure)
    if figure != claim.result:
        yield Explanation(
            "cell_wrong",
            Words(f"{figure.name.zh}写错，应为{right}。", f"{figure.name.en} is wrong and should be {right}."),
        )
    elif claim.formula in (Formula.BALANCE, Formula.CHAIN):
        yield from _either(claim, right)
    elif claim.formula in SUMS:
        yield Explanation(
            "total_wrong", Words(f"合计数有误，应为{right}。", f"The total is wrong and should be {right}.")
        )
        yield from _rows(root, claims, sheets)
        yield from _slips(claim, claims)
    elif claim.formula is Formula.SAME:
        cell = claim.parts[0]
        yield Explanation(
            "text_wrong",
            Words(f"正文有误，应与表中一致，为{right}。", f"The sentence is wrong; the table has {right}."),
        )
        yield Explanation("cell_wrong", Words(f"表中{cell.name.zh}有误。", f"The table is wrong at {cell.name.en}."))
    else:
        yield Explanation(
            "rate_wrong", Words(f"百分比有误，应为{right}。", f"The percentage is wrong and should be {right}.")
        )
        first, second = claim.parts
        yield Explanation(
            "cell_wrong",
            Words(
                f"百分比没错，{first.name.zh}或{second.name.zh}的数字有误。",
                f"The percentage is right, and {first.name.en} or {second.name.en} is wrong.",
            ),
        )


def _either(claim: Claim, right: str) -> Iterator[Explanation]:
    """Of two totals that must be the same."""
    result = claim.result
    yield Explanation(
        "cell_wrong", Words(f"{result.name.zh}有误，应为{right}。", f"{result.name.en} should be {right}.")
    )
    for part in claim.parts:
        yield Explanation("cell_wrong", Words(f"{part.name.zh}有误。", f"{part.name.en} is wrong."))


def _rows(root: Root, claims: Sequence[Claim], sheets: Sequence[TableFigures]) -> Iterator[Explanation]:
    """A row left out of the table, or one too many in it; for a total over columns, a column."""
    claim = root.main
    off = abs(root.figure.value - root.right)
    amount = with_unit(off, root.figure)
    across = claim.formula is Formula.ROW_SUM
    what = Words("列", "column") if across else Words("行", "row")
    if root.figure.value > root.right:
        beside = Words("", "") if across else _beside(root, claims, amount)
        yield Explanation(
            "row_missing",
            Words(
                f"合计数没错，表中漏了一{what.zh}{amount}（或几{what.zh}共{amount}）{beside.zh}。",
                f"The total is right, and a {what.en} of {amount} (or several, together {amount}) is missing"
                f"{beside.en}.",
            ),
        )
        return
    same = [part for part in claim.parts if part.value == off]
    which = Words("、".join(part.name.zh for part in same), ", ".join(part.name.en for part in same))
    yield Explanation(
        "row_extra",
        Words(
            f"合计数没错，表中多计了{amount}" + (f"，如{which.zh}不应计入或重复列入。" if same else "。"),
            f"The total is right, and {amount} too much is listed" + (f", perhaps {which.en}." if same else "."),
        ),
    )


def _beside(root: Root, claims: Sequence[Claim], amount: str) -> Words:
    """What a missing row would have to hold in the other columns."""
    others = [
        claim
        for claim in claims
        if claim is not root.main
        and claim.formula is Formula.COLUMN_SUM
        and claim.result.key[:3] == root.figure.key[:3]
        and not claim.is_trivial
    ]
    if others and all(claim.state() is Standing.FOLLOWS for claim in others):
        return Words(
            f"；其余{len(others)}列的合计与明细相符，漏的行在那些列应为0",
            f"; the other {len(others)} columns add up, so that it has 0 in those",
        )
    return Words("", "")


def _slips(claim: Claim, claims: Sequence[Claim]) -> Iterator[Explanation]:
    """Parts that a single digit would put right, unless something else bears them out as they stand."""
    for part in claim.parts:
        needed = claim.needed(part)
        if needed is not None and part.value and slip_between(part, needed) and not confirmed(part, needed, claims):
            right = with_unit(needed, part)
            yield Explanation(
                "cell_wrong",
                Words(
                    f"{part.name.zh}有一位数字写错，应为{right}。",
                    f"A digit is wrong at {part.name.en}; it should be {right}.",
                ),
            )
