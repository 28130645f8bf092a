"""A blank form as a kind of paper: its title, labels with their types, tables, checkboxes and places for seals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.records import Page
from extractor.understand.sheet import CellText, Sheet
from extractor.understand.text import in_rows, joined

_TITLE = re.compile(r"(?:表|书|清单|名单|名册|函|单)$")
_BLANK = re.compile(r"^[\s_＿…（）()年月日至%％元万人：:、/]*$")
_PLACE = re.compile(r"意见|声明|承诺|盖章|公章|签章|审核|审批|初审|复审")
_SEALED = re.compile(r"盖章|公章|签章|印章")
_DATE = re.compile(r"年\s*月\s*日")
_SIGN = re.compile(r"((?:法定代表人|负责人|经办人|申请人|填表人)[^：:年]{0,8}?(?:签字|签名|签章|签字或盖章)[）)]?)")
_BOX = re.compile(r"[□☐]\s*([^□☐\s、，；]{1,16})")
_UNIT = re.compile(r"[（(]\s*(万元|元|万美元|美元|%|％|人|家|个|份|平方米|㎡)\s*[）)]")
_NOTHING_KEYED = re.compile(r"[^\w\u4e00-\u9fff]")
# The applicant's own places, by how forms call whoever applies.
# 监理单位 or 保险单位 are somebody else.
_APPLICANT = re.compile(r"申报|申请|企业|(?:^|[本用]人?)单位(?!主管)|本人|承诺人")
_OFFICE = re.compile(r"部门|局|委|中心|街道|政府|办公室|主管|审核|审批|初审|复审|受理")
_TYPES = (
    ("code", re.compile(r"统一社会信用代码")),
    ("words", re.compile(r"大写")),
    ("percent", re.compile(r"[（(][%％][）)]|比例|增幅|增长率")),
    ("amount", re.compile(r"[（(](?:万元|元|万美元|美元)[）)]|(?:金额|费用|保费|出口额|销售额|投资额|单价)$")),
    ("count", re.compile(r"[（(](?:人|家|个|份)[）)]|人数|家数|份数|数量")),
    ("period", re.compile(r"起止|期间|有效期限|合同期限")),
    ("date", re.compile(r"日期|时间$|年月$")),
    ("id", re.compile(r"账号|帐号|号码|编号|代码|电话|手机|证号")),
    ("person", re.compile(r"姓名|^法定代表人|负责人$|联系人$|经办人$")),
    ("name", re.compile(r"(?:单位|企业|公司|机构|申请人)(?:名称)?(?:（盖章）)?$|名称$")),
)
_APPLICANTS_NAME = re.compile(r"^(?:申请|申报)?(?:单位|企业|公司|申请人|经营者|个人)?(?:全称|名称|姓名)?$|^申请人$")
_FEWEST_COLUMNS = 3
_LONGEST = 24  # characters of a label; longer is a sentence


@dataclass(frozen=True, slots=True)
class Label:
    """`options`: what may be ticked. An amount without a printed unit is taken to be in 元."""

    key: str
    text: str
    type: str
    unit: str
    page: int
    options: tuple[str, ...] = ()
    unit_printed: bool = True


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a seal. `applicant`: the applicant's own, or an office's; None where the print does not say.
    `inside`: what is printed in it."""

    label: str
    applicant: bool | None
    dated: bool
    signs: tuple[str, ...]
    page: int
    inside: str = ""


@dataclass(frozen=True, slots=True)
class BlankForm:
    file: str
    title: str
    fields: tuple[Label, ...]
    columns: tuple[Label, ...]
    slots: tuple[Slot, ...]


def form_of(file: str, pages: Sequence[Page]) -> BlankForm:
    fields, columns, slots = list[Label](), list[Label](), list[Slot]()
    for page in pages:
        sheet = Sheet.of(page)
        heads = _heads(sheet)
        columns += [label_of(cell.text, page.number) for cell in heads]
        values = set[int]()  # what stands beside a place's own label is no place of its own
        for cell in sheet.cells:
            if cell in heads or not cell.text or id(cell) in values:
                continue
            right = _right(sheet, cell)
            slot = _slot(cell, right, page.number)
            if slot:
                slots.append(slot)
                values.add(id(right))
            elif right is not None and not _BLANK.match(cell.text) and _is_blank(right):
                fields.append(label_of(cell.text, page.number, right.text))
        fields += _loose(sheet)
    return BlankForm(file, _title(pages), tuple(_apart(fields)), tuple(_apart(columns)), tuple(dict.fromkeys(slots)))


def name_of(fields: Sequence[Label]) -> Label | None:
    """The field that says who applies."""
    return next((one for one in fields if one.type in ("name", "person") and _APPLICANTS_NAME.match(one.key)), None)


