"""Advice on a form and a policy before they are sent out: what is badly asked is named, what is well asked is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx

from checks.pack.load import load_pack
from checks.pack.model import Policy, Step
from docs_check.policy.draft.form import form_of
from docs_check.policy.lint import on_form, on_policy
from extractor.file_pages import read_pages
from extractor.records import Words

PACK = load_pack(Path(__file__).parents[3] / "docs" / "pack" / "example")
GOOD = (
    ("企业名称", ""),
    ("申请金额（元）", ""),
    ("申报单位意见", "（盖章）  年  月  日"),
    ("区商务局审核意见", "（盖章）  年  月  日"),
)
BAD = (
    ("企业名称", ""),
    ("申请金额", ""),
    ("申报日期", ""),
    ("申报单位意见", "（盖章）  年  月  日"),
    ("区商务局审核意见", "本单位承诺所填属实。（盖章）"),
    ("盖章处", "（盖章）  年  月  日"),
)


def _codes(rows: tuple[tuple[str, str], ...], file: Path) -> set[str]:
    document = docx.Document()
    document.add_heading("补贴申请表", 1)
    table = document.add_table(rows=len(rows), cols=2)
    table.style = "Table Grid"
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.save(str(file))
    form = form_of(file.name, read_pages(file, None).pages)  # type: ignore[arg-type]  # a Word file needs no engine
    return {one.code for one in on_form(form)}


def test_a_form_is_advised_on_without_any_pack(tmp_path: Path):
    assert _codes(GOOD, tmp_path / "好.docx") == set()
    assert _codes(BAD, tmp_path / "坏.docx") == {"FM001", "FM002", "LT001", "LT002", "LT004"}


def _pack(**more: object) -> Policy:
    return PACK.model_copy(update=more)


def test_a_limit_on_a_holiday_is_named():
    act = PACK.acts["application"]
    assert "LT005" in {one.code for one in on_policy(_pack(acts={"application": act}))}  # 2024-06-30, a Sunday
    friday = act.model_copy(update={"limit": date(2024, 6, 28)})
    assert "LT005" not in {one.code for one in on_policy(_pack(acts={"application": friday}))}


def test_evidence_without_issuer_or_step_and_amounts_without_unit_are_named():
    codes = {one.code for one in on_policy(PACK)}
    assert not codes & {"LT001", "LT006", "LT007"}
    licence = PACK.evidence["business_licence"]
    nobodys = {**PACK.evidence, "business_licence": licence.model_copy(update={"issuer": None})}
    proof = licence.model_copy(update={"proves": Words("身份", "standing")})
    form = PACK.kinds["application_form"]
    asked = replace(form, fields={**form.fields, "asked": replace(form.fields["asked"], unit=None)})
    bad = _pack(evidence=nobodys, kinds={**PACK.kinds, "application_form": asked})
    assert {"LT001", "LT007"} <= {one.code for one in on_policy(bad)}
    unverified = _pack(evidence={"business_licence": proof}, steps=(Step(name=Words("审核", "review")),))
    assert "LT006" in {one.code for one in on_policy(unverified)}
