"""What the rules about files share: one finding for each kind of trouble that a file met."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from checks.outcomes import Case, Particulars, Rule
from checks.records import FileCase, Outcome
from extractor.records import Box, Place, Trouble, Words

_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)


def by_trouble(
    rule: Rule, record: FileCase, troubles: Collection[Trouble], what: Words, remedy: Words
) -> Iterator[Outcome]:
    file, home = record.reading.file, record.home
    case = Case(rule, file, home.district, home.applicant, home.credit_code, None, file)
    problems = [problem for problem in record.reading.problems if problem.trouble in troubles]
    for problem in problems:
        page = Words(f"第{problem.page}页", f" page {problem.page}") if problem.page else Words("", "")
        finding = Particulars(
            Words(
                f"文件“{file}”{page.zh}{what.zh}：{problem.reason.zh}",
                f"“{file}”{page.en} {what.en}: {problem.reason.en}",
            ),
            Words("可以读取的材料", "a paper that can be read"),
            problem.reason,
            remedy,
            Place(problem.page, _WHOLE_PAGE) if problem.page else None,
        )
        yield case.finds(finding)
    if not problems:
        yield case.passes(Words("没有这类问题", "no such trouble"))
