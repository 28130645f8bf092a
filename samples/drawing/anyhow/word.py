"""Application forms as Word prints them: tables without outer lines, headings of sections from top to bottom, labels
that wrap or are spread over their cells, underlined blanks over two pages, places for seals side by side."""

from __future__ import annotations

from drawing import pack
from drawing.anyhow.forms import DATES, FIELDS, LONG, STATEMENTS
from drawing.anyhow.manner import Manner
from drawing.sheet import Box, around

SECTIONS = (
    ("企业基本情况", FIELDS[:6]),
    ("出口业务情况", FIELDS[6:9]),
    ("投保及申请情况", FIELDS[9:]),
)
SIGNS = ("（盖章）", "（公章）", "单位（盖章）：", "签章：", "（单位公章）")
TICKS = ("短期出口信用保险", "中长期出口信用保险", "国内贸易信用保险")
PAGE_NUMBERS = ("", "", "- {0} -", "第{0}页 共{1}页", "{0}/{1}", "{0}")


def sections(manner: Manner) -> None:
    """A table whose sections are named in a narrow column at the left."""
    outer = manner.rng.choice(("all", "none", "none", "level"))
    y = _title(manner)
    left, right = manner.margin, manner.margin + manner.width
    narrow = manner.rng.uniform(8, 13)
    rows = list[Box]()
    for heading, names in SECTIONS:
        top = y
        for some in _in_rows(manner, list(names)):
            y = _row(manner, some, (left + narrow, y, right, y), rows)
        section = (left, top, left + narrow, y)
        rows.append(section)
        _upright(manner, section, heading)
    y, more = _upright_slots(manner, y, narrow) if manner.rng.random() < 0.6 else _slot_table(manner, y)
    _rules(manner, [*rows, *more], outer)


def wrapped(manner: Manner) -> None:
    """A table of two or four columns so narrow that labels wrap, or spread over their cells; a page break before the
    places for seals now and then."""
    outer = manner.rng.choice(("all", "all", "none", "level"))
    y = _title(manner)
    rows = list[Box]()
    for some in _in_rows(manner, list(FIELDS)):
        y = _row(manner, some, (manner.margin, y, manner.margin + manner.width, y), rows)
    if manner.rng.random() < 0.4:
        _rules(manner, rows, outer)
        y, rows = _next_page(manner, 2), []
    y, more = _slot_table(manner, y) if manner.rng.random() < 0.6 else _upright_slots(manner, y, 12)
    _rules(manner, [*rows, *more], outer)


def blanks(manner: Manner) -> None:
    """Paragraphs with underlined blanks, numbered or not; the places for seals are on the second page."""
    y = _title(manner) + 2
    numbered = manner.rng.choice(("", "{0}、", "{0}. ", "（{0}）"))
    typed = manner.rng.random() < 0.4  # underscores, not a line
    number = 0
    for index, (heading, names) in enumerate(SECTIONS):
        if manner.rng.random() < 0.6:
            manner.sheet.text(manner.margin, y, f"{'一二三'[index]}、{heading}", manner.face, manner.pt, bold=0.1)
            y += manner.step * 1.5
        pending = list(names)
        while pending:
            count = 1 if pending[0] in LONG or manner.rng.random() < 0.5 else 2
            some, pending = pending[:count], pending[count:]
            ends = [y]
            for place, name in enumerate(some):
                number += 1
                x0 = manner.margin + place * manner.width / len(some)
                ends.append(
                    _blank(manner, name, (x0, y, x0 + manner.width / len(some) - 3, y), numbered.format(number), typed)
                )
            y = max(ends) + manner.step * manner.rng.uniform(1.4, 1.8)
    y = _next_page(manner, 2)
    boxed = manner.rng.random() < 0.4
    if boxed:
        _, rows = _slot_table(manner, y)
        _rules(manner, rows, "all")
        return
    for index, slot in enumerate(STATEMENTS):
        mark = manner.rng.choice(("", f"{'四五六七'[index]}、"))
        label = pack.slot_label(manner.sheet.kind, slot) + manner.rng.choice(("", "："))
        manner.sheet.text(manner.margin, y, mark + label, manner.face, manner.pt, bold=0.1)
        y = _slot(manner, slot, (manner.margin, y + manner.step * 1.4, manner.margin + manner.width, y + 56)) + 4


def _title(manner: Manner) -> float:
    y = manner.heading(pack.titles(manner.sheet.kind)[0], manner.rng.uniform(14, 22), manner.rng.uniform(15, 19))
    if manner.rng.random() < 0.4:
        manner.sheet.text(manner.margin + manner.width, y, "单位：万元、万美元", manner.face, manner.pt - 1, anchor="r")
        y += manner.step
    return y + 2


