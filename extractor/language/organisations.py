"""Names of offices and companies in running text, told by how they end."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What the names of offices and companies end with; the longest ending wins where several fit.
_ENDINGS = (
    "有限责任公司|股份有限公司|有限公司|分公司|公司|合作社|银行|支行|分行|中心支局|分局|商务局|财政局|税务局|生态环境局|环境保护局|"
    "管理局|服务局|管理委员会|管委会|委员会|中心|协会|商会|学校|医院|大学|研究院|事务所"
    "|[\u4e00-\u9fff]{2}局|[\u4e00-\u9fff]{2}厅|[\u4e00-\u9fff]{2}厂|[\u4e00-\u9fff]{2}院"
)
# A name does not run over these: a sentence's stops, and words that stand before a name in letters.
_LEAD = re.compile(
    # A letter's number, which stands right before it where the two are read as one text.
    r"^第?[0-9]{1,5}号(?=[\u4e00-\u9fff（]{4,})"
    r"|^.*(?:经查询|经查|经查实|经核查|经核实|经审核|兹证明|特此证明|现证明|证明|兹有|关于|致函|根据|依据|截至|同意|我局|我关|我单位|贵单位|贵公司|你单位|你公司"
    r"|被保险人|保险人|企业名称|单位名称|纳税人|申请人|申报人|投保人|名称|单位|[0-9]日[起止至]*)(?=[\u4e00-\u9fff（]{4,})|^(?:[由对与向请及经]|应(?![县城]))(?=[\u4e00-\u9fff（]{4,})"
)
_ORGANISATION = re.compile(
    rf"中华人民共和国[\u4e00-\u9fff]{{2,4}}海关|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,4}}海关(?![\u4e00-\u9fff])"
    rf"|[\u4e00-\u9fffA-Za-z0-9（）()·]{{2,40}}?(?:{_ENDINGS})(?![\u4e00-\u9fff]{{0,12}}(?:分公司|支公司|分局|支局))"
)
_BRANCH = re.compile(r"^(?:[（(]?[\u4e00-\u9fff]{2,12}[）)]?(?:分公司|支公司|分局|支局))")
_SUBORDINATE = re.compile(r"^[\u4e00-\u9fff]{2,14}?(?:税务局|监管局|管理局|海关)")
_ENDS = re.compile(rf"(?:{_ENDINGS})$")
_BROKEN_OFF = re.compile(r"(?:有限|有限责|有限责任|有限责任公|有限公|股份|股份有|股份有限|股份有限公|分公|合作|委员)$")
_SHORTEST = 4  # 青岛海关


def organisations(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every organisation's name in `text`."""
    for match in _ORGANISATION.finditer(text):
        start, end = match.span()
        branch = (_SUBORDINATE if text[:end].endswith("总局") else _BRANCH).match(text[end:])
        if branch:
            end += branch.end()
        while lead := _LEAD.match(text[start:end]):
            start += lead.end()
        opened = text[start:end]
        if opened.count("（") + opened.count("(") < opened.count("）") + opened.count(")"):
            start += max(opened.find("）"), opened.find(")")) + 1
        if end - start >= _SHORTEST:
            yield start, end


def ends_a_name(text: str) -> bool:
    """Does `text` end as the names of offices and companies do?"""
    return bool(_ENDS.search(text))


def breaks_off(text: str) -> bool:
    """Does `text` end in the middle of a name's ending, as the first row of one does whose second was not read?"""
    return bool(_BROKEN_OFF.search(text))


def organisation_in(*texts: str) -> str | None:
    """The first organisation that one of `texts` names: of a certificate's subject or a seal's name."""
    for text in texts:
        for start, end in organisations(text):
            return text[start:end]
    return None
