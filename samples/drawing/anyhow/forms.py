"""Application forms: pairs in cells, label and value in one cell, labels above, underlined blanks, spanning labels."""

from __future__ import annotations

from drawing import pack
from drawing.anyhow.manner import Manner
from drawing.sheet import Box, around

FIELDS = (
    "company", "credit_code", "address", "customs_no", "legal", "contact", "export_2021", "export_2022", "growth",
    "insurer", "policy_no", "product", "premium", "subsidy", "subsidy_words", "bank", "account",
)  # fmt: skip
LONG = ("company", "address", "insurer", "subsidy_words", "bank")
GROUPS = ("企业基本信息", "投保情况", "申请情况")
STATEMENTS = {
    "applicant": (
        "本单位声明：以上所填内容真实、准确、完整。",
        "我单位郑重承诺：所提供的材料真实、合法、有效，并对其真实性负责。",
    ),
    "district_commerce": ("经初审，同意上报。", "情况属实，符合申报条件，拟同意申报。"),
    "district_finance": ("经审核，同意。", "同意商务部门意见。"),
    "city_commerce": ("",),
}
DATES = {"applicant": "applied_date", "district_commerce": "opinion_date", "district_finance": "finance_date"}


def pairs(manner: Manner) -> None:
    """Labels left of their values, one to three pairs in a row."""
    y, count = _head(manner), manner.rng.choice((1, 2, 2, 2, 3))
    x0, width = manner.margin, manner.width
    if manner.rng.random() < 0.3 and count < 3:
        x0, width = x0 + 9, width - 9  # a column of group headings
    top, groups = y, list[float]()
    label = manner.rng.uniform(0.3, 0.5) if count > 1 else manner.rng.uniform(0.22, 0.38)
    names = _order(manner)
    at = 0
    while at < len(names):
        alone = count > 1 and names[at] in LONG and manner.rng.random() < 0.5
        some = names[at : at + 1] if alone else names[at : at + count]
        at += len(some)
        y = _pair_row(
            manner, some, (x0, y, x0 + width, y), label if not alone else label / count, 1 if alone else count
        )
        groups.append(y)
    if x0 > manner.margin:
        _groups(manner, top, groups)
    _slots(manner, y)


def inline(manner: Manner) -> None:
    """Label and value in one cell, one or two cells in a row."""
    y, count = _head(manner), manner.rng.choice((1, 2, 2))
    names = _order(manner)
    at = 0
    while at < len(names):
        some = names[at : at + 1] if names[at] in LONG and manner.rng.random() < 0.4 else names[at : at + count]
        at += len(some)
        y = _inline_row(manner, some, y)
    _slots(manner, y)


def above(manner: Manner) -> None:
    """A row of labels, the row of their values below it."""
    y, names = _head(manner), _order(manner)
    at = 0
    while at < len(names):
        count = manner.rng.choice((2, 3, 4))
        some = names[at : at + count]
        at += len(some)
        cells = _columns(manner, len(some))
        words = [manner.word(name) for name in some]
        height = (
            max(len(manner.lines(word, x1 - x0 - 2.4)) for word, (x0, x1) in zip(words, cells, strict=True))
            * manner.step
            + 2.4
        )
        depth = (
            max(
                len(manner.lines(manner.values[name], x1 - x0 - 2.4, manner.value_face))
                for name, (x0, x1) in zip(some, cells, strict=True)
            )
            * manner.step
            + 2.4
        )
        for name, word, (x0, x1) in zip(some, words, cells, strict=True):
            for box in ((x0, y, x1, y + height), (x0, y + height, x1, y + height + depth)):
                _framed(manner, box)
            manner.write((x0, y, x1, y + height), word, align="m")
            manner.fill((x0, y + height, x1, y + height + depth), name, align="m")
        y += height + depth
    _slots(manner, y)


def underlined(manner: Manner) -> None:
    """No rules: a label, a colon, and a blank with a line under it, one or two in a row."""
    y, names = _head(manner) + 1, _order(manner)
    count, lined = manner.rng.choice((1, 2, 2)), manner.rng.random() < 0.8
    at = 0
    while at < len(names):
        some = names[at : at + 1] if names[at] in LONG and manner.rng.random() < 0.6 else names[at : at + count]
        at += len(some)
        part = manner.width / len(some)
        ends = list[float]()
        for index, name in enumerate(some):
            x0 = manner.margin + index * part
            label = manner.sheet.text(x0, y, manner.word(name) + manner.colon, manner.face, manner.pt)
            start, end = label[2] + 1, x0 + part - 4
            text = manner.value(name)
            boxes = list[Box]()
            for row, line in enumerate(manner.lines(text, end - start - 1, manner.value_face) or [""]):
                top = y + row * manner.step
                if line:
                    boxes.append(manner.sheet.text(start + 1, top, line, manner.value_face, manner.pt))
                if lined:
                    manner.sheet.stroke(start, top + manner.em + 0.9, end, top + manner.em + 0.9, 0.25)
                ends.append(top)
            if boxes:
                manner.sheet.field(name, text, manner.values[name], *boxes)
        y = max(ends) + manner.step * manner.rng.uniform(1.25, 1.5)
    _slots(manner, y + 2)


