"""FM003 on forms built by hand: this year's print, last year's, another district's, and print that was badly read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.records import Verdict
from extractor.records import Box, Document, Line

TITLE = "外贸企业投保短期出口信用保险支持项目申请表"
LABELS = ("企业名称", "2021年出口额（万美元）", "2022年出口额（万美元）", "申报单位声明")


def printed(form: Document, *texts: str, confidence: float = 0.99) -> Document:
    """The form with these lines, the title first, one under the other."""
    lines = [
        (1, Line(Box(0.2, 0.05 + 0.03 * at, 0.8, 0.07 + 0.03 * at), text, confidence)) for at, text in enumerate(texts)
    ]
    return replace(form, title=texts[0], lines=tuple(lines))


def found(company, form: Document):
    return company.findings([company.reading(form)], "FM003")


@pytest.mark.parametrize(
    "texts",
    [
        (TITLE, *LABELS),
        (TITLE, "（2022年度）", *LABELS),
        (TITLE[:10], TITLE[10:], "企业名称", "2021年出口", "额（万美元）", "2022年度出口额(万美元)"),
        (TITLE, "填报日期：2021年12月1日", "年  月  日", *LABELS),
        (f"青岛市{TITLE}", *LABELS),
        (f"平度市{TITLE}", "所属区（市）：平度市", *LABELS),
        (TITLE, "企业名称"),
    ],
)
def test_the_blank_form_in_any_print_is_in_order(company, texts):
    assert not found(company, printed(company.form(), *texts))


def test_last_years_labels_are_named(company):
    form = printed(company.form(), TITLE, "企业名称", "2020年出口额（万美元）", "2021年出口额（万美元）")
    (one,) = found(company, form)
    assert one.verdict is Verdict.DEFECT
    assert "“2020年出口额”" in one.message.zh
    assert "应为“2021年出口额”、“2022年出口额”" in one.message.zh


def test_one_other_year_is_sure_only_where_it_was_clearly_read(company):
    texts = (TITLE, "企业名称", "2022年出口额（万美元）", "2023年出口额（万美元）")
    (sure,) = found(company, printed(company.form(), *texts, confidence=0.9))
    assert sure.verdict is Verdict.DEFECT  # both moved by one year, which no slip of the reader does
    texts = (TITLE, "企业名称", "2020年出口额（万美元）", "2022年出口额（万美元）")
    (clear,) = found(company, printed(company.form(), *texts))
    (doubtful,) = found(company, printed(company.form(), *texts, confidence=0.95))
    assert (clear.verdict, doubtful.verdict) == (Verdict.DEFECT, Verdict.UNSURE)
    (more,) = found(company, printed(company.form(), TITLE, *LABELS, "2020年出口额（万美元）"))
    assert more.verdict is Verdict.UNSURE


def test_the_year_beside_the_title(company):
    (one,) = found(company, printed(company.form(), TITLE, "（2021年度）", *LABELS))
    assert (one.verdict, one.expected.zh) == (Verdict.DEFECT, "“2022年度”")
    (faint,) = found(company, printed(company.form(), TITLE, "（2021年度）", *LABELS, confidence=0.9))
    assert faint.verdict is Verdict.UNSURE


def test_another_districts_title(company):
    (one,) = found(company, printed(company.form(), f"胶州市{TITLE}", *LABELS))
    assert one.verdict is Verdict.DEFECT
    assert "应为“平度市”" in one.message.zh


def test_words_of_the_blank_form_that_were_not_found_are_unsure(company):
    words = "本表一式三份，商务、财政部门及企业各留存一份。"
    spec = replace(company.policy.kinds["application_form"], blank=(words,))
    policy = company.policy.model_copy(update={"kinds": {**company.policy.kinds, "application_form": spec}})
    demanding = replace(company, policy=policy)
    (one,) = found(demanding, printed(company.form(), TITLE, *LABELS))
    assert one.verdict is Verdict.UNSURE
    assert words in one.message.zh
    assert not found(
        demanding, printed(company.form(), TITLE, *LABELS, "本表一式三份，商务财政部", "门及企业各留存一份.")
    )


def test_papers_that_others_print_are_not_judged(company):
    policy = printed(company.policy_paper(), "短期出口信用保险保险单明细表", "（2021年度）", "2020年出口额")
    assert company.verdicts([company.reading(company.form()), company.reading(policy)], "FM003") == {
        Verdict.PASS,
        Verdict.NOT_APPLICABLE,
    }
