"""The CSV report: a line for each finding, and no cell that a spreadsheet would compute."""

from __future__ import annotations

import csv

from docs_check.reports.to_csv import plain, to_csv


def test_a_line_for_each_finding(made, tmp_path):
    summary = made.summary()
    to_csv(summary, tmp_path, "zh")
    raw = (tmp_path / "report.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == [finding.id for finding in summary.findings]
    assert {row["state"] for row in rows} == {"确定", "存疑，待核对"}


def test_no_cell_is_computed():
    for evil in ('=HYPERLINK("x")', "+1+cmd", "-2", "@SUM(A1)", "  =1", "＝1"):
        assert plain(evil).startswith("'")
    assert plain(12) == "12"
    assert plain(None) == ""
