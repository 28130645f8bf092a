"""What letters state: organisations, periods, codes, amounts, counts."""

from __future__ import annotations

import pytest

from extractor.language.organisations import organisations
from extractor.language.prose import between, entities, pipeline

CERTIFICATE = (
    "经查询，山东凯润橡胶制品有限公司（统一社会信用代码：91370214PY3CWF5MTL）自2022年1月1日至2022年12月31日期间，"
    "在我关辖区内未发现有走私违法犯罪记录及违反海关监管规定的行为记录。特此证明。"
)
OPINION = "我局会同财政部门进行了初审。本次共有3家企业提交申报材料，申请扶持金额合计1,134.46万元。"


def test_a_certificate_names_company_code_and_period() -> None:
    doc = pipeline()(CERTIFICATE)
    assert [span.text for span in entities(doc, "ORG")] == ["山东凯润橡胶制品有限公司"]
    assert [span.text for span in entities(doc, "CODE")] == ["91370214PY3CWF5MTL"]
    assert [span.text for span in entities(doc, "PERIOD")] == ["2022年1月1日至2022年12月31日"]


def test_an_opinion_states_how_many_and_how_much() -> None:
    doc = pipeline()(OPINION)
    count = between(doc, "COUNT", ("共有",), ("家企业",))
    total = between(doc, "AMOUNT", ("金额合计",), ("万元",))
    assert count is not None and count.text == "3"
    assert total is not None and total.text == "1,134.46"


@pytest.mark.parametrize(
    "name",
    [
        "国家税务总局青岛市城阳区税务局",
        "中国人民财产保险股份有限公司青岛市分公司",
        "青岛市生态环境局城阳分局",
        "中华人民共和国青岛海关",
        "青岛海瑞（集团）有限公司",
        "国家外汇管理局青岛市分局",
    ],
)
def test_a_name_is_found_whole(name: str) -> None:
    assert name in [name[start:end] for start, end in organisations(name)]
    sentence = f"兹证明{name}，材料属实。"
    assert name in [sentence[start:end] for start, end in organisations(sentence)]


def test_a_name_does_not_begin_with_the_period_before_it() -> None:
    sentence = "自2022年1月1日起至2022年12月31日止青岛海瑞进出口有限公司未受处罚"
    assert [sentence[start:end] for start, end in organisations(sentence)] == ["青岛海瑞进出口有限公司"]
