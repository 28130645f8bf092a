"""文件损坏、为空，或不是文档，读不出来。

判断：文件或其中某一页打不开、没有内容，或读取时出错。写明原因。
为什么：读不出来的材料没有经过核对，不能当作没有问题。
不判断：需要密码的文件（DC002）；能读但质量差的扫描（DC004）。
---
A file, or a page of it, is damaged, empty or no document.

What: it could not be opened, holds nothing, or broke while being read; the reason is given.
Why: what could not be read was not checked.
Not judged: files that need a password (DC002); poor scans (DC004).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import FileCase, Outcome, Scope, Severity
from checks.rules.files._files import by_trouble
from extractor.records import Trouble, Words

RULE = Rule(
    "DC001",
    "unreadable",
    Severity.ERROR,
    Scope.FILE,
    Words("文件不能读取", "unreadable"),
    Words("文件可以读取", "readable"),
)

_TROUBLES = (Trouble.UNREADABLE, Trouble.CRASHED, Trouble.PAGE_UNREADABLE)
_REMEDY = Words("请重新扫描或导出后再提交。", "Scan or export it again and hand it in.")


def check(record: FileCase, policy: Policy) -> Iterator[Outcome]:
    yield from by_trouble(RULE, record, _TROUBLES, Words("不能读取", "cannot be read"), _REMEDY)