def _in_rows(manner: Manner, names: list[str]) -> list[list[str]]:
    found = list[list[str]]()
    while names:
        alone = names[0] in LONG and manner.rng.random() < 0.6
        count = 1 if alone or len(names) == 1 else 2
        found.append(names[:count])
        names = names[count:]
    return found


def _row(manner: Manner, some: list[str], box: Box, rows: list[Box]) -> float:
    """One row of label and value, its height that of the highest cell."""
    x0, y, x1, _ = box
    part = (x1 - x0) / 2
    share = manner.width * 0.16 if manner.margin % 1 < 0.5 else manner.width * 0.2
    cells, texts = list[Box](), list[tuple[str, str]]()
    for index, name in enumerate(some):
        left, right = x0 + index * part, x1 if index + 1 == len(some) else x0 + (index + 1) * part
        cells += [(left, y, left + share, y), (left + share, y, right, y)]
        texts.append((manner.word(name, spaced=False), manner.value(name)))
    height = 1.2
    for index, (word, value) in enumerate(texts):
        for text, cell in ((word, cells[2 * index]), (value, cells[2 * index + 1])):
            height = max(height, len(manner.lines(text, cell[2] - cell[0] - 2.4)))
    height = height * manner.step + manner.rng.uniform(2.0, 4.5)
    for index, ((word, value), name) in enumerate(zip(texts, some, strict=True)):
        label, place = ((a, y, c, y + height) for a, _, c, _ in cells[2 * index : 2 * index + 2])
        rows += [label, place]
        _label(manner, label, word)
        if value:
            boxes = manner.write(place, value, face=manner.value_face, align=manner.rng.choice("lm"))
            manner.sheet.field(name, value, manner.values[name], *boxes)
    return y + height


def _label(manner: Manner, box: Box, word: str) -> None:
    """In the middle, or its letters spread over the cell's width."""
    room = box[2] - box[0] - 3
    if manner.rng.random() < 0.3 and 3 <= len(word) <= 6 and manner.width_of(word) < 0.8 * room:
        y = (box[1] + box[3]) / 2 - manner.em / 2
        step = (room - manner.em) / (len(word) - 1)
        for index, letter in enumerate(word):
            manner.sheet.text(box[0] + 1.5 + index * step, y, letter, manner.face, manner.pt)
        return
    manner.write(box, word, align="m")


def _blank(manner: Manner, name: str, box: Box, mark: str, typed: bool) -> float:
    x0, y, x1, _ = box
    label = manner.sheet.text(x0, y, mark + manner.word(name, spaced=False) + manner.colon, manner.face, manner.pt)
    text, start = manner.value(name), label[2]
    if typed:
        rest = max(0, int((x1 - start - manner.width_of(text)) / manner.width_of("_")) - 1)
        before = min(rest, manner.rng.randint(1, 6))
        if manner.width_of(text) < x1 - start:
            at = manner.sheet.text(start, y, "_" * before, manner.face, manner.pt)[2]
            if text:
                box = manner.sheet.text(at, y, text, manner.face, manner.pt)
                manner.sheet.field(name, text, manner.values[name], box)
                at = box[2]
            manner.sheet.text(at, y, "_" * (rest - before), manner.face, manner.pt)
            return y
    boxes = list[Box]()
    for row, line in enumerate(manner.lines(text, x1 - start - 2) or [""]):
        top = y + row * manner.step * 1.2
        if line:
            boxes.append(manner.sheet.text(start + 1, top, line, manner.value_face, manner.pt))
        manner.sheet.stroke(start, top + manner.em + 0.5, x1, top + manner.em + 0.5, 0.2)
    if boxes:
        manner.sheet.field(name, text, manner.values[name], *boxes)
    return y + (len(boxes) - 1 if boxes else 0) * manner.step * 1.2


def _next_page(manner: Manner, pages: int) -> float:
    """A new sheet; both get their numbers, if the form has any."""
    number = manner.rng.choice(PAGE_NUMBERS)
    height = manner.sheet.size[1]
    for page in range(1, pages + 1):
        if page > 1:
            manner.turn_page()
        if number:
            text = number.format(page, pages)
            manner.sheet.text(manner.sheet.size[0] / 2, height - 12, text, manner.face, 9, anchor="m")
    return manner.rng.uniform(18, 30)


def _upright_slots(manner: Manner, y: float, narrow: float) -> tuple[float, list[Box]]:
    """One under the other, each named in a narrow column from top to bottom."""
    rows = list[Box]()
    depth = min(46.0, (manner.sheet.size[1] - 18 - y) / 4)
    for slot in STATEMENTS:
        label = (manner.margin, y, manner.margin + narrow, y + depth)
        place = (manner.margin + narrow, y, manner.margin + manner.width, y + depth)
        _upright(manner, label, pack.slot_label(manner.sheet.kind, slot))
        _slot(manner, slot, place)
        rows += [label, place]
        y += depth
    return y, rows


