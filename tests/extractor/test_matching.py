"""Labels and titles through OCR slips; names that differ are different."""

from __future__ import annotations

from extractor.language.matching import (
    LABEL_MATCH,
    TITLE_MATCH,
    edits,
    edits_from,
    fits,
    fold,
    label_likeness,
    nearest,
    tidy_name,
    title_likeness,
)


def test_a_label_is_known_through_width_brackets_colon_and_one_slip() -> None:
    for text in ("2022年出口额（万美元）：", "2022年出口额 （万 美元）", "2O22年出口额（万美元"):
        assert label_likeness(text, "2022年出口额（万美元）") >= LABEL_MATCH


def test_the_exact_label_beats_its_longer_neighbour() -> None:
    assert label_likeness("被保险人", "被保险人") > label_likeness("被保险人", "保险人")
    assert label_likeness("2021年出口额（万美元）", "2022年出口额（万美元）") < 1


def test_a_title_may_have_a_year_and_a_city_around_it() -> None:
    title = "外贸企业投保短期出口信用保险支持项目申请表"
    assert title_likeness("青岛市2022年度" + title, title) >= TITLE_MATCH
    assert title_likeness("关于出口信用保险项目的初审情况说明", "...初审情况说明") == 1
    assert title_likeness("增值税发票", title) < TITLE_MATCH


def test_patterns_stand_for_any_office_of_a_sort() -> None:
    assert fits("国家税务总局青岛市城阳区税务局", "国家税务总局*税务局")
    assert not fits("青岛市城阳区财政局", "国家税务总局*税务局")


def test_names_that_differ_by_a_character_are_one_edit_apart() -> None:
    assert edits("青岛泰晟电子有限公司", "青岛秦晟电子有限公司") == 1
    assert nearest("青岛泰晟电子有限公司", ["青岛泰盛电子有限公司", "烟台海瑞有限公司"]) == ("青岛泰盛电子有限公司", 1)


def test_traditional_characters_are_the_mainlands_but_for_those_that_stand_in_its_own_standard() -> None:
    assert fold("中國出口信用保險公司山東分公司") == "中国出口信用保险公司山东分公司"
    assert fits("中國出口信用保險公司山東分公司", "中国出口信用保险公司*")
    assert tidy_name("中國出口信用保險公司 (乾县)") == "中国出口信用保险公司（乾县）"
    assert fold("青岛乾元贸易") == "青岛乾元贸易"


def test_edits_from_a_pattern_count_what_its_free_part_does_not_take() -> None:
    assert edits_from("青岛市行政审批服务局", "*行政审批服务局") == 0
    assert edits_from("政审批服务局", "*行政审批服务局") == 1
    assert edits_from("国家税务总局平度市税务员", "国家税务总局*税务局") == 1
    assert edits_from("青岛市应急管理局", "青岛市生态环境局*分局") > 3
