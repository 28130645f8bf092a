"""文件需要密码才能打开。

判断：文件加了密码，没有密码读不出内容。
为什么：打不开的材料没有经过核对。
不判断：密码为空的加密文件会照常读取。
---
A file needs a password.

What: without its password nothing of the file can be read.
Why: what could not be opened was not checked.
Not judged: encrypted files with an empty user password are read as usual.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import FileCase, Outcome, Scope, Severity
from checks.rules.files._files import by_trouble
from extractor.records import Trouble, Words

RULE = Rule(
    "DC002",
    "encrypted",
    Severity.ERROR,
    Scope.FILE,
    Words("文件加密", "encrypted"),
    Words("文件未加密", "not encrypted"),
)

_REMEDY = Words("请去掉密码后重新提交，或提供密码。", "Hand it in without a password, or give the password.")


def check(record: FileCase, policy: Policy) -> Iterator[Outcome]:
    yield from by_trouble(RULE, record, (Trouble.ENCRYPTED,), Words("需要密码", "needs a password"), _REMEDY)
