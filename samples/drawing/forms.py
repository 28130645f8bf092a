"""Ruled papers: the application form, the insurer's form, the policy schedule, the invoice, the summary table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drawing import pack
from drawing.company import TAX, Values, capitals
from drawing.layout import LEAD, DrawnCell, Pens, Row, SealPlace, heading, iso, parts_of, put_date, ruled, seal_place
from drawing.sheet import MM_PER_PT, Box, DrawnSheet, around

FORM_FIELDS = (
    "company", "credit_code", "address", "customs_no", "legal", "contact", "export_2021", "export_2022", "growth",
    "insurer", "policy_no", "product", "premium", "subsidy", "subsidy_words", "bank", "account",
)  # fmt: skip
# Values too long for half of a row have one of their own.
LONG_FIELDS = {"company", "address", "insurer", "subsidy_words", "bank"}
# The second hand prints the same fields in another order.
OTHER_ORDER = (
    "company", "address", "credit_code", "legal", "contact", "customs_no", "bank", "account", "insurer", "product",
    "policy_no", "export_2021", "export_2022", "growth", "premium", "subsidy", "subsidy_words",
)  # fmt: skip
DECLARATION = "我单位郑重声明：所报材料真实、合法、有效，复印件与原件一致，如有不实，愿承担由此产生的一切责任。"
SLOTS = (
    ("applicant", DECLARATION, "applied_date"),
    ("district_commerce", "经初审，材料齐全，符合申报条件，同意上报。", "opinion_date"),
    ("district_finance", "经审核，同意。", "finance_date"),
    ("city_commerce", "", None),
)


def application_form(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    style, kind = pens.style, sheet.kind
    y = heading(sheet, pens, pack.titles(kind)[0], 14)
    left, width = style.margin, sheet.size[0] - 2 * style.margin
    if style.slots_on_top:
        y = _district_above(sheet, pens, values, left + width, y)
        boxes = ruled(sheet, pens, left, y, _parts(width, (0.21, 0.31, 0.2, 0.28)), _paired(kind, values))
        _slots_in_pairs(sheet, pens, values, left, width, boxes[-1][0][3])
        return
    extra: list[Row] = [(5.7, _single(kind, "district", values))]
    rows = [*extra, *((5.7, _single(kind, name, values)) for name in OTHER_ORDER)]
    widths = _parts(width, (0.3, 0.7))
    boxes = ruled(sheet, pens, left, y + 1, widths, rows)
    _slots_below(sheet, pens, values, left, widths, boxes[-1][0][3])


def _district_above(sheet: DrawnSheet, pens: Pens, values: Values, right: float, y: float) -> float:
    pt = pens.style.body_pt
    box = sheet.text(right, y, values["district"], pens.body, pt, anchor="r")
    sheet.text(box[0] - 0.5, y, pack.label(sheet.kind, "district") + "：", pens.body, pt, anchor="r")
    sheet.text(pens.style.margin, y, "（2022年度）", pens.body, pt)
    sheet.field("district", values["district"], values["district"], box)
    return y + pt * MM_PER_PT * LEAD


def _parts(width: float, shares: Sequence[float]) -> list[float]:
    return [width * share for share in shares]


def _value(name: str, values: Values) -> DrawnCell:
    by_hand = name in ("legal", "contact")
    return DrawnCell(values[name], field=name, align="l", hand=by_hand and not values[name].isascii())


def _single(kind: str, name: str, values: Values) -> list[DrawnCell]:
    return [DrawnCell(_label(kind, name, values)), _value(name, values)]


def _label(kind: str, name: str, values: Values) -> str:
    """As printed; on a blank form that is so many years old (`years_old`), with the years of then."""
    old = int(values.get("years_old", "0"))
    return re.sub(r"20\d\d(?=年)", lambda year: str(int(year[0]) - old), pack.label(kind, name))


def _paired(kind: str, values: Values) -> list[Row]:
    """Two pairs in a row where both fit; long values across."""
    rows: list[Row] = []
    waiting: list[str] = []
    for name in FORM_FIELDS:
        if name in LONG_FIELDS:
            value = _value(name, values)
            rows.append((7.2, [DrawnCell(pack.label(kind, name)), DrawnCell(value.text, 3, name, align="l")]))
            continue
        waiting.append(name)
        if len(waiting) == 2:
            rows.append((7.2, [cell for field in waiting for cell in _single(kind, field, values)]))
            waiting = []
    if waiting:
        value = _value(waiting[0], values)
        rows.append((7.2, [DrawnCell(pack.label(kind, waiting[0])), DrawnCell(value.text, 3, waiting[0], align="l")]))
    return rows


def _place(kind: str, values: Values, index: int, pens: Pens) -> SealPlace:
    slot, statement, date = SLOTS[index]
    label = pens.style.seal_label
    seal_label = ("单位" if slot == "applicant" else "") + label
    signer = ("法定代表人（签字）：", values.get("signed", values["legal"])) if slot == "applicant" else None
    statement = values.get(f"{slot}.says", statement)
    # In low boxes seals are set left and right in turn, as clerks do to keep them apart.
    across = 0.6 if pens.style.slots_on_top else (0.76, 0.42)[index % 2]
    return SealPlace(slot, statement, seal_label, values.get(date, "") if date else "", date, signer, across)


def _slots_in_pairs(sheet: DrawnSheet, pens: Pens, values: Values, left: float, width: float, y: float) -> None:
    """Two boxes side by side, each under its label."""
    head, half = 7.0, width / 2
    depth = min(56.0, (sheet.size[1] - 14 - y) / 2 - head)
    for index in range(4):
        slot = SLOTS[index][0]
        x0, y0 = left + half * (index % 2), y + (head + depth) * (index // 2)
        label_box, box = (x0, y0, x0 + half, y0 + head), (x0, y0 + head, x0 + half, y0 + head + depth)
        for cell in (label_box, box):
            sheet.frame(cell, pens.style.rule)
        pt = pens.style.body_pt
        sheet.text(x0 + half / 2, y0 + 1.4, pack.slot_label(sheet.kind, slot), pens.body, pt, anchor="m", bold=0.1)
        seal_place(sheet, pens, box, _place(sheet.kind, values, index, pens))
    sheet.frame((left, y, left + width, y + 2 * (head + depth)), pens.style.border)


def _slots_below(sheet: DrawnSheet, pens: Pens, values: Values, left: float, widths: Sequence[float], y: float) -> None:
    """One row each, the label at the left."""
    depth = min(40.0, (sheet.size[1] - 10 - y) / 4)
    rows: list[Row] = [
        (depth, [DrawnCell(pack.slot_label(sheet.kind, SLOTS[index][0])), DrawnCell()]) for index in range(4)
    ]
    for index, cells in enumerate(ruled(sheet, pens, left, y, widths, rows)):
        seal_place(sheet, pens, cells[1], _place(sheet.kind, values, index, pens))


def insurer_application(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    style, kind = pens.style, sheet.kind
    y = heading(sheet, pens, pack.titles(kind)[0], 24)
    width = sheet.size[0] - 2 * style.margin
    names = ("insurer", "count", "premium", "rate", "subsidy")
    rows: list[Row] = [
        (9.5, [DrawnCell(pack.label(kind, name)), DrawnCell(values[name], field=name, align="l")]) for name in names
    ]
    widths = _parts(width, (0.34, 0.66) if style.slots_on_top else (0.26, 0.74))
    foot = ruled(sheet, pens, style.margin, y + 3, widths, rows)[-1][0][3]
    places = (
        SealPlace(
            "insurer",
            "本机构承诺所报数据真实、准确。",
            "保险机构" + style.seal_label,
            values["applied_date"],
            "applied_date",
        ),
        SealPlace("city_commerce", "情况属实，同意申报。", style.seal_label, values.get("city_date", ""), "city_date"),
    )
    boxes = ruled(
        sheet,
        pens,
        style.margin,
        foot,
        widths,
        [(48.0, [DrawnCell(pack.slot_label(kind, place.slot)), DrawnCell()]) for place in places],
    )
    for place, cells in zip(places, boxes, strict=True):
        seal_place(sheet, pens, cells[1], place)


def insurance_policy(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    style, kind = pens.style, sheet.kind
    sheet.text(style.margin, 16, values["insurer"], pens.heading, 12, ink=(150, 26, 30))
    y = heading(sheet, pens, "短期出口信用保险" + pack.titles(kind)[0].replace("...", ""), 28)
    period = values.get("period", "自2022年1月1日零时起至2022年12月31日二十四时止")
    pairs = [
        (pack.label(kind, "policy_no"), "policy_no", values["policy_no"]),
        (pack.label(kind, "company"), "company", values["company"]),
        (pack.label(kind, "insurer"), "insurer", values["insurer"]),
        (pack.label(kind, "product"), "product", values["product"]),
        (pack.label(kind, "period"), "", period),
        ("承保比例", "", "商业风险80%，政治风险90%"),
        ("最低保费", "", "人民币" + values["premium"] + "万元"),
    ]
    if not style.slots_on_top:
        pairs = [pairs[1], pairs[0], pairs[3], pairs[4], pairs[2], pairs[6]]
    width = sheet.size[0] - 2 * style.margin
    rows: list[Row] = [
        (9.0, [DrawnCell(label), DrawnCell(value, field=name or None, align="l")]) for label, name, value in pairs
    ]
    foot = ruled(sheet, pens, style.margin, y + 2, _parts(width, (0.27, 0.73)), rows)[-1][0][3]
    sheet.text(style.margin + 6, foot + 8, "本明细表与保险单条款具有同等效力。", pens.body, style.body_pt)
    signed(sheet, pens, values["insurer"], values.get("policy_date", "2022-01-01"), None, foot + 38)


def signed(
    sheet: DrawnSheet, pens: Pens, issuer: str, day: str, date_field: str | None, y: float, form: str = ""
) -> None:
    """Issuer and date at the foot of a letter, the place for the issuer's seal."""
    pt = pens.style.body_pt + 1
    centre = sheet.size[0] * (0.66 if pens.style.slots_on_top else 0.7)
    name = sheet.text(centre, y, issuer, pens.body, pt, anchor="m")
    printed = form or pens.style.date
    date = put_date(sheet, pens, centre, y + pt * MM_PER_PT * 1.9, day, date_field, "m", printed)
    slot = "district_commerce" if sheet.kind == "review_opinion" else "issuer"
    sheet.slot(slot, around(name, date), around(name, date))


