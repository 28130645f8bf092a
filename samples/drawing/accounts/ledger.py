"""An office's year, made up: what came in, what was spent on what, what was left. Amounts in fen; all of it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
OTHER = "单位资金"


@cache
def catalogue() -> Mapping[str, Any]:
    return YAML(typ="safe").load(Path(__file__).with_name("catalogue.yaml"))


@dataclass(frozen=True, slots=True)
class Spent:
    """What one 项 of the functional classification cost, by its fund and its three uses."""

    code: str
    names: tuple[str, str, str]
    fund: str
    personnel: int
    public: int
    project: int

    @property
    def basic(self) -> int:
        return self.personnel + self.public

    @property
    def total(self) -> int:
        return self.basic + self.project


@dataclass(frozen=True, slots=True)
class Ledger:
    """`income`, `opening` and `closing` by fund, 单位资金 among them; `sources` is what its income is made of."""

    office: str
    year: int
    spent: tuple[Spent, ...]
    income: Mapping[str, int]
    opening: Mapping[str, int]
    closing: Mapping[str, int]
    sources: Mapping[str, int]
    economic: Mapping[str, int]
    travel: Mapping[str, int]

    def of(self, funds: Sequence[str]) -> list[Spent]:
        return [one for one in self.spent if one.fund in funds]


def random_ledger(rng: Random) -> Ledger:
    spent = _spending(rng)
    opening, closing, income = dict[str, int](), dict[str, int](), dict[str, int]()
    for fund in (*FUNDS, OTHER):
        cost = sum(one.total for one in spent if one.fund == fund)
        opening[fund] = min(cost, _amount(rng, 500_000_00)) if rng.random() < 0.6 else 0
        closing[fund] = _amount(rng, 400_000_00) if cost and rng.random() < 0.6 else 0
        income[fund] = cost + closing[fund] - opening[fund]
    sources = dict(zip(catalogue()["sources"], _split(rng, income[OTHER], 5), strict=True))
    economic = dict[str, int]()
    general = [one for one in spent if one.fund == FUNDS[0]]
    for classes, total in (
        (("301", "303"), sum(one.personnel for one in general)),
        (("302", "310"), sum(one.public for one in general)),
    ):
        codes = [first + last for first in classes for last in catalogue()["economic"][first][1]]
        economic |= dict(zip(codes, _split(rng, total, len(codes)), strict=True))
    travel = {key: _amount(rng, 90_000_00) if rng.random() < 0.7 else 0 for key in ("abroad", "buy", "run", "host")}
    office = rng.choice(catalogue()["offices"])
    return Ledger(office, rng.randint(2018, 2025), spent, income, opening, closing, sources, economic, travel)


def _spending(rng: Random) -> tuple[Spent, ...]:
    found = list[Spent]()
    lists = (("functions", FUNDS[0], rng.randint(3, 8)), ("fund_functions", FUNDS[1], rng.choice((0, 1, 2))))
    for key, fund, count in (*lists, ("capital_functions", FUNDS[2], rng.choice((0, 0, 1)))):
        chosen = sorted(rng.sample(sorted(catalogue()[key]), count))
        for code in chosen:
            name, items = catalogue()[key][code]
            some = sorted(rng.sample(sorted(items), rng.randint(1, len(items))))
            for last in some:
                names = (catalogue()["classes"][code[:3]], name, items[last])
                found.append(_spent(rng, code + last, names, fund))
                if fund == FUNDS[0] and rng.random() < 0.15:
                    found.append(_spent(rng, code + last, names, OTHER))
    return tuple(found)


def _spent(rng: Random, code: str, names: tuple[str, str, str], fund: str) -> Spent:
    basic = fund in (FUNDS[0], OTHER) and rng.random() < 0.75
    project = not basic or rng.random() < 0.4
    return Spent(
        code,
        names,
        fund,
        _amount(rng, 8_000_000_00) if basic else 0,
        _amount(rng, 900_000_00) if basic and rng.random() < 0.7 else 0,
        _amount(rng, 6_000_000_00) if project else 0,
    )


def _amount(rng: Random, most: int) -> int:
    """Small ones are more frequent; many are round, as budgets are."""
    value = int(most * rng.random() ** 2) + 1_000_00
    return value // 10_000_00 * 10_000_00 + 10_000_00 if rng.random() < 0.3 else value


def _split(rng: Random, total: int, into: int) -> list[int]:
    weights = [rng.random() ** 2 if rng.random() < 0.7 else 0.0 for _ in range(into)]
    if not any(weights):
        weights[0] = 1.0
    parts = [int(total * weight / sum(weights)) for weight in weights]
    parts[max(range(into), key=parts.__getitem__)] += total - sum(parts)
    return parts
