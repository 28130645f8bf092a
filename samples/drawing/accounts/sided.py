"""Tables with income on the left and spending on the right: the general ones of budgets and final accounts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from drawing.accounts.ledger import FUNDS, OTHER, Ledger, catalogue
from drawing.accounts.table import Drawn, Sketch, TableStyle

_DIGITS = "一二三四五六七八九十"
Side = list[tuple[str, list[int], str]]  # label, amounts, and what it is: item, part, sum, carry, total, blank


def ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")


def everything(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """收入支出决算总表, 收支预算总表: all funds."""
    account = rng.random() < 0.5
    income: Side = [(f"{fund}财政拨款收入", [ledger.income[fund]], "item") for fund in FUNDS]
    income += [(name, [amount], "item") for name, amount in ledger.sources.items()]
    spending = _by_class(ledger, rng, [(*FUNDS, OTHER)])
    first, last = sum(ledger.opening.values()), sum(ledger.closing.values())
    if account:
        carries = [("使用非财政拨款结余", 0), ("年初结转和结余", first)], [("结余分配", 0), ("年末结转和结余", last)]
        names = ("本年收入合计", "总计"), ("本年支出合计", "总计")
    else:
        carries = [("上年结转结余", first)], [("年终结转结余", last)]
        names = ("本年收入合计", "收入总计"), ("本年支出合计", "支出总计")
    left = _closed(income, [(label, [amount]) for label, amount in carries[0]], names[0])
    right = _closed(spending, [(label, [amount]) for label, amount in carries[1]], names[1])
    title = f"{ledger.year}年度收入支出决算总表" if account else f"{ledger.year}年部门收支预算总表"
    return _table(ledger, style, rng, title, left, right, ["决算数" if account else "预算数"], numbered=account)


def granted(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """财政拨款收支总表: the right side is parted by fund."""
    account = rng.random() < 0.5
    income: Side = [(f"{fund}{'财政' if account else ''}拨款", [ledger.income[fund]], "item") for fund in FUNDS]
    opening = [(("年初财政拨款结转和结余" if account else "二、上年结转"), [sum(ledger.opening[f] for f in FUNDS)])]
    kept = [ledger.closing[fund] for fund in FUNDS]
    closing = [(("年末财政拨款结转和结余" if account else "二、结转下年"), [sum(kept), *kept])]
    shown = [(f"{'  '}{fund}{'财政拨款' if account else ''}", [ledger.opening[fund]], "part") for fund in FUNDS]
    names = ("本年收入合计", "总计"), ("本年支出合计", "总计")
    if not account:
        names = ("本年收入", "收入总计"), ("本年支出", "支出总计")
    left = _closed(income, opening, names[0], shown)
    right = _closed(_by_class(ledger, rng, [FUNDS, *((fund,) for fund in FUNDS)]), closing, names[1])
    title = f"{ledger.year}年{'度财政拨款收入支出决算总表' if account else '财政拨款收支预算总表'}"
    heads = ["合计", *(f"{fund}{'财政拨款' if account else ''}" for fund in FUNDS)]
    return _table(ledger, style, rng, title, left, right, heads, numbered=account)


def _by_class(ledger: Ledger, rng: Random, groups: Sequence[Sequence[str]]) -> Side:
    spent = {
        code: [sum(one.total for one in ledger.of(group) if one.code[:3] == code) for group in groups]
        for code in catalogue()["classes"]
    }
    whole = rng.random() < 0.6  # all that there are, or those with something in them
    return [(catalogue()["classes"][code], amounts, "item") for code, amounts in spent.items() if whole or any(amounts)]


def _closed(
    items: Side, carries: Sequence[tuple[str, list[int]]], names: tuple[str, str], shown: Side | None = None
) -> Side:
    """The items, what they come to, what is carried, and the total of both."""
    size = max(len(amounts) for _, amounts, _ in items)
    inner = [sum(amounts[i] for _, amounts, _ in items) for i in range(size)]
    total = [inner[i] + sum(amounts[i] for _, amounts in carries) for i in range(size)]
    numbered: Side = [(f"{ordinal(i + 1)}、{label}", amounts, kind) for i, (label, amounts, kind) in enumerate(items)]
    carried: Side = [(label, amounts, "carry") for label, amounts in carries]
    return [
        *numbered,
        ("", [], "blank"),
        (names[0], inner, "sum"),
        *carried,
        *(shown or []),
        (names[1], total, "total"),
    ]


def _table(
    ledger: Ledger,
    style: TableStyle,
    rng: Random,
    title: str,
    left: Side,
    right: Side,
    heads: Sequence[str],
    *,
    numbered: bool,
) -> Drawn:
    left, right = _level(left, right)
    extra = int(numbered)
    money_left, label_right = 1 + extra, 2 + extra
    money_right = label_right + 1 + extra
    columns = money_right + len(heads)
    sketch = Sketch(style, columns)
    amount = "金额" if numbered and rng.random() < 0.5 else heads[0] if len(heads) == 1 else "预算数"
    top = [(0, "收入", 1, label_right), (label_right, "支出", 1, columns - label_right)]
    row = [(0, "项目", 1, 1), (money_left, amount, 1, 1), (label_right, "项目", 1, 1)]
    row += [(money_right + i, head if len(heads) > 1 else amount, 1, 1) for i, head in enumerate(heads)]
    if numbered:
        row += [(1, "行次", 1, 1), (label_right + 1, "行次", 1, 1)]
    rows = [top, row]
    if numbered:
        counted = [
            (0, "栏次", 1, 1),
            (1, "", 1, 1),
            (2, "1", 1, 1),
            (label_right, "栏次", 1, 1),
            (label_right + 1, "", 1, 1),
        ]
        rows.append([*counted, *((money_right + i, str(2 + i), 1, 1) for i in range(len(heads)))])
    sketch.head(*rows)
    first = sketch.row
    for index, (one, other) in enumerate(zip(left, right, strict=True)):
        texts = {0: one[0], label_right: other[0]}
        if numbered:
            texts |= {1: str(index + 1), label_right + 1: str(index + 1 + len(left))}
        amounts = dict(zip([money_left], one[1], strict=False)) | {money_right + i: v for i, v in enumerate(other[1])}
        sketch.line(texts, amounts, bold=one[2] in ("sum", "total"))
    _bind_side(sketch, left, [money_left], first)
    rights = [money_right + i for i in range(len(heads))]
    _bind_side(sketch, right, rights, first)
    if len(heads) > 1:
        for index, (_, amounts, _) in enumerate(right):
            if amounts:
                sketch.bind((first + index, rights[0]), [(first + index, column) for column in rights[1:]])
    last = first + len(left) - 1
    sketch.bind((last, money_left), [(last, money_right)])
    widths = [3.2, *([0.6] * extra), 1.6, 3.2, *([0.6] * extra), *([1.6] * len(heads))]
    return sketch.drawn(title, f"部门：{ledger.office}", widths, len(rows))


def _level(left: Side, right: Side) -> tuple[Side, Side]:
    """Both sides end on one row: the shorter one is filled before its sum."""
    size = max(len(left), len(right))

    def filled(side: Side) -> Side:
        at = next(i for i, one in enumerate(side) if one[2] == "blank")
        return [*side[:at], *[("", list[int](), "blank")] * (size - len(side)), *side[at:]]

    return filled(left), filled(right)


def _bind_side(sketch: Sketch, side: Side, columns: Sequence[int], first: int) -> None:
    def rows(*kinds: str) -> list[int]:
        return [first + i for i, one in enumerate(side) if one[2] in kinds]

    def bind(whole: int, parts: Sequence[int], column: int) -> None:
        sketch.bind((whole, column), [(part, column) for part in parts])

    for column in columns:
        bind(rows("sum")[0], rows("item"), column)
        bind(rows("total")[0], rows("sum", "carry"), column)
        if rows("part"):
            bind(rows("carry")[0], rows("part"), column)
