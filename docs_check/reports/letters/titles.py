"""Titles of letters, broken between words: GB/T 9704-2012 (7.3.1) wants no word torn apart."""

from __future__ import annotations

import math

LONGEST_LINE = 19  # characters of 22 pt between the margins of the standard, 156 mm, with one to spare
# With these ends a word of the titles of papers and offices; where none fits, a line is as long as it can be.
_ENDS = (
    *("关于", "年度", "企业", "单位", "项目", "资金", "申报", "保险", "信用", "支持", "补贴", "扶持", "奖励", "材料"),
    *("审查", "问题", "通知", "情况", "审核", "政策", "出口", "投保", "专项", "贸易", "工作", "活动", "补正"),
    *("、", "的", "和", "与", "及", "市", "区", "县", "省"),
)


def broken(title: str, longest: int = LONGEST_LINE) -> str:
    """The title with line breaks: as few lines as it takes, about equally long."""
    lines, rest = list[str](), title
    while len(rest) > longest:
        fair = math.ceil(len(rest) / math.ceil(len(rest) / longest))
        ends = [at for at in range(2, longest + 1) if rest[:at].endswith(_ENDS) and not _splits_a_number(rest, at)]
        at = min(ends, key=lambda end: abs(end - fair)) if ends else fair
        lines.append(rest[:at])
        rest = rest[at:]
    return "\n".join([*lines, rest])


def _splits_a_number(text: str, at: int) -> bool:
    return at < len(text) and text[at - 1].isascii() and text[at].isascii()
