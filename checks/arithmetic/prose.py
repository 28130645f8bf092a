"""Figures in sentences: which cell of a table they repeat, which they contradict, and what they are reckoned from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from rapidfuzz import fuzz

from checks.arithmetic.claims import HUNDRED, ONE, Claim, Formula, Standing
from checks.arithmetic.figures import Figure, TableFigures, prose_figure
from checks.arithmetic.slips import slip_between
from extractor.language.dates import find_dates
from extractor.language.matching import fold_label
from extractor.tables.numbers import factor
from extractor.tables.records import Column, RowKind, Sentence, TableRow

LEAST_DIGITS = 3  # a figure of fewer digits stands in many cells by chance
# Of 100: a heading is spoken of where so much of it stands in the sentence (截至…实际拨付 against 实际拨付了).
SPOKEN_OF = 85
MOST_ADDED = 4  # figures of one sentence that are tried as the parts of another
_WHOLE = re.compile(r"合计|总计|共计|累计|总额|全市|全省|全部|共")


@dataclass(frozen=True, slots=True)
class SentenceFigures:
    """A sentence with its figures."""

    sentence: Sentence
    figures: tuple[Figure, ...]

    def before(self, figure: Figure) -> str:
        """The text that leads up to a figure: from the sentence's begin."""
        return self.sentence.text[: figure.key[-1]]


def said(sentences: Sequence[Sentence]) -> tuple[SentenceFigures, ...]:
    return tuple(
        SentenceFigures(sentence, tuple(prose_figure(index, number) for number in sentence.numbers))
        for index, sentence in enumerate(sentences)
    )


def prose_claims(speech: Sequence[SentenceFigures], sheets: Sequence[TableFigures]) -> Iterator[Claim]:
    """Cells that sentences repeat or contradict, and what sentences reckon from figures of their own."""
    for one in speech:
        for figure in one.figures:
            cell = _repeated(one, figure, sheets) or _contradicted(one, figure, sheets)
            if cell is not None:
                yield _same(figure, cell)
        yield from _sums(one)
        yield from _shares(one)


def _same(figure: Figure, cell: Figure) -> Claim:
    claim = Claim(Formula.SAME, figure, (cell,), factor(cell.unit, figure.unit) or ONE)
    if claim.state() is not Standing.FAILS or slip_between(figure, claim.computed() or figure.value):
        return claim
    return Claim(claim.formula, claim.result, claim.parts, claim.scale, firm=False)


def _repeated(one: SentenceFigures, figure: Figure, sheets: Sequence[TableFigures]) -> Figure | None:
    """The one cell that says the same; where several do, the one whose row and column the sentence speaks of."""
    if len(re.sub(r"\D", "", figure.written).strip("0")) < LEAST_DIGITS:
        return None
    found = [
        (sheet, key, cell)
        for sheet in sheets
        for key, cell in sheet.figures.items()
        if not cell.nil and _equal(figure, cell)
    ]
    if len(found) > 1:
        ranked = sorted(((_spoken_of(one, figure, sheet, *key), cell) for sheet, key, cell in found), key=_first)
        return ranked[-1][1] if ranked[-1][0] > ranked[-2][0] else None
    return found[0][2] if found else None


def _first(item: tuple[float, Figure]) -> float:
    return item[0]


def _equal(figure: Figure, cell: Figure) -> bool:
    scale = factor(cell.unit, figure.unit) if cell.unit or figure.unit == "%" else ONE
    if scale is None or figure.is_percent != cell.is_percent:
        return False
    return abs(cell.value * scale - figure.value) <= (figure.step / 2 if scale != 1 else Decimal(0))


def _spoken_of(one: SentenceFigures, figure: Figure, sheet: TableFigures, row: int, column: int) -> float:
    text = one.before(figure)
    heading = sheet.table.column(column)
    line = next((line for line in sheet.table.rows if line.index == row), None)
    score = fuzz.partial_ratio(fold_label(heading.name), fold_label(text)) / 100 if heading else 0.0
    if line is None:
        return score
    if line.kind is RowKind.TOTAL:
        return score + (1 if _WHOLE.search(text) else 0)
    return score + (1.5 if line.label and line.label in text else 0)


