"""Invoices, licences, policies, certificates and opinions as other printers set them."""

from __future__ import annotations

from drawing import pack
from drawing.anyhow.manner import RED_RULE, Manner
from drawing.company import TAX, capitals
from drawing.sheet import A4_ACROSS, MM_PER_PT, Box, DrawnSheet, around

PERIODS = ("自2022年1月1日至2022年12月31日", "2022年1月1日至2022年12月31日", "自2022年01月01日起至2022年12月31日止")


def invoice(manner: Manner) -> None:
    """Paper, electronic or fully digital: parties one under the other or side by side, the total in one cell or two."""
    digital = manner.rng.random() < 0.4
    manner.rule_kind, manner.rule_ink = "solid", manner.rng.choice((RED_RULE, (150, 90, 40), (22, 22, 24)))
    title = "电子发票（普通发票）" if digital else "山东" + manner.rng.choice(("增值税电子普通发票", "增值税普通发票"))
    y = manner.heading(title, 14, 16)
    right = manner.sheet.size[0] - manner.margin
    heads = [("发票号码", "invoice_no"), ("开票日期", "invoice_date")]
    if not digital:
        heads.insert(0, ("发票代码", ""))
    for label, name in heads:
        text = manner.values[name] if name else "0370022" + "".join(manner.rng.choices("0123456789", k=5))
        if name == "invoice_date":
            year, month, day = (int(part) for part in text.split("-"))
            text = f"{year}年{month:02d}月{day:02d}日"
        box = manner.sheet.text(right - 52, y, label + manner.colon, manner.face, manner.pt - 1)
        box = manner.sheet.text(box[2], y, text, manner.value_face, manner.pt - 1)
        if name:
            manner.sheet.field(name, text, manner.values[name], box)
        y += manner.step
    y += 1
    total = float(manner.values["premium"]) * 10000
    if digital:
        half = manner.width / 2
        for index, role in enumerate(("购买方", "销售方")):
            x0 = manner.margin + index * half
            _party(manner, role, (x0, y, x0 + half, y + 24))
        y = _items(manner, y + 24, total)
        _total(manner, y, total)
        return
    _party(manner, "购买方", (manner.margin, y, right, y + 24))
    y = _items(manner, y + 24, total)
    y = _total(manner, y, total)
    _party(manner, "销售方", (manner.margin, y, right, y + 24))
    manner.sheet.text(
        manner.margin,
        y + 26,
        "收款人：孙丽　　　　复核：系统　　　　开票人：管理员　　　　销售方：（章）",
        manner.face,
        manner.pt - 1,
    )


def _party(manner: Manner, role: str, box: Box) -> None:
    x0, y0, x1, y1 = box
    manner.frame((x0, y0, x0 + 7, y1))
    manner.frame((x0 + 7, y0, x1, y1))
    for index, character in enumerate(role):
        manner.sheet.text(x0 + 3.5, y0 + 3 + index * 6, character, manner.face, manner.pt, anchor="m")
    buyer = role == "购买方"
    name = manner.values["company"] if buyer else manner.values["insurer"]
    code = manner.values["credit_code"] if buyer else "91370200" + "".join(manner.rng.choices("0123456789", k=10))
    spread = manner.rng.choice(("名　　　　称", "名　称", "名称")) + manner.colon
    y = y0 + 1.6
    start = manner.sheet.text(x0 + 8.5, y, spread, manner.face, manner.pt - 1)[2]
    boxes = list[Box]()
    for line in manner.lines(name, x1 - start - 1, manner.value_face):
        boxes.append(manner.sheet.text(start, y, line, manner.value_face, manner.pt - 1))
        y += manner.step * 0.95
    manner.sheet.field("company" if buyer else "insurer", name, name, *boxes)
    label = manner.rng.choice(("纳税人识别号", "统一社会信用代码/纳税人识别号")) + manner.colon
    start = manner.sheet.text(x0 + 8.5, y, label, manner.face, manner.pt - 1)[2]
    if start + manner.width_of(code) > x1:
        start, y = x0 + 8.5, y + manner.step * 0.95
    written = manner.sheet.text(start, y, code, manner.value_face, manner.pt - 1)
    if buyer:
        manner.sheet.field("credit_code", code, code, written)
    if y + 2 * manner.step < y1:
        manner.sheet.text(x0 + 8.5, y + manner.step, "地址、电话" + manner.colon, manner.face, manner.pt - 1)


