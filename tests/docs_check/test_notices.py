"""Letters: drafts until signed, asking only what was decided and what their reader can mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from reviewed import checked

from docs_check.exits import WrongUse
from docs_check.report.decided.decisions import Decided, evidence_of, state_of, with_decisions
from docs_check.report.decided.verdicts import Action, ReviewVerdict
from docs_check.report.summary import Approval, LetterFacts
from docs_check.reports.letters import templates as letters
from docs_check.reports.letters.titles import broken
from docs_check.reports.to_notices import due, write_notices

TODAY = date(2023, 4, 6)


def text_of(path):
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def confirmed(summary, but=(), **more):
    """Everything that the tool is sure of confirmed by a person, but for findings of some rules."""
    hashes = summary.hashes
    rows = [
        ReviewVerdict(
            *(number, "2023-04-01T00:00:00+00:00", "王甲", Action.CONFIRM, one.id, evidence_of(one, hashes), one.code),
            *("0", "", "", "", one.unsure, "", "", "", "", "", None),
        )
        for number, one in enumerate(summary.findings, 1)
        if one.code not in but
    ]
    return with_decisions(summary, Decided(rows, **more))


def released(summary, unlisted):
    """The same, with the district signed."""
    (section,) = (one for one in confirmed(summary).sections if one.name == "平度市")
    facts = {"": LetterFacts("某函〔2023〕7号", "2023-04-03T01:00:00+00:00", "2023-04-12")}
    approval = Approval("钱丁", "2023-04-03T01:00:00+00:00", unlisted, facts)
    return confirmed(summary, released={section.key: (state_of(section), approval)})


def letters_of(summary, tmp_path):
    write_notices(summary, tmp_path, TODAY)
    return {path.name: text_of(path) for path in (tmp_path / "report.notices").iterdir()}


@pytest.fixture
def written(tmp_path):
    return letters_of(confirmed(checked(tmp_path, 2)), tmp_path)


def test_before_anything_is_decided_a_letter_asks_for_nothing_and_says_what_is_open(tmp_path):
    written = letters_of(checked(tmp_path, 2), tmp_path)
    (name,) = (name for name in written if "补正通知" in name)
    demands, inside = written[name].split("以下供内部审定")
    assert name.startswith("草稿-")
    assert demands.startswith("草稿：未经签发，不得发出")
    assert "没有提交海关证明" not in demands
    assert "请于" not in demands + written["草稿-整改通知-平度市.docx"]  # who asks for nothing names no day
    assert "没有提交海关证明" in inside
    assert "项没有审定" in inside


def test_a_signed_letter_is_no_draft_and_keeps_its_number_and_days(tmp_path):
    written = letters_of(released(checked(tmp_path, 2), unlisted=True), tmp_path)
    text = written["整改通知-平度市.docx"]
    assert "草稿" not in text
    assert "内部审定" not in text
    assert "某函〔2023〕7号" in text
    assert "2023年4月12日前" in text
    assert "2023年4月3日" in text


def test_a_demand_that_no_notice_makes_needs_leave_and_says_on_what_it_rests(tmp_path):
    summary = checked(tmp_path, 2)
    (draft,) = (text for name, text in letters_of(confirmed(summary), tmp_path).items() if "补正" in name)
    assert "公布的申报通知没有列明这项材料，签发时须经批准" in draft
    (given,) = (text for name, text in letters_of(released(summary, True), tmp_path).items() if "补正" in name)
    assert "公布的申报通知没有列明这项材料，经钱丁批准提出" in given
    (refused,) = (text for name, text in letters_of(released(summary, False), tmp_path).items() if "补正" in name)
    assert "海关证明" not in refused
    assert "逾期1天" in refused


def test_what_was_signed_and_changed_since_is_a_draft_again(tmp_path):
    summary = checked(tmp_path, 2)
    before = released(summary, unlisted=True)
    (approved,) = (one.approval for one in before.sections if one.approval)
    state = next(state_of(one) for one in before.sections if one.approval)
    after = confirmed(summary, but=("DL001",), released={"district:平度市": (state, approved)})
    assert all(name.startswith("草稿-") for name in letters_of(after, tmp_path))


def test_a_district_is_not_told_what_only_the_city_can_do(made, tmp_path):
    """EV005 says what the city should write to all districts."""
    base = next(one for one in made.outcomes if one.is_finding and one.district == "东区")
    made.outcomes[:] = [
        replace(base, code="EV005", applicant=None, credit_code=None, kind=None, slot=None, file=None, place=None)
    ]
    assert letters_of(confirmed(made.summary()), tmp_path) == {}


def test_titles_break_between_words():
    title = broken("关于青岛市2022年度外贸企业投保短期出口信用保险支持项目申报材料审查问题的整改通知")
    assert all(len(line) <= 19 for line in title.split("\n"))
    assert "保险支持\n项目" in title or "保险支持项目" in title


def test_a_company_is_told_what_to_hand_in_by_when(written):
    name = next(name for name in written if name.startswith("草稿-补正通知-平度市"))
    text = written[name]
    assert "1. " in text
    assert "没有提交海关证明" in text
    assert "2023年4月20日前" in text  # ten working days, none of them a public holiday
    assert "青岛市商务局\n2023年4月6日" in text
    assert "平度市商务局" in text
    assert "{" not in text


def test_the_district_is_told_which_companies_to_see_to(written):
    text = written["草稿-整改通知-平度市.docx"]
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
