"""Tables as provinces have them beside the ministry's forms: several classifications side by side, one row a unit,
changes against last year, purchases, goals of a project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from drawing.accounts.ledger import FUNDS, OTHER, Ledger, Spent, catalogue
from drawing.accounts.sided import Side, ordinal
from drawing.accounts.table import Drawn, Put, Sketch, TableStyle

_ACCOUNT = "财政专户管理资金"


def in_classifications(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """收支预算总表 whose spending stands in three classifications beside the income: each comes to the same."""
    spent = sum(one.total for one in ledger.spent)
    income: Side = [(f"{fund}拨款收入", [ledger.income[fund]], "item") for fund in (*FUNDS, OTHER)]
    kinds: Side = [
        ("基本支出", [sum(one.basic for one in ledger.spent)], "item"),
        ("  人员经费", [sum(one.personnel for one in ledger.spent)], "part"),
        ("  公用经费", [sum(one.public for one in ledger.spent)], "part"),
        ("项目支出", [sum(one.project for one in ledger.spent)], "item"),
    ]
    functions: Side = [
        (name, [amount], "item")
        for code, name in catalogue()["classes"].items()
        if (amount := sum(one.total for one in ledger.spent if one.code[:3] == code)) or rng.random() < 0.5
    ]
    classes = {"301": 0, "302": 0, "303": 0, "310": 0}
    for code, amount in ledger.economic.items():
        classes[code[:3]] += amount
    rest = spent - sum(classes.values())
    economic: Side = [(catalogue()["economic"][code][0], [amount], "item") for code, amount in classes.items()]
    economic.append(("其他支出", [rest], "item"))
    first, last = sum(ledger.opening.values()), sum(ledger.closing.values())
    sides = [income, kinds, economic, functions]
    size = max(len(side) for side in sides)
    sketch = Sketch(style, 8)
    heads = ("项目", "按支出性质", "按经济分类", "按功能分类")
    sketch.head(
        [(0, "收入", 1, 2), (2, "支出", 1, 6)],
        [(2 * i + j, text, 1, 1) for i, head in enumerate(heads) for j, text in enumerate((head, "预算数"))],
    )
    rows = [[_numbered(side, i) for i in range(size)] for side in sides]
    for i in range(size):
        amounts = {2 * at + 1: side[i][1] for at, side in enumerate(rows)}
        filled = {column: amount for column, amount in amounts.items() if amount is not None}
        sketch.line({2 * at: side[i][0] for at, side in enumerate(rows)}, filled)
    start = 2
    sums = [sum(amounts[0] for _, amounts, kind in side if kind == "item") for side in sides]
    labels = ("本年收入合计", "本年支出合计", "本年支出合计", "本年支出合计")
    inner = sketch.line({2 * i: label for i, label in enumerate(labels)}, {2 * i + 1: s for i, s in enumerate(sums)})
    carry = sketch.line(
        {0: "上年结转", **{2 * i: "结转下年" for i in (1, 2, 3)}}, {1: first, **{2 * i + 1: last for i in (1, 2, 3)}}
    )
    gap = " " if len(style.whole) > 2 else ""  # 收 入 总 计
    names = {0: gap.join("收入总计"), **{2 * i: gap.join("支出总计") for i in (1, 2, 3)}}
    total = sketch.line(names, {1: sums[0] + first, **{2 * i + 1: sums[i] + last for i in (1, 2, 3)}}, bold=True)
    for at, side in enumerate(sides):
        column = 2 * at + 1
        items = [(start + i, column) for i, one in enumerate(side) if one[2] == "item"]
        sketch.bind((inner, column), items)
        sketch.bind((total, column), [(inner, column), (carry, column)])
    sketch.bind((start, 3), [(start + 1, 3), (start + 2, 3)])
    sketch.bind((total, 1), [(total, 3)])
    title = f"{ledger.year}年收支预算总表"
    return sketch.drawn(title, f"部门：{ledger.office}", [2.6, 1.4] * 4, 2)


def _numbered(side: Side, index: int) -> tuple[str, int | None]:
    if index >= len(side):
        return "", None
    label, amounts, kind = side[index]
    number = sum(one[2] == "item" for one in side[: index + 1])
    return (f"{ordinal(number)}、{label}" if kind == "item" else label), amounts[0]


def by_unit(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """收入总体情况表: one row a unit, below the row of its department; this year's money and what was left over."""
    count = rng.randint(1, 6)
    shares = [rng.random() + 0.1 for _ in range(count)]

    def parted(amount: int) -> list[int]:
        parts = [int(amount * share / sum(shares)) for share in shares]
        return [parts[0] + amount - sum(parts), *parts[1:]]

    came = [parted(ledger.income[fund]) for fund in (*FUNDS, OTHER)]
    left = [parted(ledger.opening[fund]) for fund in (*FUNDS, OTHER)]
    heads = [*FUNDS, _ACCOUNT, OTHER]
    sketch = Sketch(style, 15)
    sketch.head(
        [
            (0, "单位代码", 2, 1),
            (1, "单位名称", 2, 1),
            (2, "总计", 2, 1),
            (3, "本年收入", 1, 6),
            (9, "上年结转结余", 1, 6),
        ],
        [(at + i, text, 1, 1) for at in (3, 9) for i, text in enumerate(("小计", *heads))],
    )

    def amounts(came: Sequence[int], left: Sequence[int]) -> dict[int, int]:
        one, other = ([values[0], values[1], values[2], 0, values[3]] for values in (came, left))
        values = [sum(came) + sum(left), sum(came), *one, sum(left), *other]
        return {2 + i: value for i, value in enumerate(values)}

    whole = [sum(fund) for fund in came], [sum(fund) for fund in left]
    rows = [sketch.whole(2, amounts(*whole))]
    code = rng.randint(101, 899)
    rows.append(sketch.line({0: f"{code}", 1: ledger.office}, amounts(*whole)))
    units = [
        sketch.line(
            {0: f"{code}{i + 1:03d}", 1: f"{style.deep}{ledger.office}{'（本级）' if not i else f'第{ordinal(i)}所'}"},
            amounts([fund[i] for fund in came], [fund[i] for fund in left]),
        )
        for i in range(count)
    ]
    for row in (*rows, *units):
        sketch.bind((row, 2), [(row, 3), (row, 9)])
        for at in (3, 9):
            sketch.bind((row, at), [(row, at + i) for i in range(1, 6)])
    if count > 1:
        for column in range(2, 15):
            sketch.bind((rows[1], column), [(unit, column) for unit in units])
    title = f"{ledger.year}年部门收入总体情况表"
    return sketch.drawn(title, f"部门：{ledger.office}", [0.9, 2.2, *([1.3] * 13)], 2)