def _items(manner: Manner, y: float, total: float) -> float:
    xs = [manner.margin + manner.width * share for share in (0, 0.45, 0.66, 0.78, 1.0)]
    net = total / (1 + TAX)
    rows = (
        ("项目名称", "金额", "税率", "税额"),
        ("*保险服务*短期出口信用保险费", f"{net:.2f}", "6%", f"{total - net:.2f}"),
    )
    for cells in rows:
        for x0, x1, text in zip(xs, xs[1:], cells, strict=False):
            manner.frame((x0, y, x1, y + 8))
            manner.write((x0, y, x1, y + 8), text, align="m")
        y += 8
    return y


def _total(manner: Manner, y: float, total: float) -> float:
    left, right = manner.margin, manner.sheet.size[0] - manner.margin
    label = "价税合计（大写）"
    middle = left + manner.width_of(label) + 6
    if manner.rng.random() < 0.6:
        manner.frame((left, y, middle, y + 9))
        manner.frame((middle, y, right, y + 9))
    else:
        manner.frame((left, y, right, y + 9))
    manner.write((left, y, middle, y + 9), label)
    at = y + 4.5 - manner.em / 2
    words = manner.rng.choice(("", "⊗", "人民币")) + capitals(total)
    end = manner.sheet.text(middle + 2, at, words, manner.value_face, manner.pt - 0.5)[2]
    small = manner.sheet.text(max(end + 4, right - 56), at, "（小写）", manner.face, manner.pt - 0.5)
    text = manner.rng.choice("¥￥") + f"{total:.2f}"
    figure = manner.sheet.text(small[2] + manner.rng.choice((0, 1)), at, text, manner.value_face, manner.pt - 0.5)
    manner.sheet.field("total", f"{total:.2f}", f"{total:.2f}", figure)
    return y + 9


def licence(manner: Manner) -> None:
    """Upright or wide, with or without a frame, labels set wide, the code under the title or at the left."""
    wide = manner.rng.random() < 0.5
    if wide:
        manner.sheet = DrawnSheet(manner.sheet.kind, manner.rng, size=A4_ACROSS)
    width, height = manner.sheet.size
    manner.frame((8, 8, width - 8, height - 8))
    y = manner.heading("营 业 执 照" if manner.rng.random() < 0.5 else "营业执照", 30, 28)
    code = manner.values["credit_code"]
    x = width / 2 if manner.rng.random() < 0.6 else 50
    text = manner.rng.choice(("（副本）　统一社会信用代码　", "统一社会信用代码：", "统一社会信用代码 "))
    label = manner.sheet.text(x - manner.width_of(text + code) / 2, y, text, manner.face, manner.pt)
    manner.sheet.field(
        "credit_code", code, code, manner.sheet.text(label[2] + 1, y, code, manner.value_face, manner.pt)
    )
    y += 14
    left = [("名称", "company"), ("类型", ""), ("法定代表人", "legal"), ("经营范围", "")]
    other = [("注册资本", ""), ("成立日期", ""), ("住所", "")]
    texts = {
        "类型": "有限责任公司(自然人投资或控股)",
        "经营范围": "货物进出口；技术进出口；国内贸易代理。",
        "注册资本": manner.values["capital"],
        "成立日期": manner.day(manner.values["registered"]),
        "住所": manner.values["address"],
    }
    columns = ((left, 24.0), (other, width / 2 + 8)) if wide else ((left + other, 24.0),)
    room = (width / 2 if wide else width) - 60
    for pairs, x0 in columns:
        top = y
        for label_text, name in pairs:
            text = manner.values[name] if name else texts[label_text]
            gap = max(0.0, (4.5 - len(label_text)) * manner.em / max(1, len(label_text) - 1))
            at = x0
            for character in label_text:
                at = manner.sheet.text(at, top, character, manner.face, manner.pt)[2] + (
                    gap if len(label_text) < 4 else 0
                )
            boxes = list[Box]()
            for line in manner.lines(text, room, manner.value_face):
                boxes.append(manner.sheet.text(x0 + 6.2 * manner.em, top, line, manner.value_face, manner.pt))
                top += manner.step * 1.2
            if name:
                manner.sheet.field(name, text, text, *boxes)
            top += 3
    manner.sheet.text(width - 80, height - 42, "登记机关", manner.face, manner.pt)


