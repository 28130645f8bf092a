"""Draws budgets and final accounts of offices at random, in the shapes in which they are published: all of it holds,
until a digit is changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from drawing.accounts import listed, loose, regional, sided
from drawing.accounts.ledger import FUNDS, Ledger, random_ledger
from drawing.accounts.paper import AccountsPage, Printer, random_sheet, scanned
from drawing.accounts.table import At, Drawn, TableStyle, random_style

__all__ = [
    "KINDS",
    "LOOSE",
    "At",
    "Drawn",
    "Kind",
    "Placed",
    "draw_one",
    "draw_report",
    "plant",
    "random_table",
    "scanned",
]

Kind = Callable[[Ledger, TableStyle, Random], Drawn]
KINDS: tuple[Kind, ...] = (
    sided.everything,
    listed.income,
    listed.spending,
    sided.granted,
    listed.general,
    listed.basic,
    listed.basic_in_panels,
    listed.travelling,
    listed.fund,
    listed.projects,
    regional.in_classifications,
    regional.by_unit,
    regional.two_economic,
    regional.changes,
    regional.buying,
    regional.by_project,
)
LOOSE: tuple[Kind, ...] = (loose.standards, loose.years, loose.ranking, loose.scores, loose.purchases, regional.goals)


@dataclass(frozen=True, slots=True)
class Placed:
    """A table of a report, on the page (from 1) on which it begins."""

    drawn: Drawn
    page: int


def random_table(rng: Random, kind: Kind | None = None) -> Drawn:
    return (kind or rng.choice(KINDS))(random_ledger(rng), random_style(rng), rng)


def draw_report(path: Path, rng: Random, spoil: Callable[[Drawn], Drawn] | None = None) -> list[Placed]:
    """A whole report of one office: every standard table, some that do not add up, and prose. `spoil` may change each
    table before it is drawn."""
    ledger, style = random_ledger(rng), random_style(rng)
    printer, placed = Printer(path, rng), list[Placed]()
    kinds = [*KINDS, *rng.sample(LOOSE, 3)]
    printer.prose(_prose(ledger), AccountsPage("light", 12, False, True, 20))
    for kind in kinds:
        drawn = kind(ledger, style, rng)
        drawn = spoil(drawn) if spoil else drawn
        sheet = random_sheet(rng, len(drawn.widths))
        placed.append(Placed(drawn, printer.table(drawn, sheet, below=rng.random() < 0.5)))
    printer.save()
    return placed


def draw_one(path: Path, drawn: Drawn, rng: Random) -> None:
    """A table alone on its page, or pages."""
    printer = Printer(path, rng)
    printer.table(drawn, random_sheet(rng, len(drawn.widths)))
    printer.save()


def plant(drawn: Drawn, rng: Random) -> tuple[Drawn, At] | None:
    """One digit changed in a cell that something rests on; None where there is none. Not the last one: rounding may
    explain that."""
    bound = sorted({at for bond in drawn.bonds for at in (bond.whole, *bond.parts, *bond.less)})
    filled = [at for at in bound if sum(char.isdigit() and char != "0" for char in drawn.text(at)) >= 2]
    if not filled:
        return None
    at = rng.choice(filled)
    text = drawn.text(at)
    place = rng.choice([i for i, char in enumerate(text) if char.isdigit()][: -1 if "." in text else None])
    other = rng.choice([digit for digit in "123456789" if digit != text[place]])
    return drawn.with_text(at, text[:place] + other + text[place + 1 :]), at


def _prose(ledger: Ledger) -> list[str]:
    """Sentences as such reports have them, in 万元 whatever the tables are in."""
    total = sum(ledger.income.values()) + sum(ledger.opening.values())
    spent = sum(one.total for one in ledger.spent)
    granted = sum(one.total for one in ledger.of(FUNDS))
    basic = sum(one.basic for one in ledger.spent)

    def money(fen: int) -> str:
        return f"{fen / 1_000_000:.2f}万元"

    return [
        f"{ledger.year}年度收入总计{money(total)}，支出总计{money(total)}，与上年相比增加{money(total // 10)}。",
        f"本年支出合计{money(spent)}，其中：基本支出{money(basic)}，占{basic / spent * 100:.2f}%；"
        f"项目支出{money(spent - basic)}，占{100 - round(basic / spent * 100, 2):.2f}%。",
        f"财政拨款支出{money(granted)}，占本年支出合计的{granted / spent * 100:.2f}%。",
    ]
