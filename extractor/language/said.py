"""Whether a text says that something is so, that it is not, or only speaks of it: 存在欠税, 未发现欠税, 欠税查询."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_SENTENCE = re.compile(r"[^。；;！!？?]+")
# What denies what follows it. 未按期, 未足额 and their like deny nothing: they are what is amiss.
_DENIAL = re.compile(
    r"(?:从未|尚未|并未|暂未|均未|未)(?!按|依|足|及时|缴|交|履行|取得|办|批|报|申报|如|经|整改|结|能|满|落实|完成)"
    r"|没有|不存在|不涉及|不属于|不构成|不含|不曾"
    r"|(?:暂|尚|均|并|亦|也|皆|全)?无(?!法|论|偿|需|须|故|效|证|锡|棣|极|线|纺|机)"
)
_DOUBLE = re.compile(
    r"不能(?:排除|认定|证明|确认)|无法(?:排除|认定|证明|确认|查明)|未能(?:排除|证明|确认|查明)|并非|不等于"
)
# A new statement after a comma: what denied before it does not reach over it, unless the comma only ends a time or
# place (…期间，存在…).
_TURN = re.compile(
    r"[，,](?:但|但是|然而|不过|另|另外|此外|仍|却|现|目前|其中|存在|有(?!关)|已|曾|被|因|受到|发生|查出|经查|对)"
)
_ADJUNCT = re.compile(r"(?:期间|以来|之日|年度|时间|范围|系统|月|日|止|内|中|区|境|方面)$")
_CONDITION = re.compile(
    r"如果|如有|如|若|凡|倘|一旦|是否|不得|应当|应|须|承诺|保证|杜绝|严禁|防止|依据|根据|按照|违反《|对照"
)
_AFFIRMING = re.compile(
    r"存在|(?<![没具所])有(?!关|无|限)|因|被|受到|受过|发生|发现|查出|涉嫌|构成|列入|属于|属|欠缴|处以|给予|曾|共|累计|累积|系"
)
_COUNTED = re.compile(
    r"^(?:行为|记录|问题|情形|款|金|税款)?(?:共|共计|合计|金额|累计|计)?[0-9,.一二三四五六七八九十两]+(?:元|万元|亿元|起|次|条|笔|项|宗|户|件)"
)
_AFTER = re.compile(r"^(?:行为|记录|问题|情形|税款|款)?(?:尚未|未整改|未缴|仍未|正在|已立案|属实)")
_SETTLED = re.compile(
    r"已(?:全部|全额|于[^，。]{0,14})?(?:缴清|补缴|缴纳|整改|撤销|履行|修复|执行完毕|结清|移出|完成)|信用修复"
)
_TOPIC = re.compile(r"^(?:[^，,。：:]{0,6})(?:情况|信息|查询|名单|事项|证明|标准|办法|规定|告知|管理|部门|检查|核查)")
_ANSWER = re.compile(r"^(?:情况|记录|行为|信息)?[:：](?P<no>无|没有|否|未发现|0|零|/|—)?(?P<yes>有|是|存在|[1-9])?")
_OF_THOSE = re.compile(r"^[^，,。：:]{0,8}(?:的|者)[，,]")
_RULE = re.compile(
    r"(?:^|[，,])(?![^，,]*[该本你此])[^，,]*(?:的|者)[，,]$"
)  # 不符合条件的，不予支持: what holds for whoever it is
_EXCEPT = re.compile(r"除[^。；]*?外")


class Said(StrEnum):
    """What a text says of a thing."""

    AFFIRMED = "affirmed"
    DENIED = "denied"
    BARE = "bare"  # it stands there, neither affirmed nor denied in so many words
    OPEN = "open"  # affirmed and taken back in part, or denied twice: a person must read it
    NAMED = "named"  # only spoken of: a heading, a condition, a rule


@dataclass(frozen=True, slots=True)
class Mention:
    """A thing spoken of: `start` is where it stands in the text, `sentence` what is said of it there."""

    term: str
    start: int
    sentence: str
    said: Said


def mentions(text: str, terms: Iterable[str]) -> Iterator[Mention]:
    """Every place where `text`, without spaces and in half-width digits, speaks of one of `terms`."""
    longest_first = sorted(set(terms), key=len, reverse=True)
    if not longest_first:
        return
    wanted = re.compile("|".join(map(re.escape, longest_first)))
    for sentence in _SENTENCE.finditer(text):
        for found in wanted.finditer(sentence[0]):
            said = _said(sentence[0], found.start(), found.end())
            yield Mention(found[0], sentence.start() + found.start(), sentence[0].strip(), said)


def _said(sentence: str, start: int, end: int) -> Said:
    before, after = sentence[:start], sentence[end:]
    if any(found.start() < start < found.end() for found in _EXCEPT.finditer(sentence)):
        return Said.OPEN
    answer = _ANSWER.match(after)
    if answer and (answer["no"] or answer["yes"]):
        return Said.DENIED if answer["no"] else Said.AFFIRMED
    scope = _in_scope(before)
    clause = re.split(r"[，,]", before)[-1]
    if _DOUBLE.search(scope) or len(_DENIAL.findall(clause)) > 1:
        return Said.OPEN
    if _DENIAL.search(scope):
        return Said.DENIED
    if _CONDITION.search(clause) or _OF_THOSE.match(after) or _RULE.search(before[: len(before) - len(clause)]):
        return Said.NAMED
    affirmed = _AFFIRMING.search(clause) or _COUNTED.match(after) or _AFTER.match(after)
    if _TOPIC.match(after) and not affirmed:
        return Said.NAMED
    if _SETTLED.search(after):
        return Said.OPEN
    return Said.AFFIRMED if affirmed else Said.BARE


def _in_scope(before: str) -> str:
    """What stands before a term in the statement that it belongs to."""
    begin = 0
    for turn in _TURN.finditer(before):
        if not _ADJUNCT.search(before[: turn.start()]):
            begin = turn.start() + 1
    return before[begin:]
