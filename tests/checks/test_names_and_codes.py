"""Properties: no single wrong character of a code goes unnoticed; one name in other dress is one name; and two
companies are never taken for one with certainty."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc

from checks.certainty import CLOSE_CALL
from checks.facts.codes import is_valid, near, slip_explains
from checks.facts.identity import Identity, matches
from checks.facts.names import Likeness, compare_names

DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, table 1
LOOKALIKES = ("0O", "0D", "1I", "2Z", "5S", "8B", "17", "38", "6G")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
# Characters that are nobody's look-alikes, and some that are.
CHARACTERS = "海瑞泰秦晟盛远达华丰日曰天夫金全佳住晴睛新成未末"

codes = st.text(DIGITS, min_size=9, max_size=9).map(
    lambda body: (whole := f"91370203{body}") + uscc.calc_check_digit(whole)
)
cores = st.text(CHARACTERS, min_size=2, max_size=4)
companies = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(("某市", "某某省", "上某")),
    cores,
    st.sampled_from(("贸易", "进出口", "（集团）", "纺织服装", "电子科技")),
    st.sampled_from(("有限公司", "有限责任公司", "股份有限公司")),
)


@given(codes, st.integers(0, 17), st.sampled_from(DIGITS))
def test_any_single_wrong_character_is_noticed(code: str, at: int, other: str) -> None:
    assert is_valid(code)
    assume(code[at] != other)
    wrong = code[:at] + other + code[at + 1 :]
    assert not is_valid(wrong)
    assert near(wrong, code)


@given(codes, st.sampled_from(LOOKALIKES), st.integers(0, 17))
def test_a_look_alike_is_explained_and_thus_never_a_sure_defect(code: str, pair: str, start: int) -> None:
    right, wrong = pair
    at = code.find(right, start)
    assume(at >= 0)
    misread = code[:at] + wrong + code[at + 1 :]
    assert not is_valid(misread)
    assert slip_explains(misread)


@given(st.text(max_size=25))
def test_no_text_makes_a_code_fail(text: str) -> None:
    assert is_valid(text) in (True, False)
    assert slip_explains(text) in (True, False)


@given(companies, st.integers(0, 12))
def test_one_name_in_other_dress_is_one_name(name: str, at: int) -> None:
    at %= len(name)
    for written in (
        f"{name[:at]} {name[at:]}",
        f"{name[:at]}\u3000{name[at:]}",
        f"{name[:at]}\u200b{name[at:]}",
        name.replace("（", "(").replace("）", ")"),
        name.translate(WIDE),
        name.replace("有限责任公司", "有限公司"),
    ):
        assert compare_names(name, written, 1.0) is Likeness.SAME, written
        assert compare_names(written, name, 0.5) is Likeness.SAME, written


@given(companies, companies, st.floats(0, 1))
def test_two_companies_are_never_the_same_with_certainty(one: str, two: str, confidence: float) -> None:
    assume(one.replace("责任", "") != two.replace("责任", ""))
    assert compare_names(one, two, confidence) is not Likeness.SAME
    assert compare_names(one, two, confidence) is compare_names(two, one, confidence)
    assert not matches(Identity(one, None), Identity(two, None))


@given(companies, st.integers(0, 12), st.sampled_from(CHARACTERS), st.floats(0, CLOSE_CALL, exclude_max=True))
def test_one_character_that_may_be_misread_is_no_other_company(
    name: str, at: int, other: str, confidence: float
) -> None:
    at %= len(name)
    slipped = name[:at] + other + name[at + 1 :]
    assert compare_names(name, slipped, confidence) is not Likeness.OTHER


@given(companies, st.sampled_from("天大上新"))
def test_a_name_that_only_begins_with_one_character_more_may_be_another_company(name: str, more: str) -> None:
    """海瑞贸易有限公司 and 天海瑞贸易有限公司: a character that OCR lost, or two companies."""
    bare = name.removeprefix("某市").removeprefix("某某省").removeprefix("上某")
    assert compare_names(bare, more + bare, 0.9) is Likeness.SLIP


@given(companies, codes, codes)
def test_codes_decide_where_both_are_valid(name: str, one: str, two: str) -> None:
    assert matches(Identity(name, one), Identity(name, two)) is (one == two)


@given(st.text(max_size=20), st.text(max_size=20), st.floats(0, 1))
def test_no_text_makes_a_comparison_fail(one: str, two: str, confidence: float) -> None:
    assert compare_names(one, two, confidence) is compare_names(two, one, confidence)
    assert compare_names(one, one, confidence) is Likeness.SAME


def test_a_sentence_around_the_whole_name_is_no_other_company() -> None:
    read = "于2022年1月1日起至2022年12月31日止未发生青岛霁策发制品进出口有限公司"
    assert compare_names("青岛霁策发制品进出口有限公司", read, 0.95) is Likeness.SAME
