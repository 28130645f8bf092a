"""扫描质量太差，识读结果不可靠。

判断：页面太模糊、太暗或分辨率太低，不能依靠其识读结果。每个文件一条，写明页码。
为什么：质量差的页面上的判断一律列入存疑，最好重新扫描。
不判断：完全读不出来的文件（DC001）。
---
A scan is too coarse, dark or blurred to rely on.

What: pages whose readings cannot be relied on; one finding for each file, with its pages.
Why: verdicts on such pages are unsure; scan them again.
Not judged: files that cannot be read at all (DC001).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import FileCase, Outcome, Scope, Severity
from extractor.records import Box, Place, Trouble, Words

RULE = Rule(
    "DC004",
    "poor-scan",
    Severity.WARNING,
    Scope.FILE,
    Words("扫描质量差", "poor scan"),
    Words("扫描质量合格", "scan good enough"),
)

_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)


def check(record: FileCase, policy: Policy) -> Iterator[Outcome]:
    reading, home = record.reading, record.home
    case = Case(RULE, reading.file, home.district, home.applicant, home.credit_code, None, reading.file)
    found = [*reading.problems, *(problem for document in reading.documents for problem in document.problems)]
    poor = [problem for problem in found if problem.trouble is Trouble.POOR_SCAN]
    pages = {problem.page for problem in poor if problem.page}
    pages |= {
        page for document in reading.documents if document.poor and not document.problems for page in document.pages
    }
    if not poor and not pages:
        yield case.passes(Words("扫描质量可用", "the scan can be relied on"))
        return
    shown = "、".join(str(page) for page in sorted(pages))
    where = Words(f"第{shown}页", f" (page {shown})") if pages else Words("", "")
    reason = poor[0].reason if poor else Words("扫描质量差", "poor scan")
    yield case.finds(
        Particulars(
            Words(
                f"“{reading.file}”{where.zh}扫描质量差（{reason.zh}），识读结果不可靠。",
                f"“{reading.file}”{where.en} is a poor scan ({reason.en}): its readings cannot be relied on.",
            ),
            Words("清晰的扫描件（200 dpi 以上）", "a clear scan, 200 dpi or more"),
            reason,
            Words("请重新扫描后提交。", "Scan it again."),
            Place(min(pages), _WHOLE_PAGE) if pages else None,
        )
    )
