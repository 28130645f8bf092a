"""SL009 on papers built by hand: a seal through all pages, through all but one, through none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.records import Severity, Verdict
from extractor.records import Box, Color, Document, PageNumber, Place


def sealed_across(document: Document, count: int, *at: int, y: float = 0.4, width: float = 0.05) -> Document:
    """Of `count` numbered pages, those of `at` with a slice of the seal."""
    slices = tuple(Place(page, Box(1 - width, y - 0.06, 1.0, y + 0.06)) for page in at)
    numbers = tuple(
        PageNumber(Place(page, Box(0.4, 0.95, 0.6, 0.97)), page, count, 0.99) for page in range(1, count + 1)
    )
    return replace(document, pages=tuple(range(1, count + 1)), pieces=slices, numbers=numbers)


def demanding(company):
    """The company under a pack that asks for a seal across its policy."""
    spec = replace(company.policy.kinds["insurance_policy"], across_pages=True)
    kinds = {**company.policy.kinds, "insurance_policy": spec}
    return replace(company, policy=company.policy.model_copy(update={"kinds": kinds}))


def found(company, paper: Document):
    return company.findings([company.reading(company.form()), company.reading(paper)], "SL009")


def test_a_seal_through_all_pages_is_in_order(company):
    assert not found(demanding(company), sealed_across(company.policy_paper(), 3, 1, 2, 3))
    assert not found(demanding(company), company.policy_paper())
    assert not found(company, sealed_across(company.policy_paper(), 3))


def test_a_page_between_that_has_no_slice_is_found_of_any_paper(company):
    paper = sealed_across(company.policy_paper(), 4, 1, 2, 4)
    (required,), (other,) = found(demanding(company), paper), found(company, paper)
    assert (required.verdict, required.severity) == (Verdict.DEFECT, Severity.ERROR)
    assert (other.verdict, other.severity) == (Verdict.DEFECT, Severity.WARNING)
    assert "第3页边缘没有印迹" in other.message.zh
    assert other.place.page == 3


def test_no_seal_across_at_all(company):
    paper = sealed_across(company.policy_paper(), 3)
    (one,) = found(demanding(company), paper)
    assert one.verdict is Verdict.DEFECT
    assert "各页边缘都没有印迹" in one.message.zh


@pytest.mark.parametrize(
    "change",
    [
        {"poor": True},
        {"cropped": (2,)},
        {"born_digital": True},
        {"numbers": ()},
    ],
)
def test_where_the_edges_or_the_pages_are_in_doubt_it_is_unsure(company, change):
    (one,) = found(demanding(company), replace(sealed_across(company.policy_paper(), 3), **change))
    assert one.verdict is Verdict.UNSURE


def test_slices_in_doubt_are_unsure(company):
    paper = company.policy_paper()
    for doubtful in (
        sealed_across(paper, 4, 1, 2, 4, width=0.01),
        sealed_across(paper, 4, 1, 2, 3),
        sealed_across(paper, 3, 2),
        sealed_across(paper, 4, 1, 3),
        replace(sealed_across(paper, 3), seals=tuple(replace(seal, color=Color.GREY) for seal in paper.seals)),
    ):
        (one,) = found(demanding(company), doubtful)
        assert one.verdict is Verdict.UNSURE
    uneven = sealed_across(paper, 2, 1, 2)
    uneven = replace(uneven, pieces=(uneven.pieces[0], sealed_across(paper, 2, 2, y=0.8).pieces[0]))
    (one,) = found(demanding(company), uneven)
    assert one.verdict is Verdict.UNSURE
    assert "高低不一" in one.found.zh


def test_sheets_printed_on_both_sides_bear_it_on_their_fronts(company):
    assert not found(company, sealed_across(company.policy_paper(), 5, 1, 3, 5))


def test_an_electronic_paper_has_no_edges(company):
    paper = sealed_across(company.policy_paper(), 3)
    electronic = tuple(replace(seal, electronic=True) for seal in paper.seals)
    assert not found(demanding(company), replace(paper, seals=electronic))