def _title(pages: Sequence[Page]) -> str:
    rows = [joined(row).replace(" ", "") for page in pages[:1] for row in in_rows(Sheet.of(page).loose)]
    return next((text for text in rows if _TITLE.search(re.sub(r"[（(].*?[）)]$", "", text))), rows[0] if rows else "")


def _right(sheet: Sheet, cell: CellText) -> CellText | None:
    column = cell.cell.column + cell.cell.column_span
    return next(
        (
            other
            for other in sheet.cells
            if other.grid == cell.grid
            and other.cell.column == column
            and other.cell.row <= cell.cell.row < other.cell.row + other.cell.row_span
        ),
        None,
    )


def _is_blank(cell: CellText) -> bool:
    return bool(_BLANK.match(cell.text) or _BOX.search(cell.text))


def _heads(sheet: Sheet) -> list[CellText]:
    """The heading of a list: three or more cells of print in one row, and nothing in the two rows below it."""
    found = list[CellText]()
    for grid in range(len(sheet.page.grids)):
        cells = [cell for cell in sheet.cells if cell.grid == grid]
        for row in sorted({cell.cell.row for cell in cells}):
            here = [cell for cell in cells if cell.cell.row == row]
            below = [[cell for cell in cells if cell.cell.row == row + down] for down in (1, 2)]
            printed = [cell for cell in here if not _BLANK.match(cell.text)]
            numbered = [cell for some in below for cell in some if cell.text and not cell.text.strip().isdigit()]
            alike = all(len(some) >= len(here) for some in below)
            if len(printed) >= _FEWEST_COLUMNS and len(printed) == len(here) and alike and not numbered:
                found += [cell for cell in printed if cell.text.replace(" ", "") != "序号"]
    return found


def _slot(cell: CellText, right: CellText | None, page: int) -> Slot | None:
    """The place that a cell is, or is the label of."""
    area = cell.text + (right.text if right else "")
    label = cell.text.replace(" ", "")
    if not _PLACE.search(label) or not (_SEALED.search(area) or _DATE.search(area)):
        return None
    if right is not None and _DATE.search(right.text) is None and _SEALED.search(area) is None:
        return None
    label = re.split(r"[：:。]|（盖章）|（公章）|盖章|年\s*月", label)[0] or label
    signs = tuple(found[1] for found in _SIGN.finditer(area))
    office = bool(_OFFICE.search(label))
    applicant = True if _APPLICANT.search(label) and not office else False if office else None
    return Slot(label[:_LONGEST], applicant, bool(_DATE.search(area)), signs, page, area)


def label_of(text: str, page: int, beside: str = "") -> Label:
    """What is printed as a label, with the type that its words speak for; `beside` is what its value's place prints."""
    shown = text.replace(" ", "").strip("：:*＊")
    unit = _UNIT.search(shown)
    found = unit[1].replace("％", "%") if unit else "%" if "%" in beside else "万元" if "万元" in beside else ""
    if not found and beside.strip().endswith("元"):
        found = "元"
    kind = next((name for name, pattern in _TYPES if pattern.search(shown)), "text")
    printed = bool(found)
    if kind == "amount" and found not in ("元", "万元", "万美元", "美元"):
        found = "元"
    return Label(
        _key(shown), shown, kind, found if kind in ("amount", "words") else "", page, _options(beside), printed
    )


def _options(text: str) -> tuple[str, ...]:
    return tuple(found[1] for found in _BOX.finditer(text))


def _key(text: str) -> str:
    """A name for expressions: the label without what stands in brackets, signs and blanks."""
    bare = _NOTHING_KEYED.sub("", re.sub(r"[（(].*?[）)]", "", text)) or _NOTHING_KEYED.sub("", text)
    return f"_{bare}" if bare[:1].isdigit() else bare or "栏目"


def _loose(sheet: Sheet) -> Iterator[Label]:
    """Labels outside the table, with a colon and nothing behind it."""
    for line in sheet.loose:
        found = re.match(r"^([^：:]{2,16})[：:]\s*[_＿\s年月日]*$", line.text.strip())
        if found and not _PLACE.search(found[1]) and "附件" not in found[1]:
            yield label_of(found[1], sheet.page.number)


def _apart(labels: Sequence[Label]) -> Iterator[Label]:
    """Each under a name of its own."""
    taken = dict[str, int]()
    for one in labels:
        if len(one.text) > _LONGEST:
            continue
        taken[one.key] = taken.get(one.key, 0) + 1
        key = one.key if taken[one.key] == 1 else f"{one.key}{taken[one.key]}"
        yield replace(one, key=key)