def spanning(manner: Manner) -> None:
    """A label and a value as high as two rows, beside two pairs of their own."""
    y, names = _head(manner), _order(manner)
    tall = [name for name in names if name in LONG]
    small = [name for name in names if name not in LONG]
    xs = [manner.margin + manner.width * share for share in (0, 0.18, 0.5, 0.7, 1.0)]
    height = max(2 * manner.step + 1, 8.0)
    while small:
        two, small = small[:2], small[2:]
        if tall:
            name = tall.pop(0)
            foot = y + 2 * height
            for box in ((xs[0], y, xs[1], foot), (xs[1], y, xs[2], foot)):
                _framed(manner, box)
            manner.write((xs[0], y, xs[1], foot), manner.word(name), align="m")
            manner.fill((xs[1], y, xs[2], foot), name)
            for row, other in enumerate(two):
                _pair(manner, other, (xs[2], y + row * height, xs[4], y + (row + 1) * height), xs[3])
            if len(two) == 1:
                _framed(manner, (xs[2], y + height, xs[4], foot))
            y = foot
        else:
            for column, other in enumerate(two):
                _pair(manner, other, (xs[2 * column], y, xs[2 * column + 2], y + height), xs[2 * column + 1])
            y += height
    for name in tall:
        _pair(manner, name, (xs[0], y, xs[4], y + height), xs[1])
        y += height
    _slots(manner, y)


def _head(manner: Manner) -> float:
    y = manner.heading(pack.titles(manner.sheet.kind)[0], manner.rng.uniform(12, 20))
    box = manner.sheet.text(manner.margin, y, manner.word("district") + manner.colon, manner.face, manner.pt)
    value = manner.sheet.text(box[2] + 1, y, manner.district, manner.value_face, manner.pt)
    manner.sheet.field("district", manner.district, manner.district, value)
    return y + manner.step + 1.5


def _order(manner: Manner) -> list[str]:
    """Mostly as the notice lists them; some offices have their own order."""
    names = list(FIELDS)
    if manner.rng.random() < 0.4:
        first, rest = names[:2], names[2:]
        manner.rng.shuffle(rest)
        names = first + rest
    return names


def _columns(manner: Manner, count: int) -> list[tuple[float, float]]:
    part = manner.width / count
    return [(manner.margin + index * part, manner.margin + (index + 1) * part) for index in range(count)]


def _framed(manner: Manner, box: Box) -> None:
    left, right = manner.margin, manner.sheet.size[0] - manner.margin
    manner.frame(
        box, left=not manner.open_sides or box[0] > left + 0.1, right=not manner.open_sides or box[2] < right - 0.1
    )


def _pair(manner: Manner, name: str, box: Box, middle: float) -> None:
    x0, y0, x1, y1 = box
    _framed(manner, (x0, y0, middle, y1))
    _framed(manner, (middle, y0, x1, y1))
    manner.write((x0, y0, middle, y1), manner.word(name), align="m")
    manner.fill((middle, y0, x1, y1), name)


def _pair_row(manner: Manner, some: list[str], box: Box, label: float, count: int) -> float:
    x0, y, x1, _ = box
    part = (x1 - x0) / count
    rows = [2]
    for name in some:
        rows.append(len(manner.lines(pack.label(manner.sheet.kind, name), part * label - 2.4)))
        rows.append(len(manner.lines(manner.values[name], part * (1 - label) - 2.4, manner.value_face)))
    height = max(rows) * manner.step + 1.6
    for index in range(count):
        left, right = x0 + index * part, x0 + (index + 1) * part
        middle = left + part * label
        if index < len(some):
            end = x1 if index + 1 == len(some) else right
            _pair(manner, some[index], (left, y, end, y + height), middle)
    return y + height


def _inline_row(manner: Manner, some: list[str], y: float) -> float:
    cells = _columns(manner, len(some))
    texts = [manner.word(name) + manner.colon for name in some]
    values = [manner.value(name) for name in some]
    rows = [
        len(manner.lines(text + value, x1 - x0 - 2.6))
        for text, value, (x0, x1) in zip(texts, values, cells, strict=True)
    ]
    height = max(rows) * manner.step + 3
    for name, text, value, (x0, x1) in zip(some, texts, values, cells, strict=True):
        _framed(manner, (x0, y, x1, y + height))
        boxes = manner.write((x0, y, x1, y + height), text + value)
        if value:
            manner.sheet.field(name, value, manner.values[name], *boxes)
    return y + height


