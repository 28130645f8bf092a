"""Prose: the licence, the four certificates, the district's review opinion."""

from __future__ import annotations

from drawing import pack
from drawing.company import Values
from drawing.forms import signed
from drawing.layout import Pens, heading, wrap
from drawing.sheet import MM_PER_PT, RED, Disc, DrawnSheet

Marked = tuple[str, str]  # what to find in the prose, the field that it fills

CERTIFICATE_TEXT = {
    "customs_certificate": (
        "经查询，{company}（统一社会信用代码：{credit_code}）{period}期间，在我关区内未发现违反海关监管规定受到行政处罚的记录。",
        "兹证明{company}，统一社会信用代码{credit_code}，系在我关注册登记的进出口货物收发货人。该企业{period}在青岛关区无走私、违规记录。",
    ),
    "tax_certificate": (
        "{company}（统一社会信用代码：{credit_code}）：你单位提交的涉税信息查询申请已受理。经税收征管信息系统查询，{period}，未发现你单位存在欠税及税收违法行为。",
        "经查，纳税人{company}（纳税人识别号{credit_code}）{period}期间按期申报纳税，暂未发现税收违法违章记录。",
    ),
    "forex_certificate": (
        "经核查，{company}（统一社会信用代码：{credit_code}）{period}期间，未受到我分局外汇行政处罚。",
        "应{company}（统一社会信用代码{credit_code}）申请，经查询外汇检查系统，该单位{period}未发现外汇违规处罚记录。",
    ),
    "environment_certificate": (
        "经核实，{company}（统一社会信用代码：{credit_code}）{period}期间，未因环境违法行为受到我局行政处罚。",
        "{company}，统一社会信用代码{credit_code}，{period}未发生环境污染事故，无环境保护方面的行政处罚记录。",
    ),
}
PERIODS = ("自2022年1月1日至2022年12月31日", "于2022年1月1日起至2022年12月31日止")


def prose(sheet: DrawnSheet, pens: Pens, text: str, y: float, marked: list[Marked], pt: float) -> float:
    """A paragraph, its first line indented; notes where the marked words stand. Returns where it ends."""
    left = pens.style.margin + 4
    step = pt * MM_PER_PT * (1.75 if pens.style.slots_on_top else 1.6)
    lines = wrap("　　" + text, pens.body, pt, sheet.size[0] - 2 * left)
    boxes = []
    for line in lines:
        boxes.append(sheet.text(left, y, line, pens.body, pt))
        y += step
    whole = "".join(lines)
    for words, field in marked:
        start = whole.find(words)
        if start < 0:
            continue
        touched, at = [], 0
        for line, box in zip(lines, boxes, strict=True):
            first, last = max(start - at, 0), min(start + len(words) - at, len(line))
            if first < last:
                em = (box[2] - box[0]) / len(line)
                touched.append((box[0] + first * em, box[1], box[0] + last * em, box[3]))
            at += len(line)
        sheet.field(field, words, words, *touched)
    return y


