"""Dates in every written form, and the places for one that stayed empty."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.dates import find_dates
from extractor.records import DateState


@pytest.mark.parametrize(
    "text",
    [
        "2023年3月22日",
        "2023 年 3 月 22 日",
        "2023年03月22日",
        "2023.3.22",
        "2023-03-22",
        "2023/3/22",
        "二〇二三年三月二十二日",
        "二○二三年三月廿二日",
        "二零二三年三月二十二日",
        "２０２３年３月２２日",
        "填报日期：2023年3月22日（星期三）",
    ],
)
def test_every_form_is_the_same_day(text: str) -> None:
    assert [found.value for found in find_dates(text)] == [date(2023, 3, 22)]


@pytest.mark.parametrize("text", ["年 月 日", "2023年 月 日", "年月日", "  年   月   日  "])
def test_a_place_for_a_date_that_nobody_filled_in_is_blank(text: str) -> None:
    (found,) = find_dates(text)
    assert found.state is DateState.BLANK
    assert found.value is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("203年2月30日", DateState.IMPOSSIBLE),
        ("年13月5日", DateState.IMPOSSIBLE),
        ("203年2月29日", DateState.PARTIAL),
        ("2023年2月日", DateState.PARTIAL),
    ],
)
def test_a_day_of_no_year_is_impossible_though_the_year_was_not_read(text: str, state: DateState) -> None:
    (found,) = find_dates(text)
    assert (found.state, found.value) == (state, None)


def test_a_day_that_no_calendar_has_is_impossible_and_keeps_its_parts() -> None:
    (found,) = find_dates("2023年2月30日")
    assert found.state is DateState.IMPOSSIBLE
    assert found.parts == (2023, 2, 30)
    assert found.value is None


def test_a_date_without_its_day_is_partial() -> None:
    (found,) = find_dates("2023年3月 日")
    assert found.state is DateState.PARTIAL


def test_a_period_is_two_dates_at_their_places() -> None:
    text = "自2022年1月1日零时起至2022年12月31日二十四时止"
    first, second = find_dates(text)
    assert (first.value, second.value) == (date(2022, 1, 1), date(2022, 12, 31))
    assert text[second.start : second.end] == "2022年12月31日"


@pytest.mark.parametrize("text", ["申报年度：2022年度", "0532-89401995", "91370283FWT7TEXB1Y", "12.5.3", "共3家企业"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert list(find_dates(text)) == []


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_any_day_is_read_back(day: date) -> None:
    for text in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}.{day.month}.{day.day}"):
        assert [found.value for found in find_dates(text)] == [day]
