"""The labels that stand on a page, all of them, wherever they stand: of fields, of places for seals, of columns, and
captions that mean nothing to the policy but end what stands before them.

A label is a run's letters that are those of the pack, between edges: the run's own, a gap, a colon, brackets. In the
middle of a sentence the same letters are prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.forms import KindSpec, Layout, ValueType
from extractor.language.matching import LABEL_MATCH, fold_label, label_likeness
from extractor.records import Box
from extractor.understand.form.runs import GAP, Run

# A printed label with more before it (申请企业名称 for 企业名称): what it is worth, of how many characters at most.
EXTENDED = 0.85
LONGEST_PREFIX = 4
# A label from top to bottom in two columns may be read in any order: it is known by its letters, of which a label has
# so many at least, in pieces of so many at most.
SHORTEST_UPRIGHT, LONGEST_PIECE = 5, 4
# Shorter labels stand in too many other words to be looked for inside print.
SHORTEST_INSIDE = 4
LONG_LABEL = 4
LONGEST_CAPTION = 14
# Values that begin with a figure or a letter.
_FIGURES = (
    ValueType.CODE,
    ValueType.PERSON_ID,
    ValueType.ID,
    ValueType.AMOUNT,
    ValueType.PERCENT,
    ValueType.DATE,
)
_COLON = re.compile(r"[:：]")
_DIGITS = re.compile(r"[0-9]+")
# Before a label, at the beginning of its row or apart: 3、 （3） 三、
_NUMBER = re.compile(
    r"(?:^|(?<=[\s_＿]))(?:[（(][0-9]{1,2}[)）]|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．])\s*$"
)
_COUNTED = re.compile(r"[（(]?[0-9]{1,2}[)）、.．]\s*")
_BRACKETS = re.compile(r"\s*[（(]([^（()）\n]{1,12})[)）]")
# Of brackets after a label: whose hand goes there. It is then a place to sign, and no field.
_SIGNED = re.compile(r"签字|签名|签章|盖章|公章|印章|章")
# Words that stand between a label and its value, and label nothing themselves.
_NO_CAPTION = ("人民币", "大写", "小写", "其中", "小计")
_CAPTION = re.compile(r"[\u4e00-\u9fff（）()、/ 　]{2,}")


@dataclass(frozen=True, slots=True)
class Term:
    """A label as the pack prints it. `field` is what it labels, "" where that is no field of the paper; `slot` the
    place for a seal; `heading` the block that it must stand in (购买方 of 购买方 名称); `caption`: what it labels is no
    field."""

    letters: str
    type: ValueType
    field: str = ""
    slot: str = ""
    heading: str = ""
    spread: bool = False
    caption: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """`start` to `end` of a run's text, what belongs to it (unit, colon) included. `terms` are what it may be with how
    alike the print is; none: a caption that the pack does not know. `whole`: nothing else stands in its run. `ruled`:
    that is a cell, and no colon asks for the value in it."""

    run: int
    start: int
    end: int
    box: Box
    terms: tuple[tuple[Term, float], ...]
    whole: bool
    ruled: bool = False

    @property
    def likeness(self) -> float:
        return max((likeness for _, likeness in self.terms), default=0.0)

    @property
    def of_slot(self) -> bool:
        return any(term.slot for term, _ in self.terms)


@dataclass(frozen=True, slots=True)
class _Match:
    """`size`: how many letters of the label are printed there."""

    start: int
    end: int
    size: int
    term: Term
    likeness: float


def terms_of(kind: KindSpec) -> tuple[Term, ...]:
    """Every label of a kind of paper."""
    found = list[Term]()
    for name, spec in kind.fields.items():
        for label in spec.labels:
            heading, _, inner = label.rpartition(" ")
            spread = len(label) > len(fold_label(label))
            found.append(Term(fold_label(inner), spec.type, name, heading=fold_label(heading), spread=spread))
            if heading:  # 购买方名称 in one piece
                found.append(Term(fold_label(label), spec.type, name))
    for slot, place in kind.slots.items():
        found += [Term(fold_label(label), ValueType.TEXT, slot=slot) for label in place.labels]
    for spec in kind.rows.values():
        found += [Term(fold_label(label), spec.type) for label in spec.labels]
    found += [Term(fold_label(caption), ValueType.TEXT, caption=True) for caption in kind.captions]
    return tuple(dict.fromkeys(term for term in found if term.letters))


def find_labels(runs: Sequence[Run], kind: KindSpec) -> list[Label]:
    """All labels on a page, in the order of its runs. In a letter, print outside cells is prose."""
    terms = terms_of(kind)
    prose = kind.layout is Layout.LETTER
    return [
        label
        for index, run in enumerate(runs)
        if run.letters and not (prose and run.cell is None)
        for label in _of_run(index, run, terms)
    ]


def _of_run(index: int, run: Run, every: Sequence[Term]) -> list[Label]:
    matches = [*_exact(run, every), *_alike(run, every), *_upright(run, every)]
    # Of labels that overlap (保险人 in 被保险人), the one of which most is printed.
    matches.sort(key=lambda match: (-round(match.size * match.likeness, 2), -match.likeness, match.start))
    kept = dict[tuple[int, int], list[tuple[Term, float]]]()
    for match in matches:
        span = match.start, match.end
        if span in kept:
            kept[span].append((match.term, match.likeness))
        elif not any(match.start < end and start < match.end for start, end in kept):
            kept[span] = [(match.term, match.likeness)]
    spans = {(start, end): tuple(found) for (start, end), found in kept.items()}
    spans |= dict.fromkeys(_captions(run, list(spans)), ())
    labels = list[Label]()
    for (start, end), found in sorted(spans.items()):
        if any(likeness == 1.0 for _, likeness in found):  # what it is like as well (申请单位意见) it is not
            found = tuple((term, likeness) for term, likeness in found if likeness == 1.0)
        outside = fold_label(run.text[:start] + run.text[end:])
        terms = () if any(term.caption and likeness >= EXTENDED for term, likeness in found) else found
        if number := _NUMBER.search(run.text[:start]):
            start = number.start()
        ruled = run.cell is not None and not _COLON.match(run.text[end - 1])
        labels.append(Label(index, start, end, run.box(start, end), terms, whole=not outside, ruled=ruled))
    return labels


def _exact(run: Run, terms: Iterable[Term]) -> Iterator[_Match]:
    """The letters of a label, between edges."""
    for term in terms:
        at = run.letters.find(term.letters)
        while at >= 0:
            start, last = run.origin[at], run.origin[at + len(term.letters) - 1]
            found = _framed(run, term, start, last)
            if found:
                yield found
            at = run.letters.find(term.letters, at + 1)


def _framed(run: Run, term: Term, start: int, last: int) -> _Match | None:
    """The label with what belongs to it; None where it is part of a sentence or of another word."""
    end, signed = _with_belongings(run, last + 1)
    if signed and term.field:
        return None
    ends = _ends(run, end) or (_begins_otherwise(run, term, end) and _begins(run, start))
    if not ends:
        return None
    if _begins(run, start):
        return _Match(start, end, len(term.letters), term, 1.0)
    before = _word_start(run, start)
    prefix = len(fold_label(run.text[before:start]))
    if len(term.letters) >= SHORTEST_INSIDE and prefix <= LONGEST_PREFIX and not _DIGITS.search(run.text[before:start]):
        return _Match(before, end, len(term.letters), term, EXTENDED)
    return None


def _with_belongings(run: Run, end: int) -> tuple[int, bool]:
    """Past the brackets and the colon after a label; and whether the brackets ask for a hand or a seal."""
    signed = False
    if end < len(run.text) and run.text[end] in ")）%％":  # the label's own last bracket, which is no letter
        end += 1
        if end < len(run.text) and run.text[end] in ")）":
            end += 1
    while (found := _BRACKETS.match(run.text, end)) and (_ends(run, found.end()) or _SIGNED.search(found[1])):
        end, signed = found.end(), signed or bool(_SIGNED.search(found[1]))
    at = run.after(end)
    if at is not None and _COLON.match(run.text, at):
        end = at + 1
    return end, signed


def _ends(run: Run, end: int) -> bool:
    """Does a word end at `end`: by a colon there, a gap, a line's end, or what is no letter?"""
    if end and _COLON.match(run.text[end - 1]):
        return True
    at = run.after(end)
    if at is None or not run.text[at].isalnum():
        return at is None or run.text[at] not in "、/，,。·》）)"
    return run.gap(end - 1, at) > GAP


