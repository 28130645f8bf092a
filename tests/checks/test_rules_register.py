"""DL001 by the receipt register, the best source of when an application came in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checks.grouping.batch import group
from checks.judge import judge
from checks.receipts import Receipt
from checks.records import Verdict
from extractor.records import FileReading, Problem, Trouble, Words

DISTRICT = "平度市"
WHERE = Words("“登记簿.xlsx”第3行", "“登记簿.xlsx”, row 3")


def receipt(whose, day="2023-03-21", **changes):
    when = date.fromisoformat(day) if day else None
    made = Receipt(whose.name, whose.code, None, when, day or "三月底", WHERE)
    return replace(made, **changes)


def said(company, register, readings=None):
    batch = group(readings or company.batch(), company.policy, register=tuple(register))
    return [one for one in judge(batch, company.policy, select=["DL001"]) if one.verdict is not Verdict.NOT_APPLICABLE]


def only(outcomes):
    assert len(outcomes) == 1, [(one.verdict, one.because.zh) for one in outcomes]
    return outcomes[0]


def test_late_by_the_register_though_the_paper_says_in_time(company):
    found = only(said(company, [receipt(company)]))
    assert found.verdict is Verdict.DEFECT
    assert "收件登记（“登记簿.xlsx”第3行）" in found.message.zh
    assert "逾期1天" in found.message.zh
    assert "receipt register" in found.found.en


def test_in_time_by_the_register(company):
    passed = only(said(company, [receipt(company, "2023-03-20")]))
    assert passed.verdict is Verdict.PASS
    assert "收件登记" in passed.because.zh


def test_the_register_speaks_where_the_form_bears_no_date(company):
    readings = company.batch(application_form=company.form(dates={"applicant": "年 月 日"}))
    assert only(said(company, [receipt(company)], readings)).verdict is Verdict.DEFECT
    assert only(said(company, [receipt(company, "2023-03-20")], readings)).verdict is Verdict.PASS


def test_who_is_not_in_the_register_is_judged_by_the_papers_and_that_is_said(company, other):
    readings = company.batch(application_form=company.form(dates={"applicant": "2023年3月21日"}))
    found = only(said(company, [receipt(other)], readings))
    assert found.verdict is Verdict.DEFECT
    assert "收件登记簿中没有该单位" in found.message.zh
    assert "申报单位落款日期" in found.found.zh


def test_an_unreadable_day_is_unsure(company):
    found = only(said(company, [receipt(company, None)]))
    assert found.verdict is Verdict.UNSURE
    assert "三月底" in found.message.zh


def test_a_day_that_cannot_be_true_is_unsure(company):
    assert only(said(company, [receipt(company, "2032-03-20")])).verdict is Verdict.UNSURE


def test_received_before_it_was_written_is_unsure(company):
    readings = company.batch(application_form=company.form(dates={"applicant": "2023年3月18日"}))
    found = only(said(company, [receipt(company, "2023-03-17")], readings))
    assert found.verdict is Verdict.UNSURE
    assert "2023年3月18日" in found.message.zh


def test_what_counts_is_the_first_receipt_that_brought_the_form(company):
    later = receipt(company, "2023-03-28")
    assert only(said(company, [later, receipt(company, "2023-03-15")])).verdict is Verdict.PASS
    licence = receipt(company, "2023-03-15", kinds=("business_licence",))
    form = receipt(company, "2023-03-21", kinds=("application_form",))
    assert only(said(company, [licence, form])).verdict is Verdict.DEFECT


def test_the_name_alone_is_enough_where_nobody_is_called_alike(company, other):
    assert only(said(company, [receipt(company, code=None)])).verdict is Verdict.DEFECT


@pytest.mark.parametrize("name", ["青岛海瑞贸易有限公词", "青岛海瑞贸易"])
def test_a_name_that_is_not_quite_the_companys_is_unsure(company, name):
    found = only(said(company, [receipt(company, code=None, company=name)]))
    assert found.verdict is Verdict.UNSURE
    assert name in found.message.zh


def test_two_companies_of_like_names_are_unsure_unless_a_code_tells(company, other):
    twin = replace(other, name="青岛海端贸易有限公司", folder="平度市/青岛海端贸易有限公司")
    readings = [*company.batch(), *twin.papers()]
    by_name = said(company, [receipt(company, code=None)], readings)
    assert {one.applicant: one.verdict for one in by_name}[company.name] is Verdict.UNSURE
    by_code = {one.applicant: one.verdict for one in said(company, [receipt(company)], readings)}
    assert by_code == {company.name: Verdict.DEFECT, twin.name: Verdict.PASS}
    each = [receipt(company, code=None), receipt(twin, "2023-03-20", code=None)]
    assert {one.applicant: one.verdict for one in said(company, each, readings)} == by_code


def test_an_entry_that_was_taken_back_is_unsure(company):
    undone = Words("登记簿备注写有“退回”", "the register notes “退回”")
    assert only(said(company, [receipt(company, doubt=undone)])).verdict is Verdict.UNSURE


def test_an_entry_of_another_district_is_not_this_companys(company):
    found = only(said(company, [receipt(company, code=None, district="莱西市")]))
    assert found.verdict is Verdict.PASS
    assert "收件登记" not in found.because.zh


def test_a_review_on_a_companys_form_is_not_judged_by_the_register(company):
    batch = group(company.batch(), company.policy, register=(receipt(company, "2023-03-28"),))
    assert not [one for one in judge(batch, company.policy, select=["DL002"]) if one.is_finding]


def opinion_by(company, day, *kinds):
    """What is said of the district's review opinion, where its office handed something in on a day."""
    office = company.policy.parties["district_commerce"].districts[DISTRICT][0]
    entry = Receipt(office, None, DISTRICT, date.fromisoformat(day), day, WHERE, kinds)
    batch = group(company.batch(), company.policy, register=(receipt(company, "2023-03-20"), entry))
    outcomes = judge(batch, company.policy, select=["DL002"])
    return only([one for one in outcomes if one.kind == "review_opinion" and one.verdict is not Verdict.NOT_APPLICABLE])


