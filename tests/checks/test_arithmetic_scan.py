"""The published table as a scan, read by OCR: the one case here that takes seconds."""

from __future__ import annotations

from pathlib import Path

from checks.arithmetic import check_tables
from drawing import evaluation
from extractor.file import read_tables
from extractor.ocr.rapid import Engine


def test_the_published_table_as_a_scan_gives_the_same_sure_finding(tmp_path: Path) -> None:
    evaluation.as_picture(tmp_path / "a.png")
    reading = read_tables(tmp_path / "a.png", "a.png", Engine())
    (finding,) = check_tables(reading).findings
    assert (finding.figure.written, str(finding.right)) == ("679.94", "674.94")
    assert finding.doubt is None
    assert {rest.figure.written for rest in finding.rests_on} >= {"7.94%", "2113.59万元", "21.14%"}