def _begins_otherwise(run: Run, term: Term, end: int) -> bool:
    """Does the value begin here though no gap shows? A figure does after a word, a code begins with other letters; a
    label spread over several ems (名　　称) or a long one before a person's name begins no sentence."""
    at = run.after(end)
    if at is None:
        return True
    numeric = term.type in _FIGURES
    if numeric and run.text[at].isascii():
        return True
    return term.spread or (term.type is ValueType.PERSON and len(term.letters) >= LONG_LABEL)


def _begins(run: Run, start: int) -> bool:
    """Does a word begin at `start`?"""
    at = run.before(start)
    return at is None or not run.text[at].isalnum() or run.gap(at, start) > GAP


def _word_start(run: Run, start: int) -> int:
    while not _begins(run, start):
        before = run.before(start)
        assert before is not None
        start = before
    return start


def _alike(run: Run, terms: Sequence[Term]) -> Iterator[_Match]:
    """Words of their own that a label may be, misread or worded a little otherwise."""
    for start, end in _words(run):
        word = run.text[start:end]
        letters = fold_label(word)
        stop, signed = _with_belongings(run, end)
        signed = signed or any(_SIGNED.search(inner[1]) for inner in _BRACKETS.finditer(word))
        if len(letters) < 3 or not _ends(run, stop):
            continue
        for term in terms:
            likeness = label_likeness(letters, term.letters)
            same_figures = _DIGITS.findall(letters) == _DIGITS.findall(term.letters)
            if LABEL_MATCH <= likeness < 1.0 and same_figures and not signed:
                yield _Match(start, stop, len(term.letters), term, likeness)


