"""Whose seal it is: tolerant of what an impression lost, never bent to a name that it does not show."""

from __future__ import annotations

import pytest

from extractor.seals.owners import KnownNames, owner_of

NAMES = KnownNames(
    near=frozenset({"青岛泰晟电子科技有限公司", "平度市商务局", "平度市财政局"}),
    wide=frozenset({"青岛秦晟电子科技有限公司"}),
    patterns=("国家税务总局*税务局",),
)


def test_an_exact_reading_is_its_owner() -> None:
    assert owner_of("平度市商务局", 0.8, NAMES) == ("平度市商务局", 0.99)


def test_two_companies_that_differ_in_one_character_are_two() -> None:
    owner, confidence = owner_of("青岛秦晟电子科技有限公司", 0.99, NAMES)
    assert owner == "青岛秦晟电子科技有限公司"
    assert confidence >= 0.99


def test_a_clear_reading_of_a_name_that_nobody_allowed_is_doubted_not_bent() -> None:
    _, confidence = owner_of("青岛恭晟电子科技有限公司", 0.99, NAMES)
    assert confidence < 0.9


def test_an_unclear_character_is_a_slip() -> None:
    owner, confidence = owner_of("青岛恭晟电子科技有限公司", 0.6, NAMES)
    assert owner == "青岛泰晟电子科技有限公司"
    assert confidence >= 0.9


def test_lost_characters_are_no_contradiction() -> None:
    owner, confidence = owner_of("青岛泰晟电子有限公司", 0.95, NAMES)
    assert owner == "青岛泰晟电子科技有限公司"
    assert confidence >= 0.9


def test_offices_one_character_apart_are_not_guessed_between() -> None:
    near = KnownNames(frozenset({"平度市商务局", "平度市财务局"}), frozenset(), ())
    _, confidence = owner_of("平度市局", 0.9, near)
    assert confidence < 0.9


def test_an_office_that_the_policy_allows_by_pattern() -> None:
    assert owner_of("国家税务总局即墨市税务局", 0.98, NAMES)[0] == "国家税务总局即墨市税务局"


def test_a_stranger_keeps_its_name_and_scraps_have_no_owner() -> None:
    assert owner_of("烟台宏源国际贸易有限公司", 0.96, NAMES) == ("烟台宏源国际贸易有限公司", 0.96)
    assert owner_of("岛", 0.9, NAMES) == (None, 0.0)
    assert owner_of("岛国际昌", 0.9, NAMES)[0] is None


def test_the_sort_of_office_is_known_though_its_place_is_misread() -> None:
    owner, confidence = owner_of("国家税务总局責岛市税务局", 0.6, NAMES)
    assert owner == "国家税务总局責岛市税务局"
    assert 0.8 <= confidence < 0.9


def test_an_unclear_reading_of_which_half_is_right_is_a_guess_only() -> None:
    owner, confidence = owner_of("青鸟泰最电了科披有限公可", 0.5, NAMES)
    assert owner == "青岛泰晟电子科技有限公司"
    assert confidence <= 0.5


OFFICES = KnownNames(
    near=frozenset(
        {
            "青岛市崂山区商务局",
            "青岛市崂山区财政局",
            "青岛市市北区财政局",
            "青岛市市南区财政局",
            "中华人民共和国青岛海关",
        }
    ),
    wide=frozenset(),
    patterns=("*行政审批服务局", "*市场监督管理局", "国家税务总局*税务局"),
)


@pytest.mark.parametrize(
    ("read", "owner"),
    [
        ("财政局青岛市市北", "青岛市市北区财政局"),
        ("崂山区商务局青", "青岛市崂山区商务局"),
        ("局966180201青岛市崂山区商务", "青岛市崂山区商务局"),
        ("民共和国青易海关中华", "中华人民共和国青岛海关"),
    ],
)
def test_an_unclear_ring_that_was_begun_at_another_letter(read: str, owner: str) -> None:
    found, sure = owner_of(read, 0.4, OFFICES)
    assert (found, sure > 0.9) == (owner, True)
    assert owner_of(read, 0.9, OFFICES)[0] != owner  # a clear reading is what stands there


@pytest.mark.parametrize("read", ["区财政局青岛市", "局青岛市崂山区"])
def test_one_that_two_offices_might_have_left_has_no_owner(read: str) -> None:
    assert owner_of(read, 0.4, OFFICES)[0] is None


@pytest.mark.parametrize(
    ("read", "owner"),
    [
        ("青岛市行政革批服务局", "青岛市行政审批服务局"),
        ("青岛市行政审批服局", "青岛市行政审批服务局"),
        ("青岛市行政审批服务备", "青岛市行政审批服务局"),
        ("国家税务总同青岛市税务局", "国家税务总局青岛市税务局"),
    ],
)
def test_an_unclear_character_in_the_name_of_a_sort_of_office(read: str, owner: str) -> None:
    assert owner_of(read, 0.2, OFFICES) == (owner, 0.85)
    assert owner_of(read, 0.9, OFFICES)[0] != owner  # 市场监督管理所 is no 市场监督管理局


def test_two_unclear_characters_tell_no_sort() -> None:
    assert owner_of("青岛市行政库北服务局", 0.01, OFFICES)[0] != "青岛市行政审批服务局"


def test_place_and_form_of_a_company_alone_make_no_owner() -> None:
    names = KnownNames(frozenset({"青岛海宴信息咨询有限公司", "青岛市商务局"}), frozenset(), ())
    assert owner_of("青岛兰维包装制品有限公司", 0.4, names) == ("青岛兰维包装制品有限公司", 0.4)
    assert owner_of("青岛兰包品有限公司", 0.4, names)[0] != "青岛海宴信息咨询有限公司"
