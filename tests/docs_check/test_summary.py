"""The summary: totals add up, each file and finding stands in its part, ids depend on contents alone."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

from rich.console import Console

from checks.records import Verdict
from docs_check.intake.walk import LeftOut
from docs_check.report.summary import FileState, Part
from docs_check.reports.terminal import to_terminal
from extractor.records import Problem, Trouble, Words


def test_totals_add_up(made):
    summary = made.summary()
    assert sum(section.defects + section.unsure for section in summary.sections) == len(summary.findings) == 8
    assert sum(len(section.papers) for section in summary.sections) == len(summary.papers) == 6
    assert sum(section.pages for section in summary.sections) == 6


def test_every_file_is_accounted_for(made):
    summary = made.summary()
    states = [(entry.file, entry.state) for entry in summary.files]
    assert len(states) == len(made.batch.files) + 1
    assert ("bad.pdf", FileState.UNREADABLE) in states
    assert (".hidden", FileState.LEFT_OUT) in states
    assert all(entry.reason for entry in summary.files if entry.state is not FileState.READ)


def test_findings_stand_in_the_part_they_belong_to(made):
    parts = {section.part: section for section in made.summary().sections}
    assert {finding.code for finding in parts[Part.UNKNOWN].findings} == {"DT001"}
    assert {finding.code for finding in parts[Part.BEYOND].findings} == {"FM001", "DC001"}
    assert [finding.kind for finding in parts[Part.DISTRICT].general] == ["table"]


def test_a_district_without_papers_keeps_its_findings(made):
    made.outcomes.append(replace(made.outcomes[6], district="西区"))
    sections = {section.name: section for section in made.summary().sections}
    assert sections["西区"].defects == 1


def test_matrix_shows_the_worst_verdict(made):
    company = made.summary().sections[0].companies[0]
    assert company.codes["SL001"] is Verdict.DEFECT
    assert company.codes["DT001"] is Verdict.PASS


def test_an_insurers_paper_is_about_the_insurer_and_a_districts_about_nobody(made):
    about = {paper.document.file: (paper.district, paper.applicant) for paper in made.summary().papers}
    assert about["i.png"] == (None, "某保险")
    assert about["t.png"] == ("东区", None)
    assert about["a.png"] == ("东区", "甲公司")


def test_ids_do_not_depend_on_path_or_order(made):
    before = {finding.id for finding in made.summary().findings}
    files = tuple(replace(one, file="moved/" + one.file) for one in made.batch.files)
    made.batch = replace(made.batch, files=tuple(reversed(files)))
    made.outcomes = [replace(one, file=one.file and "moved/" + one.file) for one in reversed(made.outcomes)]
    after = {finding.id for finding in made.summary().findings}
    assert before == after
    assert len(before) == 8


def test_two_findings_that_say_the_same_have_two_ids(made):
    made.outcomes.append(made.outcomes[0])
    ids = [finding.id for finding in made.summary().findings]
    assert len(ids) == len(set(ids)) == 9


def test_one_unreadable_page_leaves_the_file_read_but_not_wholly(made):
    problem = Problem(Trouble.PAGE_UNREADABLE, Words("第2页损坏", "page 2 is damaged"), 2)
    first, *rest = made.batch.files
    rest = [one for one in rest if one.file != "bad.pdf"]
    made.batch = replace(made.batch, files=(replace(first, problems=(problem,)), *rest))
    summary = made.summary()
    assert summary.files[1].state is FileState.READ
    assert summary.files[1].incomplete
    assert summary.not_wholly_checked


def test_a_refused_link_counts_as_not_checked(made):
    made.batch = replace(made.batch, files=tuple(one for one in made.batch.files if one.file != "bad.pdf"))
    assert not made.summary().not_wholly_checked
    made.left_out.append(LeftOut("link", Words("链接", "link"), refused=True))
    assert made.summary().not_wholly_checked


def test_blank_backs_are_left_out_and_counted(made):
    first, *rest = made.batch.files
    made.batch = replace(made.batch, files=(replace(first, pages=4, blank_pages=(2, 4)), *rest))
    summary = made.summary()
    entry = next(one for one in summary.files if one.file == first.file)
    assert (entry.state, entry.blank_pages) == (FileState.READ, (2, 4))
    assert "空白页 2 页（第2、4页）" in entry.reason.zh
    stream = StringIO()
    to_terminal(summary, Console(file=stream, width=200), "zh", made.folder)
    assert "略去空白页 2 页" in stream.getvalue()
