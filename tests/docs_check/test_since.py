"""What changed since an earlier report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from checks.records import Verdict
from docs_check.exits import WrongUse
from docs_check.report.since import compared, lines, not_checkable, read_earlier
from docs_check.report.summary import Change, Gone
from docs_check.reports import to_json as module
from docs_check.reports.formats import write

SCHEMA = json.loads((Path(module.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def written(made, tmp_path):
    """Writes a report of some outcomes, and compares it with an earlier one."""

    def written(name, outcomes, since=None, **run):
        summary = made.summary() if outcomes is None else replace(made, outcomes=outcomes).summary()
        summary = replace(summary, run=replace(summary.run, **run))
        if since:
            summary = compared(summary, read_earlier(since), not_checkable(summary.outcomes))
        folder = tmp_path / name
        folder.mkdir()
        write(["json"], summary, folder, "zh")
        jsonschema.validate(json.loads((folder / "report.json").read_text("utf-8")), SCHEMA)
        return summary, folder

    return written


def findings(made):
    return [one for one in made.outcomes if one.is_finding and one.district == "东区"]


def test_new_fixed_open_and_reopened(made, written):
    first, *others = made.outcomes
    assert first.is_finding
    _, both = written("1", [first, *others])
    second, without = written("2", others, since=both)
    assert [one.code for one in second.since.gone[Gone.NOT_ASKED]] == [first.code]  # the papers are the same
    assert set(second.since.changes.values()) == {Change.OPEN}
    third, again = written("3", [first, *others], since=without)
    reopened = [key for key, change in third.since.changes.items() if change is Change.REOPENED]
    assert [one.code for one in third.findings if one.id in reopened] == [first.code]
    assert not any(third.since.gone.values())
    new, _ = written("4", [replace(first, applicant="新公司", credit_code="N1"), *others], since=again)
    assert list(new.since.changes.values()).count(Change.NEW) == 1
    assert "新增 1 项" in next(lines(new.since)).zh


def test_numbers_by_district_add_up(made, written):
    _, folder = written("1", None)
    _, folder = written("2", made.outcomes[1:], since=folder)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    rows = report["since"]["districts"]
    assert sum(row["new"] + row["open"] + row["reopened"] for row in rows) == len(report["defects"])
    assert sum(row["not_asked"] for row in rows) == len(report["since"]["not_asked"]) == 1


def test_what_could_not_be_looked_at_is_not_called_fixed(made, written):
    first, *others = made.outcomes
    _, folder = written("1", [first, *others])
    blind = replace(first, verdict=Verdict.NOT_CHECKABLE, expected=None, found=None, message=None, suggestion=None)
    summary, _ = written("2", [blind, *others], since=folder)
    assert [why for why, some in summary.since.gone.items() if some] == [Gone.UNCHECKED]
    assert [one.code for one in summary.since.gone[Gone.UNCHECKED]] == [first.code]
    narrowed, _ = written("3", others, since=folder, ignore=(first.code[:2],))
    assert [why for why, some in narrowed.since.gone.items() if some] == [Gone.UNCHECKED]


def test_the_page_names_what_is_gone_and_why(made, written, tmp_path):
    first, *others = made.outcomes
    _, folder = written("1", [first, *others])
    summary, _ = written("2", others, since=folder / "report.json")
    out = tmp_path / "html"
    out.mkdir()
    write(["html"], summary, out, "zh")
    assert "与较早报告相比" in (out / "index.html").read_text("utf-8")
    pages = "".join(page.read_text("utf-8") for page in out.glob("district-*.html"))
    assert "不再要求" in pages
    assert "仍未改正" in pages


@pytest.mark.parametrize(
    "content", [None, "", "{", "[]", '{"schema": "x"}', '{"schema": "docs-check/report/1"}', "\x00"]
)
def test_what_is_no_report_is_said(tmp_path, content):
    path = tmp_path / "report.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(WrongUse, match="--since"):
        read_earlier(path)


def test_a_report_of_another_policy_is_refused(made, written):
    _, folder = written("1", None)
    summary = made.summary()
    other = replace(summary, policy=replace(summary.policy, id="other"))
    with pytest.raises(WrongUse, match="另一项政策"):
        compared(other, read_earlier(folder), frozenset())
