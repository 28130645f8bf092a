"""Makes the Word templates beside this script afresh: `python templates/notices/make.py`. An office edits the .docx in
Word instead; this script says how they began. Layout after GB/T 9704-2012: A4, margins 37/28/35/26 mm, title in 22 pt
小标宋, text in 16 pt 仿宋 with 28 characters a line and lines 28 pt apart, headings in 黑体 and 楷体."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

HERE = Path(__file__).parent
TITLE, BODY, HEADING, SUBHEADING, FIGURES = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
SIZE, TITLE_SIZE, LINE = Pt(16), Pt(22), Pt(28)
INDENT = Pt(32)  # two characters


class LetterTemplate:
    def __init__(self) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.left_margin = Mm(37), Mm(28)
        section.bottom_margin, section.right_margin = Mm(35), Mm(26)
        style = self.document.styles["Normal"]
        assert isinstance(style, ParagraphStyle)
        style.font.size = SIZE
        _fonts(style.element.get_or_add_rPr(), BODY)
        self._page_numbers(section.footer.paragraphs[0])

    def _page_numbers(self, paragraph: Paragraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ")
        run = paragraph.add_run()
        for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
            part = OxmlElement("w:instrText" if text else "w:fldChar")
            if text:
                part.text = text
            else:
                part.set(qn("w:fldCharType"), kind)
            run._r.append(part)
        paragraph.add_run(" —")
        for one in paragraph.runs:
            one.font.size = Pt(14)

    def say(
        self,
        text: str,
        font: str = BODY,
        *,
        indent: bool = True,
        size: Pt = SIZE,
        align: WD_ALIGN_PARAGRAPH | None = None,
        keep: bool = False,
    ) -> Paragraph:
        """`keep`: on one page with what follows."""
        paragraph = self.document.add_paragraph()
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE if size == SIZE else Pt(34)
        layout.space_before = layout.space_after = Pt(0)
        layout.first_line_indent = INDENT if indent else None
        usual = WD_ALIGN_PARAGRAPH.JUSTIFY if indent else WD_ALIGN_PARAGRAPH.LEFT  # else an addressee is stretched
        paragraph.alignment = usual if align is None else align
        layout.keep_with_next = font == HEADING or keep
        layout.widow_control = layout.keep_together = True
        run = paragraph.add_run(text)  # a line break in `text` becomes one in the letter
        run.font.size = size
        _fonts(run._r.get_or_add_rPr(), font)
        return paragraph

    def title(self, *, numbered: bool = True) -> None:
        centred = WD_ALIGN_PARAGRAPH.CENTER
        self.say("{%p if draft %}")
        self.say("草稿：未经签发，不得发出", HEADING, indent=False, align=centred)
        self.say("{%p endif %}")
        self.say("{{ title }}", TITLE, indent=False, size=TITLE_SIZE, align=centred)
        if numbered:
            self.say("{{ number or '〔　　　〕　　号' }}", SUBHEADING, indent=False, align=centred)
        self.say("", indent=False)

    def findings(self) -> None:
        self.say("{%p for finding in findings %}")
        self.say("{{ finding.number }}. {{ finding.message }}")
        self.say("{%p if finding.where %}")
        self.say("位置：{{ finding.where }}。", SUBHEADING, align=WD_ALIGN_PARAGRAPH.LEFT)  # so is a file's name
        self.say("{%p endif %}")
        self.say("{%p if finding.suggestion %}")
        self.say("处理：{{ finding.suggestion }}", SUBHEADING)
        self.say("{%p endif %}")
        self.say("{%p if finding.basis %}")
        self.say("依据：{{ finding.basis }}。公布的申报通知没有列明这项材料，{{ finding.leave }}。", SUBHEADING)
        self.say("{%p endif %}")
        self.say("{%p endfor %}")

    def end(self) -> None:
        """The signature stands on no page alone: the lines before it come along."""
        right = WD_ALIGN_PARAGRAPH.RIGHT
        self.say("", indent=False, keep=True)
        self.say("{{ office }}", align=right, keep=True).paragraph_format.right_indent = Pt(32)
        self.say("{{ date }}", align=right, keep=True).paragraph_format.right_indent = Pt(64)
        self.say("（联系人：　　　　　；电话：　　　　　　　）")
        self.say("{%p if draft and (open or doubted) %}")
        self.say("以下供内部审定，签发后的通知中没有这一部分", HEADING)
        self.say(
            "尚有{{ open|length + doubted }}项没有审定，没有列入本通知"
            "{% if doubted %}，其中{{ doubted }}项程序存疑，须先看原件{% endif %}。审定后重新写出：",
            keep=True,
        )
        self.say("{%p for finding in open %}")
        self.say("待审定{{ finding.number }}. {{ finding.message }}")
        self.say("{%p endfor %}")
        self.say("{%p endif %}")

    def end_plain(self) -> None:
        right = WD_ALIGN_PARAGRAPH.RIGHT
        self.say("", indent=False, keep=True)
        self.say("{{ office }}", align=right, keep=True).paragraph_format.right_indent = Pt(32)
        self.say("{{ date }}", align=right).paragraph_format.right_indent = Pt(64)

    def table(self, heads: list[str], loop: str, fields: list[str], widths: list[int]) -> None:
        """A row for each of `loop`; heads come again on each page. `widths` in millimetres, together 156."""
        table = self.document.add_table(rows=4, cols=len(heads), style="Table Grid")
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            for cell in (column, *column.cells):
                cell.width = Mm(width)
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            self._cell(cell, head, HEADING)
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        table.rows[1].cells[0].text = "{%tr for " + loop + " %}"
        for cell, field in zip(table.rows[2].cells, fields, strict=True):
            self._cell(cell, "{{ row." + field + " }}", BODY)
        table.rows[3].cells[0].text = "{%tr endfor %}"

    def _cell(self, cell: object, text: str, font: str) -> None:
        paragraph = cell.paragraphs[0]  # type: ignore[attr-defined]
        layout = paragraph.paragraph_format
        layout.space_before = layout.space_after = Pt(2)
        if font == HEADING:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.font.size = Pt(12)
        _fonts(run._r.get_or_add_rPr(), font)

    def save(self, name: str) -> None:
        for paragraph in self.document.paragraphs[:1]:
            if not paragraph.text:
                paragraph._p.getparent().remove(paragraph._p)
        self.document.core_properties.author = "docs-check"
        self.document.save(str(HERE / name))


def _fonts(properties: object, font: str) -> None:
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]
    fonts.set(qn("w:eastAsia"), font)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), FIGURES)


def rectification() -> None:
    letter = LetterTemplate()
    letter.title()
    letter.say("{{ addressee }}：", indent=False)
    letter.say(
        "经对{{ district }}报送的{{ policy }}申报材料{% if source %}（依据{{ source }}）{% endif %}进行审查，"
        "{% if findings or companies %}发现{% endif %}"
        "{% if findings %}须由你单位整改的问题{{ findings|length }}项{% endif %}"
        "{% if findings and companies %}，{% endif %}"
        "{% if companies %}须由申报单位补正的问题{{ company_findings }}项，涉及{{ companies|length }}家{% endif %}"
        "{% if not findings and not companies %}尚无已审定的问题{% endif %}。"
        "{% if findings or companies %}现将有关事项通知如下：{% endif %}"
    )
    letter.say("{%p if findings %}")
    letter.say("{{ section.mend }}、须由你单位整改的问题", HEADING)
    letter.findings()
    letter.say("{%p endif %}")
    letter.say("{%p if companies %}")
    letter.say("{{ section.companies }}、须督促申报单位补正的材料", HEADING)
    letter.say("请将所附补正通知转送下列单位，督促其按期补正，并对补正材料进行复核：")
    letter.say("{%p for company in companies %}")
    letter.say("{{ company.number }}. {{ company.name }}（{{ company.count }}项）")
    letter.say("{%p endfor %}")
    letter.say("{%p endif %}")
    letter.say("{%p if findings or companies %}")  # what asks for nothing names no day either
    letter.say("{{ section.ask }}、有关要求", HEADING)
    letter.say(
        "请于{{ due }}前完成整改，将整改情况及更正后的材料以书面形式报送我单位。逾期未报或者整改后仍不符合要求的，"
        "按有关规定处理。对上述问题有异议的，请在同一期限内书面说明理由并附证明材料。"
        "{% if not draft and open %}另有{{ open|length }}项尚在核实，如须整改另行通知。{% endif %}",
        keep=True,
    )
    letter.say("{%p endif %}")
    letter.say("{%p if attachments %}")
    letter.say("", indent=False, keep=True)
    letter.say(
        "附件：{% for name in attachments %}{{ loop.index }}. {{ name }}{% if not loop.last %}；{% endif %}{% endfor %}"
    )
    letter.say("{%p endif %}")
    letter.end()
    letter.save("整改通知.docx")


def completion() -> None:
    letter = LetterTemplate()
    letter.title()
    letter.say("{{ addressee }}：", indent=False)
    letter.say(
        "你单位{% if credit_code %}（统一社会信用代码：{{ credit_code }}）{% endif %}申报{{ policy }}所提交的材料，"
        "经审查{% if findings %}存在下列{{ findings|length }}项问题，需要补正：{% else %}尚无已审定的问题。{% endif %}",
        align=WD_ALIGN_PARAGRAPH.LEFT,  # a code cannot be broken, and the line before it would be torn apart
    )
    letter.say("{%p if findings %}")
    letter.findings()
    letter.say(
        "请于{{ due }}前将补正材料{% if through %}报送{{ through }}{% else %}报送我单位{% endif %}。"
        "补交的复印件须加盖单位公章；更正日期、金额等内容的，请在更正处加盖单位公章，或者重新填报。"
        "逾期未补正的，按现有材料作出审查结论。"
    )
    letter.say(
        "对上述问题有异议的，请在同一期限内书面说明理由并附证明材料。"
        "{% if not draft and open %}另有{{ open|length }}项尚在核实，如须补正另行通知。{% endif %}",
        keep=True,
    )
    letter.say("{%p endif %}")
    letter.end()
    letter.save("补正通知.docx")


def circular() -> None:
    letter = LetterTemplate()
    letter.title()
    letter.say("各区（市）有关部门：", indent=False)
    letter.say(
        "现将{{ policy }}申报材料审查情况通报如下。本通报依据截至{{ date }}已签发的审查结论"
        "{% if unsigned %}；{{ unsigned }}尚未签发，不在其列{% endif %}。"
    )
    letter.say("一、各区（市）情况", HEADING)
    letter.table(
        ["名次", "区（市）", "申报单位", "材料", "无问题占比", "最多逾期（天）", "须改正", "整改率"],
        "row in districts",
        ["rank", "name", "companies", "papers", "share", "late", "to_mend", "mended"],
        [11, 24, 17, 16, 20, 20, 16, 32],
    )
    letter.say("二、整改情况", HEADING)
    letter.say("{%p for line in progress %}")
    letter.say("{{ line }}")
    letter.say("{%p endfor %}")
    letter.say("三、常见问题", HEADING)
    letter.say("{%p for fault in faults %}")
    letter.say(
        "{{ fault.number }}. {{ fault.title }}（{{ fault.count }}项，涉及{{ fault.districts }}个区市）", keep=True
    )
    letter.say("例：{{ fault.example }}", SUBHEADING)
    letter.say("{%p if fault.suggestion %}")
    letter.say("做法：{{ fault.suggestion }}", SUBHEADING)
    letter.say("{%p endif %}")
    letter.say("{%p endfor %}")
    letter.say("{%p if not faults %}")
    letter.say("已签发的区（市）没有须改正的问题。")
    letter.say("{%p endif %}")
    letter.say("{%p if payments %}")
    letter.say("四、资金拨付情况", HEADING)
    letter.table(
        ["单位", "截至", "应拨付", "实际拨付", "拨付率"],
        "row in payments",
        ["name", "day", "due", "paid", "rate"],
        [44, 32, 28, 28, 24],
    )
    letter.say("{%p endif %}")
    letter.say("附件：标准证明材料清单", indent=False, keep=True)
    letter.end_plain()
    letter.document.add_page_break()
    letter.say("附件", HEADING, indent=False)
    letter.say("标准证明材料清单", TITLE, indent=False, size=TITLE_SIZE, align=WD_ALIGN_PARAGRAPH.CENTER)
    letter.say("", indent=False)
    letter.table(
        ["序号", "材料", "出具单位", "要求", "依据"],
        "row in evidence",
        ["number", "name", "issuer", "demand", "basis"],
        [13, 36, 32, 25, 50],
    )
    letter.save("通报.docx")


def training() -> None:
    letter = LetterTemplate()
    letter.title(numbered=False)
    letter.say("以下按出现次数列出本批材料的常见问题，例子已隐去单位名称。", indent=False)
    letter.say("{%p for fault in faults %}")
    letter.say("{{ fault.number }}. {{ fault.title }}（{{ fault.count }}项）", HEADING)
    letter.say("例：{{ fault.example }}", SUBHEADING)
    letter.say("查什么：{{ fault.manual }}")
    letter.say("{%p if fault.suggestion %}")
    letter.say("怎样做：{{ fault.suggestion }}")
    letter.say("{%p endif %}")
    letter.say("{%p endfor %}")
    letter.save("培训材料.docx")


if __name__ == "__main__":
    rectification()
    completion()
    circular()
    training()