def premium_invoice(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    """`values["paper"]`: `paper` for a printed one with the seller's oval seal, `full` for the fully digital one."""
    style, issue = pens.style, values.get("paper", "electronic")
    title = {"electronic": "山东增值税电子普通发票", "paper": "山东增值税普通发票", "full": "电子发票（普通发票）"}[
        issue
    ]
    ink = (140, 60, 30) if issue != "paper" else (30, 30, 120)
    y = heading(sheet, pens, title, 18, 17, ink)
    left, right = style.margin - 4, sheet.size[0] - style.margin + 4
    width, pt = right - left, style.body_pt - 1
    y = _invoice_head(sheet, pens, values, left, right, y)
    total = float(values["premium"]) * 10000
    tax = total - total / (1 + TAX)
    top = y
    buyer = _party_box(sheet, pens, left, width, y, "购买方", values["company"], values["credit_code"], "company")
    widths = _parts(width, (0.4, 0.24, 0.12, 0.24))
    rows: list[Row] = [
        (
            7,
            [
                DrawnCell("项目名称", pt=pt),
                DrawnCell("金额", pt=pt),
                DrawnCell("税率", pt=pt),
                DrawnCell("税额", pt=pt),
            ],
        ),
        (
            13,
            [
                DrawnCell("*保险服务*短期出口信用保险费", align="l", pt=pt),
                DrawnCell(f"{total - tax:.2f}", align="r", pt=pt),
                DrawnCell("6%", pt=pt),
                DrawnCell(f"{tax:.2f}", align="r", pt=pt),
            ],
        ),
    ]
    foot = ruled(sheet, pens, left, buyer, widths, rows)[-1][0][3]
    box = (left, foot, right, foot + 8.5)
    sheet.frame(box, style.rule)
    sheet.text(left + 4, foot + 2.4, "价税合计（大写）", pens.body, pt)
    sheet.text(left + 38, foot + 2.4, capitals(total), pens.body, pt)
    small = sheet.text(right - 62, foot + 2.4, "（小写）", pens.body, pt)
    figure = sheet.text(small[2], foot + 2.4, f"￥{total:.2f}", pens.body, pt)
    sheet.field("total", f"{total:.2f}", f"{total:.2f}", figure)
    end = _party_box(
        sheet, pens, left, width, foot + 8.5, "销售方", values["insurer"], values["seller_code"], "insurer"
    )
    sheet.frame((left, top, right, end), style.border)
    sheet.text(left, end + 2.5, "收款人：" + values["legal"][0] + "丽　　复核：孙宁　　开票人：管理员", pens.body, pt)
    # The seller's seal lies over the foot of its box and the line of names below.
    x = left + width * (0.78 if style.slots_on_top else 0.66)
    sheet.slot("issuer", (left, foot + 8.5, right, end), (x - 18, end - 15, x + 18, end + 5))


def _invoice_head(sheet: DrawnSheet, pens: Pens, values: Values, left: float, right: float, y: float) -> float:
    pt = pens.style.body_pt - 1
    for name, label, value in (
        ("invoice_no", "发票号码", values["invoice_no"]),
        ("invoice_date", "开票日期", values["invoice_date"]),
    ):
        x = left if name == "invoice_no" and not pens.style.slots_on_top else right - 52
        end = sheet.text(x, y, label + "：", pens.body, pt)[2]
        parts = parts_of(value)
        if name == "invoice_date" and parts:
            written = f"{parts[0]}年{int(parts[1]):02d}月{int(parts[2]):02d}日"
            sheet.field(
                name, f"{parts[0]}年{parts[1]}月{parts[2]}日", iso(value), sheet.text(end, y, written, pens.body, pt)
            )
        else:
            sheet.field(name, value, value, sheet.text(end, y, value, pens.body, pt))
        y += 5.5 if pens.style.slots_on_top or name == "invoice_date" else 0
    return y + 1


def _party_box(
    sheet: DrawnSheet, pens: Pens, left: float, width: float, y: float, role: str, name: str, code: str, field: str
) -> float:
    """A party of the invoice: its role down the left edge, name and code beside it. Returns where it ends."""
    pt, depth = pens.style.body_pt - 1, 20.0
    narrow = (left, y, left + 7, y + depth)
    for box in (narrow, (left + 7, y, left + width, y + depth)):
        sheet.frame(box, pens.style.rule)
    for index, character in enumerate(role):
        sheet.text(left + 3.5, y + 2.5 + index * 5, character, pens.body, pt, anchor="m")
    spread = "名　　　　称：" if pens.style.slots_on_top else "名称："
    at: Box = sheet.text(left + 9, y + 2.6, spread, pens.body, pt)
    sheet.field(field, name, name, sheet.text(at[2], y + 2.6, name, pens.body, pt))
    at = sheet.text(left + 9, y + 8.2, "纳税人识别号：", pens.body, pt)
    written = sheet.text(at[2], y + 8.2, code, pens.body, pt)
    if field == "company":
        sheet.field("credit_code", code, code, written)
    return y + depth


COLUMNS = ("company", "credit_code", "export_2022", "premium", "subsidy")


def summary_table(sheet: DrawnSheet, pens: Pens, values: Values, rows: Sequence[Values]) -> None:
    style, kind = pens.style, sheet.kind
    y = heading(sheet, pens, pack.titles(kind)[1], 20)
    left, right = style.margin - 6, sheet.size[0] - style.margin + 6
    label = sheet.text(left, y + 2, pack.slot_label(kind, "district_commerce") + "：", pens.body, style.body_pt)
    text = pack.label(kind, "filled") + "："
    if style.slots_on_top:
        date_label = sheet.text(right - 66, y + 2, text, pens.body, style.body_pt)
    else:
        date_label = sheet.text(left, y + 12, text, pens.body, style.body_pt)
    put_date(sheet, pens, date_label[2], date_label[1], values["filled"], "filled")
    sign = (label[2] - 6, label[1] + 2, label[2] + 34, label[1] + 22)
    sheet.slot("district_commerce", (left, label[1] - 4, right, label[1] + 22), sign)
    y = date_label[3] + (26 if style.slots_on_top else 14)
    widths = _parts(right - left, (0.07, 0.32, 0.25, 0.13, 0.115, 0.115))
    table = _summary_rows(kind, rows, values, style.body_pt - 1.5)
    boxes = ruled(sheet, pens, left, y, widths, table)
    for row, cells in zip(rows, boxes[1:], strict=False):
        sheet.rows.append({name: row[name] for name in COLUMNS})
        del cells
    sheet.text(
        left, boxes[-1][0][3] + 4, "填表人：" + values["clerk"] + "　　联系电话：0532-" + values["phone"], pens.body, 10
    )


def _summary_rows(kind: str, rows: Sequence[Values], values: Values, pt: float) -> list[Row]:
    heads = [DrawnCell("序号", pt=pt), *(DrawnCell(pack.row_label(kind, name), pt=pt) for name in COLUMNS)]
    table: list[Row] = [(11, heads)]
    for number, row in enumerate(rows, 1):
        cells = [DrawnCell(str(number), pt=pt), DrawnCell(row["company"], align="l", field="name", pt=pt)]
        cells += [DrawnCell(row[name], align="m" if name == "credit_code" else "r", pt=pt) for name in COLUMNS[1:]]
        table.append((10, cells))
    totals = [
        DrawnCell(values[name], align="r", field=name, pt=pt) for name in ("export_total", "premium_total", "total")
    ]
    table.append((9, [DrawnCell("合计", 3, pt=pt), *totals]))
    return table
