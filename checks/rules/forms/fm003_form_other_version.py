"""用的不是本政策的空白表：印的是别的年度、别的区（市），或缺少表上应有的文字。

判断：把表格上印刷的文字与政策包里的空白表比对：标签中的年份（“2021年出口额”）、标题旁的年度、标题中的区（市）；
政策包用 blank 列出空白表上的其他文字时，也逐句比对。消息里写明哪些字不同。
为什么：旧年度或外区的表，所填的数据和承诺不是本政策要求的。
不判断：证照、发票、保险单等不是本政策印制的材料；字体、换行和栏目次序；标签的其他措辞。
存疑：只有一处年份不同而识别把握不足；应有的年份也在表上；blank 中的文字没有读到。
---
The form is not this policy's blank form.

What: the words that the form prints are held against the pack's: the years in its labels (2021年出口额), the year
beside its title, a district in its title; and where the pack lists further words of the blank form (`blank`), each of
these. The message says which words differ.
Why: on last year's form, or another district's, a company states and declares something else than what is asked.
Not judged: papers that the policy does not print (licences, invoices, insurance policies); fonts, line breaks, the
order of the boxes; other wordings of a label.
Unsure: a single year that was not read with certainty; the years asked for stand there too; words of `blank` not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from checks.certainty import CLOSE_CALL, POOR_PAPER, SURE, doubt, first_doubt
from checks.facts.papers import listed, paper_words, spec_of
from checks.facts.sealing import REQUIRED
from checks.outcomes import Case, Particulars, Rule
from checks.pack.model import Policy
from checks.records import Evidence, Outcome, Paper, Scope, Severity
from extractor.forms import KindSpec, Layout
from extractor.language.matching import fold, fold_label
from extractor.records import Document, Line, Place, Words

RULE = Rule(
    "FM003",
    "form-other-version",
    Severity.WARNING,
    Scope.PAPER,
    Words("表格版本不符", "form other version"),
    Words("表格版本相符", "form of this version"),
)

SAME_WORDS = 85  # of 100: a sentence in which OCR took one character of seven for another is still that sentence
HEAD = 2.5  # heights of the title: so far below it, what it says of the year stands

_YEARLY = re.compile(r"(20\d\d)年度?([^\W\d]{2,})")  # 2021年出口额, but no date
_YEAR = re.compile(r"(20\d\d)年(?!\d*月)")
_BARE_YEAR = re.compile(r"[(]?(?:20\d\d[-至、])?20\d\d年度?[)]?")  # alone on a line under the title

_EITHER = Words("应有的年份也印在表上", "the years asked for are printed there too")
_UNFOUND = Words("可能是未能识读", "they may not have been read")


@dataclass(frozen=True, slots=True)
class _Other:
    """Words of another form: `found` in place of `expected`, where, and why that may be wrong."""

    found: tuple[str, ...]
    expected: tuple[str, ...]
    readings: tuple[Evidence, ...]
    doubt: Words | None = None


def check(record: Paper, policy: Policy) -> Iterator[Outcome]:
    case, document, spec = Case.paper(RULE, record), record.document, spec_of(record.document, policy)
    if spec is None or spec.layout not in (Layout.FORM, Layout.TABLE) or spec.original != REQUIRED:
        yield case.not_applicable(Words("不是本政策印制的表格", "no form that the policy prints"))
        return
    other = [*_years_of_labels(document, spec), *_head(record, policy), *_unfound(document, spec)]
    if not other:
        yield case.passes(Words("印刷的文字与空白表相符", "the printed words are the blank form's"))
        return
    sure = [one for one in other if one.doubt is None]
    blamed = sure or other
    yield case.finds(
        _finding(record, blamed, policy), first_doubt(POOR_PAPER if document.poor else None, blamed[0].doubt)
    )


def _years_of_labels(document: Document, spec: KindSpec) -> Iterator[_Other]:
    """Labels of the kind that say a year, printed with another year."""
    for stem, years in _yearly(spec).items():
        readings = dict[str, Evidence]()
        for page, line in document.lines:
            for year, words in _YEARLY.findall(fold(line.text)):
                if words.startswith(stem):
                    readings.setdefault(year, _read(document, page, line, f"{year}年{stem}"))
        foreign = sorted(set(readings) - years)
        if foreign:
            told = tuple(readings[year] for year in foreign)
            expected = tuple(f"{year}年{stem}" for year in sorted(years))
            yield _Other(tuple(one.written for one in told), expected, told, _label_doubt(set(readings), years, told))


def _label_doubt(found: set[str], expected: set[str], told: Sequence[Evidence]) -> Words | None:
    """Years that all moved by as many confirm each other; a single one may be one digit misread."""
    if expected <= found:
        return _EITHER
    moved = len(found) == len(expected) >= 2 and len({int(a) - int(b) for a, b in _pairs(found, expected)}) == 1
    return doubt(told, SURE if moved else CLOSE_CALL)


def _pairs(found: set[str], expected: set[str]) -> Iterator[tuple[str, str]]:
    return zip(sorted(found), sorted(expected), strict=True)


def _yearly(spec: KindSpec) -> Mapping[str, set[str]]:
    """The years that each label of the kind says, by the words behind them: 出口额 to 2021 and 2022."""
    stems = dict[str, set[str]]()
    for field in (*spec.fields.values(), *spec.rows.values()):
        for label in field.labels:
            for year, words in _YEARLY.findall(fold(label)):
                stems.setdefault(words, set()).add(year)
    return stems


def _head(paper: Paper, policy: Policy) -> Iterator[_Other]:
    """The year in the title or alone beside it, and a district in the title."""
    document, period, own = paper.document, policy.supported_period, paper.district
    for page, line in _head_lines(document):
        reading, text = _read(document, page, line, line.text.strip()), fold(line.text)
        titled = fold_label(text) in fold_label(document.title)
        years = {int(year) for year in _YEAR.findall(text)} if titled or _BARE_YEAR.fullmatch(text) else set[int]()
        named = [one for one in policy.districts if titled and _names(text, one, policy)]
        if period and years and max(years) < period.first.year:
            yield _Other((reading.written,), (f"{period.first.year}年度",), (reading,), doubt([reading], CLOSE_CALL))
        if own and named and own not in named:
            yield _Other((reading.written,), (own,), (reading,), doubt([reading], CLOSE_CALL))


def _names(title: str, district: str, policy: Policy) -> bool:
    return any(fold(name) in title for name in (district, *policy.districts[district]))


def _head_lines(document: Document) -> Iterator[tuple[int, Line]]:
    """The lines of the title, and those beside and just below it."""
    title, first = fold_label(document.title), document.pages[0]
    own = [line for page, line in document.lines if page == first and title and fold_label(line.text) in title]
    own = [line for line in own if len(fold_label(line.text)) >= min(4, len(title))]
    if own:
        foot = max(line.box.y1 for line in own) + HEAD * max(line.box.height for line in own)
        yield from ((page, line) for page, line in document.lines if page == first and line.box.centre[1] < foot)


def _unfound(document: Document, spec: KindSpec) -> Iterator[_Other]:
    """Words of the blank form that the paper does not bear, as far as it was read."""
    text = fold_label("".join(line.text for _, line in document.lines))
    lost = tuple(words for words in spec.blank if fuzz.partial_ratio(fold_label(words), text) < SAME_WORDS)
    if lost:
        yield _Other((), lost, (), _UNFOUND)


def _read(document: Document, page: int, line: Line, written: str) -> Evidence:
    return Evidence(document.file, Place(page, line.box), written, line.confidence)


def _finding(paper: Paper, other: Sequence[_Other], policy: Policy) -> Particulars:
    words = paper_words(paper, policy)
    found = listed(f"“{one}”" for each in other for one in each.found)
    expected = listed(f"“{one}”" for each in other for one in each.expected)
    readings = tuple(reading for each in other for reading in each.readings)
    zh, en = f"印的是{found}，应为{expected}", f"it prints {found}, not {expected}"
    if not found:
        zh, en = f"没有{expected}", f"{expected} is not on it"
    return Particulars(
        Words(
            f"{words.zh}与本政策的空白表不同：{zh}。",
            f"{words.en} is not on this policy's blank form: {en}.",
        ),
        Words(expected, expected),
        Words(found, found) if found else Words("没有这些文字", "without these words"),
        Words("请用本政策的空白表重新填报。", "Fill in the blank form of this policy."),
        readings[0].place if readings else None,
        None,
        readings,
    )
