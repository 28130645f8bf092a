"""材料缺页。

判断：页面上印有“第1页 共3页”之类的页码，而其中某一页在该企业（或该区（市））的材料里没有。
为什么：缺的一页里可能正是金额、承诺或印章。
不判断：没有印“共几页”的材料；保险机构等不属于区（市）的材料；目录所列而没有提交的材料（EV001 按政策判断应交材料）。
存疑：材料里另有没有页码的页；同一页可能属于两份材料；有文件不能读取。
---
Pages of a paper are missing.

What: pages bear 第1页 共3页 or the like, and one of these pages is not among the papers of the company (or district).
Why: the missing page may be the one with the amount, the pledge or the seal.
Not judged: papers that do not say how many pages they have; papers of no district, such as the insurers'; what a table
of contents lists (EV001 judges by the policy what must be there).
Unsure: where the paper has pages without a number, where one page may belong to either of two papers, or where a file
could not be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.certainty import POOR_PAPER, doubt, first_doubt
from checks.facts.papers import listed, paper_words
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import District, Evidence, Outcome, Paper, Scope, Severity
from extractor.records import Document, Words

RULE = Rule(
    "EV009",
    "pages-missing",
    Severity.ERROR,
    Scope.DISTRICT,
    Words("材料缺页", "pages missing"),
    Words("材料页数齐全", "pages complete"),
)

_UNNUMBERED = Words("该材料另有没有读到页码的页", "it has pages without a number that could be read")
_EITHER = Words("同一页可能属于两份材料之一", "one page may belong to either of two papers")
_UNREAD = Words("有文件未能读取，缺的页可能在其中", "a file that could not be read may hold them")


def check(record: District, policy: Policy) -> Iterator[Outcome]:
    for dossier in record.dossiers:
        papers = [Paper(one, record.name, dossier.applicant, dossier.credit_code, dossier) for one in dossier.documents]
        yield from _judged(papers, policy, unread=dossier.unread)
    yield from _judged([Paper(one, record.name, None, None) for one in record.documents], policy, unread=record.unread)


def _judged(papers: Sequence[Paper], policy: Policy, *, unread: bool) -> Iterator[Outcome]:
    short = [paper.document for paper in papers if _missing(paper.document)]
    for paper in papers:
        case, document = Case.paper(RULE, paper), paper.document
        if not document.numbers:
            yield case.not_applicable(Words("没有印“共几页”", "it does not say how many pages it has"))
        elif len({one.of for one in document.numbers}) > 1:
            yield case.not_checkable(Words("各页所印总页数不一致", "its pages say different numbers of pages"))
        else:
            yield _one(case, paper, short, policy, unread=unread)


def _one(case: Case, paper: Paper, short: Sequence[Document], policy: Policy, *, unread: bool) -> Outcome:
    document = paper.document
    missing = _missing(document)
    elsewhere = {number: _holding(number, document, short) for number in missing}
    gone = [number for number in missing if not elsewhere[number]]
    contested = any(
        sum(number in _missing(one) for one in _kin(holder, short)) > len(holders)
        for number, holders in elsewhere.items()
        for holder in holders
    )
    said_before = any(
        _first(other) < _first(document) and set(gone) <= set(_missing(other))
        for other in _kin(document, short)
        if other is not document and not _numbers(other) & _numbers(document)
    )
    if not missing or (not gone and not contested) or (gone and said_before):
        return case.passes(Words("所印页码齐全", "every numbered page is there"))
    loose = len(document.pages) - len(document.numbers)
    why = first_doubt(
        POOR_PAPER if document.poor else None,
        _UNREAD if unread else None,
        _EITHER if not gone else None,
        _UNNUMBERED if loose >= len(missing) else None,
        doubt(_evidence(document)),
    )
    return case.finds(_finding(paper, gone or missing, policy), why)


def _numbers(document: Document) -> set[int]:
    return {one.number for one in document.numbers}


def _first(document: Document) -> int:
    return min(_numbers(document))


def _missing(document: Document) -> list[int]:
    count = max((one.of for one in document.numbers), default=0)
    return [number for number in range(1, count + 1) if number not in _numbers(document)]


def _kin(document: Document, short: Sequence[Document]) -> list[Document]:
    """Those that lack pages and may be parts of one paper with `document`, and itself."""
    count = document.numbers[0].of
    kin = [one for one in short if one.numbers[0].of == count]
    return [one for one in kin if one.kind == document.kind or not (one.kind and document.kind)]


def _holding(number: int, document: Document, short: Sequence[Document]) -> list[Document]:
    return [one for one in _kin(document, short) if number in _numbers(one)]


def _evidence(document: Document) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(document.file, one.place, f"第{one.number}页 共{one.of}页", one.confidence) for one in document.numbers
    )


def _finding(paper: Paper, gone: Sequence[int], policy: Policy) -> Particulars:
    words, document = paper_words(paper, policy), paper.document
    count = document.numbers[0].of
    pages = listed(f"第{number}页" for number in gone)
    have = listed(f"第{number}页" for number in sorted(_numbers(document)))
    return Particulars(
        Words(
            f"{words.zh}印明共{count}页，缺{pages}。",
            f"{words.en} says that it has {count} pages; missing: {', '.join(map(str, gone))}.",
        ),
        Words(f"共{count}页", f"{count} pages"),
        Words(f"只有{have}", f"only {', '.join(map(str, sorted(_numbers(document))))}"),
        Words("请补交缺少的页。", "Hand in the missing pages."),
        document.numbers[0].place,
        None,
        _evidence(document),
    )
