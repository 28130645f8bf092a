"""Papers that are required of some only, do for one another, are wanted several times or for each of a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.pack.load import PackError, load_pack
from checks.records import Verdict

TAX = "  tax_certificate: {<<: *standing, issuer: tax, proves: {zh: 纳税信用, en: standing with tax}}"


@pytest.fixture
def under(pack_copy, company):
    """The company before the shipped pack, with something added to what it says of the tax certificate."""

    def changed(more: str):
        return replace(company, policy=load_pack(pack_copy("rules.yaml", TAX, TAX[:-1] + f", {more}}}")))

    return changed


def finding_on(company, kind, **instead):
    (finding,) = (one for one in company.findings(company.papers(**instead), "EV001") if one.kind == kind)
    return finding


def verdict_on(company, kind, **instead):
    (outcome,) = (one for one in company.outcomes(company.papers(**instead), "EV001") if one.kind == kind)
    return outcome.verdict


def test_a_paper_that_only_some_must_hand_in(under):
    small, large = (
        under('when: "export_2022 > 2000"'),
        under("when: \"export_2022 > 1000 and like(product, '*短期*')\""),
    )
    assert verdict_on(small, "tax_certificate", tax_certificate=None) is Verdict.NOT_APPLICABLE
    assert verdict_on(large, "tax_certificate", tax_certificate=None) is Verdict.DEFECT
    doubtful = large.form(fields={"export_2022": large.field("application_form", "export_2022", "1100.00", 0.5)})
    assert verdict_on(large, "tax_certificate", tax_certificate=None, application_form=doubtful) is Verdict.UNSURE
    blank = large.form(fields={"export_2022": ""})
    assert verdict_on(large, "tax_certificate", tax_certificate=None, application_form=blank) is Verdict.NOT_CHECKABLE


def test_one_of_several_does(under):
    company = under("instead: [customs_certificate]")
    assert verdict_on(company, "tax_certificate", tax_certificate=None) is Verdict.PASS
    without = {"tax_certificate": None, "customs_certificate": None}
    assert "税务证明或海关证明" in finding_on(company, "tax_certificate", **without).message.zh


def test_at_least_so_many(under):
    company = under("at_least: 2")
    finding = finding_on(company, "tax_certificate")
    assert finding.verdict is Verdict.DEFECT
    assert "不少于2份" in finding.message.zh
    assert finding.found.zh == "只有1份"


def test_what_is_optional_is_not_missed_but_checked(under):
    company = under("optional: true")
    assert verdict_on(company, "tax_certificate", tax_certificate=None) is Verdict.NOT_APPLICABLE
    stranger = company.certificate("tax_certificate", seals=[company.seal("平度市商务局", "issuer", y=0.55)])
    assert company.findings(company.papers(tax_certificate=stranger), "EV002")


def test_one_for_each_that_is_named(under, pack_copy, company):
    licence = "  business_licence: {issuer: registry,"
    each = licence + " each: {of: application_form.legal, field: legal},"
    own = replace(company, policy=load_pack(pack_copy("rules.yaml", licence, each)))
    assert verdict_on(own, "business_licence") is Verdict.PASS
    other = own.licence(fields={"legal": "王五"})
    finding = finding_on(own, "business_licence", business_licence=other)
    assert finding.verdict is Verdict.DEFECT
    assert "张三" in finding.message.zh
    faint = own.licence(fields={"legal": own.field("business_licence", "legal", "张二", 0.5)})
    assert verdict_on(own, "business_licence", business_licence=faint) is Verdict.UNSURE
    unread = own.licence(fields={"legal": ""})
    assert verdict_on(own, "business_licence", business_licence=unread) is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize(
    "more",
    [
        'when: "exports > 1"',
        'when: "product > 3"',
        "instead: [tax_paper]",
        "each: {of: application_form.staff, field: company}",
    ],
)
def test_a_condition_that_names_nothing_is_refused(pack_copy, more):
    with pytest.raises(PackError) as caught:
        load_pack(pack_copy("rules.yaml", TAX, TAX[:-1] + f", {more}}}"))
    assert all(fault.line for fault in caught.value.faults)
