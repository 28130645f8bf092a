"""Rules about money, words, arithmetic, the summary table and the opinion; the policy's own timetable; files."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from checks.facts.amounts import from_words
from checks.judge import judge_policy
from checks.records import Verdict
from extractor.records import Box, LayerDiffers, Place, Trouble


def only(findings):
    assert len(findings) == 1, [(one.code, one.kind, one.applicant, one.message.zh) for one in findings]
    return findings[0]


CODES = [
    "AM001",
    "AM002",
    "AM003",
    "AM004",
    "AM005",
    "CX004",
    "CX005",
    "CX006",
    "CX008",
    "DC001",
    "DC002",
    "DC003",
    "DC004",
    "DC005",
    "DC006",
]


@pytest.mark.parametrize("code", CODES)
def test_a_set_in_order_passes(company, code):
    assert company.verdicts(company.batch(), code) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}


def with_money(company, **fields):
    return [company.reading(company.form(fields=fields))]


@pytest.mark.parametrize(
    ("export", "before", "cap"),
    [
        ("10000.01", "9000", "300"),
        ("10000.01", "9999", "200"),
        ("10000", "9999", "100"),
        ("5000", "4000", "50"),
        ("1000", "900", "20"),
        ("500", "400", "5"),
    ],
)
def test_am001_the_cap_of_each_tier(company, export, before, cap):
    money = {"export_2022": export, "export_2021": before, "premium": "9999"}
    assert not company.findings(with_money(company, **money, subsidy=cap), "AM001")
    found = only(company.findings(with_money(company, **money, subsidy=str(Decimal(cap) + Decimal("0.01"))), "AM001"))
    assert (found.verdict, found.expected.zh) == (Verdict.DEFECT, f"不超过{cap}万元")


def test_am_is_unsure_on_a_doubtful_figure_and_not_checkable_without_one(company):
    hardly = company.field("application_form", "subsidy", "60.00", 0.6)
    for code in ("AM001", "AM002"):
        assert only(company.findings(with_money(company, subsidy=hardly), code)).verdict is Verdict.UNSURE
    assert company.verdicts(with_money(company, premium=""), "AM002") == {Verdict.NOT_CHECKABLE}


@pytest.mark.parametrize(
    ("words", "sure", "verdict"),
    [
        ("人民币陆佰万元整", 0.99, Verdict.DEFECT),  # they say the same: one reading confirms the other
        ("人民币陆佰万元整", 0.6, Verdict.UNSURE),
        ("人民币伍佰万元整", 0.99, Verdict.UNSURE),
    ],
)
def test_an_amount_is_as_sure_as_the_words_that_say_the_same(company, words, sure, verdict):
    money = {
        "subsidy": company.field("application_form", "subsidy", "600.00", 0.6),
        "subsidy_words": company.field("application_form", "subsidy_words", words, sure),
    }
    assert only(company.findings(with_money(company, premium="9999", **money), "AM001")).verdict is verdict


def test_am002_the_ratio_allows_for_rounding(company):
    assert not company.findings(with_money(company, premium="3.53", subsidy="2.12"), "AM002")
    found = only(company.findings(with_money(company, premium="4.00", subsidy="3.00"), "AM002"))
    assert "2.40万元" in found.message.zh


@pytest.mark.parametrize(("confidence", "verdict"), [(0.9, Verdict.UNSURE), (0.99, Verdict.DEFECT)])
def test_one_look_alike_digit_would_undo_it(company, other, confidence, verdict):
    # 8.00 asked of a premium of 10.00 is too much, 3.00 is not; 6.00 on the form is what the row's 8.00 may be.
    eight = company.field("application_form", "subsidy", "8.00", confidence)
    assert only(company.findings(with_money(company, subsidy=eight), "AM002")).verdict is verdict
    form = company.form(fields={"subsidy": company.field("application_form", "subsidy", "6.00", confidence)})
    rows = [company.row(subsidy="8.00"), other.row()]
    table = company.summary(rows, fields={"total": "14.00", "premium_total": "20.00"})
    readings = [*company.batch(application_form=form, summary_table=table), *other.papers()]
    assert only(company.findings(readings, "CX004")).verdict is verdict
    total = company.field("summary_table", "total", "18.00", confidence)
    table = company.summary(
        [company.row(), other.row(subsidy="7.00")], fields={"total": total, "premium_total": "20.00"}
    )
    assert only(company.findings([company.reading(table)], "AM005")).verdict is verdict


def test_am003_a_product_for_micro_companies(company):
    small = {"export_2022": "480.00", "export_2021": "400"}
    assert not company.findings(with_money(company, **small), "AM003")
    product = "小微企业短期出口信用保险"
    assert only(company.findings(with_money(company, **small, product=product), "AM003")).verdict is Verdict.DEFECT
    hardly = company.field("application_form", "product", product, 0.6)
    assert only(company.findings(with_money(company, **small, product=hardly), "AM003")).verdict is Verdict.UNSURE


def test_am004_words_and_digits(company):
    found = only(company.findings(with_money(company, subsidy_words="人民币陆万壹仟元整"), "AM004"))
    assert (found.verdict, found.found.zh, found.expected.zh) == (Verdict.DEFECT, "61000元", "60000元")
    hardly = company.field("application_form", "subsidy_words", "人民币陆万壹仟元整", 0.6)
    assert only(company.findings(with_money(company, subsidy_words=hardly), "AM004")).verdict is Verdict.UNSURE
    assert company.verdicts(with_money(company, subsidy_words="大约六万"), "AM004") == {Verdict.NOT_CHECKABLE}


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("人民币壹佰肆拾玖万肆仟肆佰元整", "1494400"),
        ("贰拾圆零伍分", "20.05"),
        ("叁万伍仟元捌角整", "35000.8"),
        ("大写：壹拾元正", "10"),
        ("二万一千元整", "21000"),
        ("没有", None),
        ("", None),
    ],
)
def test_amounts_in_words(words, amount):
    assert from_words(words) == (Decimal(amount) if amount else None)


def test_am005_growth_and_premium(company):
    found = only(company.findings(with_money(company, growth="17.50"), "AM005"))
    assert (found.verdict, found.expected.zh) == (Verdict.DEFECT, "10%")
    assert not company.findings(
        with_money(company, export_2021="501.34", export_2022="481.21", growth="-4.02"), "AM005"
    )
    invoice = company.invoice(fields={"total": "90000.00"})
    other = only(company.findings(company.batch(premium_invoice=invoice), "AM005"))
    assert other.expected.zh == "9万元（发票合计）"


def test_invoices_may_be_several_that_add_up_and_one_that_came_twice_counts_once(company):
    first, second = (
        company.invoice(fields={"total": "40000.00"}),
        company.invoice(fields={"total": "60000.00", "invoice_no": "2"}),
    )
    second = replace(second, file=f"{company.folder}/发票2.pdf")
    twin = replace(second, file=f"{company.folder}/发票2副本.pdf")
    readings = [*company.batch(premium_invoice=first), company.reading(second), company.reading(twin)]
    assert not company.findings(readings, "AM005")
    assert company.verdicts([*company.papers(premium_invoice=None)], "AM005") >= {Verdict.NOT_CHECKABLE}


def two(company, other, **changes):
    rows = changes.pop("rows", [company.row(), other.row()])
    fields = {"total": "12.00", "premium_total": "20.00", **changes.pop("fields", {})}
    summary = company.summary(rows, fields=fields)
    opinion = company.opinion(fields={"count": "2", "total": "12.00", **changes.pop("opinion", {})})
    return [*company.batch(summary_table=summary, review_opinion=opinion), *other.papers(**changes)]


def test_am005_totals_of_a_table(company, other):
    assert not company.findings(two(company, other), "AM005")
    found = only(company.all_findings(two(company, other, fields={"total": "22.00"})))
    assert (found.code, found.kind, found.applicant, found.verdict) == ("AM005", "summary_table", None, Verdict.DEFECT)
    assert "相差10万元" in found.message.zh
    # Where no total agrees with its rows, a row may have been missed.
    missed = two(company, other, fields={"total": "22.00", "premium_total": "30.00"})
    assert {one.verdict for one in company.findings(missed, "AM005")} == {Verdict.UNSURE}


def test_cx004_row_by_row(company, other):
    rows = [company.row(subsidy="7.00"), other.row()]
    found = only(company.all_findings(two(company, other, rows=rows, fields={"total": "13.00"})))
    assert (found.code, found.applicant, found.kind, found.verdict) == (
        "CX004",
        company.name,
        "summary_table",
        Verdict.DEFECT,
    )
    assert (found.expected.zh, found.found.zh) == ("6万元", "7万元")
    hardly = company.form(fields={"subsidy": company.field("application_form", "subsidy", "8.00", 0.6)})
    readings = [*two(company, other, application_form=other.form()), company.reading(hardly)]
    doubted = company.findings(
        [one for one in readings if one.file != hardly.file] + [company.reading(hardly)], "CX004"
    )
    assert only(doubted).verdict is Verdict.UNSURE


def test_cx005_both_ways(company, other):
    lacking = two(company, other, rows=[company.row()], fields={"total": "6.00", "premium_total": "10.00"})
    found = only(company.all_findings(lacking))
    assert (found.code, found.applicant, found.verdict) == ("CX005", other.name, Verdict.DEFECT)
    extra = [company.reading(company.summary([company.row(), other.row()])), *company.papers()]
    without = only(company.findings(extra, "CX005"))
    assert (without.applicant, without.credit_code) == (other.name, other.code)
    unread = [*extra, company.reading(file="平度市/坏.pdf", trouble=Trouble.UNREADABLE)]
    assert not company.findings(unread, "CX005")


def test_cx005_is_unsure_where_rows_may_have_been_missed(company, other):
    lacking = two(company, other, rows=[company.row()])  # no total agrees with the one row read
    assert only(company.findings(lacking, "CX005")).verdict is Verdict.UNSURE


def test_a_row_whose_name_was_misread_is_found_by_its_figures(company, other):
    rows = [company.row(), other.row(company="育岛云凡五全有限公司", credit_code="", export_2022="1100.00")]
    assert not company.findings(two(company, other, rows=rows), "CX005")


def test_cx006_in_two_districts_and_under_two_names(company):
    again = type(company)(company.policy, "青岛海瑞国际商贸有限公司", company.code, "莱西市/海瑞")
    found = company.findings([*company.papers(), *again.papers()], "CX006")
    assert {(one.district, one.applicant, one.verdict) for one in found} == {
        ("平度市", company.name, Verdict.DEFECT),
        ("莱西市", again.name, Verdict.DEFECT),
    }
    hardly = again.form(fields={"credit_code": again.field("application_form", "credit_code", company.code, 0.6)})
    doubted = company.findings([*company.papers(), *again.papers(application_form=hardly)], "CX006")
    assert Verdict.UNSURE in {one.verdict for one in doubted}


def test_cx008_number_and_total(company, other):
    found = only(company.all_findings(two(company, other, opinion={"count": "3"})))
    assert (found.code, found.kind, found.verdict) == ("CX008", "review_opinion", Verdict.DEFECT)
    total = only(company.findings(two(company, other, opinion={"total": "15.00"}), "CX008"))
    assert "15万元" in total.message.zh
    hardly = company.field("review_opinion", "total", "15.00", 0.6)
    assert only(company.findings(two(company, other, opinion={"total": hardly}), "CX008")).verdict is Verdict.UNSURE


def test_an_opinion_that_agrees_with_the_forms_is_not_blamed_for_a_wrong_table(company, other):
    wrong = two(company, other, fields={"total": "22.00"})
    assert not company.findings(wrong, "CX008")


def test_dc001_dc002_dc004_of_files(company):
    for trouble, code in (
        (Trouble.UNREADABLE, "DC001"),
        (Trouble.CRASHED, "DC001"),
        (Trouble.ENCRYPTED, "DC002"),
        (Trouble.POOR_SCAN, "DC004"),
    ):
        readings = [*company.batch(), company.reading(file=f"{company.folder}/x.pdf", trouble=trouble)]
        found = only(company.findings(readings, "DC"))
        assert (found.code, found.district, found.applicant) == (code, "平度市", company.name)


def test_dc003_is_for_information_only(company):
    odd = replace(company.licence(), kind=None, title="承诺书", file=f"{company.folder}/承诺书.pdf")
    found = only(company.all_findings([*company.batch(), company.reading(odd)]))
    assert (found.code, found.severity.value) == ("DC003", "info")


def test_dc005_the_same_paper_twice(company):
    from extractor.records import Box, Line

    lines = ((1, Line(Box(0, 0, 1, 0.1), "营业执照统一社会信用代码名称", 0.99)),)
    licence = company.licence(lines=lines)
    twin = replace(licence, file=f"{company.folder}/执照2.pdf")
    found = only(company.findings([*company.batch(business_licence=licence), company.reading(twin)], "DC"))
    assert (found.code, found.file, found.verdict) == ("DC005", twin.file, Verdict.DEFECT)
    blind = replace(company.licence(), file=f"{company.folder}/执照2.pdf")
    assert only(company.findings([*company.batch(), company.reading(blind)], "DC005")).verdict is Verdict.UNSURE


@pytest.mark.parametrize(("wholly", "verdict"), [(False, Verdict.UNSURE), (True, Verdict.DEFECT)])
def test_dc006_names_what_the_layer_says_and_what_the_page_shows(company, wholly, verdict):
    places = [Place(1, Box(0.5, 0.1 * at, 0.7, 0.1 * at + 0.02)) for at in (1, 2)]
    differing = (
        LayerDiffers(places[0], "2023年3月10日", "2023年3月25日", wholly),
        LayerDiffers(places[1], "2.94", "", wholly),
    )
    form = replace(company.form(), differing=differing)
    found = only(company.findings([company.reading(form)], "DC006"))
    assert (found.verdict, found.severity.value, found.place) == (verdict, "warning", places[0])
    assert all(said in found.message.zh for said in ("2023年3月10日", "2023年3月25日", "2.94", "看不到"))
    assert (found.expected.zh, found.found.zh) == ("2023年3月25日", "2023年3月10日")


def test_the_policys_own_timetable_without_papers(policy):
    found = {one.code: one for one in judge_policy(policy) if one.is_finding}
    assert set(found) == {"PL001", "PL002", "PL003"}
    assert "2个工作日" in found["PL001"].found.zh
    assert "海关信用" in found["PL002"].message.zh
    assert "市商务局审核" in found["PL003"].message.zh
    assert Verdict.PASS in {one.verdict for one in judge_policy(policy)}