def two_economic(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """一般公共预算基本支出表: the department's class beside the government's, and people beside running costs."""
    of = {"301": "501 机关工资福利支出", "302": "502 机关商品和服务支出", "303": "509 对个人和家庭的补助"}
    of |= {"310": "503 机关资本性支出（一）"}
    sketch = Sketch(style, 7)
    sketch.head(
        [(0, "部门预算支出经济分类科目", 1, 2), (2, "政府预算支出经济分类科目", 1, 2), (4, "基本支出", 1, 3)],
        [
            (i, text, 1, 1)
            for i, text in enumerate(("科目编码", "科目名称", "科目编码", "科目名称", "合计", "人员经费", "公用经费"))
        ],
    )
    listed = {code: amount for code, amount in ledger.economic.items() if amount}

    def amounts(codes: Sequence[str]) -> dict[int, int]:
        people = sum(listed[code] for code in codes if code[:3] in ("301", "303"))
        rest = sum(listed[code] for code in codes) - people
        return {4: people + rest, 5: people, 6: rest}

    whole = sketch.whole(4, amounts(list(listed)))
    rows = [whole]
    firsts = list[int]()
    for first in sorted({code[:3] for code in listed}):
        name, items = catalogue()["economic"][first]
        codes = [code for code in sorted(listed) if code.startswith(first)]
        parent = sketch.line({0: first, 1: name}, amounts(codes), bold=True)
        kids = list[int]()
        for code in codes:
            there = of[first].split(" ")
            texts = {0: code, 1: style.deep + items[code[3:]], 2: there[0] + "01", 3: there[1]}
            kids.append(sketch.line(texts, amounts([code])))
        firsts.append(parent)
        rows += [parent, *kids]
        for column in (4, 5, 6):
            sketch.bind((parent, column), [(kid, column) for kid in kids])
    for column in (4, 5, 6):
        sketch.bind((whole, column), [(row, column) for row in firsts])
    for row in rows:
        sketch.bind((row, 4), [(row, 5), (row, 6)])
    title = f"{ledger.year}年一般公共预算基本支出预算表"
    return sketch.drawn(title, f"部门：{ledger.office}", [1, 2.6, 1, 2.6, 1.5, 1.5, 1.5], 2)


def changes(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """Last year beside this year, the difference and by how many percent."""
    some = ledger.of(FUNDS[:1])
    codes = list(dict.fromkeys(one.code for one in some))
    before = {code: int(sum(one.total for one in some if one.code == code) * rng.uniform(0.6, 1.4)) for code in codes}
    sketch = Sketch(style, 6)
    heads = ("科目编码", "科目名称", "上年预算数", "本年预算数", "增减额", "增减%")
    sketch.head([(i, text, 1, 1) for i, text in enumerate(heads)])

    def line(code: str, name: str, these: Sequence[Spent]) -> int:
        was = sum(before[key] for key in {one.code for one in these})
        now = sum(one.total for one in these)
        row = sketch.line({0: code, 1: name}, {2: was, 3: now, 4: now - was})
        rate = f"{(now - was) / was * 100:.2f}%" if was else ""
        sketch.puts = [put for put in sketch.puts if (put.row, put.column) != (row, 5)]
        sketch.puts.append(Put(row, 5, rate, align="right"))
        sketch.bind((row, 4), [(row, 3)], [(row, 2)])
        return row

    rows = {code: line(code, some_of[0].names[2], some_of) for code in codes if (some_of := _of(some, code))}
    whole = line("", style.whole, some)
    for column in (2, 3, 4):
        sketch.bind((whole, column), [(row, column) for row in rows.values()])
    title = f"{ledger.year}年一般公共预算支出变动情况表"
    return sketch.drawn(title, f"部门：{ledger.office}", [1.2, 3, 1.5, 1.5, 1.5, 1], 1)


def _of(some: Sequence[Spent], code: str) -> list[Spent]:
    return [one for one in some if one.code == code]


def buying(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """政府采购预算表: how many at what price, and from which money; the total of all of it."""
    goods = (
        "台式计算机",
        "复印纸",
        "物业管理服务",
        "办公家具",
        "印刷服务",
        "空调机",
        "信息系统运维服务",
        "车辆维修和保养服务",
    )
    sketch = Sketch(style, 8)
    sketch.head(
        [
            *((i, text, 2, 1) for i, text in enumerate(("序号", "采购品目", "数量", "单价"))),
            (4, "采购金额", 1, 4),
        ],
        [(4 + i, text, 1, 1) for i, text in enumerate(("合计", "一般公共预算", "政府性基金预算", "其他资金"))],
    )
    lines = list[tuple[str, int, int, tuple[int, int, int]]]()
    for name in rng.sample(goods, rng.randint(3, len(goods))):
        number, price = rng.randint(1, 40), rng.randrange(20_000, 900_000, 10_000)
        cost = number * price
        general = cost if rng.random() < 0.6 else cost // 3
        lines.append((name, number, price, (general, 0, cost - general)))
    rows = list[int]()
    above = rng.random() < 0.5

    def total() -> int:
        sums = [sum(parts[i] for _, _, _, parts in lines) for i in range(3)]
        return sketch.line({1: style.whole}, {4: sum(sums), **{5 + i: v for i, v in enumerate(sums)}})

    whole = total() if above else -1
    for index, (name, number, price, parts) in enumerate(lines):
        amounts = {3: price, 4: sum(parts), **{5 + i: v for i, v in enumerate(parts)}}
        rows.append(sketch.line({0: str(index + 1), 1: name, 2: str(number)}, amounts))
    whole = whole if above else total()
    for column in range(4, 8):
        sketch.bind((whole, column), [(row, column) for row in rows])
    for row in (whole, *rows):
        sketch.bind((row, 4), [(row, column) for column in (5, 6, 7)])
    return sketch.drawn(f"{ledger.year}年政府采购预算表", f"部门：{ledger.office}", [0.6, 2.4, 0.8, *([1.4] * 5)], 2)


def by_project(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """项目支出预算表: projects below their kind, each kind with its 小计 or as the head of its projects."""
    kinds = ("运转类", "特定目标类")
    some = [one for one in ledger.of(FUNDS) if one.project]
    groups = {kind: some[i::2] for i, kind in enumerate(kinds) if some[i::2]}
    sketch = Sketch(style, 6)
    sketch.head([(i, text, 1, 1) for i, text in enumerate(("项目类别", "项目名称", "合计", *FUNDS))])

    def line(texts: dict[int, str], these: Sequence[Spent]) -> int:
        parts = [sum(one.project for one in these if one.fund == fund) for fund in FUNDS]
        row = sketch.line(texts, {2: sum(parts), **{3 + i: part for i, part in enumerate(parts)}})
        sketch.bind((row, 2), [(row, column) for column in (3, 4, 5)])
        return row

    whole = line({0: style.whole}, some)
    above = rng.random() < 0.5
    parents = list[int]()
    for kind, these in groups.items():
        parent = line({0: kind} if above else {0: kind, 1: "小计"}, these)
        kids = [line({0: "" if above else kind, 1: f"{one.names[2]}项目经费"}, [one]) for one in these]
        parents.append(parent)
        for column in range(2, 6):
            if len(kids) > 1:
                sketch.bind((parent, column), [(kid, column) for kid in kids])
    for column in range(2, 6):
        if len(parents) > 1:
            sketch.bind((whole, column), [(parent, column) for parent in parents])
    return sketch.drawn(f"{ledger.year}年项目支出预算表", f"部门：{ledger.office}", [1.4, 3.2, *([1.5] * 4)], 1)


def goals(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """项目支出绩效目标表: the money of one project, and what is to come of it; hardly anything adds up."""
    money = rng.randrange(100_000_00, 90_000_000_00, 100_00)
    own = money // 7 if rng.random() < 0.3 else 0
    sketch = Sketch(style, 4)
    sketch.head([(0, f"（{ledger.year}年度）", 1, 4)])
    for label, text in (("项目名称", "业务保障专项经费"), ("主管部门", ledger.office)):
        sketch.puts += [Put(sketch.row, 0, label), Put(sketch.row, 1, text, across=3)]
        sketch.row += 1
    first = sketch.row
    for label, amount in (("年度资金总额", money), ("其中：财政拨款", money - own), ("其他资金", own)):
        sketch.puts.append(Put(sketch.row, 1, label, across=2))
        sketch.puts.append(Put(sketch.row, 3, style.written(amount), align="right"))
        sketch.row += 1
    sketch.puts.append(Put(first, 0, f"资金情况（{style.unit}）", down=3))
    heads = ("一级指标", "二级指标", "三级指标", "指标值")
    sketch.puts += [Put(sketch.row, i, text, align="centre") for i, text in enumerate(heads)]
    sketch.row += 1
    for one, other, third, value in (
        ("产出指标", "数量指标", "开展培训次数", f"≥{rng.randint(2, 30)}次"),
        ("产出指标", "质量指标", "验收合格率", f"≥{rng.randint(90, 100)}%"),
        ("产出指标", "时效指标", "完成时限", f"{ledger.year}年12月"),
        ("产出指标", "成本指标", "项目总成本", style.written(money)),
        ("效益指标", "社会效益指标", "受益人数", f"{rng.randint(100, 9000)}"),
        ("满意度指标", "服务对象满意度", "群众满意度", f"≥{rng.randint(80, 99)}%"),
    ):
        sketch.puts += [Put(sketch.row, i, text) for i, text in enumerate((one, other, third, value))]
        sketch.row += 1
    return replace(sketch.drawn("项目支出绩效目标表", "", [1.4, 2, 3, 1.8], 1), unit="")
