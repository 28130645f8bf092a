"""exceptions.yaml: a granted exception leaves the count and not the report; expired, unused and wrong ones are told."""

from __future__ import annotations

from datetime import date

import pytest

from docs_check.exits import WrongUse
from docs_check.report.decided.decisions import Decided, with_decisions
from docs_check.report.exceptions import read_exceptions

TODAY = date(2024, 1, 1)
ONE = "- {rule: SL001, district: 东区, company: 甲公司, reason: 已说明, by: 市商务局, until: 2024-06-30}\n"


@pytest.fixture
def write(tmp_path):
    (tmp_path / "batch").mkdir(exist_ok=True)

    def writing(entries):
        (tmp_path / "exceptions.yaml").write_text("exceptions:\n" + entries, encoding="utf-8")
        return read_exceptions(tmp_path / "batch")

    return writing


def test_none_without_a_file(tmp_path):
    assert read_exceptions(tmp_path) == ()


def test_an_exception_takes_out_of_the_count_and_not_out_of_the_report(made, tmp_path):
    (tmp_path / "exceptions.yaml").write_text("exceptions:\n" + ONE, encoding="utf-8")
    summary = made.summary()
    granted = read_exceptions(tmp_path / "batch")
    after = with_decisions(summary, Decided((), granted, TODAY))
    assert len(after.findings) == len(summary.findings) - 1
    (aside,) = after.aside
    assert (aside.code, aside.applicant, aside.decision.by, aside.decision.note) == (
        "SL001",
        "甲公司",
        "市商务局",
        "已说明",
    )
    assert after.sections[0].companies[0].codes["SL001"].value == "pass"
    assert after.remarks == ()


def test_expired_and_unused_ones_are_reported_and_do_nothing(made, write):
    granted = write(ONE.replace("2024-06-30", "2023-12-31") + ONE.replace("甲公司", "无此公司"))
    summary = made.summary()
    after = with_decisions(summary, Decided((), granted, TODAY))
    assert len(after.findings) == len(summary.findings)
    assert "到期" in after.remarks[0].zh
    assert "没有对应" in after.remarks[1].zh


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("- {rule: SL999, reason: a, by: b, until: 2024-01-01}\n", "SL999"),
        ("- {reason: a, by: b, until: 2024-01-01}\n", "finding"),
        ("- {rule: SL001, reason: a, by: b, until: nie}\n", "until"),
        ("- {rule: SL001, reason: a, by: b, until: 2024-01-01, sine: x}\n", "sine"),
        ("- {rule: SL001, reason: a\n", "YAML"),
    ],
)
def test_a_wrong_file_is_answered_with_line_and_remedy(write, entry, said):
    with pytest.raises(WrongUse) as caught:
        write(entry)
    assert said in caught.value.words.zh
    assert "exceptions.yaml:" in caught.value.words.en or said == "YAML"