def certificate(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    style = pens.style
    if not style.slots_on_top:
        number = f"（2023）第{sheet.rng.randint(100, 9999)}号"
        sheet.text(sheet.size[0] - style.margin, 22, number, pens.body, 11, anchor="r")
    y = heading(sheet, pens, pack.titles(sheet.kind)[0], 36 if style.slots_on_top else 30) + 8
    which = 0 if style.slots_on_top else 1
    period = values.get("period", PERIODS[which])
    text = values.get("says", CERTIFICATE_TEXT[sheet.kind][which]).format(
        period=period, **{k: values[k] for k in ("company", "credit_code")}
    )
    pt = style.body_pt + 2.5
    y = prose(sheet, pens, text, y, [(values["company"], "company"), (values["credit_code"], "credit_code")], pt)
    y = prose(sheet, pens, "特此证明。", y + 1, [], pt)
    signed(sheet, pens, values["issuer"], values["issued"], "issued", y + (26 if style.slots_on_top else 38))


def review_opinion(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    """The second hand writes on headed paper: the office's name in red, a red rule below; neither is a seal."""
    style, pt = pens.style, pens.style.body_pt + 2.5
    y = 26.0
    if not style.slots_on_top:
        y = heading(sheet, pens, values["issuer"] + "文件", 24, 27, RED) + 3
        sheet.stroke(style.margin, y, sheet.size[0] - style.margin, y, 0.7, RED)
        y += 8
    titles = pack.titles(sheet.kind)
    title = (titles[0] if values.get("title") != "statement" else titles[1]).replace("...", "")
    y = heading(sheet, pens, "关于2022年度外贸企业投保短期出口信用保险支持项目" + ("的" + title), y, 18) + 5
    sheet.text(style.margin + 4, y, "青岛市商务局：", pens.body, pt)
    y += pt * MM_PER_PT * 1.75
    count, total = values["count"], values["total"]
    if style.slots_on_top:
        text = (
            "按照申报通知要求，我局对辖区企业提交的申报材料进行了初审。"
            f"共有{count}家企业提出申请，申请扶持金额合计{total}万元。"
        )
    else:
        text = (
            f"根据通知安排，我局会同财政部门完成初审，本批共有{count}户企业符合申报条件，合计申请扶持资金{total}万元。"
        )
    y = prose(sheet, pens, text, y, [(total, "total")], pt)
    sheet.field("count", count, count, sheet.lines[-2][1])
    y = prose(
        sheet,
        pens,
        "经与海关、税务、外汇、生态环境等部门核对，未发现上述企业存在不良记录，现将有关材料随文报送。",
        y,
        [],
        pt,
    )
    y = prose(sheet, pens, "专此报告。", y, [], pt)
    form = "numerals" if values.get("date_form") == "numerals" else ""
    signed(sheet, pens, values["issuer"], values["opinion_date"], "opinion_date", y + 24, form)


def business_licence(sheet: DrawnSheet, pens: Pens, values: Values) -> None:
    """The first hand prints it upright and plain; the second across, with a coloured border and an emblem."""
    style, (width, height) = pens.style, sheet.size
    upright = height > width
    if not upright:
        for inset, thick in ((7, 1.6), (10, 0.5)):
            sheet.frame((inset, inset, width - inset, height - inset), thick, (196, 160, 92))
        sheet.things.append(Disc(width / 2, 24, 8.5, (208, 58, 48)))
        sheet.things.append(Disc(width / 2, 24, 6.6, (232, 190, 92)))
    title = "营　业　执　照" if not upright else "营业执照"
    y = heading(sheet, pens, title, 36 if not upright else 30, 32) + 2
    pt = style.body_pt + 1
    code = sheet.text(width * 0.5, y, values["credit_code"], pens.body, pt)
    sheet.text(width * 0.5 - 3, y, "统一社会信用代码", pens.body, pt, anchor="r")
    sheet.field("credit_code", values["credit_code"], values["credit_code"], code)
    pairs = [
        ("名称", "company", values["company"]),
        ("类型", "", "有限责任公司（自然人投资或控股）"),
        ("法定代表人", "legal", values["legal"]),
        ("注册资本", "", values["capital"]),
        ("住所", "", values["address"]),
        (
            "经营范围",
            "",
            "货物及技术进出口；产品制造、加工、销售（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
        ),
    ]
    x, y = (width * 0.17, y + 14) if not upright else (width * 0.14, y + 20)
    for label, name, value in pairs:
        _spread(sheet, pens, x, y, label, pt)
        boxes = []
        for line in wrap(value, pens.body, pt, width * (0.62 if upright else 0.56)):
            boxes.append(sheet.text(x + pt * MM_PER_PT * 6.2, y, line, pens.body, pt))
            y += pt * MM_PER_PT * 1.5
        if name:
            sheet.field(name, value, value, *boxes)
        y += 2.2 if not upright else 5.5
    _registry(sheet, pens, values, width, height, upright)


def _spread(sheet: DrawnSheet, pens: Pens, x: float, y: float, label: str, pt: float) -> None:
    """A label spread over five ems, as licences print theirs."""
    em = pt * MM_PER_PT
    for index, character in enumerate(label):
        step = 4 * em / (len(label) - 1)
        sheet.text(x + index * step, y, character, pens.heading if not pens.style.slots_on_top else pens.body, pt)


def _registry(sheet: DrawnSheet, pens: Pens, values: Values, width: float, height: float, upright: bool) -> None:
    pt = pens.style.body_pt + 1
    x, y = (width * 0.7, height * 0.76) if upright else (width * 0.76, height * 0.78)
    label = sheet.text(x, y, "登记机关", pens.body, pt, anchor="m")
    year, month, day = values["registered"].split("-")
    date = sheet.text(x, y + 9, f"{year}年{month}月{day}日", pens.body, pt, anchor="m")
    box = (label[0] - 10, label[1] - 4, max(label[2], date[2]) + 4, date[3])
    sheet.slot("issuer", box, box)