def _groups(manner: Manner, top: float, ends: list[float]) -> None:
    """Headings from top to bottom in a narrow column at the left."""
    count = min(len(GROUPS), len(ends))
    cuts = [top, *(ends[(len(ends) * (index + 1)) // count - 1] for index in range(count))]
    for index in range(count):
        box = (manner.margin, cuts[index], manner.margin + 9, cuts[index + 1])
        _framed(manner, box)
        _downwards(manner, box, GROUPS[index])


def _downwards(manner: Manner, box: Box, text: str) -> None:
    x0, y0, x1, y1 = box
    step = min(manner.step * 1.05, (y1 - y0 - 2) / len(text))
    if step < manner.em:
        return
    y = (y0 + y1) / 2 - step * len(text) / 2
    for index, character in enumerate(text):
        manner.sheet.text((x0 + x1) / 2, y + index * step, character, manner.face, manner.pt, anchor="m")


def _slots(manner: Manner, y: float) -> None:
    """The four places for seals, under each other or two by two, labels in a column, upright or inside."""
    mode = manner.rng.choice(("column", "upright", "inside", "side"))
    slots = list(STATEMENTS)
    room = manner.sheet.size[1] - 10 - y
    left, right = manner.margin, manner.sheet.size[0] - manner.margin
    if mode == "side":
        depth = min(48.0, room / 2)
        for index, slot in enumerate(slots):
            x0 = left + (index % 2) * manner.width / 2
            top = y + (index // 2) * depth
            _slot(manner, slot, (x0, top, x0 + manner.width / 2, top + depth), inside=True)
        return
    depth = min(38.0, room / 4)
    for index, slot in enumerate(slots):
        top = y + index * depth
        if mode == "inside":
            _slot(manner, slot, (left, top, right, top + depth), inside=True)
            continue
        wide = 12.0 if mode == "upright" else 34.0
        _framed(manner, (left, top, left + wide, top + depth))
        label = pack.slot_label(manner.sheet.kind, slot)
        if mode == "upright":
            _two_downwards(manner, (left, top, left + wide, top + depth), label)
        else:
            manner.write((left, top, left + wide, top + depth), label, align="m")
        _slot(manner, slot, (left + wide, top, right, top + depth), inside=False)


def _two_downwards(manner: Manner, box: Box, text: str) -> None:
    """A label from top to bottom, in two columns from the right where one is too long."""
    x0, y0, x1, y1 = box
    most = int((y1 - y0 - 1.5) / (manner.em * 1.08))
    if len(text) <= most:
        _downwards(manner, box, text)
        return
    middle = (x0 + x1) / 2
    half = -(-len(text) // 2)
    pt = min(manner.pt, (y1 - y0 - 1.5) / (half * 1.08) / 0.3528)
    for column, part in enumerate((text[:half], text[half:])):
        for index, character in enumerate(part):
            x = (middle + x1) / 2 if column == 0 else (x0 + middle) / 2
            manner.sheet.text(x, y0 + 1 + index * pt * 0.3528 * 1.06, character, manner.face, pt, anchor="m")


def _slot(manner: Manner, slot: str, box: Box, *, inside: bool) -> None:
    x0, y0, x1, y1 = box
    _framed(manner, box)
    y = y0 + 1.2
    if inside:
        y = (
            manner.sheet.text(
                x0 + 1.2, y, pack.slot_label(manner.sheet.kind, slot) + manner.colon, manner.face, manner.pt
            )[3]
            + 0.8
        )
    statement = manner.rng.choice(STATEMENTS[slot])
    for line in manner.lines(statement, x1 - x0 - 2.4):
        manner.sheet.text(x0 + 1.2, y, line, manner.face, manner.pt)
        y += manner.step
    if slot != "city_commerce" and manner.rng.random() < 0.5:
        manner.sheet.text(x0 + 1.2, y, "经办人：" + manner.clerk(), manner.face, manner.pt)
    middle, foot = x0 + (x1 - x0) * manner.rng.uniform(0.62, 0.8), y1 - manner.step - 0.6
    word = ("单位公章：" if slot == "applicant" else "（盖章）") if manner.rng.random() < 0.7 else "（公章）"
    sign = manner.sheet.text(middle, foot - manner.step, word, manner.face, manner.pt, anchor="m")
    if slot not in DATES:
        manner.sheet.text(middle, foot, "年　　月　　日", manner.face, manner.pt, anchor="m")
        return
    dated = manner.dated(middle, foot, DATES[slot], manner.values[DATES[slot]])
    owner = manner.values["company"] if slot == "applicant" else pack.office(slot, manner.district)
    manner.stamp(owner, slot, box, around(sign, dated))