def policy(manner: Manner) -> None:
    """A table of pairs, some of which the pack does not know."""
    y = manner.heading(
        "短期出口信用保险" + pack.titles(manner.sheet.kind)[0].replace("...", ""), manner.rng.uniform(20, 34)
    )
    period = manner.rng.choice(PERIODS)
    rows = [(manner.word(name), name) for name in ("policy_no", "company", "insurer", "product")]
    rows += [
        (manner.word("period"), period),
        ("适保范围", "非信用证支付方式的全部出口"),
        ("最高赔偿限额", "USD 320,000.00"),
        ("赔偿比例", "政治风险90%，商业风险80%"),
    ]
    if manner.rng.random() < 0.5:
        manner.rng.shuffle(rows)
    count = manner.rng.choice((1, 2, 2))
    part = manner.width / count
    label = part * manner.rng.uniform(0.28, 0.42)
    height = 3 * manner.step + 1
    for index, (word, what) in enumerate(rows):
        x0, top = manner.margin + (index % count) * part, y + (index // count) * height
        ends = manner.open_sides
        cells = ((x0, top, x0 + label, top + height), (x0 + label, top, x0 + part, top + height))
        for box in cells:
            manner.frame(
                box,
                left=not ends or box[0] > manner.margin + 0.1,
                right=not ends or box[2] < manner.margin + manner.width - 0.1,
            )
        manner.write(cells[0], word, align="m")
        text = manner.values.get(what, what)
        boxes = manner.write(cells[1], text, face=manner.value_face)
        if what in manner.values:
            manner.sheet.field(what, text, text, *boxes)
    y += -(-len(rows) // count) * height + 30
    _signed(manner, manner.values["insurer"], y, "", manner.values["invoice_date"])


def certificate(manner: Manner) -> None:
    """A letter with a number; the sentence begins with the company, or after a word."""
    y = manner.heading(pack.titles(manner.sheet.kind)[0], 30)
    number = f"{manner.rng.choice(('文号：', '编号：', ''))}青税〔2023〕{manner.rng.randint(3, 999)}号"
    if manner.rng.random() < 0.5:
        manner.sheet.text(manner.sheet.size[0] - manner.margin, y, number, manner.face, manner.pt, anchor="r")
    else:
        manner.sheet.text(manner.sheet.size[0] / 2, y, number, manner.face, manner.pt, anchor="m")
    y += manner.step * 1.8
    company, code, period = manner.values["company"], manner.values["credit_code"], manner.rng.choice(PERIODS)
    text = manner.rng.choice((
        f"应{company}（统一社会信用代码：{code}）申请，经查询税收征管系统，{period}，未发现该单位有欠税情形。",
        f"{company}（统一社会信用代码：{code}）：经查询，你单位{period}期间无税收违法行为。",
        f"经查，{company}，统一社会信用代码{code}，{period}按期申报纳税。",
    ))  # fmt: skip
    y = _prose(manner, text, y, (("company", company), ("credit_code", code)))
    _signed(
        manner, f"国家税务总局青岛市{manner.district}税务局", y + 36, "issued", manner.values["tax_certificate.issued"]
    )


def certificate_table(manner: Manner) -> None:
    """A certificate whose facts stand in a table."""
    y = manner.heading(pack.titles(manner.sheet.kind)[0], 30) + 4
    company, code = manner.values["company"], manner.values["credit_code"]
    rows = (
        (manner.rng.choice(("企业名称", "单位名称", "申请单位")), "company", company),
        ("统一社会信用代码", "credit_code", code),
        ("查询期间", "", manner.rng.choice(PERIODS)),
        ("查询结果", "", "未发现违法违规记录"),
    )
    middle, right = manner.margin + manner.width * 0.3, manner.sheet.size[0] - manner.margin
    for label, name, text in rows:
        manner.frame((manner.margin, y, middle, y + 10), left=not manner.open_sides)
        manner.frame((middle, y, right, y + 10), right=not manner.open_sides)
        manner.write((manner.margin, y, middle, y + 10), label, align="m")
        boxes = manner.write((middle, y, right, y + 10), text, face=manner.value_face)
        if name:
            manner.sheet.field(name, text, text, *boxes)
        y += 10
    _signed(manner, "中华人民共和国青岛海关", y + 40, "issued", manner.values["customs_certificate.issued"])


def opinion(manner: Manner) -> None:
    """A letter on headed paper or without, that mentions other papers by their titles."""
    y = 24.0
    office = pack.office("district_commerce", manner.district)
    if manner.rng.random() < 0.5:
        y = manner.heading(office + manner.rng.choice(("", "文件")), y, 24) + 3
        manner.sheet.stroke(manner.margin, y, manner.sheet.size[0] - manner.margin, y, 0.7, RED_RULE)
        y += 6
    y = (
        manner.heading(
            f"关于2022年度外贸企业投保短期出口信用保险支持项目的{manner.rng.choice(('初审意见', '初审情况说明'))}",
            y,
            16,
        )
        + 3
    )
    manner.sheet.text(manner.margin, y, "青岛市商务局：", manner.face, manner.pt)
    count, total = str(manner.rng.randint(2, 90)), f"{manner.rng.uniform(50, 4000):.2f}"
    text = manner.rng.choice((
        f"根据通知要求，我局对辖区企业的材料进行了初审。共有{count}家企业提出申请，申请扶持金额合计{total}万元。初审意见为同意上报。",
        f"本次申报企业{count}家，申请扶持金额共计{total}万元。企业申报材料完整、真实，未发现违法违规情形。",
        f"我局组织企业开展申报，共收到{count}家企业的申报材料，申请扶持资金合计{total}万元，现将有关材料随文上报。",
    ))  # fmt: skip
    y = _prose(manner, text, y + manner.step * 1.6, (("count", count), ("total", total)))
    for line in ("附件：1.申报汇总表", "　　　2.企业申报材料"):
        manner.sheet.text(manner.margin + 2 * manner.em, y, line, manner.face, manner.pt)
        y += manner.step * 1.5
    _signed(manner, office, y + 34, "opinion_date", manner.values["opinion_date"])


def _prose(manner: Manner, text: str, y: float, marked: tuple[tuple[str, str], ...]) -> float:
    lines = manner.lines("　　" + text, manner.width)
    step = manner.pt * MM_PER_PT * 1.7
    boxes = [
        manner.sheet.text(manner.margin, y + index * step, line, manner.face, manner.pt)
        for index, line in enumerate(lines)
    ]
    for name, value in marked:
        manner.sheet.field(name, value, value, *boxes)
    return y + len(lines) * step


def _signed(manner: Manner, issuer: str, y: float, name: str, value: str) -> None:
    x = manner.sheet.size[0] * 0.68
    sign = manner.sheet.text(x, y, issuer, manner.face, manner.pt, anchor="m")
    if name:
        dated = manner.dated(x, y + manner.step * 1.6, name, value)
    else:
        dated = manner.sheet.text(x, y + manner.step * 1.6, manner.day(value), manner.face, manner.pt, anchor="m")
    slot = "district_commerce" if manner.sheet.kind == "review_opinion" else "issuer"
    manner.stamp(issuer, slot, around(sign, dated), around(sign, dated))
