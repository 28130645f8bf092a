"""What a report of a known kind lacks: tables, a word below an empty one, the same year and office on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from checks.chains.report import ReportTables
from extractor.language.matching import fold_label
from extractor.records import Words
from extractor.tables.records import Heading

CONTENTS = 4  # titles of tables on one page: its table of contents
_YEAR = re.compile(r"(20\d\d)年")
_OFFICE = re.compile(r"^(?:公开)?(?:编制)?(?:部门|单位)(?:名称)?[:：]([一-鿿（）()]{3,}?)(?:单位|金额|$)")
_EMPTY = re.compile(r"为空|空表|没有|无.{0,20}(?:收入|支出|收支|预算|安排|经费|拨款)|不涉及|未安排|未发生")


def notes(report: ReportTables, headings: Sequence[Heading]) -> Iterator[Words]:
    titles = [heading for heading in headings if fold_label(heading.text).endswith("表")]
    per_page = Counter(heading.page for heading in titles)
    titles = [heading for heading in titles if per_page[heading.page] < CONTENTS]
    yield from _missing(report, titles, headings)
    yield from _years(report, titles)
    yield from _offices(headings)


def _missing(report: ReportTables, titles: Sequence[Heading], headings: Sequence[Heading]) -> Iterator[Words]:
    for key, entry in report.kind.tables.items():
        if key in report.found:
            continue
        pages = [heading.page for heading in titles if entry.fits(fold_label(heading.text))]
        if not pages:
            yield Words(
                f"没有找到{report.kind.name.zh}应有的“{entry.name}”，请核对是否漏了这张表或表名不同。",
                f"“{entry.name}”, which such a report has, was not found; please see whether it is missing or has "
                "another title.",
            )
        elif key not in report.several and not any(h.page in pages and _EMPTY.search(h.text) for h in headings):
            yield Words(
                f"第{pages[0]}页的“{entry.name}”里没有读到数字，也没有“本表为空”一类的说明，请核对。",
                f"No number was read in “{entry.name}” on page {pages[0]}, nor a note that it is empty; please look.",
            )


def _years(report: ReportTables, titles: Sequence[Heading]) -> Iterator[Words]:
    named = [
        (int(found[1]), heading)
        for heading in titles
        if any(entry.fits(fold_label(heading.text)) for entry in report.kind.tables.values())
        and (found := _YEAR.search(fold_label(heading.text)))
    ]
    usual = Counter(year for year, _ in named).most_common(1)
    for year, heading in named:
        if year != usual[0][0] and 2 * usual[0][1] > len(named):
            yield Words(
                f"第{heading.page}页的表名写的是{year}年，其余各表多为{usual[0][0]}年，请核对。",
                f"The title on page {heading.page} says {year}, most others {usual[0][0]}; please look.",
            )


def _offices(headings: Sequence[Heading]) -> Iterator[Words]:
    named = [(found[1], one.page) for one in headings if (found := _OFFICE.match(re.sub(r"\s+", "", one.text)))]
    usual = Counter(office for office, _ in named).most_common(1)
    for office, page in named:
        if office != usual[0][0] and 2 * usual[0][1] > len(named):
            yield Words(
                f"第{page}页写的部门是“{office}”，其余多为“{usual[0][0]}”，请核对。",
                f"Page {page} names the office “{office}”, most others “{usual[0][0]}”; please look.",
            )
