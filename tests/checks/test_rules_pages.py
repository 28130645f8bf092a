"""EV009 on papers built by hand: all pages, one gone, one in another file, one whose number was not read."""

from __future__ import annotations

from dataclasses import replace

from checks.records import Verdict
from extractor.records import Box, Document, PageNumber, Place


def numbered(document: Document, numbers: list[int], of: int, confidence: float = 0.99, **more) -> Document:
    place = Box(0.45, 0.95, 0.55, 0.97)
    said = tuple(PageNumber(Place(at, place), number, of, confidence) for at, number in enumerate(numbers, start=1))
    return replace(document, pages=tuple(range(1, len(numbers) + 1)), numbers=said, **more)


def found(company, *documents: Document, **more):
    return company.findings([company.reading(one, **more) for one in documents], "EV009")


def test_all_pages_are_there(company):
    assert not found(company, company.form(), numbered(company.policy_paper(), [1, 2, 3], 3))
    assert company.verdicts([company.reading(company.form())], "EV009") == {Verdict.NOT_APPLICABLE}


def test_a_missing_page_is_named(company):
    (one,) = found(company, company.form(), numbered(company.policy_paper(), [1, 2], 3))
    assert (one.verdict, one.kind) == (Verdict.DEFECT, "insurance_policy")
    assert "缺第3页" in one.message.zh


def test_a_second_page_without_its_first_is_short_too(company):
    (one,) = found(company, company.form(), numbered(company.policy_paper(), [2], 2))
    assert "缺第1页" in one.message.zh


def test_pages_in_files_of_their_own_make_one_paper(company):
    first = numbered(company.policy_paper(), [1], 2)
    second = numbered(company.policy_paper(), [2], 2, file=f"{company.folder}/保险单2.jpg", kind=None, fields=())
    assert not found(company, company.form(), first, second)
    third = numbered(company.policy_paper(), [3], 3, file=f"{company.folder}/保险单3.jpg", kind=None, fields=())
    (one,) = found(company, company.form(), numbered(company.policy_paper(), [1], 3), third)
    assert "缺第2页" in one.message.zh


def test_a_page_whose_number_may_not_have_been_read_is_unsure(company):
    paper = numbered(company.policy_paper(), [1, 2], 3)
    (one,) = found(company, company.form(), replace(paper, pages=(1, 2, 3)))
    assert one.verdict is Verdict.UNSURE
    (faint,) = found(company, company.form(), numbered(company.policy_paper(), [1, 2], 3, confidence=0.6))
    assert faint.verdict is Verdict.UNSURE


def test_one_page_for_two_papers_is_unsure(company):
    policy, invoice = numbered(company.policy_paper(), [1], 2), numbered(company.invoice(), [1], 2)
    loose = numbered(company.policy_paper(), [2], 2, file=f"{company.folder}/2.jpg", kind=None, fields=())
    outcomes = found(company, company.form(), policy, invoice, loose)
    assert {one.verdict for one in outcomes} == {Verdict.UNSURE}
