"""Tables of one list: by the codes of a classification, by unit, by kind of cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from drawing.accounts.ledger import FUNDS, OTHER, Ledger, Spent, catalogue
from drawing.accounts.table import Drawn, Put, Sketch, TableStyle

Amounts = Callable[[Sequence[Spent]], list[int]]
Heads = tuple[list[tuple[int, str, int, int]], ...]


def income(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """收入决算表: by function, each row parted by where the money came from."""
    came = _came_in(ledger)

    def of(some: Sequence[Spent]) -> list[int]:
        granted = sum(came[id(one)] for one in some if one.fund in FUNDS)
        own = sum(came[id(one)] for one in some if one.fund == OTHER)
        first = sum(came[id(one)] * 2 // 3 for one in some if one.fund == OTHER)
        return [granted + own, granted, 0, first, 0, 0, own - first]

    heads = ["本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    return _by_code(ledger, style, rng, f"{ledger.year}年度收入决算表", (*FUNDS, OTHER), heads, of, [(0, range(1, 7))])


def _came_in(ledger: Ledger) -> dict[int, int]:
    """The income of each fund, parted as it was spent."""
    came = dict[int, int]()
    for fund in (*FUNDS, OTHER):
        these = [one for one in ledger.spent if one.fund == fund]
        cost = sum(one.total for one in these)
        came |= {id(one): one.total * ledger.income[fund] // cost for one in these}
        if these:
            came[id(these[0])] += ledger.income[fund] - sum(came[id(one)] for one in these)
    return came


def spending(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """支出决算表."""

    def of(some: Sequence[Spent]) -> list[int]:
        basic, project = sum(one.basic for one in some), sum(one.project for one in some)
        return [basic + project, basic, project, 0, 0, 0]

    heads = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]
    return _by_code(ledger, style, rng, f"{ledger.year}年度支出决算表", (*FUNDS, OTHER), heads, of, [(0, range(1, 6))])


def general(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """一般公共预算支出表, in one of its shapes."""
    title = f"{ledger.year}年一般公共预算支出表"
    if rng.random() < 0.5:

        def plain(some: Sequence[Spent]) -> list[int]:
            basic, project = sum(one.basic for one in some), sum(one.project for one in some)
            return [basic + project, basic, project]

        heads = [rng.choice(("合计", "小计", "本年支出合计")), "基本支出", "项目支出"]
        return _by_code(ledger, style, rng, title, FUNDS[:1], heads, plain, [(0, (1, 2))])

    def deep(some: Sequence[Spent]) -> list[int]:
        people, public, project = (sum(getattr(one, key) for one in some) for key in ("personnel", "public", "project"))
        return [people + public + project, people + public, people, public, project]

    heads = ["合计", "小计", "人员经费", "公用经费", "项目支出"]
    return _by_code(ledger, style, rng, title, FUNDS[:1], heads, deep, [(0, (1, 4)), (1, (2, 3))], "基本支出")


def fund(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """政府性基金预算财政拨款收入支出决算表: what was there, came, went and is left."""
    share = {one.code: rng.random() for one in ledger.spent}

    def of(some: Sequence[Spent]) -> list[int]:
        went = sum(one.total for one in some)
        was = sum(int(one.total * share[one.code] / 2) for one in some)
        left = sum(int(one.total * (1 - share[one.code]) / 3) for one in some)
        basic = sum(one.basic for one in some)
        return [was, went + left - was, went, basic, went - basic, left]

    heads = ["年初结转和结余", "本年收入", "小计", "基本支出", "项目支出", "年末结转和结余"]
    title = f"{ledger.year}年度政府性基金预算财政拨款收入支出决算表"
    return _by_code(ledger, style, rng, title, FUNDS[1:2], heads, of, [(2, (3, 4))], "本年支出", (2, 3))


def _by_code(
    ledger: Ledger,
    style: TableStyle,
    rng: Random,
    title: str,
    funds: Sequence[str],
    heads: Sequence[str],
    of: Amounts,
    sums: Sequence[tuple[int, Sequence[int]]],
    over: str = "",
    under: tuple[int, int] = (1, 3),
) -> Drawn:
    """`over` is a head over heads: it stands over as many as `under` says, from its first on."""
    split = rng.random() < 0.4  # 类, 款, 项 in a column each
    words = 4 if split else 2
    sketch = Sketch(style, words + len(heads))
    rows = _heads(heads, words, over, under, split=split)
    if rng.random() < 0.6:
        counted = [(0, "栏次", 1, words), *((words + i, str(i + 1), 1, 1) for i in range(len(heads)))]
        rows = (*rows, counted)
    sketch.head(*rows)
    some = ledger.of(funds)
    parents = dict[str, int]()
    everything = sketch.whole(words, dict(enumerate(of(some), words))) if some else None
    for code in sorted({one.code[:size] for one in some for size in (3, 5, 7)}):
        these = [one for one in some if one.code.startswith(code)]
        level = (len(code) - 3) // 2
        name = these[0].names[level]
        whole, parted = {0: code, 1: style.deep * level + name}, {0: code[:3], 1: code[3:5], 2: code[5:], 3: name}
        texts = parted if split else whole
        row = sketch.line(texts, dict(enumerate(of(these), words)), bold=level == 0)
        parents[code] = row
    for _ in range(rng.randint(1, 6) if not some else 0):
        sketch.line({}, dict.fromkeys(range(words, words + len(heads)), 0))
    _bind_codes(sketch, parents, everything, words, len(heads))
    for row in ([everything] if everything is not None else []) + list(parents.values()):
        for whole, parts in sums:
            sketch.bind((row, words + whole), [(row, words + part) for part in parts])
        if heads[0].startswith("年初"):
            sketch.bind((row, words + 5), [(row, words), (row, words + 1)], [(row, words + 2)])
    widths = [*([0.6] * 3 if split else [1.2]), 3.4, *([1.5] * len(heads))]
    note = "" if some else f"注：{ledger.office}没有{title[5:].removeprefix('年度')}的收支，故本表为空。"
    return sketch.drawn(title, f"部门：{ledger.office}", widths, len(rows), note)


def _heads(heads: Sequence[str], words: int, over: str, under: tuple[int, int], *, split: bool) -> Heads:
    deep = 2
    first = [(0, "科目编码" if not split else "支出功能分类科目编码", 1 if split else deep, words - 1)]
    first.append((words - 1, "科目名称", deep, 1))
    second = [(i, text, 1, 1) for i, text in enumerate("类款项")] if split else []
    covered = range(under[0], under[0] + under[1]) if over else range(0)
    for i, head in enumerate(heads):
        if i in covered:
            second.append((words + i, head, 1, 1))
        else:
            first.append((words + i, head, deep, 1))
    if over:
        first.append((words + under[0], over, 1, under[1]))
    if not second:
        return ([(c, text, 1, across) for c, text, _, across in first],)
    return first, second


def _bind_codes(sketch: Sketch, rows: dict[str, int], everything: int | None, words: int, count: int) -> None:
    for column in range(words, words + count):
        if everything is not None:
            sketch.bind((everything, column), [(row, column) for code, row in rows.items() if len(code) == 3])
        for code, row in rows.items():
            kids = [other for key, other in rows.items() if key.startswith(code) and len(key) == len(code) + 2]
            sketch.bind((row, column), [(other, column) for other in kids])


def basic(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """一般公共预算基本支出表 by economic class, as one list."""
    sketch = Sketch(style, 5)
    sketch.head(
        [
            (0, "经济分类科目编码", 1, 1),
            (1, "科目名称", 1, 1),
            (2, "合计", 1, 1),
            (3, "人员经费", 1, 1),
            (4, "公用经费", 1, 1),
        ]
    )
    people = {code: amount if code[:3] in ("301", "303") else 0 for code, amount in ledger.economic.items()}
    whole = sum(ledger.economic.values()), sum(people.values())
    everything = sketch.whole(2, {2: whole[0], 3: whole[1], 4: whole[0] - whole[1]})
    rows = dict[str, int]()
    empty = rng.random() < 0.3
    for code in sorted({code[:3] for code in ledger.economic} | set(ledger.economic)):
        amount = sum(value for key, value in ledger.economic.items() if key.startswith(code))
        if not amount and not empty:
            continue
        first = sum(value for key, value in people.items() if key.startswith(code))
        name, items = catalogue()["economic"][code[:3]]
        label = name if len(code) == 3 else style.deep + items[code[3:]]
        rows[code] = sketch.line({0: code, 1: label}, {2: amount, 3: first, 4: amount - first}, bold=len(code) == 3)
    _bind_codes(sketch, rows, everything, 2, 3)
    for row in (everything, *rows.values()):
        sketch.bind((row, 2), [(row, 3), (row, 4)])
    title = f"{ledger.year}年一般公共预算基本支出表"
    return sketch.drawn(title, f"部门：{ledger.office}", [1.4, 3.4, 1.6, 1.6, 1.6], 1)


def basic_in_panels(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """一般公共预算财政拨款基本支出决算表: people on the left, the rest in two more lists beside it."""
    listed = {
        code: sum(value for key, value in ledger.economic.items() if key.startswith(code))
        for code in [*(first for first in ("301", "303", "302", "310")), *ledger.economic]
    }
    left = sorted(code for code in listed if code[:3] in ("301", "303"))
    right = sorted(code for code in listed if code[:3] in ("302", "310"))
    half = (len(right) + 1) // 2
    panels = [left, right[:half], right[half:]]
    sketch = Sketch(style, 9)
    sketch.head(
        [(0, "人员经费", 1, 3), (3, "公用经费", 1, 6)],
        [(3 * i + j, text, 1, 1) for i in range(3) for j, text in enumerate(("科目编码", "科目名称", "决算数"))],
    )
    first = sketch.row
    places = dict[str, tuple[int, int]]()
    for index in range(max(map(len, panels))):
        texts, amounts = dict[int, str](), dict[int, int]()
        for panel, codes in enumerate(panels):
            if index < len(codes):
                code = codes[index]
                name, items = catalogue()["economic"][code[:3]]
                texts |= {3 * panel: code, 3 * panel + 1: name if len(code) == 3 else style.deep + items[code[3:]]}
                amounts[3 * panel + 2] = listed[code]
                places[code] = (first + index, 3 * panel + 2)
        sketch.line(texts, amounts)
    people, rest = (sum(listed[code] for code in codes) for codes in (("301", "303"), ("302", "310")))
    last = sketch.row
    for column, label, across, amount in ((0, "人员经费合计", 2, people), (3, "公用经费合计", 5, rest)):
        sketch.puts.append(Put(last, column, label, 1, across, "centre", True))
        sketch.puts.append(Put(last, column + across, style.written(amount), align="right"))
    for code in ("301", "303", "302", "310"):
        sketch.bind(places[code], [at for key, at in places.items() if key.startswith(code) and key != code])
    sketch.bind((last, 2), [places["301"], places["303"]])
    sketch.bind((last, 8), [places["302"], places["310"]])
    title = f"{ledger.year}年度一般公共预算财政拨款基本支出决算表"
    return sketch.drawn(title, f"部门：{ledger.office}", [1, 3, 1.5] * 3, 2)


def travelling(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """“三公”经费支出表: one row, its columns under heads over heads; or rows, last year's beside this year's."""
    abroad, buy, run, host = (ledger.travel[key] for key in ("abroad", "buy", "run", "host"))
    title = f"{ledger.year}年一般公共预算“三公”经费支出表"
    if rng.random() < 0.5:
        years = (1, 2) if rng.random() < 0.5 else (1,)
        sketch = Sketch(style, 6 * len(years))
        rows: list[list[tuple[int, str, int, int]]] = [[], [], []]
        for year in years:
            at = 6 * (year - 1)
            rows[0].append((at, ("预算数", "决算数")[year - 1], 1, 6))
            rows[1] += [
                (at, "合计", 2, 1),
                (at + 1, "因公出国（境）费", 2, 1),
                (at + 2, "公务用车购置及运行维护费", 1, 3),
            ]
            rows[1] += [(at + 5, "公务接待费", 2, 1)]
            rows[2] += [(at + 2, "小计", 1, 1), (at + 3, "公务用车购置费", 1, 1), (at + 4, "公务用车运行维护费", 1, 1)]
        counted = [(i, str(i + 1), 1, 1) for i in range(6 * len(years))]
        sketch.head(*rows, counted)
        amounts = [abroad + buy + run + host, abroad, buy + run, buy, run, host]
        if len(years) == 2:
            amounts += [abroad + buy + run * 2 + host, abroad, buy + run * 2, buy, run * 2, host]
        row = sketch.line({}, dict(enumerate(amounts)))
        for at in range(0, 6 * len(years), 6):
            sketch.bind((row, at), [(row, at + 1), (row, at + 2), (row, at + 5)])
            sketch.bind((row, at + 2), [(row, at + 3), (row, at + 4)])
        return sketch.drawn(title, f"部门：{ledger.office}", [1.0] * 6 * len(years), 4)
    sketch = Sketch(style, 3)
    sketch.head([(0, "项目", 1, 1), (1, "上年预算数", 1, 1), (2, "本年预算数", 1, 1)])
    before = [amount * 9 // 10 for amount in (abroad, host, run, buy)]
    now = [abroad, host, run, buy]
    labels = (
        "1.因公出国（境）费用",
        "2.公务接待费",
        "3.公务用车费",
        "其中：（1）公务用车运行维护费",
        "（2）公务用车购置费",
    )

    def both(*which: int) -> dict[int, int]:
        return {1: sum(before[i] for i in which), 2: sum(now[i] for i in which)}

    whole = sketch.line({0: "合计"}, both(0, 1, 2, 3))
    kids = [
        sketch.line({0: labels[0]}, both(0)),
        sketch.line({0: labels[1]}, both(1)),
        sketch.line({0: labels[2]}, both(2, 3)),
    ]
    cars = [sketch.line({0: labels[3]}, both(2)), sketch.line({0: labels[4]}, both(3))]
    for column in (1, 2):
        sketch.bind((whole, column), [(row, column) for row in kids])
        sketch.bind((kids[2], column), [(row, column) for row in cars])
    return sketch.drawn(title, f"部门：{ledger.office}", [3, 2, 2], 1)


def projects(ledger: Ledger, style: TableStyle, rng: Random) -> Drawn:
    """项目支出表: a list of projects by fund, with a total above or below."""
    some = [one for one in ledger.of((*FUNDS, OTHER)) if one.project]
    sketch = Sketch(style, 6)
    sketch.head(
        [(0, "序号", 1, 1), (1, "项目名称", 1, 1), (2, "合计", 1, 1), *((3 + i, f, 1, 1) for i, f in enumerate(FUNDS))]
    )
    some = [one for one in some if one.fund in FUNDS]
    first = rng.random() < 0.5

    def row(index: str, label: str, these: Sequence[Spent]) -> int:
        parts = [sum(one.project for one in these if one.fund == fund) for fund in FUNDS]
        return sketch.line({0: index, 1: label}, {2: sum(parts), **{3 + i: part for i, part in enumerate(parts)}})

    whole = row("", "合计", some) if first else None
    rows = [row(str(i + 1), f"{one.names[2]}专项经费", [one]) for i, one in enumerate(some)]
    whole = row("", "合计", some) if whole is None else whole
    for column in range(2, 6):
        if len(rows) > 1:
            sketch.bind((whole, column), [(one, column) for one in rows])
    for one in (whole, *rows):
        sketch.bind((one, 2), [(one, column) for column in range(3, 6)])
    return sketch.drawn(f"{ledger.year}年项目支出表", f"部门：{ledger.office}", [0.6, 3.4, 1.5, 1.5, 1.5, 1.5], 1)
