"""Dates in every written form, and the places for one that stayed empty."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.dates import find_dates, unclear_date
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


FORMS = (
    "{y}年{m}月{d}日",
    "{y} 年 {m} 月 {d} 日",
    "{y}年{m:02}月{d:02}日",
    "{y}.{m}.{d}",
    "{y}. {m}. {d}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m}/{d}",
    "{y}·{m}·{d}",
    "{y}、{m}、{d}",
    "{y}—{m}—{d}",
    "{y}{m:02}{d:02}",
    "{short:02}/{m}/{d}",
    "{short:02}.{m:02}.{d:02}",
    "民国{republic}年{m}月{d}日",
    "{d} {month} {y}",
    "{month} {d}, {y}",
    "{year}年{month_words}月{day_words}日",
    "{cheque_year}年{cheque_month}月{cheque_day}日",
)
MONTHS = ["Jan", "Feb", "March", "Apr.", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
CHEQUE = str.maketrans("〇一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")


def spelled(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = ("" if tens == 1 else "〇一二三"[tens]) + "十" if tens else ""
    return ten + ("〇一二三四五六七八九"[ones] if ones else "")


def written(day: date, form: str) -> str:
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return form.format(
        y=day.year,
        m=day.month,
        d=day.day,
        short=day.year % 100,
        republic=day.year - 1911,
        month=MONTHS[day.month - 1],
        year=year,
        month_words=spelled(day.month),
        day_words=spelled(day.day).replace("二十", "廿") if day.day > 20 else spelled(day.day),
        cheque_year=year.translate(CHEQUE),
        cheque_month=spelled(day.month).translate(CHEQUE),
        cheque_day=spelled(day.day).translate(CHEQUE),
    )


DAYS = st.dates(date(2000, 1, 1), date(2049, 12, 31))
FORM = st.sampled_from(FORMS)
# What stands in the cells beside a date: numbers, amounts, hours, names.
NEIGHBOUR = st.one_of(
    st.integers(0, 99).map(str),
    st.decimals(0, 99999, places=2).map(str),
    st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda time: f"{time[0]}:{time[1]:02}"),
    st.sampled_from(["甲方建设有限公司", "（盖章）", "共3家", "12.5.3", "0532-89401995", "HT-2023-15"]),
)


@given(DAYS, FORM, NEIGHBOUR, NEIGHBOUR)
def test_a_date_in_any_form_is_never_joined_with_its_neighbours(day: date, form: str, left: str, right: str) -> None:
    text = f"{left}\t{written(day, form)}\t{right}"
    assert [found.value for found in find_dates(text)] == [day], text


@given(DAYS, FORM, st.integers(0, 23), st.integers(0, 59))
def test_an_hour_behind_a_date_is_none_of_its_digits(day: date, form: str, hour: int, minute: int) -> None:
    text = f"{written(day, form)} {hour}:{minute:02}"
    assert [found.value for found in find_dates(text)] == [day], text


@given(DAYS, st.sampled_from("./-"), st.integers(0, 23))
def test_an_hour_that_ocr_ran_into_the_day_is_parted_from_it_or_the_date_is_unclear(
    day: date, mark: str, hour: int
) -> None:
    (found,) = find_dates(f"{day.year}{mark}{day.month}{mark}{day.day}{hour}:30")
    assert found.value in (day, None), found
    assert found.value or found.state is DateState.UNCLEAR


@given(DAYS, st.sampled_from(["{y}年{m}月{d}", "{y}年{m}月{d} 5", "{year}年{month_words}月{day_words}"]))
def test_a_day_that_may_go_on_is_never_read_without_its_end(day: date, form: str) -> None:
    (found,) = find_dates(written(day, form))
    assert found.value in (day, None)
    if day.day in (1, 2, 3):
        assert found.state is DateState.PARTIAL


@pytest.mark.parametrize(
    ("text", "certain"),
    [("2023.3.2 5", False), ("2023.3.2\t5", True), ("2023.3.22 5", True), ("2023-3-2 9:30", True)],
)
def test_a_figure_close_behind_a_day_makes_it_doubtful(text: str, certain: bool) -> None:
    found = next(find_dates(text))
    assert (found.value, found.certain) == (date(2023, 3, found.parts[2] or 0), certain)


@pytest.mark.parametrize("text", ["03/04/2023", "农历二〇二三年三月廿二日"])
def test_a_date_of_two_meanings_is_unclear(text: str) -> None:
    (found,) = find_dates(text)
    assert (found.state, found.value) == (DateState.UNCLEAR, None)


@pytest.mark.parametrize("text", ["2023.322", "202３,3,", "癸卯年 初一", "23.3.2"])
def test_what_looks_like_a_date_and_is_none_that_is_known_is_unclear(text: str) -> None:
    assert list(find_dates(text)) == []
    unclear = unclear_date(text)
    assert unclear is not None and unclear.state is DateState.UNCLEAR


@pytest.mark.parametrize("text", ["同意", "（盖章）", "2023", "公章", "经办人：王五"])
def test_other_print_is_no_unclear_date(text: str) -> None:
    assert unclear_date(text) is None


@pytest.mark.parametrize("text", ["发票号码：20230321", "HT20230321", "20230399", "912.20230321"])
def test_a_number_of_eight_figures_is_not_always_a_day(text: str) -> None:
    assert list(find_dates(text)) == []