def _slot_table(manner: Manner, y: float) -> tuple[float, list[Box]]:
    """Two by two or one row of all, each named at the top of its box, in it or in a row of its own."""
    rows = list[Box]()
    count = manner.rng.choice((2, 2, 1, 4))
    headed = manner.rng.random() < 0.4
    part = manner.width / count
    slots = list(STATEMENTS)
    depth = min(58.0, (manner.sheet.size[1] - 18 - y) / (len(slots) / count))
    for at in range(0, len(slots), count):
        some = slots[at : at + count]
        words = [pack.slot_label(manner.sheet.kind, slot) + ("" if headed else "：") for slot in some]
        tall = max(len(manner.lines(word, part - 2.4)) for word in words) * manner.step + 2
        for index, (slot, word) in enumerate(zip(some, words, strict=True)):
            x0 = manner.margin + index * part
            head, place = (x0, y, x0 + part, y + tall), (x0, y + tall, x0 + part, y + depth)
            rows += [head, place] if headed else [(x0, y, x0 + part, y + depth)]
            manner.write(head, word, align="m" if headed else "l")
            _slot(manner, slot, place)
        y += depth
    return y, rows


def _slot(manner: Manner, slot: str, box: Box) -> float:
    x0, y0, x1, y1 = box
    y = y0 + 1
    for line in manner.lines("　　" + manner.rng.choice(STATEMENTS[slot]), x1 - x0 - 2.4):
        if line.strip():
            manner.sheet.text(x0 + 1.2, y, line, manner.face, manner.pt)
        y += manner.step
    foot = max(y1 - manner.step - 1, y + manner.step)
    if slot != "city_commerce" and manner.rng.random() < 0.5 and foot - manner.step * 2 > y:
        text = f"经办人：{manner.clerk()}" + (f"　　负责人：{manner.clerk()}" if x1 - x0 > 100 else "")
        manner.sheet.text(x0 + 1.2, foot - 2 * manner.step, text, manner.face, manner.pt)
    middle = x0 + (x1 - x0) * manner.rng.uniform(0.55, 0.75)
    sign = manner.sheet.text(middle, foot - manner.step, manner.rng.choice(SIGNS), manner.face, manner.pt, anchor="m")
    if slot not in DATES:
        manner.sheet.text(middle, foot, "年　　月　　日", manner.face, manner.pt, anchor="m")
        return foot + manner.step
    dated = manner.dated(middle, foot, DATES[slot], manner.values[DATES[slot]])
    owner = manner.values["company"] if slot == "applicant" else pack.office(slot, manner.district)
    manner.stamp(owner, slot, (x0, y0, x1, y1), around(sign, dated))
    return foot + manner.step


def _upright(manner: Manner, box: Box, text: str) -> None:
    """From top to bottom, in as many columns as it needs, from the right as Word sets them."""
    x0, y0, x1, y1 = box
    step = manner.em * 1.12
    most = max(1, int((y1 - y0 - 1) / step))
    count = -(-len(text) // most)
    pt = manner.pt
    if count * manner.em > x1 - x0:
        count = max(1, int((x1 - x0) / manner.em))
        most = -(-len(text) // count)
        step = (y1 - y0 - 1) / most
        pt = min(pt, step / 1.08 / 0.3528)
    most = -(-len(text) // count)
    height = most * step
    for at, letter in enumerate(text):
        column, row = divmod(at, most)
        x = (x0 + x1) / 2 + ((count - 1) / 2 - column) * manner.em * 1.15
        y = (y0 + y1) / 2 - height / 2 + row * step
        manner.sheet.text(x, y, letter, manner.face, pt, anchor="m")


def _rules(manner: Manner, cells: list[Box], outer: str) -> None:
    """The borders of a table's cells, each stroke in one go; and of the table's outline what it has."""
    x0, y0, x1, y1 = around(*cells)
    level, upright = dict[float, list[tuple[float, float]]](), dict[float, list[tuple[float, float]]]()
    for left, top, right, bottom in cells:
        for y in (top, bottom):
            if outer != "none" or min(abs(y - y0), abs(y - y1)) > 0.1:
                level.setdefault(round(y, 1), []).append((left, right))
        for x in (left, right):
            if outer == "all" or min(abs(x - x0), abs(x - x1)) > 0.1:
                upright.setdefault(round(x, 1), []).append((top, bottom))
    for y, spans in level.items():
        for start, end in _joined(spans):
            manner.rule(start, y, end, y)
    for x, spans in upright.items():
        for start, end in _joined(spans):
            manner.rule(x, start, x, end)


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    found = list[tuple[float, float]]()
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + 0.1:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