def _upright(run: Run, terms: Sequence[Term]) -> Iterator[_Match]:
    """The label that a high cell's letters are, in whatever order they were read."""
    cell = run.cell
    if cell is None or len(cell.lines) < 3 or cell.box.height * run.aspect < cell.box.width:
        return
    if max(len(fold_label(line.text)) for line in cell.lines) > LONGEST_PIECE:
        return
    letters = Counter(run.letters)
    for term in terms:
        size = max(len(run.letters), len(term.letters))
        likeness = (letters & Counter(term.letters)).total() / size
        if len(term.letters) >= SHORTEST_UPRIGHT and likeness >= LABEL_MATCH:
            yield _Match(0, len(run.text), len(term.letters), term, likeness)


def _words(run: Run) -> Iterator[tuple[int, int]]:
    """Print between gaps, colons and line ends; and the whole of a cell, for labels wrap."""
    starts = [
        place
        for place, character in enumerate(run.text)
        if character.isalnum() and (_begins(run, place) and not _in_brackets(run.text, place))
    ]
    for start in starts:
        at = start
        while (
            (after := run.after(at + 1)) is not None and not _COLON.match(run.text[after]) and run.gap(at, after) <= GAP
        ):
            at = after
        if at - start < 2 * LONGEST_CAPTION:
            yield start, at + 1
    if "\n" in run.text and len(run.letters) < 2 * LONGEST_CAPTION:
        colon = _COLON.search(run.text)
        yield run.origin[0], colon.start() if colon else len(run.text)


def _in_brackets(text: str, place: int) -> bool:
    before = text[:place]
    return max(before.rfind("（"), before.rfind("(")) > max(before.rfind("）"), before.rfind(")"))


def _captions(run: Run, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Words before a colon that are no label of the pack's."""
    for colon in _COLON.finditer(run.text):
        if any(start < colon.end() <= end for start, end in spans):
            continue
        last = run.before(colon.start())
        if last is None:
            continue
        start = _caption_start(run, last)
        if number := _COUNTED.match(run.text, start):
            start = number.end()
        word = run.text[start : colon.start()]
        after_label = any(end <= start and not run.text[end:start].strip() for _, end in spans)
        close = after_label and run.before(start) is not None and run.gap(run.before(start) or 0, start) <= 2 * GAP
        if close or fold_label(word) == "注" or fold_label(word).endswith(_NO_CAPTION) or not _CAPTION.fullmatch(word):
            continue
        if len(fold_label(word)) <= LONGEST_CAPTION and not any(s < colon.end() and start < e for s, e in spans):
            yield start, colon.end()


def _caption_start(run: Run, last: int) -> int:
    """Back from a caption's last character to a gap, a line's start or a stop."""
    start = last
    while (before := run.before(start)) is not None:
        if run.text[before] in "：:。，,；;" or (run.gap(before, start) > GAP and run.text[start] not in "（("):
            break
        start = before
    return start
