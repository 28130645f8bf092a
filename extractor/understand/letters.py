"""Letters: what their prose states, and who signs them, when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractor.language.dates import DateText, find_dates, unclear_date
from extractor.language.organisations import organisations
from extractor.records import Box, Line
from extractor.understand.sheet import Sheet
from extractor.understand.text import part

# What may stand on the date's own line beside it; more is a sentence that mentions a date.
BESIDE_DATE = 6
# The issuer stands within so many line heights above its date (a row of （盖章） may lie between).
ISSUER_ABOVE = 6.0
_STAMP_NOTE = re.compile(
    r"[（(](?:盖章|公章|签章|印章|章)[）)]|^[\u4e00-\u9fff]{2,8}[（(]?(?:签章|盖章|公章|印章)[）)]?[:：]|^(?:单位|机构|发证机关|出具单位|经办机构)(?:名称)?[:：]"
)


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signs a letter, and when: the lines at its end. Either may be missing."""

    issuer: Line | None
    date: tuple[Line, DateText] | None

    @property
    def area(self) -> Box | None:
        boxes = [line.box for line in (self.issuer, self.date and self.date[0]) if line]
        return Box.around(boxes) if boxes else None


def read_signature(sheet: Sheet) -> SignOff:
    """Issuer and date at the end of what stands outside tables; the date is the last one on a line of its own."""
    date = None
    for line in sheet.loose:
        for found in find_dates(line.text):
            if len(line.text.strip()) - len(found.written) <= BESIDE_DATE:
                date = part(line, found.start, found.end), found
    if date is None:
        issuer = _last_organisation(sheet.loose)
        return SignOff(issuer, _unclear_below(issuer, sheet.loose) if issuer else None)
    return SignOff(_issuer_above(date[0], sheet.loose), date)


def _unclear_below(issuer: Line, lines: Iterable[Line]) -> tuple[Line, DateText] | None:
    """A line of its own under who signs that is a date in no form that is known."""
    for line in lines:
        below = line.box.centre[1] - issuer.box.centre[1]
        near = 0.5 * issuer.box.height < below < ISSUER_ABOVE * issuer.box.height
        found = unclear_date(line.text) if near else None
        if found and len(line.text.strip()) - len(found.written) <= BESIDE_DATE:
            return part(line, found.start, found.end), found
    return None


def _issuer_above(date: Line, lines: Iterable[Line]) -> Line | None:
    """The organisation on a line of its own, nearest above the date or beside it."""
    found: Line | None = None
    for line in lines:
        above = date.box.centre[1] - line.box.centre[1]
        if -0.5 * date.box.height < above < ISSUER_ABOVE * date.box.height:
            name = _own_name(line)
            near = line.box.x1 > date.box.x0 - 0.15 and line.box.x0 < date.box.x1 + 0.15
            if name and near and (found is None or line.box.centre[1] > found.box.centre[1]):
                found = name
    return found


def _last_organisation(lines: Iterable[Line]) -> Line | None:
    named = [name for line in lines if line.box.centre[1] > 0.3 and (name := _own_name(line))]
    return named[-1] if named else None


def _own_name(line: Line) -> Line | None:
    """The line's organisation, if the line is little more than that; an addressee (with a colon) is none."""
    text = line.text.rstrip()
    if text.endswith((":", "：")):
        return None
    start = match.end() if (match := _STAMP_NOTE.match(text)) else 0
    bare = _STAMP_NOTE.sub("", text[start:]).strip()
    for first, last in organisations(bare):
        if first <= 1 and len(bare) - last <= 1:
            at = text.find(bare[first:last])
            return part(line, at, at + last - first) if at >= 0 else line
    return None
