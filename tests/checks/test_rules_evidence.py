"""Rules about evidence, names and codes of one company's set."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.grouping.batch import group
from checks.records import Verdict
from checks.rules.consistency import cx003_credit_code_mismatch as cx003
from extractor.records import Box, Line, Trouble

STRANGER, STRANGERS_CODE = "烟台宏达渔具有限公司", "91370600MA3D1TEXTC"


def only(findings):
    assert len(findings) == 1, [(one.code, one.kind, one.message.zh) for one in findings]
    return findings[0]


@pytest.mark.parametrize(
    "code", ["EV001", "EV002", "EV003", "EV004", "EV005", "CX001", "CX002", "CX003", "CX007", "FM001", "FM002"]
)
def test_a_set_in_order_passes(company, code):
    assert company.verdicts(company.batch(), code) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}


def test_ev001_missing_with_its_basis(company):
    found = only(company.findings(company.batch(tax_certificate=None), "EV"))
    assert (found.code, found.kind, found.file, found.verdict) == ("EV001", "tax_certificate", None, Verdict.DEFECT)
    assert "标准清单" in found.message.zh
    summary = only(company.findings(company.batch(summary_table=None), "EV001"))
    assert (summary.kind, summary.applicant) == ("summary_table", None)


def test_ev001_is_unsure_where_a_poor_page_may_be_the_missing_paper(company):
    blur = company.paper("tax_certificate", f"{company.folder}/x.pdf", {}, poor=True)
    readings = [*company.batch(tax_certificate=None), company.reading(replace(blur, kind=None))]
    assert only(company.findings(readings, "EV001")).verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("title", "verdict"),
    [("涉税信息查间结果告如书", Verdict.UNSURE), ("关于诚信经营的承诺书", Verdict.DEFECT), ("", Verdict.DEFECT)],
)
def test_a_paper_of_unknown_kind_under_the_missing_ones_title_may_be_it(company, title, verdict):
    stranger = replace(company.certificate("tax_certificate"), kind=None, title=title, file=f"{company.folder}/x.pdf")
    readings = [*company.batch(tax_certificate=None), company.reading(stranger)]
    found = [one for one in company.findings(readings, "EV001") if one.kind == "tax_certificate"]
    assert [one.verdict for one in found] == [verdict]


@pytest.mark.parametrize("file", ["平度市/青岛海瑞贸易有限公司/坏.pdf", "平度市/坏.pdf"])
def test_ev001_is_not_checkable_beside_an_unread_file(company, file):
    readings = [*company.batch(tax_certificate=None), company.reading(file=file, trouble=Trouble.UNREADABLE)]
    assert not company.findings(readings, "EV001")
    assert Verdict.NOT_CHECKABLE in company.verdicts(readings, "EV001")


def test_an_unread_file_of_one_company_says_nothing_about_another(company, other):
    bad = company.reading(file=f"{other.folder}/坏.pdf", trouble=Trouble.ENCRYPTED)
    readings = [*company.batch(tax_certificate=None), *other.papers(), bad]
    assert only(company.findings(readings, "EV001")).applicant == company.name


def test_an_offices_letter_that_names_several_companies_proves_each(company, other):
    letter = company.certificate("tax_certificate", names=(company.name, other.name))
    letter = replace(letter, file="平度市/税务局证明.pdf")
    readings = [*company.batch(tax_certificate=None), *other.papers(tax_certificate=None), company.reading(letter)]
    assert not [one for one in company.findings(readings, "EV") if one.kind == "tax_certificate"]


def test_ev002_sealed_or_issued_by_another_office(company):
    wrong = [company.seal("青岛市市场监督管理局", "issuer", y=0.55)]
    certificate = company.certificate("customs_certificate", seals=wrong)
    found = only(company.all_findings(company.batch(customs_certificate=certificate)))
    assert (found.code, found.verdict) == ("EV002", Verdict.DEFECT)
    hardly = [company.seal("青岛市市场监督管理局", "issuer", confidence=0.7, y=0.55)]
    doubted = company.certificate("customs_certificate", seals=hardly)
    assert only(company.findings(company.batch(customs_certificate=doubted), "EV002")).verdict is Verdict.UNSURE
    seller = company.invoice(fields={"insurer": "青岛某某超市有限公司"})
    assert only(company.findings(company.batch(premium_invoice=seller), "EV002")).kind == "premium_invoice"


def test_ev003_period_and_date(company):
    half = company.certificate("tax_certificate", fields={"period": "2022年7月1日至2022年12月31日"})
    assert only(company.all_findings(company.batch(tax_certificate=half))).code == "EV003"
    late = company.invoice(fields={"invoice_date": "2023年1月10日"})
    found = only(company.findings(company.batch(premium_invoice=late), "EV003"))
    assert (found.verdict, found.kind) == (Verdict.DEFECT, "premium_invoice")
    hardly = company.field("premium_invoice", "invoice_date", "2023年1月10日", 0.6)
    doubted = company.invoice(fields={"invoice_date": hardly})
    assert only(company.findings(company.batch(premium_invoice=doubted), "EV003")).verdict is Verdict.UNSURE


def test_ev004_a_certificate_of_another_is_not_also_missing(company):
    certificate = company.certificate(
        "customs_certificate", fields={"company": STRANGER, "credit_code": STRANGERS_CODE}
    )
    found = only(company.all_findings(company.batch(customs_certificate=certificate)))
    assert (found.code, found.kind, found.verdict) == ("EV004", "customs_certificate", Verdict.DEFECT)
    assert STRANGER in found.message.zh


def test_ev004_names_a_misreading_apart_are_unsure(company):
    # 海瑞 read as 诲瑞, without a code to decide.
    name = company.field("customs_certificate", "company", "青岛诲瑞贸易有限公司", 0.9)
    certificate = company.certificate("customs_certificate", fields={"company": name, "credit_code": ""})
    assert only(company.findings(company.batch(customs_certificate=certificate), "EV")).verdict is Verdict.UNSURE
    swapped = company.field("customs_certificate", "company", "青岛瑞海贸易有限公司", 0.95)
    certificate = company.certificate("customs_certificate", fields={"company": swapped, "credit_code": ""})
    assert only(company.findings(company.batch(customs_certificate=certificate), "EV")).verdict is Verdict.DEFECT


def test_cx001_another_name_under_the_same_code(company):
    invoice = company.invoice(fields={"company": "烟台海瑞贸易有限公司"})
    found = only(company.all_findings(company.batch(premium_invoice=invoice)))
    assert (found.code, found.verdict, found.kind) == ("CX001", Verdict.DEFECT, "premium_invoice")
    assert "统一社会信用代码一致" in found.message.zh


def test_an_invoice_in_anothers_name_and_code_is_ev004(company):
    invoice = company.invoice(fields={"company": STRANGER, "credit_code": STRANGERS_CODE})
    assert only(company.all_findings(company.batch(premium_invoice=invoice))).code == "EV004"


def test_cx001_brackets_spaces_short_forms_and_slips_are_one_name(company):
    for name in ("青岛海瑞贸易有限责任公司", "青岛 海瑞贸易有限公司", "青岛海瑞贸易"):
        invoice = company.invoice(fields={"company": name})
        assert not company.findings(company.batch(premium_invoice=invoice), "CX001"), name
    slip = company.field("premium_invoice", "company", "青岛海端贸易有限公司", 0.9)
    assert not company.findings(company.batch(premium_invoice=company.invoice(fields={"company": slip})), "CX001")
    nameless = company.invoice(fields={"company": slip, "credit_code": ""})
    assert only(company.findings(company.batch(premium_invoice=nameless), "CX001")).verdict is Verdict.UNSURE


def test_cx002_a_clear_wrong_code_on_the_form_although_others_are_right(company):
    wrong = company.code[:-1] + ("0" if company.code[-1] != "0" else "1")
    form = company.form(fields={"credit_code": company.field("application_form", "credit_code", wrong, 0.99)})
    found = only(company.all_findings(company.batch(application_form=form)))
    assert (found.code, found.verdict) == ("CX002", Verdict.DEFECT)
    assert company.code in found.message.zh
    assert found.credit_code == company.code


def test_cx002_a_doubtful_reading_is_settled_or_unsure(company):
    wrong = company.code.replace("0200", "O2OO").replace("3C0", "3CQ")
    hardly = company.field("application_form", "credit_code", wrong, 0.7)
    form = company.form(fields={"credit_code": hardly})
    assert not company.findings(company.batch(application_form=form), "CX")
    alone = [company.reading(form)]
    assert only(company.findings(alone, "CX002")).verdict is Verdict.UNSURE


def test_cx003_two_valid_codes(company, other):
    licence = company.licence(fields={"credit_code": other.code})
    found = only(company.findings(company.batch(business_licence=licence), "CX"))
    assert (found.code, found.kind, found.verdict) == ("CX003", "business_licence", Verdict.DEFECT)
    hardly = company.licence(fields={"credit_code": company.field("business_licence", "credit_code", other.code, 0.6)})
    assert only(company.findings(company.batch(business_licence=hardly), "CX003")).verdict is Verdict.UNSURE


def test_cx003_measures_by_no_code_that_fails_its_check(company, other):
    """Loose papers were gathered around a form with a wrong code: its five certificates were each doubted for it."""
    wrong = company.code[:-1] + ("A" if company.code[-1] != "A" else "B")
    (district, *_) = group(company.batch(), company.policy).districts
    dossier = replace(district.dossiers[0], credit_code=wrong)
    assert {one.verdict for one in cx003.check(dossier, company.policy)} == {Verdict.PASS}
    licence = company.licence(fields={"credit_code": other.code})
    (district, *_) = group(company.batch(business_licence=licence), company.policy).districts
    (found,) = cx003.check(replace(district.dossiers[0], credit_code=wrong), company.policy)
    assert (found.kind, found.verdict, found.expected.zh) == ("business_licence", Verdict.DEFECT, company.code)


def test_cx007_a_blank_field(company):
    blank = company.form(fields={"account": ""})
    found = only(company.all_findings(company.batch(application_form=blank)))
    assert (found.code, found.verdict) == ("CX007", Verdict.DEFECT)
    hardly = company.form(fields={"account": company.field("application_form", "account", "", 0.5)})
    assert only(company.findings(company.batch(application_form=hardly), "CX007")).verdict is Verdict.UNSURE
    unseen = company.form()
    unseen = replace(unseen, fields=tuple(field for field in unseen.fields if field.name != "account"))
    assert Verdict.NOT_CHECKABLE in company.verdicts(company.batch(application_form=unseen), "CX007")


def test_fm001_once_for_each_paper_that_shows_the_box(company):
    insurer = "中国人民财产保险股份有限公司青岛市分公司"
    form = company.paper(
        "insurer_application",
        "保险机构/申请表.pdf",
        {"insurer": insurer, "count": "311", "premium": "62.23", "subsidy": "62.23", "rate": "0.045"},
        {"insurer": "2023年3月22日", "city_commerce": "2023年3月22日"},
        [company.seal(insurer, "insurer", y=0.55)],
    )
    found = company.findings([company.reading(form)], "FM")
    assert [(one.code, one.applicant, one.district) for one in found] == [("FM001", insurer, None)]
    # The insurer's own date in the city's box is no finding, and neither is the seal that is not there.
    assert {one.code for one in company.all_findings([company.reading(form)])} == {"FM001"}


def test_fm002_a_place_that_names_nobody(company):
    from extractor.records import Box, Line

    form = company.form(lines=((1, Line(Box(0.1, 0.9, 0.2, 0.92), "（盖章）", 0.99)),))
    assert only(company.findings(company.batch(application_form=form), "FM002")).place.box.y0 == 0.9
    inside = company.form(lines=((1, Line(Box(0.55, 0.53, 0.6, 0.55), "（盖章）", 0.99)),))
    assert not company.findings(company.batch(application_form=inside), "FM002")


def test_ev005_a_practice_not_one_omission(company, other):
    whole, bare = company.batch(), other.papers()
    assert not company.findings([*whole, *bare], "EV005")
    one = other.papers(tax_certificate=None)
    assert not company.findings([*whole, *one], "EV005")
    third = type(company)(company.policy, "青岛远山木业有限公司", "91370200MA3E2TEXT0", "莱西市/远山")
    fourth = type(company)(company.policy, "青岛近水木业有限公司", "91370200MA3F2TEXT0", "莱西市/近水")
    none = dict.fromkeys(("tax_certificate", "customs_certificate", "forex_certificate", "environment_certificate"))
    found = only(company.findings([*whole, *third.papers(**none), *fourth.papers(tax_certificate=None)], "EV005"))
    assert (found.district, found.verdict) == ("莱西市", Verdict.DEFECT)
    assert "税务证明0/2家" in found.found.zh
    assert "缺一不可" in found.suggestion.zh


def test_a_districts_paper_of_unknown_kind_that_may_be_the_missing_opinion(company):
    opinion = company.opinion()
    line = Line(Box(0.2, 0.1, 0.8, 0.12), "关于2022年度支持项目的初审意见", 0.98)
    for lines, verdict in ((((1, line),), Verdict.UNSURE), ((), Verdict.DEFECT)):
        stranger = replace(opinion, kind=None, title="关于2022年度支持", lines=lines, file="平度市/IMG_1.jpg")
        readings = [*company.batch(review_opinion=None), company.reading(stranger)]
        found = [one for one in company.findings(readings, "EV001") if one.kind == "review_opinion"]
        assert [one.verdict for one in found] == [verdict]