def test_a_review_opinion_is_late_by_the_day_on_which_its_office_handed_it_in(company):
    late = opinion_by(company, "2023-03-24", "review_opinion")
    assert late.verdict is Verdict.DEFECT
    assert "逾期2天" in late.message.zh
    assert opinion_by(company, "2023-03-22", "review_opinion").verdict is Verdict.PASS


def test_an_entry_that_does_not_say_which_paper_the_office_handed_in_is_unsure(company):
    assert opinion_by(company, "2023-03-24").verdict is Verdict.UNSURE
    assert opinion_by(company, "2023-03-22").verdict is Verdict.PASS  # by the opinion's own date
    assert opinion_by(company, "2023-03-24", "summary_table").verdict is Verdict.PASS


def unmatched(readings, company, register):
    batch = group(readings, company.policy, register=tuple(register))
    return {(one.district, one.applicant): one for one in judge(batch, company.policy, select=["RG002"])}


def test_an_entry_without_papers_is_a_finding_of_its_district(company, other):
    absent = receipt(other, district=DISTRICT)
    found = unmatched(company.batch(), company, [receipt(company), absent])
    assert found[DISTRICT, company.name].verdict is Verdict.PASS
    lost = found[DISTRICT, other.name]
    assert lost.verdict is Verdict.DEFECT
    assert "没有它的材料" in lost.message.zh


def test_an_entry_that_was_given_back_needs_no_papers(company, other):
    back = receipt(other, doubt=Words("登记簿备注写有“退回”", "returned"))
    assert set(unmatched(company.batch(), company, [receipt(company), back])) == {(DISTRICT, company.name)}


def test_an_entry_without_papers_cannot_be_judged_while_a_file_is_unread(company, other):
    broken = FileReading(f"{DISTRICT}/坏.pdf", "0", 0, (), (Problem(Trouble.UNREADABLE, Words("坏", "bad")),))
    found = unmatched([*company.batch(), broken], company, [receipt(company), receipt(other)])
    assert found[None, other.name].verdict is Verdict.NOT_CHECKABLE


def test_papers_without_an_entry_are_a_finding_where_the_register_is_of_their_district(company, other):
    both = [*company.batch(), *other.papers()]
    found = unmatched(both, company, [receipt(company)])
    assert found[DISTRICT, other.name].verdict is Verdict.DEFECT
    elsewhere = replace(receipt(company), company="青岛别处贸易有限公司", code=None, district="市南区")
    found = unmatched(both, company, [elsewhere])
    assert found[DISTRICT, other.name].verdict is Verdict.NOT_APPLICABLE


def test_one_company_may_be_written_in_two_ways(company, other):
    both, short = [*company.batch(), *other.papers()], Receipt("老字号外贸", None, None, date(2023, 3, 20), "", WHERE)
    found = unmatched(both, company, [receipt(company), short])
    assert found[DISTRICT, other.name].verdict is Verdict.UNSURE
    assert found[None, "老字号外贸"].verdict is Verdict.UNSURE


def test_entries_of_districts_without_any_paper_are_counted_in_one_finding(company):
    away = [
        Receipt(f"青岛{name}贸易有限公司", None, "市南区", date(2023, 3, 20), "", WHERE)
        for name in ("海一", "山二", "林三")
    ]
    found = unmatched(company.batch(), company, [receipt(company), *away])[None, None]
    assert found.verdict is Verdict.UNSURE
    assert "另有3家" in found.message.zh


def test_what_the_districts_own_offices_sent_is_no_company(company):
    called = company.policy.parties["district_commerce"].districts[DISTRICT][0]
    office = Receipt(called, None, DISTRICT, date(2023, 3, 20), "", WHERE)
    found = unmatched(company.batch(), company, [receipt(company), office])
    assert set(found) == {(DISTRICT, company.name)}
