"""Dates in every written form: 2023年3月22日, 2023.3.22, 2023-03-22, 二〇二三年三月二十二日, a blank 年 月 日."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractor.records import DateState

LEAP_YEAR = 2000  # has every day that any year has

_DIGIT = dict(zip("〇零○oO一二三四五六七八九", "00000123456789", strict=True))
_NUMERALS = "〇零○一二三四五六七八九十廿卅"
# A year of 4 characters, a month and day of 1 to 3, each of which may be blank; OCR reads 〇 as 0, O or 零.
_WRITTEN = re.compile(
    rf"(?P<y>(?:[0-9]{{2,4}}|[{_NUMERALS}0Oo]{{2,5}})?)年"
    rf"(?P<m>(?:[0-9]{{1,2}}|[{_NUMERALS}]{{1,3}})?)月"
    rf"(?P<d>(?:[0-9]{{1,2}}|[{_NUMERALS}]{{1,3}})?)(?P<end>[日号曰]?)"
)
_DIGITS = re.compile(
    r"(?<![0-9.])(?P<y>(?:19|20)[0-9]{2})(?P<s>[-./])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])"
)


@dataclass(frozen=True, slots=True)
class DateText:
    """A date found in a text: `start` and `end` count its characters there."""

    start: int
    end: int
    written: str
    state: DateState
    parts: tuple[int | None, int | None, int | None]

    @property
    def value(self) -> date | None:
        year, month, day = self.parts
        if self.state is not DateState.READ or year is None or month is None or day is None:
            return None
        return date(year, month, day)


def find_dates(text: str) -> Iterator[DateText]:
    """Every date, and every place for one, in `text`; spaces inside a date do not matter."""
    squeezed, origin = _squeeze(text)
    for match in sorted([*_WRITTEN.finditer(squeezed), *_DIGITS.finditer(squeezed)], key=lambda found: found.start()):
        if not match["m"] and not match["d"]:  # the year is often printed beforehand
            state, parts = DateState.BLANK, (_year(match["y"]), None, None)
        else:
            parts = (_year(match["y"]), number_of(match["m"]), number_of(match["d"]))
            state = _state(parts)
        start, end = origin[match.start()], origin[match.end() - 1] + 1
        yield DateText(start, end, text[start:end].strip(), state, parts)


def _squeeze(text: str) -> tuple[str, list[int]]:
    """`text` in half width and without spaces, and for each character where it stood."""
    squeezed, origin = "", list[int]()
    for position, character in enumerate(text):
        for plain in unicodedata.normalize("NFKC", character):
            if not plain.isspace():
                squeezed += plain
                origin.append(position)
    return squeezed, origin


def _state(parts: tuple[int | None, int | None, int | None]) -> DateState:
    year, month, day = parts
    if month is None or day is None:
        return DateState.PARTIAL
    try:
        date(LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return DateState.IMPOSSIBLE  # 2月30日, of whatever year
    return DateState.PARTIAL if year is None else DateState.READ


def _year(written: str) -> int | None:
    if written.isdecimal():
        return int(written) if len(written) == 4 else None
    digits = "".join(_DIGIT.get(character, character) for character in written)
    return int(digits) if len(digits) == 4 and digits.isdecimal() else None


def number_of(written: str) -> int | None:
    """A number up to 99, as months and days are written: 3, 03, 三, 十, 十二, 二十二, 廿二, 卅. None where it is
    none, as 十十 is, which OCR makes of a smudge: the part is then unread and not 0, which no calendar has."""
    if not written:
        return None
    if written.isdecimal():
        return int(written)
    spelled = written.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = spelled.rpartition("十")
    if not ten:
        digits = "".join(_DIGIT.get(character, "?") for character in spelled)
        return int(digits) if digits.isdecimal() else None
    high = _DIGIT.get(tens) if tens else "1"
    low = _DIGIT.get(ones) if ones else "0"
    return int(high + low) if high not in (None, "0") and low else None
