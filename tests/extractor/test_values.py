"""What is written, as a value of its field's type."""

from __future__ import annotations

import pytest

from extractor.forms import FieldSpec, ValueType
from extractor.language.values import amount_of, code_of, value_of
from extractor.records import Words


def spec(kind: ValueType, unit: str | None = None) -> FieldSpec:
    return FieldSpec(kind, Words("栏目", "field"), unit=unit)


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("23,314.87", "万美元", "23314.87"),
        ("1,371.42", "万元", "1371.42"),
        ("（小写）¥1,176,000.00", "元", "1176000.00"),
        ("35300元", "万元", "3.53"),
        ("3.53万元", "元", "35300"),
        ("12亿元", "万元", "120000"),
        ("1.040.07", "万元", "1040.07"),  # a comma that OCR took for a stop
        ("7,928,05", "万元", "7928.05"),
        ("¥653000,00", "元", "653000.00"),
        ("－5.26", None, "-5.26"),
        ("—5.26%", None, "-5.26"),
        ("无", "元", None),
        ("", "元", None),
    ],
)
def test_amounts_come_in_the_unit_of_the_label(written: str, unit: str | None, value: str | None) -> None:
    assert amount_of(written, unit) == value


def test_letters_that_the_code_alphabet_lacks_are_look_alike_digits() -> None:
    assert code_of("9137O283FWT7TEXBIY") == "91370283FWT7TEXB1Y"
    assert code_of("统一社会信用代码：91370283FWT7TEXB1Y") == "91370283FWT7TEXB1Y"
    assert code_of("见附件") is None


def test_names_have_full_width_brackets_and_no_spaces() -> None:
    assert value_of("青岛海 瑞(集团)有限公司", spec(ValueType.NAME)) == "青岛海瑞（集团）有限公司"


def test_a_period_is_from_and_to() -> None:
    assert value_of("自2022年1月1日零时起至2022年12月31日止", spec(ValueType.PERIOD)) == "2022-01-01/2022-12-31"
    assert value_of("长期", spec(ValueType.PERIOD)) is None


@pytest.mark.parametrize(("written", "value"), [("3家", "3"), ("1,204", "1204"), ("三", "3"), ("十二家", "12")])
def test_counts_in_digits_and_numerals(written: str, value: str) -> None:
    assert value_of(written, spec(ValueType.COUNT)) == value
