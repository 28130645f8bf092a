"""The language of a pack's relations: what it reckons, what it refuses, and what it says is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from checks.pack.expressions import ExpressionError, UnknownValueError, ValueKind, evaluate, kind_of, names, parse


@dataclass
class Given:
    """Values by hand; what is not among them is not known."""

    fields: dict[str, object] = field(default_factory=dict)
    columns: dict[str, tuple[object, ...]] = field(default_factory=dict)

    def value(self, name):
        if name not in self.fields:
            raise UnknownValueError(name)
        return self.fields[name]

    def elsewhere(self, kind, field):
        return self.value(f"{kind}.{field}")

    def all_of(self, kind, field):
        return self.columns[f"{kind}.{field}"]

    def how_many(self, kind):
        return Decimal(len(self.columns[kind]))

    def given(self, name):
        return name in self.fields

    def working_days(self, first, last):
        return Decimal((last - first).days)


GIVEN = Given(
    {
        "asked": Decimal("12.345"),
        "paid": Decimal(30),
        "signed": date(2023, 1, 31),
        "applied": date(2023, 3, 1),
        "born": date(2000, 2, 29),
        "product": "短期出口信用保险",
        "contract.signed": date(2023, 1, 31),
    },
    {"rows.amount": (Decimal(1), Decimal(2)), "rows.name": ("甲", "乙", "甲"), "invoice": ("a", "b", "c")},
)

HOLDS = [
    "asked <= 0.5 * paid",
    "min(asked, paid, 20) == 12.345",
    "max(asked, paid) == 30",
    "round(asked, 2) == 12.35 and cut(asked, 2) == 12.34 and cut(asked) == 12",
    "days(signed, applied) == 29 and working_days(signed, applied) <= 30",
    "months(signed, applied) == 1 and months(applied, signed) == -1",
    "years(born, applied) == 23 and years(born, day('2023-02-28')) == 22",
    "signed < applied and contract.signed == signed and applied != day('2023-03-02')",
    "like(product, '*信用保险') and not like(product, '*中长期*', '*海外投资*')",
    "one_of(product, '中长期', '短期出口信用保险') and product != '中长期'",
    "exists(product) and not exists(other)",
    "sum(rows.amount) == 3 and distinct(rows.name) == 2 and count(invoice) == 3",
]


@pytest.mark.parametrize("text", HOLDS)
def test_what_holds(text):
    assert evaluate(text, GIVEN) is True
    assert kind_of(text, lambda *_: None) is ValueKind.TRUTH


@pytest.mark.parametrize("text", ["missing <= 3", "asked / (paid - 30) > 1", "product + 1 > 0", "signed > 3", "other"])
def test_what_is_not_known_is_said_to_be_so(text):
    with pytest.raises(UnknownValueError):
        evaluate(text, GIVEN)


@pytest.mark.parametrize(
    "text",
    [
        "open('x')",
        "asked.__class__()",
        "sum(asked)",
        "day('2023-13-01')",
        "[1]",
        "days(signed)",
        "min(asked)",
        "lambda: 1",
    ],
)
def test_nothing_else_is_ever_run(text):
    with pytest.raises(ExpressionError):
        parse(text)


@pytest.mark.parametrize("text", ["signed <= 5", "product > 3", "days(asked, signed) > 1", "asked and paid > 1"])
def test_a_value_is_not_taken_for_what_it_is_not(text):
    kinds = {"signed": ValueKind.DAY, "product": ValueKind.TEXT, "asked": ValueKind.NUMBER, "paid": ValueKind.NUMBER}
    with pytest.raises(ExpressionError):
        kind_of(text, lambda kind, name: kinds[name])


def test_an_expression_says_what_it_asks_for():
    choice = names("sum(invoice.total) <= premium and count(rows) > 1 and policy.start < day('2022-01-01')")
    assert choice.values == {"premium"}
    assert choice.columns == {("invoice", "total"), ("policy", "start")}
    assert choice.kinds == {"rows"}
