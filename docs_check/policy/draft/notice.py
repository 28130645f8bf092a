"""A notice as paragraphs, each with its page: what a clause is, whatever the file was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.records import Line, Page
from extractor.understand.sheet import Sheet
from extractor.understand.text import certainty, in_rows, joined

# What begins a clause, the highest rank first. A new clause of a rank ends those below it.
_MARKS = (
    re.compile(r"^第[一二三四五六七八九十百]+[条章]\s*|^[一二三四五六七八九十]+、"),
    re.compile(r"^[（(][一二三四五六七八九十]+[）)]"),
    re.compile(r"^\d{1,2}\s*[.．、](?!\d)|^\d{1,2}[.．、](?=20\d\d年)"),  # a year follows, not decimals
    re.compile(r"^[（(]\d{1,2}[）)]|^[①-⑳]"),
)
_ANY_MARK = re.compile("|".join(mark.pattern for mark in _MARKS))
# Items that run on in one paragraph: after a stop, a circled or bracketed number begins the next.
_INNER = re.compile(r"(?<=[；;。：:])\s*(?=[①-⑳]|[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d))")

# A paper's own number, which stands on a line of its own: 青商办字〔2022〕37号.
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[［（(]20\d\d[〕\]］）)]\s*\d+\s*号")
_STOPS = ("。", "；", ";", "：", ":")
LEGIBLE = 0.7  # a figure read less surely on a scan is to be looked at: one wrong digit is another limit
SHORT = 0.08  # of the page's width: three characters; a line set to the margin ends nearer to it


@dataclass(frozen=True, slots=True)
class Clause:
    """`rank` is that of its mark, from 0; None for plain prose. `under` are the headings above it, outermost first.
    `legible`: every character of it was read surely."""

    file: str
    page: int
    text: str
    rank: int | None
    under: tuple[str, ...] = ()
    legible: bool = True

    @property
    def bare(self) -> str:
        """Without its mark."""
        return _ANY_MARK.sub("", self.text, count=1).strip()


def clauses(file: str, pages: Sequence[Page]) -> tuple[Clause, ...]:
    heads = dict[int, str]()
    found = list[Clause]()
    for number, text, legible in _paragraphs(pages):
        rank = _rank(text)
        if rank is not None:
            heads = {level: head for level, head in heads.items() if level < rank}
        under = tuple(heads[level] for level in sorted(heads))
        found.append(Clause(file, number, text, rank, under, legible))
        if rank is not None:
            heads[rank] = text
    return tuple(found)


def _rank(text: str) -> int | None:
    return next((rank for rank, mark in enumerate(_MARKS) if mark.match(text)), None)


def _paragraphs(pages: Sequence[Page]) -> Iterator[tuple[int, str, bool]]:
    for page in pages:
        for lines in _of_page(page):
            legible = certainty(lines) >= LEGIBLE
            for part in _INNER.split("".join(joined(row) for row in in_rows(lines))):
                if part.strip():
                    yield page.number, part.strip(), legible


def _of_page(page: Page) -> Iterator[list[Line]]:
    """Prose in paragraphs: a line that begins with a mark begins one, and so does what follows a line that ends short
    or with a stop; then the rows of tables."""
    sheet = Sheet.of(page)
    rows = in_rows(sheet.loose)
    right = max((row[-1].box.x1 for row in rows), default=1.0)
    found = list[Line]()
    for row in rows:
        line = joined(row)
        alone = NUMBER.fullmatch(line.replace(" ", ""))
        if found and (_rank(line) is not None or alone):
            yield found
            found = []
        found += row
        if right - row[-1].box.x1 > SHORT or line.endswith(_STOPS) or alone:
            yield found
            found = []
    if found:
        yield found
    cells = dict[tuple[int, int], list[Line]]()
    for cell in sheet.cells:
        if cell.text:
            cells.setdefault((cell.grid, cell.cell.row), []).extend(cell.lines)
    yield from cells.values()