def _contradicted(one: SentenceFigures, figure: Figure, sheets: Sequence[TableFigures]) -> Figure | None:
    """The one cell that the sentence plainly speaks of, and that says something else. A total with a quite different
    value is taken for another total: a city's money is more than one table."""
    found = list[Figure]()
    text = one.before(figure)
    for sheet in sheets:
        row, column = _row_of(text, sheet), _column_of(text, sheet, figure)
        cell = sheet.at(row.index, column.index) if row and column else None
        scale = factor(cell.unit, figure.unit) if cell else None
        if row is None or cell is None or cell.nil or scale is None or cell.is_percent != figure.is_percent:
            continue
        if row.kind is RowKind.TOTAL and not slip_between(figure, cell.value * scale):
            continue
        found.append(cell)
    return found[0] if len(found) == 1 else None


def _row_of(text: str, sheet: TableFigures) -> TableRow | None:
    """The row that is named last before the figure."""
    places = [
        (text.rfind(row.label), len(row.label), row)
        for row in sheet.table.rows
        if row.kind is RowKind.ITEM and len(row.label) >= 2 and row.label in text
    ]
    if places:
        return max(places, key=lambda item: item[:2])[2]
    totals = [row for row in sheet.table.rows if row.kind is RowKind.TOTAL]
    return totals[0] if len(totals) == 1 and _WHOLE.search(text) else None


def _column_of(text: str, sheet: TableFigures, figure: Figure) -> Column | None:
    """The one column whose heading the sentence repeats, its date among it."""
    days = {day.value for day in find_dates(text) if day.value}
    fitting = list[Column]()
    for column in sheet.table.columns:
        dated = {day.value for day in find_dates(column.name) if day.value}
        words = fold_label(re.sub(r"[(（][^)）]*[)）]", "", column.header[-1] if column.header else ""))
        if (dated and dated != days) or len(words) < 3 or factor(column.unit, figure.unit) is None:
            continue
        if fuzz.partial_ratio(words, fold_label(text)) >= SPOKEN_OF and len(words) <= len(fold_label(text)):
            fitting.append(column)
    return fitting[0] if len(fitting) == 1 else None


def _sums(one: SentenceFigures) -> Iterator[Claim]:
    """A figure that the figures before it in its sentence add up to; 合计 alone, without the sum, claims nothing that
    can be known."""
    for index, result in enumerate(one.figures):
        before = [part for part in one.figures[:index] if part.unit == result.unit and not part.is_percent]
        after = [part for part in one.figures[index + 1 :] if part.unit == result.unit and not part.is_percent]
        for parts in (before, after):
            found = _adding_up(result, parts)
            if found:
                yield found
                break


def _adding_up(result: Figure, parts: Sequence[Figure]) -> Claim | None:
    for count in range(2, min(MOST_ADDED, len(parts)) + 1):
        for some in combinations(parts, count):
            claim = Claim(Formula.PROSE_SUM, result, some)
            if result.value and claim.state() is Standing.FOLLOWS and all(part.value for part in some):
                return claim
    return None


def _shares(one: SentenceFigures) -> Iterator[Claim]:
    """A percentage of two amounts of its sentence, where two give it."""
    for rate in (figure for figure in one.figures if figure.is_percent and figure.value):
        amounts = [figure for figure in one.figures if not figure.is_percent and factor(figure.unit, "元") is not None]
        claims = [
            Claim(Formula.PROSE_RATIO, rate, (first, second), HUNDRED * (factor(first.unit, second.unit) or ONE))
            for first in amounts
            for second in amounts
            if first is not second and first.value != second.value
        ]
        found = [claim for claim in claims if claim.state() is Standing.FOLLOWS]
        if len(found) == 1:
            yield found[0]
