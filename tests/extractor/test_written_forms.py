"""Properties: an amount, a count, a code or a day means the same in every form in which offices write it, and what is
no such thing is None, never an exception and never another value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from extractor.forms import FieldSpec, ValueType
from extractor.language.dates import find_dates, number_of
from extractor.language.values import amount_of, code_of, count_of, value_of
from extractor.records import DateState, Words

UNITS = {"元": 1, "千元": 1000, "万元": 10_000, "百万元": 10**6, "亿元": 10**8, "美元": 1, "万美元": 10_000}
CODE_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 1
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
NUMERALS = "〇一二三四五六七八九"

amounts = st.decimals(Decimal("-99999999.99"), Decimal("9999999999.99"), places=2)
bodies = st.text(CODE_DIGITS[10:], min_size=1, max_size=1).flatmap(
    lambda kind: st.text(CODE_DIGITS, min_size=8, max_size=8).map(lambda body: f"91{370200:06}{body}{kind}")
)
codes = bodies.map(lambda body: body + uscc.calc_check_digit(body))


def spec(kind: ValueType, unit: str | None = None) -> FieldSpec:
    return FieldSpec(kind, Words("栏目", "field"), unit=unit)


def spelled(number: int) -> str:
    """As in a date: 十二, not 一十二."""
    written = cn2an.an2cn(number)
    return written.removeprefix("一") if 10 <= number < 20 else written


def spaced(text: str, at: int) -> str:
    return text[: at % len(text)] + " " + text[at % len(text) :]


@given(amounts, st.integers(0, 20))
def test_an_amount_is_the_same_in_every_form(amount: Decimal, at: int) -> None:
    plain = f"{amount:.2f}"
    grouped = f"{amount:,.2f}"
    for written in (
        plain,
        grouped,
        f"¥{grouped}",
        f"（小写）￥{grouped}元整",
        f"人民币{grouped}元",
        grouped.translate(WIDE),
        spaced(grouped, at),
        grouped.replace("-", "－"),
        grouped.replace(",", "，"),
        grouped.replace(",", "."),  # the commas of thousands, taken for stops
        grouped.replace(".", ","),  # the point, taken for a comma
    ):
        read = value_of(written, spec(ValueType.AMOUNT, "元"))
        assert read is not None, written
        assert Decimal(read) == amount, written


@given(st.integers(0, 10**12))
def test_a_whole_amount_keeps_its_thousands_whatever_parts_them(amount: int) -> None:
    for written in (str(amount), f"{amount:,}", f"{amount:,}".translate(WIDE), f"{amount:,} 元"):
        assert amount_of(written, "元") == str(amount), written
    if amount >= 10**6:  # below, a point and three digits may be meant as decimals
        assert amount_of(f"{amount:,}".replace(",", "."), "元") == str(amount)


@given(amounts, st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)))
def test_a_unit_beside_the_amount_is_converted_and_another_currency_is_not_guessed(
    amount: Decimal, own: str, label: str
) -> None:
    read = amount_of(f"{amount:,.2f}{own}", label)
    if ("美" in own) != ("美" in label):
        assert read is None
    else:
        assert read is not None
        assert Decimal(read) == amount * UNITS[own] / UNITS[label]


def test_ten_thousands_without_the_word_yuan() -> None:
    assert (amount_of("12万", "元"), amount_of("12万", "万元"), amount_of("1.2亿", "万元")) == ("120000", "12", "12000")


def test_an_amount_whose_nought_was_not_written() -> None:
    assert (amount_of(".53", "万元"), amount_of("-.5%", None)) == ("0.53", "-0.5")


@given(st.integers(1, 9999))
def test_a_count_in_numerals_is_that_count(count: int) -> None:
    numerals = cn2an.an2cn(count)
    for written in (numerals, f"{numerals}家", numerals.replace("二百", "两百"), f"{count:,}家", f"{count}"):
        assert count_of(written) == str(count), written


@given(codes, st.integers(0, 20))
def test_a_code_is_the_same_in_every_form(code: str, at: int) -> None:
    for written in (
        code,
        code.lower(),
        code.translate(WIDE),
        spaced(code, at),
        f"统一社会信用代码：{code}",
        f"{code}（副本）",
    ):
        assert value_of(written, spec(ValueType.CODE)) == code, written


@given(codes)
def test_letters_that_no_code_has_are_the_digits_they_look_like(code: str) -> None:
    for letter, digit in zip("OIZS", "0125", strict=True):
        assert code_of(code.replace(digit, letter)) == code


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.integers(0, 20))
def test_a_day_is_the_same_in_every_form(day: date, at: int) -> None:
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    month, number = spelled(day.month), spelled(day.day)
    digits = f"{day.year}年{day.month}月{day.day}日"
    for written in (
        digits,
        f"{day.year}年{day.month:02}月{day.day:02}日",
        digits.translate(WIDE | {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
        spaced(digits, at),
        f"{year}年{month}月{number}日",
        f"{year.replace('〇', '○')}年{month}月{number}日",
        f"{year.replace('〇', '零')}年{month}月{number}日",
        f"{year}年{month}月{number.replace('二十', '廿') if number != '二十' else number}日",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
    ):
        assert [found.value for found in find_dates(written)] == [day], written


@given(st.text("一二三十廿卅〇零", min_size=1, max_size=3))
def test_numerals_that_make_no_number_are_unread_and_not_an_impossible_day(numerals: str) -> None:
    """A smudge read as 十十 is no clearly written 0, of which a sure finding would be made."""
    number = number_of(numerals)
    (found,) = find_dates(f"2023年3月{numerals}日")
    if number is None:
        assert found.state is DateState.PARTIAL
    assert number != 0 or set(numerals) <= set("〇零")


@pytest.mark.parametrize("kind", ValueType)
@given(text=st.text(max_size=60) | st.text("0123456789.,-万亿元美%十百日月年 ¥", max_size=60))
def test_no_text_makes_it_fail(kind: ValueType, text: str) -> None:
    value = value_of(text, spec(kind, "万元"))
    assert value is None or value
    if kind is ValueType.AMOUNT and value is not None:
        assert Decimal(value).is_finite()
