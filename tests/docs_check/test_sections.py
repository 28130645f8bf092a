"""Two parts of a report have no district's name: papers of an unknown district, and those beyond the districts. What
is said of the one never lands in the other, and nothing is lost between them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.records import Verdict
from docs_check.report.decided.decisions import Decided, pass_evidence, pass_id, with_decisions
from docs_check.report.decided.verdicts import Action, ReviewVerdict
from docs_check.report.summary import Part
from docs_check.review.items import items_of, papers_of

STRAY, INSURERS = ("x.png", "丙公司", Part.UNKNOWN), ("i.png", "某保险", Part.BEYOND)


def with_pass(made, file, applicant):
    """The summary of the batch with one more check, in order, of a paper that has no district's name."""
    passed = replace(
        made.outcomes[1], code="SL002", district=None, applicant=applicant, credit_code=None, file=file, kind="form"
    )
    assert passed.verdict is Verdict.PASS
    made.outcomes.append(passed)
    return made.summary(), passed


@pytest.mark.parametrize(("file", "applicant", "part"), [STRAY, INSURERS])
def test_a_sampled_pass_shows_the_paper_that_it_is_about(made, file, applicant, part):
    summary, _ = with_pass(made, file, applicant)
    (item,) = (one for one in items_of(summary, 1.0) if one.is_pass and one.file == file)
    section = summary.sections[item.section]
    assert section.part is part
    assert file in {paper.document.file for paper in papers_of(item, section)}


@pytest.mark.parametrize(("file", "applicant", "part"), [STRAY, INSURERS])
def test_a_defect_that_a_person_found_where_no_district_is_stands_in_the_report(made, file, applicant, part):
    summary, passed = with_pass(made, file, applicant)
    hashes = {entry.file: entry.sha256 or "" for entry in summary.files}
    subject, evidence = pass_id(passed, hashes), pass_evidence(passed, hashes)
    missed = ReviewVerdict(
        *(1, "2026-01-02T00:00:00+00:00", "王甲", Action.MISSED, subject, evidence, "SL002", "0", "", applicant),
        *(file, False, "", "章不对", "", "missed", "", None),
    )
    after = with_decisions(summary, Decided((missed,)))
    (section,) = (one for one in after.sections if one.part is part)
    (found,) = (one for one in section.findings if one.id == subject)
    assert found.decision
    assert "章不对" in found.message.zh
    assert sum(one.id == subject for one in after.findings) == 1


def test_every_part_has_a_key_of_its_own(made):
    keys = [section.key for section in made.summary().sections]
    assert len(keys) == len(set(keys)) == 3
