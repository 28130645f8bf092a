"""A table as it is to be drawn, and what must hold between its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

At = tuple[int, int]  # row and column, from 0 in the whole table


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How an office writes its figures. `unit` 元 or 万元; `nothing` stands where there is nothing."""

    unit: str
    commas: bool
    nothing: str
    places: int = 2
    deep: str = "  "  # what a lower level is moved in by
    whole: str = "合计"  # as printed: 合　计
    across: bool = False  # 合计 stands across the columns of code and name

    def written(self, fen: int) -> str:
        if not fen:
            return self.nothing
        step = Decimal(1).scaleb(-self.places)
        value = (Decimal(fen) / (100 if self.unit == "元" else 1_000_000)).quantize(step, ROUND_HALF_UP)
        if not value:
            return self.nothing
        return f"{value:,}" if self.commas else f"{value}"


def random_style(rng: Random) -> TableStyle:
    unit = rng.choice(("元", "万元", "万元"))
    nothing = rng.choice(("", "", "0.00", "0", "-"))
    whole = rng.choice(("合计", "合计", "合　　计", "合 计"))
    return TableStyle(unit, rng.random() < 0.6, nothing, 2, rng.choice(("  ", "　", "    ")), whole, rng.random() < 0.4)


@dataclass(frozen=True, slots=True)
class Put:
    row: int
    column: int
    text: str
    down: int = 1
    across: int = 1
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Bond:
    """What stands at `whole` is the sum of `parts`; `less` are taken off."""

    whole: At
    parts: tuple[At, ...]
    less: tuple[At, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """`head` is how many rows are repeated on each page; `widths` are shares of the table's width."""

    title: str
    left: str
    unit: str
    widths: tuple[float, ...]
    head: int
    puts: tuple[Put, ...]
    bonds: tuple[Bond, ...]
    note: str = ""

    @property
    def rows(self) -> int:
        return max(put.row + put.down for put in self.puts)

    def text(self, at: At) -> str:
        return next((put.text for put in self.puts if (put.row, put.column) == at), "")

    def with_text(self, at: At, text: str) -> Drawn:
        puts = [replace(put, text=text) if (put.row, put.column) == at else put for put in self.puts]
        return replace(self, puts=tuple(puts))


@dataclass(slots=True)
class Sketch:
    """A table in the making."""

    style: TableStyle
    columns: int
    puts: list[Put] = field(default_factory=list[Put])
    bonds: list[Bond] = field(default_factory=list[Bond])
    row: int = 0

    def head(self, *rows: Sequence[tuple[int, str, int, int]]) -> None:
        """Each row: column, text, down, across."""
        for offset, row in enumerate(rows):
            self.puts += [Put(offset, c, text, down, across, "centre", True) for c, text, down, across in row]
        self.row = len(rows)

    def line(self, texts: Mapping[int, str], amounts: Mapping[int, int], *, bold: bool = False) -> int:
        """The next row: words and amounts by column; returns its number."""
        for column in range(self.columns):
            if column in amounts:
                text = self.style.written(amounts[column])
                self.puts.append(Put(self.row, column, text, align="right", bold=bold))
            else:
                text = texts.get(column, "")
                self.puts.append(Put(self.row, column, text, bold=bold))
        self.row += 1
        return self.row - 1

    def whole(self, words: int, amounts: Mapping[int, int]) -> int:
        """The next row: 合计 of the table, whose first `words` columns hold codes and names."""
        row = self.line({words - 1: self.style.whole}, amounts, bold=True)
        if self.style.across and words > 1:
            self.puts = [put for put in self.puts if put.row != row or put.column >= words]
            self.puts.append(Put(row, 0, self.style.whole, 1, words, "centre", True))
        return row

    def bind(self, whole: At, parts: Sequence[At], less: Sequence[At] = ()) -> None:
        if parts and whole not in parts:
            self.bonds.append(Bond(whole, tuple(parts), tuple(less)))

    def drawn(self, title: str, left: str, widths: Sequence[float], head: int, note: str = "") -> Drawn:
        unit = f"单位：{self.style.unit}"
        total = sum(widths)
        return Drawn(
            title, left, unit, tuple(w / total for w in widths), head, tuple(self.puts), tuple(self.bonds), note
        )
