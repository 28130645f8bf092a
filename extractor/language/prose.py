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

from extractor.language.dates import find_dates
from extractor.language.organisations import organisations

_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{17,19}(?![0-9A-Z])")
_AMOUNT = re.compile(r"[0-9][0-9,，]*(?:\.[0-9]+)?(?=亿|万|元|美元)")
_COUNT = re.compile(r"(?<![0-9A-Z.年月])(?:[0-9]+|[一二三四五六七八九十百两〇]+)(?=\s*[家户个份])")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,8}[〔\[（(]\s*[0-9]{4}\s*[〕\]）)]\s*第?\s*[0-9]+\s*号")


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
    follows = _phrase_ends(doc, after, end=False)
    for strict in (True, False):
        for lead in before or ("",):  # the pack's first words are its most telling
            leads = _phrase_ends(doc, (lead,) if lead else (), end=True)
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
