"""What auditors look for: adverse proofs, opinions that refuse, fields and numbers that do not fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.pack.load import load_pack
from checks.records import Severity, Verdict
from extractor.records import Box, Color, Line


def said(*texts: str, confidence: float = 0.99) -> tuple[tuple[int, Line], ...]:
    return tuple(
        (1, Line(Box(0.1, 0.2 + at / 20, 0.9, 0.23 + at / 20), text, confidence)) for at, text in enumerate(texts)
    )


CLEAN = said("涉税信息查询结果告知书", "经查询，未发现你单位存在欠税及", "税收违法行为。")
ADVERSE = said("涉税信息查询结果告知书", "经查询，你单位存在欠税128.60万元、", "偷税2起。")


def test_ev006_a_proof_that_says_the_contrary(company):
    def verdicts(lines):
        tax = company.certificate("tax_certificate", lines=lines)
        return [
            one
            for one in company.outcomes(company.papers(tax_certificate=tax), "EV006")
            if one.kind == "tax_certificate"
        ]

    (clean,) = verdicts(CLEAN)
    assert clean.verdict is Verdict.PASS
    (adverse,) = verdicts(ADVERSE)
    assert adverse.verdict is Verdict.DEFECT
    assert "存在欠税128.60万元" in adverse.message.zh
    assert adverse.place is not None
    (faint,) = verdicts(said("经查询，你单位存在欠税128.60万元。", confidence=0.6))
    assert faint.verdict is Verdict.UNSURE
    (settled,) = verdicts(said("你单位2021年曾有欠税，已于2022年1月缴清。"))
    assert settled.verdict is Verdict.UNSURE
    (unread,) = verdicts(())
    assert unread.verdict is Verdict.NOT_CHECKABLE


def with_opinion(company, slot: str, text: str, date: str = "2023年3月20日"):
    form = company.form()
    slots = tuple(replace(one, written=text + date) if one.slot == slot else one for one in form.slots)
    return replace(form, slots=slots, born_digital=True)


def test_op001_a_box_that_is_sealed_and_says_nothing(company):
    def outcome(text):
        form = with_opinion(company, "district_commerce", text)
        found = company.outcomes(company.papers(application_form=form), "OP001")
        return next(one for one in found if one.slot == "district_commerce")

    assert outcome("经初审，同意上报。（公章）").verdict is Verdict.PASS
    assert outcome("（公章）　经办人：李四　").verdict is Verdict.DEFECT
    scanned = replace(with_opinion(company, "district_commerce", "（盖章）"), born_digital=False)
    (finding,) = (
        one
        for one in company.findings(company.papers(application_form=scanned), "OP001")
        if one.slot == "district_commerce"
    )
    assert finding.verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("经初审，不符合申报条件，不同意上报。", Verdict.DEFECT),
        ("不同意。", Verdict.DEFECT),
        ("经初审，材料齐全，未发现不符合申报条件的情形，同意上报。", Verdict.PASS),
        ("同意上报。不符合条件的，不予支持。", Verdict.PASS),
        ("该企业出口额部分不同意，其余同意上报。", Verdict.UNSURE),
    ],
)
def test_op002_an_opinion_that_refuses(company, text, verdict):
    form = with_opinion(company, "district_commerce", text)
    listed = company.outcomes(company.batch(application_form=form), "OP002")
    assert next(one for one in listed if one.slot == "district_commerce").verdict is verdict
    alone = company.outcomes(company.papers(application_form=form), "OP002")
    assert next(one for one in alone if one.slot == "district_commerce").verdict in (
        Verdict.NOT_APPLICABLE,
        Verdict.PASS,
    )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("同意扶持6.00万元。", Verdict.PASS),
        ("同意扶持60000元。", Verdict.PASS),
        ("同意扶持5.00万元。", Verdict.DEFECT),
        ("该企业注册资本500万元，同意上报。", Verdict.UNSURE),
        ("同意上报。", Verdict.NOT_APPLICABLE),
    ],
)
def test_op003_an_opinion_that_names_another_amount(company, text, verdict):
    form = with_opinion(company, "district_finance", text)
    found = company.outcomes(company.papers(application_form=form), "OP003")
    assert next(one for one in found if one.slot == "district_finance").verdict is verdict


def test_cx009_what_papers_must_say_alike(company):
    assert not company.findings(company.papers(), "CX009")
    other = company.licence(fields={"legal": "王五六"})
    (finding,) = company.findings(company.papers(business_licence=other), "CX009")
    assert finding.verdict is Verdict.DEFECT
    assert "王五六" in finding.message.zh
    assert "张三" in finding.message.zh
    number = company.policy_paper(fields={"policy_no": "SCH000000907"})
    (finding,) = company.findings(company.papers(insurance_policy=number), "CX009")
    assert finding.verdict is Verdict.DEFECT
    slip = company.policy_paper(
        fields={"policy_no": company.field("insurance_policy", "policy_no", "SCH000000007", 0.9)}
    )
    (finding,) = company.findings(company.papers(insurance_policy=slip), "CX009")
    assert finding.verdict is Verdict.UNSURE
    short = company.policy_paper(fields={"insurer": "中国出口信用保险公司"})
    assert not company.findings(company.papers(insurance_policy=short), "CX009")


def test_cx010_a_number_that_two_applicants_claim(company, other):
    assert not company.findings([*company.papers(), *other.papers()], "CX010")
    same = other.invoice(fields={"invoice_no": "10000001"})
    found = company.findings([*company.papers(), *other.papers(premium_invoice=same)], "CX010")
    assert {one.applicant for one in found} == {company.name, other.name}
    assert {one.kind for one in found} == {"premium_invoice"}
    assert all(one.verdict is Verdict.DEFECT for one in found)
    faint = other.invoice(fields={"invoice_no": other.field("premium_invoice", "invoice_no", "10000001", 0.6)})
    found = company.findings([*company.papers(), *other.papers(premium_invoice=faint)], "CX010")
    assert {one.verdict for one in found} == {Verdict.UNSURE}


def test_cx011_is_a_clue_with_all_that_is_shared(company, other):
    assert not company.findings([*company.papers(), *other.papers()], "CX011")
    shared = {"account": "100000001", "contact": "王八 053280000001", "legal": "张三"}
    linked = other.papers(application_form=other.form(fields=shared))
    found = company.findings([*company.papers(), *linked], "CX011")
    assert {one.applicant for one in found} == {company.name, other.name}
    assert all(one.severity is Severity.INFO for one in found)
    assert all("银行账号" in one.message.zh and "联系人及电话" in one.message.zh for one in found)


def test_cx011_names_the_first_of_many_and_counts_the_rest(company, other):
    papers = [*company.papers()]
    for at in range(20):
        name = f"青岛第{'一二三四五六七八九十'[at % 10]}{'甲乙'[at // 10]}贸易有限公司"
        one = replace(other, name=name, code=f"9137020{at:011d}", folder=f"平度市/{name}")
        papers += one.papers(application_form=one.form(fields={"account": "100000001"}))
    found = company.findings(papers, "CX011")
    assert len(found) == 21
    assert all("等共20家" in one.message.zh for one in found)
    assert all(said.count("有限公司") <= 13 for one in found for said in one.message.zh.split("；"))


def test_sl008_the_partys_seal_of_another_sort(company):
    def sealed(inner: str, confidence: float = 0.99):
        seals = [
            replace(company.seal(company.name, "applicant", confidence, y=0.55), inner=inner),
            company.seal("平度市商务局", "district_commerce", y=0.65),
            company.seal("平度市财政局", "district_finance", y=0.75),
        ]
        return company.findings(company.papers(application_form=company.form(seals=seals)), "SL008")

    assert not sealed("")
    assert not sealed("3702000012345")
    (finding,) = sealed("财务专用章")
    assert finding.verdict is Verdict.DEFECT
    assert "财务专用章" in finding.message.zh
    (doubted,) = sealed("财务专用章", 0.6)
    assert doubted.verdict is Verdict.UNSURE
    # Owner and line are known, whatever the ring's own letters are worth; a line of no known sort is not.
    worn = replace(company.seal(company.name, "applicant", y=0.55), confidence=0.4)
    for inner, verdict in (("财务专用章", Verdict.DEFECT), ("財通专用章", Verdict.UNSURE)):
        seals = [replace(worn, inner=inner), *company.form().seals[1:]]
        (found,) = company.findings(company.papers(application_form=company.form(seals=seals)), "SL008")
        assert found.verdict is verdict


INVOICE = "  premium_invoice: {issuer: insurer,"


def test_ev007_a_licence_says_until_when_it_is_valid(company):
    def verdict(term: str, confidence: float = 0.99):
        field = company.field("business_licence", "term", term, confidence)
        paper = company.licence(fields={"term": field} if term else {})
        found = company.outcomes(company.papers(business_licence=paper), "EV007")
        return next(one.verdict for one in found if one.kind == "business_licence")

    assert verdict("") is Verdict.NOT_APPLICABLE
    assert verdict("2010年3月9日至长期") is Verdict.PASS
    assert verdict("2013年3月9日至2033年3月8日") is Verdict.PASS
    assert verdict("2013年3月9日至2023年3月8日") is Verdict.DEFECT
    assert verdict("至2023年3月8日") is Verdict.DEFECT
    assert verdict("至2023年3月8日", 0.9) is Verdict.UNSURE


def test_dt006_a_proof_from_after_the_application_is_one_finding_by_the_form(company):
    late = company.certificate("tax_certificate", dates={"issuer": "2023年3月14日"})
    later = company.certificate("customs_certificate", dates={"issuer": "2023年3月15日"})
    (found,) = company.findings(company.papers(tax_certificate=late, customs_certificate=later), "DT006")
    assert (found.verdict, found.kind) == (Verdict.DEFECT, "application_form")
    assert "税务证明（2023年3月14日）" in found.message.zh
    assert "海关证明（2023年3月15日）" in found.message.zh
    form = company.form(dates={"applicant": "2022年3月10日"})  # DT003's
    assert not company.findings(company.papers(tax_certificate=late, application_form=form), "DT006")


def test_ev008_a_copy_that_nobody_vouches_for(company):
    grey = company.seal("青岛市行政审批服务局", "issuer", color=Color.GREY, y=0.55)
    unread = company.seal(None, None, confidence=0.3, y=0.8)
    grey_own = company.seal(company.name, None, color=Color.GREY, y=0.8)
    faint = replace(grey, confidence=0.6, owner_confidence=0.6)

    def verdict(*seals):
        found = company.outcomes(company.papers(business_licence=company.licence(seals=seals)), "EV008")
        return next(one.verdict for one in found if one.kind == "business_licence")

    assert verdict(grey, company.seal(company.name, None, y=0.8)) is Verdict.PASS
    assert verdict(replace(grey, color=Color.RED)) is Verdict.PASS
    assert verdict(grey) is Verdict.DEFECT
    assert verdict(grey, unread) is verdict(grey, grey_own) is verdict(faint) is Verdict.UNSURE
    assert not company.findings(company.papers(business_licence=company.licence(seals=[grey])), "SL")


def test_ev008_words_that_the_pack_asks_of_copies(pack_copy, company):
    asked = "titles: [...保险单明细表]\n"
    policy = load_pack(pack_copy("papers.yaml", asked, asked + "    certified: [与原件一致]\n"))
    own = replace(company, policy=policy)
    seals = [company.seal("某局", "issuer", color=Color.GREY, y=0.55), company.seal(company.name, None, y=0.8)]

    def findings(*texts):
        paper = own.policy_paper(seals=seals, lines=said(*texts))
        return own.findings(own.papers(insurance_policy=paper), "EV008")

    assert not findings("营业执照", "复印件 与原件 一致")
    (found,) = findings("营业执照")
    assert found.verdict is Verdict.UNSURE


def test_ev007_valid_on_the_day_that_counts(pack_copy, company):
    folder = pack_copy("rules.yaml", INVOICE, INVOICE + " valid: {until: invoice_date, on: application},")
    own = replace(company, policy=load_pack(folder))

    def verdict(until, confidence=0.99):
        paper = own.invoice(fields={"invoice_date": own.field("premium_invoice", "invoice_date", until, confidence)})
        found = own.outcomes(own.papers(premium_invoice=paper), "EV007")
        return next(one.verdict for one in found if one.kind == "premium_invoice")

    assert verdict("2023年3月10日") is Verdict.PASS
    assert verdict("长期") is Verdict.PASS
    assert verdict("2022年3月9日") is Verdict.DEFECT
    assert verdict("2022年3月9日", 0.6) is Verdict.UNSURE
    assert verdict("") is Verdict.NOT_CHECKABLE


def test_dt006_proofs_in_their_order(pack_copy, company):
    order = "proofs_order:\n  - [insurance_policy.issued, premium_invoice.invoice_date]\n"
    own = replace(company, policy=load_pack(pack_copy("rules.yaml", "proofs_order:\n", order)))

    def findings(day, confidence=0.99):
        paper = own.invoice(fields={"invoice_date": own.field("premium_invoice", "invoice_date", day, confidence)})
        return own.findings(own.papers(premium_invoice=paper), "DT006")

    assert not findings("2022年5月8日")
    (finding,) = findings("2021年5月9日")
    assert finding.verdict is Verdict.DEFECT
    (doubted,) = findings("2021年5月9日", 0.6)
    assert doubted.verdict is Verdict.UNSURE
    assert Verdict.NOT_CHECKABLE in own.verdicts(own.papers(premium_invoice=None), "DT006")
