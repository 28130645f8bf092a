"""What letters say in prose: a blank spaCy `zh` pipeline that marks organisations, dates, periods, amounts, counts,
credit codes and document numbers. Nothing is learnt and nothing downloaded; one token is one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extractor.dates import find_dates

# What the names of offices and companies end with; the longest ending wins where several fit.
_ENDINGS = (
    "有限责任公司|股份有限公司|有限公司|分公司|公司|合作社|银行|支行|分行|中心支局|分局|商务局|财政局|税务局|生态环境局|环境保护局|"
    "管理局|服务局|管理委员会|管委会|委员会|中心|协会|商会|学校|医院|大学|研究院|事务所"
    "|[\u4e00-\u9fff]{2}局|[\u4e00-\u9fff]{2}厅|[\u4e00-\u9fff]{2}厂|[\u4e00-\u9fff]{2}院"
)
# A name does not run over these: a sentence's stops, and words that stand before a name in letters.
_LEAD = re.compile(
    r"^.*(?:经查询|经查|经查实|经核查|经核实|经审核|兹证明|特此证明|现证明|证明|兹有|关于|致函|根据|依据|截至|同意|我局|我关|我单位|贵单位|贵公司|你单位|你公司"
    r"|被保险人|保险人|企业名称|单位名称|纳税人|申请人|申报人|投保人|名称|单位)(?=[\u4e00-\u9fff（]{4,})|^[由对与向请及应经](?=[\u4e00-\u9fff（]{4,})"
)
_ORGANISATION = re.compile(
    rf"中华人民共和国[\u4e00-\u9fff]{{2,4}}海关|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{{2,4}}海关(?![\u4e00-\u9fff])"
    rf"|[\u4e00-\u9fffA-Za-z0-9（）()·]{{2,40}}?(?:{_ENDINGS})(?![\u4e00-\u9fff]{{0,12}}(?:分公司|支公司|分局|支局))"
)
_BRANCH = re.compile(r"^(?:[（(]?[\u4e00-\u9fff]{2,12}[）)]?(?:分公司|支公司|分局|支局))")
_SUBORDINATE = re.compile(r"^[\u4e00-\u9fff]{2,14}?(?:税务局|监管局|管理局|海关)")
_SHORTEST = 4  # 青岛海关
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{17,19}(?![0-9A-Z])")
_AMOUNT = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?(?=亿|万|元|美元)")
_COUNT = re.compile(r"(?<![0-9A-Z.年月])(?:[0-9]+|[一二三四五六七八九十百两〇]+)(?=\s*[家户个份])")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}[〔\[（(]\s*[0-9]{4}\s*[〕\]）)]\s*第?\s*[0-9]+\s*号")


def organisations(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every organisation's name in `text`."""
    for match in _ORGANISATION.finditer(text):
        start, end = match.span()
        branch = (_SUBORDINATE if text[:end].endswith("总局") else _BRANCH).match(text[end:])
        if branch:
            end += branch.end()
        lead = _LEAD.match(text[start:end])
        if lead:
            start += lead.end()
        opened = text[start:end]
        if opened.count("（") + opened.count("(") < opened.count("）") + opened.count(")"):
            start += max(opened.find("）"), opened.find(")")) + 1
        if end - start >= _SHORTEST:
            yield start, end


def _spans(doc: Doc) -> Iterator[tuple[int, int, str]]:
    text = doc.text
    for found in find_dates(text):
        yield found.start, found.end, "DATE"
    days = [found for found in find_dates(text) if found.value]
    for first, second in pairwise(days):
        if second.start - first.end <= 8 and re.search("[至到—~-]", text[first.end : second.start]):
            yield first.start, second.end, "PERIOD"
    for label, pattern in (("CODE", _CODE), ("AMOUNT", _AMOUNT), ("NUMBER", _NUMBER), ("COUNT", _COUNT)):
        for match in pattern.finditer(text):
            yield *match.span(), label
    for start, end in organisations(text):
        yield start, end, "ORG"


@Language.component("paper_entities")
def paper_entities(doc: Doc) -> Doc:
    """Marks what a letter states: `doc.ents`, and all of them with overlaps in `doc.spans["found"]`."""
    found = [span for start, end, label in _spans(doc) if (span := doc.char_span(start, end, label)) is not None]
    doc.spans["found"] = found
    doc.ents = filter_spans([span for span in found if span.label_ != "COUNT"])
    return doc


@cache
def pipeline() -> Language:
    """The pipeline, made once: character tokens and `paper_entities`."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("paper_entities")
    return nlp


def entities(doc: Doc, label: str) -> list[Span]:
    return [span for span in doc.spans["found"] if span.label_ == label]


def between(doc: Doc, label: str, before: tuple[str, ...], after: tuple[str, ...]) -> Span | None:
    """The entity of `label` that stands directly after one of `before` and directly before one of `after` (either
    may be empty: then that side is free)."""
    leads, follows = _phrase_ends(doc, before, end=True), _phrase_ends(doc, after, end=False)
    for strict in (True, False):
        for span in entities(doc, label):
            led = not before or any(0 <= span.start - end <= 2 for end in leads)
            followed = not after or any(0 <= start - span.end <= 1 for start in follows)
            if (led and followed) if strict else (led or (followed and bool(after) and label != "AMOUNT")):
                return span
    return None


def _phrase_ends(doc: Doc, phrases: tuple[str, ...], *, end: bool) -> list[int]:
    """Token positions at which one of `phrases` ends (or begins)."""
    if not phrases:
        return []
    matcher = Matcher(doc.vocab)
    # spaCy's stubs leave the pattern's value type open; a token here is one character.
    patterns = cast("list[list[dict[str, Any]]]", [[{"ORTH": character} for character in phrase] for phrase in phrases])
    matcher.add("phrase", patterns)
    return [stop if end else start for _, start, stop in matcher(doc)]
