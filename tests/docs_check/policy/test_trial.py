"""A pack tried on papers: what is missed, said wrongly, never matched or never brought to life is a fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checks.grouping.batch import group
from checks.judge import judge
from checks.pack.load import load_pack
from docs_check.exits import WrongUse
from docs_check.policy.trial import Example, Expected, examples_in, tried
from docs_check.report.labels import LabelCount, Unmatched, said_of
from docs_check.report.rulebook import rulebook
from docs_check.report.summarise import summarise
from docs_check.report.summary import PolicyInfo, RunFacts, Summary
from extractor.records import Box, Document, Field, FileReading, Place, Words

PACK = load_pack(Path(__file__).parents[3] / "docs" / "pack" / "example")
PLACE = Place(1, Box(0.4, 0.4, 0.6, 0.45))
FORM = {"company": "甲培训有限公司", "people": "12", "asked": "9000"}


def _checked(_: Path, **fields: str) -> Summary:
    """One form alone, with no seal, no licence and no code on it."""
    seen = tuple(Field(name, PLACE, value, value, 0.99) for name, value in {**FORM, **fields}.items())
    form = Document("a.pdf", (1,), "application_form", 0.99, "申请表", seen, (), (), (), ())
    batch = group((FileReading("a.pdf", "0" * 64, 1, (form,)),), PACK, {})
    labels = LabelCount()
    labels.add((form,))
    run = RunFacts(Path("/x"), "0", "fake", "2026-01-01T00:00:00+08:00", 1.0, 1, (), (), Words("", ""))
    run = replace(run, unmatched=labels.unmatched(PACK.forms))
    info = PolicyInfo.of(PACK, Words("", ""))
    return summarise(batch, judge(batch, PACK), (), info, PACK.forms, rulebook(PACK), run)


def _faults(*expected: Expected) -> str:
    trial = tried(PACK, [(Path("卷"), Example(expected=expected))], _checked)
    assert not trial.passed
    return "\n".join(fault.zh for fault in trial.faults)


def test_what_is_expected_and_found_is_right_and_the_rest_is_named():
    licence = Expected(code="EV001", kind="business_licence")
    said = _faults(licence, Expected(code="AM001"))
    assert "漏报 code=AM001" in said
    assert "漏报 code=EV001" not in said
    assert "多报" in _faults()  # the missing licence, which nobody expects there
    trial = tried(PACK, [(Path("卷"), Example(expected=(licence,)))], _checked)
    assert next(rule for rule in trial.rules if rule.code == "EV001").right == 1


def test_a_label_that_stands_nowhere_and_a_kind_that_no_example_has_are_named():
    said = _faults()
    assert "统一社会信用代码" in said
    assert "培训人数" not in said
    assert "没有一份“营业执照”" in said


def test_examples_are_read_and_wrong_ones_are_answered(tmp_path: Path):
    with pytest.raises(WrongUse):
        examples_in(tmp_path)
    (tmp_path / "一.yaml").write_text("expected: [{code: SL001, applicant: 甲}]", "utf-8")
    with pytest.raises(WrongUse, match="一"):
        examples_in(tmp_path)  # no folder of papers
    (tmp_path / "一").mkdir()
    ((papers, example),) = examples_in(tmp_path)
    assert (papers.name, example.expected[0].code) == ("一", "SL001")
    (tmp_path / "一.yaml").write_text("expect: []", "utf-8")
    with pytest.raises(WrongUse, match="expect"):
        examples_in(tmp_path)


def test_labels_that_no_paper_bears_are_one_remark_and_no_alarm():
    def missing(label, papers=8):
        return Unmatched("customs_certificate", label, label, papers, Words("海关证明", "customs certificate"))

    (remark,) = said_of([missing("有效期至"), missing("营业期限"), missing("只有一份", papers=1)])
    assert "有2个栏目" in remark.zh
    assert all(label in remark.zh for label in ("海关证明的“有效期至”（8份）", "“营业期限”"))
    assert "只有一份" not in remark.zh
    assert said_of([]) == ()
