"""Which choice is meant: ticked boxes as text layers and OCR give them, words alone, and what leaves it open."""

from __future__ import annotations

import pytest

from extractor.forms import FieldSpec, ValueType
from extractor.language.choices import choice_of
from extractor.language.values import value_of
from extractor.records import Words

YES_NO = {"yes": ("是", "有"), "no": ("否", "无", "没有")}
SCALES = {"micro": ("小微企业", "微型企业"), "large": ("大型企业",), "trade": ("出口企业",)}


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        *[("☑是 □否", "yes"), ("□是 ☑否", "no"), ("是☑ 否□", "yes"), ("是□ 否☑", "no"), ("■是□否", "yes")],
        *[
            ("（√）是 （ ）否", "yes"),
            ("是（√）否（ ）", "yes"),
            ("□是 √否", "no"),
            ("口是 √否", "no"),
            ("√是 口否", "yes"),
        ],
        *[("是", "yes"), ("没有", "no"), ("无。", "no"), ("是 √", "yes")],
    ],
)
def test_what_is_ticked_or_stands_alone(text, chosen):
    assert choice_of(text, YES_NO) == chosen


@pytest.mark.parametrize(
    "text", ["□是 □否", "☑是 ☑否", "是否", "是 否 √", "√", "", "☒是 □否", "区是 □否", "□是 区否", "☑是口否", "待定"]
)
def test_where_it_cannot_be_told_nothing_is_said(text):
    assert choice_of(text, YES_NO) is None


def test_synonyms_and_words_with_a_box_in_them():
    assert choice_of("□大型企业 ☑微型企业（年出口300万以下） □出口企业", SCALES) == "micro"
    assert choice_of("☑出口企业 □大型企业", SCALES) == "trade"
    assert choice_of("出口企业", SCALES) == "trade"


def value(kind, text):
    return value_of(text, FieldSpec(kind, Words("值", "value")))


def test_a_persons_number_and_a_period_without_end():
    assert value(ValueType.PERSON_ID, "11010519491231 002x") == "11010519491231002X"
    assert value(ValueType.PERSON_ID, "1101051949123100") is None
    assert value(ValueType.PERIOD, "2015年3月2日至长期") == "2015-03-02/9999-12-31"
    assert value(ValueType.PERIOD, "2015-03-02 — 长期") == "2015-03-02/9999-12-31"
    assert value(ValueType.PERIOD, "2015年3月2日长期有效的许可") is None
