"""Tables that do not add up at all: standards, scores, rankings, years side by side."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from drawing.accounts.ledger import Ledger
from drawing.accounts.table import Drawn, Put, Sketch, TableStyle

_TOWNS = ("东城街道", "南湖街道", "北山镇", "西河镇", "高新园区", "石桥镇", "云台街道", "青龙镇")


def standards(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    sketch = Sketch(style, 5)
    heads = ("序号", "人员类别", "住宿费标准", "伙食补助标准", "合计标准" if rng.random() < 0.3 else "交通补助标准")
    sketch.head([(i, text, 1, 1) for i, text in enumerate(heads)])
    for index in range(rng.randint(3, 8)):
        values = [rng.randrange(40, 900, 10) for _ in range(3)]
        row = sketch.line({0: str(index + 1), 1: f"{index + 1}类人员"}, {})
        _write(sketch, row, {2 + i: str(value) for i, value in enumerate(values)})
    return sketch.drawn("差旅费开支标准表", "", [0.6, 2, 1.5, 1.5, 1.5], 1)


def years(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """Several indicators, year by year: nothing in it adds up, 总额 and 总计 are names of indicators."""
    count = rng.randint(3, 5)
    sketch = Sketch(style, 2 + count)
    heads = ("指标", "计量单位", *(f"{ledger.year - count + 1 + i}年" for i in range(count)))
    sketch.head([(i, text, 1, 1) for i, text in enumerate(heads)])
    for label, unit, most in (
        ("地区生产总值", "亿元", 900),
        ("社会消费品零售总额", "亿元", 400),
        ("进出口总额", "亿元", 300),
        ("常住人口", "万人", 120),
        ("城镇登记失业率", "%", 5),
        ("粮食总产量", "万吨", 60),
    ):
        row = sketch.line({0: label, 1: unit}, {})
        _write(sketch, row, {2 + i: f"{rng.random() * most + 1:.2f}" for i in range(count)})
    return sketch.drawn("主要经济指标", "", [2.4, 1, *([1.2] * count)], 1)


def ranking(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    sketch = Sketch(style, 5)
    sketch.head([(i, text, 1, 1) for i, text in enumerate(("单位", "得分", "排名", "上年排名", "总得分率"))])
    for index, town in enumerate(rng.sample(_TOWNS, 6)):
        row = sketch.line({0: town}, {})
        score = f"{99 - index * 2 - rng.random():.2f}"
        _write(sketch, row, {1: score, 2: str(index + 1), 3: str(rng.randint(1, 8)), 4: f"{rng.random() * 100:.1f}%"})
    return sketch.drawn("各单位考核得分排名表", "", [2, 1, 1, 1, 1], 1)


def scores(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """Weights add up to 100 and points to a total; what stands beside them does not."""
    sketch = Sketch(style, 4)
    sketch.head([(i, text, 1, 1) for i, text in enumerate(("一级指标", "分值", "得分", "指标个数"))])
    weights, rows, points = (20, 30, 30, 20), list[int](), list[float]()
    for label, weight in zip(("决策", "过程", "产出", "效益"), weights, strict=True):
        points.append(round(weight * (0.8 + rng.random() * 0.19), 2))
        row = sketch.line({0: label}, {})
        _write(sketch, row, {1: str(weight), 2: f"{points[-1]:.2f}", 3: str(rng.randint(2, 9))})
        rows.append(row)
    last = sketch.line({0: "合计"}, {})
    _write(sketch, last, {1: "100", 2: f"{sum(points):.2f}", 3: ""})
    for column in (1, 2):
        sketch.bind((last, column), [(row, column) for row in rows])
    return sketch.drawn("绩效评价得分表", "", [2, 1, 1, 1], 1)


def purchases(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """A form that nobody filled in: a blank template with totals."""
    sketch = Sketch(style, 5)
    sketch.head([(i, text, 1, 1) for i, text in enumerate(("采购项目", "合计", "货物", "工程", "服务"))])
    for label in ("合计", *([""] * rng.randint(3, 9))):
        sketch.line({0: label}, dict.fromkeys(range(1, 5), 0))
    sketch.puts = [replace(put, text="") if put.row and put.column else put for put in sketch.puts]
    title = f"{ledger.year}年政府采购预算表"
    return sketch.drawn(title, f"部门：{ledger.office}", [3, 1, 1, 1, 1], 1, "注：本表为空，本部门无政府采购预算。")


def _write(sketch: Sketch, row: int, texts: dict[int, str]) -> None:
    sketch.puts = [put for put in sketch.puts if put.row != row or put.column not in texts]
    sketch.puts += [Put(row, column, text, align="right") for column, text in texts.items()]
