"""Rules about electronic signatures: a pass, a defect and an unsure case each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from checks.records import Severity, Verdict
from extractor.records import ESign, Integrity, Problem, Trouble, Words

VALID = (date(2022, 1, 1), date(2025, 1, 1))
INSURER = "中国出口信用保险公司山东分公司"


def signed(integrity=Integrity.WHOLE, day=date(2023, 3, 1), valid=VALID):
    return ESign(INSURER, "某CA", integrity, Words("签名如此。", "So it is."), day, valid, 1)


def batch(company, *signatures, **papers):
    """A company's set whose invoice's file has these signatures."""
    readings = company.batch(**papers)
    problems = tuple(Problem(Trouble.NOTED, one.said, 1, one) for one in signatures)

    def is_invoices(reading):
        return any(document.kind == "premium_invoice" for document in reading.documents)

    return [replace(one, problems=problems) if is_invoices(one) else one for one in readings]


@pytest.mark.parametrize(
    ("integrity", "verdict"),
    [
        (Integrity.WHOLE, Verdict.PASS),
        (Integrity.BROKEN, Verdict.DEFECT),
        (Integrity.CHANGED, Verdict.DEFECT),
        (Integrity.PARTLY, Verdict.UNSURE),
        (Integrity.DOUBTFUL, Verdict.UNSURE),
        (Integrity.UNVERIFIED, Verdict.UNSURE),
    ],
)
def test_es001_a_file_that_was_changed_after_it_was_signed(company, integrity, verdict):
    said = company.verdicts(batch(company, signed(integrity)), "ES001")
    assert said == {verdict, Verdict.NOT_APPLICABLE}


def test_es001_speaks_of_each_signature(company):
    found = company.findings(batch(company, signed(), signed(Integrity.BROKEN)), "ES001")
    assert [(one.verdict, one.message.zh) for one in found] == [(Verdict.DEFECT, "签名如此。")]


@pytest.mark.parametrize(
    ("signature", "verdict"),
    [
        (signed(), Verdict.PASS),
        (signed(day=VALID[0]), Verdict.PASS),
        (signed(day=date(2021, 12, 31)), Verdict.DEFECT),
        (signed(day=date(2025, 1, 2)), Verdict.DEFECT),
        (signed(Integrity.BROKEN, day=date(2025, 1, 2)), Verdict.UNSURE),
        (signed(day=None), Verdict.NOT_CHECKABLE),
        (signed(valid=(None, None)), Verdict.NOT_CHECKABLE),
    ],
)
def test_es003_a_certificate_that_was_not_valid_on_the_day(company, signature, verdict):
    assert company.verdicts(batch(company, signature), "ES003") == {verdict, Verdict.NOT_APPLICABLE}


def invoice(company, **changes):
    seals = [company.seal(INSURER, "issuer", y=0.8)]
    return company.invoice(**{"seals": seals, "born_digital": True, **changes})


def test_es002_the_picture_of_a_seal_without_a_signature(company):
    """Of a kind that must come as the electronic file."""
    kind = replace(company.policy.kinds["premium_invoice"], electronic_titles=())
    kinds = {**company.policy.kinds, "premium_invoice": kind}
    company.policy = company.policy.model_copy(update={"kinds": kinds})
    (found,) = company.findings(batch(company, premium_invoice=invoice(company)), "ES002")
    assert (found.verdict, found.severity, found.kind) == (Verdict.DEFECT, Severity.WARNING, "premium_invoice")
    assert INSURER in found.message.zh


def test_es002_is_unsure_of_a_kind_that_may_be_printed_and_asks_no_merged_file(company):
    (found,) = company.findings(batch(company, premium_invoice=invoice(company)), "ES002")
    assert found.verdict is Verdict.UNSURE
    readings = company.batch(premium_invoice=invoice(company))
    merged = company.reading(*(document for one in readings for document in one.documents), file="a.pdf")
    assert company.verdicts([merged], "ES002") == {Verdict.NOT_CHECKABLE, Verdict.NOT_APPLICABLE}


def test_es002_passes_a_signed_seal_and_a_paper_without_any(company):
    signed_seal = replace(company.seal(INSURER, "issuer", y=0.8), electronic=True)
    for paper in (invoice(company, seals=[signed_seal]), invoice(company, seals=[])):
        said = company.verdicts(batch(company, premium_invoice=paper), "ES002")
        assert said == {Verdict.PASS, Verdict.NOT_APPLICABLE}


def test_es002_is_unsure_where_the_file_is_signed_elsewhere_and_where_the_seal_is_unread(company):
    elsewhere = batch(company, signed(), premium_invoice=invoice(company))
    unread = batch(company, premium_invoice=invoice(company, seals=[company.seal(None, "issuer")]))
    for readings in (elsewhere, unread):
        assert [one.verdict for one in company.findings(readings, "ES002")] == [Verdict.UNSURE]


def test_es002_asks_no_scan_and_no_paper_invoice_for_a_signature(company):
    scan = invoice(company, born_digital=False)
    assert Verdict.NOT_CHECKABLE in company.verdicts(batch(company, premium_invoice=scan), "ES002")
    paper = invoice(company, title="山东增值税专用发票")
    assert company.verdicts(batch(company, premium_invoice=paper), "ES002") == {Verdict.NOT_APPLICABLE}
