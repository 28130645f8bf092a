"""A draft out of a notice and a blank form: what a reader finds in them is in it and right, and it loads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
import pytest
from no_ocr import NoOcr
from ruamel.yaml import YAML

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs
from docs_check.exits import WrongUse
from docs_check.policy.draft.bring_in import bring_in
from docs_check.policy.draft.facts import Deadline, Facts, Material, facts_of
from docs_check.policy.draft.form import form_of
from docs_check.policy.draft.notice import clauses
from extractor.file_pages import PagesRead, read_pages

NOTICES = sorted((Path(__file__).parent / "notices").glob("*.txt"))
FORM = (
    ("企业名称", ""),
    ("统一社会信用代码", ""),
    ("企业类型", "□外资 □内资"),
    ("实际缴纳保费（万元）", ""),
    ("申请资助金额（万元）", ""),
    ("申报单位意见", "以上所填内容属实。\n法定代表人（签字）：\n（盖章）    年  月  日"),
    ("县（市、区）商务主管部门初审意见", "（盖章）    年  月  日"),
)


def _word(text: str, file: Path) -> Path:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(file))
    return file


def _form(file: Path) -> Path:
    document = docx.Document()
    document.add_heading("短期出口信用保险项目资金申请表", 1)
    table = document.add_table(rows=len(FORM), cols=2)
    table.style = "Table Grid"
    for row, texts in enumerate(FORM):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(file))
    return file


def _read(file: Path) -> PagesRead:
    return read_pages(file, NoOcr())


@dataclass
class Count:
    right: int = 0
    wrong: int = 0
    there: int = 0
    notes: list[str] = field(default_factory=list)


def _counted(facts: Facts, truth: dict[str, Any]) -> Count:
    count = Count()
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("deadlines", facts.deadlines, _same_deadline),
        ("materials", facts.materials, _same_material),
        ("amounts", facts.amounts, lambda one, want: str(want) in one.amount),
    )
    for part, found, same in pairs:
        left = list(truth.get(part, ()))
        count.there += len(left)
        for one in found:
            want = next((want for want in left if same(one, want)), None)
            if want is not None:
                left.remove(want)
                count.right += 1
            elif one.sure:
                count.wrong += 1
                count.notes.append(f"wrong: {one}")
        count.notes += [f"missed: {want}" for want in left]
    for ok in _singles(facts, truth):
        count.there += 1
        count.right += ok
    return count


def _same_deadline(one: Deadline, want: dict[str, Any]) -> bool:
    said = str(one.by or one.relative)
    return (want["who"] == "applicant") == one.applicant and (str(want["by"]) in said or said in str(want["by"]))


def _same_material(one: Material, want: dict[str, Any]) -> bool:
    alike = str(want["name"]) in one.name and bool(want.get("original")) == one.original
    copies = "copies" not in want or want["copies"] == one.copies
    when = str(want["when"]) in one.when if "when" in want else not one.when
    return alike and copies and when and bool(want.get("copy")) == one.copy and one.sealed >= bool(want.get("seal"))


def _singles(facts: Facts, truth: dict[str, Any]) -> Iterator[bool]:
    if "title" in truth:
        yield facts.title is not None and str(truth["title"]) in facts.title.words
    if "number" in truth:
        yield facts.number is not None and truth["number"] == facts.number.words
    for demand in truth.get("seals", ()):
        yield any(one.text[-2:] in str(demand) for one in facts.seals)
    if "valid" in truth:
        year, *rest = str(truth["valid"]).split("-")
        said = f"{year}年{int(rest[0])}月{int(rest[1])}日" if rest else year
        yield any(said in one.text for one in facts.validity)


def count_of(notice: Path, room: Path) -> Count:
    facts = facts_of(clauses(notice.name, _read(_word(notice.read_text("utf-8"), room / "n.docx")).pages))
    return _counted(facts, YAML(typ="safe").load(notice.with_suffix(".yaml").read_text("utf-8")))


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.stem)
def test_of_what_a_reader_finds_in_a_notice_most_is_in_the_draft_and_right(notice: Path, tmp_path: Path):
    count = count_of(notice, tmp_path)
    assert count.right >= 0.8 * count.there, count.notes
    assert count.wrong <= 0.05 * (count.right + count.wrong), count.notes


def test_a_draft_loads_and_every_line_of_it_says_where_it_stands(tmp_path: Path):
    notice = next(one for one in NOTICES if one.stem == "zhanjiang")
    files = _word(notice.read_text("utf-8"), tmp_path / "通知.docx"), _form(tmp_path / "空表.docx")
    pages = {file: _read(file) for file in files}
    out = tmp_path / "draft"
    said = " ".join(words.zh for words in bring_in(pages, files[:1], files[1:], {"东区": ["示例东区"]}, out, None))
    policy = load_pack(out)
    form = policy.kinds["短期出口信用保险项目资金申请表"]
    assert {one.labels[0] for one in form.fields.values()} == {label for label, _ in FORM[:5]}
    assert [slot.labels[0] for slot in form.slots.values()] == ["申报单位意见", FORM[6][0]]
    assert str(policy.acts["申报"].limit) == "2024-08-16"
    cited = [line for line in (out / "rules.yaml").read_text("utf-8").splitlines() if "通知.docx 第1页：“" in line]
    assert len(cited) >= len(policy.evidence)
    asked = (out / "待确认.md").read_text("utf-8")
    assert "2024年8月30日前" in asked  # an office's limit that no place of the form answers to
    assert "待确认的问题" in said
    with pytest.raises(WrongUse):
        list(bring_in(pages, files[:1], files[1:], {}, out, None))  # never over what is there


def test_what_changed_against_an_earlier_pack_is_named(tmp_path: Path):
    text = next(one for one in NOTICES if one.stem == "nansha").read_text("utf-8").replace("30%", "25%")
    file = _word(text, tmp_path / "通知.docx")
    pack = str(library_packs()["nansha-export-credit-match"])
    said = [words.zh for words in bring_in({file: _read(file)}, (file,), (), {}, tmp_path / "draft", pack)]
    assert any("25%" in line for line in said)
    assert any("2024-06-28" in line for line in said)
    assert any("新要求的材料“营业执照”" in line for line in said)
    assert not any("承诺书" in line for line in said)  # asked for by both


def test_a_list_on_a_form_is_read_as_columns(tmp_path: Path):
    document = docx.Document()
    document.add_heading("费用清单", 1)
    table = document.add_table(rows=4, cols=4)
    table.style = "Table Grid"
    for column, text in enumerate(("序号", "费用项目", "金额（元）", "发票号码")):
        table.cell(0, column).text = text
    document.save(str(tmp_path / "清单.docx"))
    form = form_of("清单.docx", _read(tmp_path / "清单.docx").pages)
    assert [(one.text, one.type) for one in form.columns] == [
        ("费用项目", "text"),
        ("金额（元）", "amount"),
        ("发票号码", "id"),
    ]
