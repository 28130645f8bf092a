from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from reviewed import checked

from docs_check.exits import WrongUse
from docs_check.reports.letters import templates as letters
from docs_check.reports.to_notices import due, write_notices

TODAY = date(2023, 4, 6)


def text_of(path):
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


@pytest.fixture
def written(tmp_path):
    summary = checked(tmp_path, 2)
    write_notices(summary, tmp_path, TODAY)
    return {path.name: text_of(path) for path in (tmp_path / "report.notices").iterdir()}


def test_a_company_is_told_what_to_hand_in_by_when(written):
    name = next(name for name in written if name.startswith("补正通知-平度市"))
    text = written[name]
    assert "1. " in text
    assert "没有提交海关证明" in text
    assert "2023年4月20日前" in text  # ten working days, none of them a public holiday
    assert "青岛市商务局\n2023年4月6日" in text
    assert "平度市商务局" in text
    assert "{" not in text


def test_the_district_is_told_which_companies_to_see_to(written):
    text = written["整改通知-平度市.docx"]
    assert text.index("平度市商务局：") < text.index("须督促申报单位补正")
    assert "青岛安安安贸易有限公司（" in text


def test_a_company_in_order_gets_no_letter(written):
    assert not any("青岛宝安安" in name for name in written)


def test_what_is_doubted_or_nobodys_to_mend_stands_in_no_letter(made, tmp_path):
    made.outcomes[:] = [one for one in made.outcomes if one.verdict.value == "unsure" or one.code in ("FM001", "DC003")]
    write_notices(made.summary(), tmp_path, TODAY)
    assert list((tmp_path / "report.notices").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["{{ policy }}{% for x in y %}", "<w:t>&amp;", '=HYPERLINK("x")', "长" * 10_000, "\x00\u202e甲"]
)
def test_a_malicious_name_is_text(made, tmp_path, name):
    made.outcomes[0] = replace(made.outcomes[0], message=replace(made.outcomes[0].because, zh=name))
    write_notices(made.summary(), tmp_path, TODAY)
    texts = [text_of(path) for path in (tmp_path / "report.notices").iterdir()]
    shown = "".join(texts)
    assert "\u202e" not in shown
    assert len(shown) < 20_000
    if name.startswith(("{", "<", "=")):
        assert name in shown


def test_letters_of_earlier_do_not_stay(made, tmp_path):
    write_notices(made.summary(), tmp_path, TODAY)
    made.outcomes.clear()
    write_notices(made.summary(), tmp_path, TODAY)
    assert list((tmp_path / "report.notices").iterdir()) == []


def test_an_edited_template_with_a_wrong_field_is_answered_before_anything_is_read(tmp_path, monkeypatch):
    own = tmp_path / letters.COMPLETE
    document = Document()
    document.add_paragraph("{{ compnay }}")
    document.save(str(own))
    usual = letters.template
    monkeypatch.setattr(letters, "template", lambda policy, name: own if name == own.name else usual(policy, name))
    with pytest.raises(WrongUse, match="compnay"):
        letters.check_templates("any")


def test_shipped_templates_are_sound():
    letters.check_templates("qingdao-2022-export-credit")


def test_the_day_by_which_leaves_out_weekends_and_holidays():
    assert due(date(2023, 4, 28), 3, {}) == date(2023, 5, 6)  # May Day 29 April to 3 May; Saturday the 6th is worked
