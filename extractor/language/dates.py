"""Dates in every written form: 2023年3月22日, 2023.3.22, 23/3/22, 20230322, 二〇二三年三月廿二日, 民国112年3月22日,
Mar 22, 2023, a blank 年 月 日. Digits are one number only where nothing or a sign of a date stands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from extractor.records import DateState

LEAP_YEAR = 2000  # has every day that any year has
YEARS = range(1900, 2200)  # a year beyond is a slip of the reader (0233 of 20233), of which nothing follows
REPUBLIC = 1911  # its first year is 1912
LAST_SHORT = 49  # 23 of a year in two figures is 2023; 50 and above could be of either century

_DIGIT = dict(
    zip("〇零○oO一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸弌弍", "00000" + "123456789" * 2 + "23612", strict=True)
)
_NUMERALS = "〇零○一二三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾貳參陸弌弍"
_SPELLED = str.maketrans({"拾": "十", "廿": "二十", "卅": "三十"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = r"(?P<name>(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*)\.?"

# A year of 2 to 4 characters, a month and a day, each of which may be blank; OCR reads 〇 as 0, O or 零. Blanks inside
# do not matter: 年, 月 and 日 say what belongs together. Without 日 a blank ends the day.
_WRITTEN = re.compile(
    rf"(?P<era>民[国國]\s?)?"
    rf"(?P<y>(?:(?:1\s?9|2\s?0)\s?[0-9]\s?[0-9]|[0-9]{{2,4}}|[{_NUMERALS}](?: ?[{_NUMERALS}0Oo百]){{1,4}})?)\s?年"
    rf"\s?(?P<m>(?:[0-9]\s?[0-9]?|[元{_NUMERALS}](?:\s?[{_NUMERALS}]){{0,3}})?)\s?月"
    rf"(?:\s?(?P<d>(?:[0-9]\s?[0-9]?|[{_NUMERALS}](?:\s?[{_NUMERALS}]){{0,3}})?)\s?(?P<end>[日号曰])"
    rf"|\s?(?P<cut>[0-9]{{1,2}}(?![0-9])|[{_NUMERALS}]{{1,4}})|)"
)
# Marks between figures; OCR takes a stop for a comma, and a handwritten one for either or for 、.
_STOPS, _STROKES = r"[.,·•・‧∙、]", r"[-/\\—–―−‐‑－]"
_FIGURES = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<y>(?:19|20)[0-9]{{2}})(?: ?{_STOPS} ?(?P<m>[0-9]{{1,2}}) ?{_STOPS} ?"
    rf"| ?(?P<s>{_STROKES}{{1,2}}) ?(?P<n>[0-9]{{1,2}}) ?(?P=s) ?)(?P<d>[0-9]{{1,4}})(?![0-9])"
)
_SHORT = re.compile(
    r"(?<![0-9A-Za-z./-])(?P<y>[0-9]{2})(?P<s>[./·、-])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9./-])"
)
_COMPACT = re.compile(
    r"(?<![0-9A-Za-z.,/¥-])(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9A-Za-z.,/号万元-])"
)
_NAMED_FIRST = re.compile(
    rf"(?<![a-z]){_NAMED} ?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,? ?(?P<y>[0-9]{{4}})(?![0-9])", re.I
)
_NAMED_SECOND = re.compile(
    rf"(?<![0-9])(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?{_NAMED},?[ -]?(?P<y>[0-9]{{4}})(?![0-9])", re.I
)
_YEAR_LAST = re.compile(
    r"(?<![0-9./-])(?P<one>[0-9]{1,2})(?P<s>[./-])(?P<two>[0-9]{1,2})(?P=s)(?P<y>(?:19|20)[0-9]{2})(?![0-9])"
)
_LUNAR = re.compile(r"(?:农历|阴历|旧历|夏历|農曆)\s?$")
_NUMBERED = re.compile(r"(?:号|码|№|no\.?)\s?:?\s?$", re.IGNORECASE)  # what follows is a number and no day
_CLOCK = re.compile(r"\s?:\s?[0-9]{2}(?![0-9])")
_TIME = re.compile(r"\s[0-9]{1,2}\s?(?::|时|点)")
# Something like a date: figures or numerals with signs of a date among them, or of six or eight figures.
_DATE_LIKE = re.compile(
    rf"(?<![A-Za-z])[0-9{_NUMERALS}初甲乙丙丁戊己庚辛壬癸](?:[0-9{_NUMERALS}初正腊子丑寅卯辰巳午未申酉戌亥]|\s?[-./,·•・、—–年月日号]\s?)+"
)
_SIGNS = re.compile(r"[-./,·•・、—–年月日号]")

Parts = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class DateText:
    """A date found in a text: `start` and `end` count its characters there. `certain`: this way of writing it has no
    other reading."""

    start: int
    end: int
    written: str
    state: DateState
    parts: Parts
    certain: bool = True

    @property
    def value(self) -> date | None:
        year, month, day = self.parts
        if self.state is not DateState.READ or year is None or month is None or day is None:
            return None
        return date(year, month, day)


@dataclass(frozen=True, slots=True)
class _Reading:
    parts: Parts
    certain: bool = True
    blank: bool = False
    must_exist: bool = False  # of a form that other numbers have too: a date only where it is a day
    end: int | None = None  # where the date ends, if not with the match
    unclear: bool = False


def find_dates(text: str) -> Iterator[DateText]:
    """Every date, and every place for one, in `text`."""
    plain, origin = _plain(text)
    last = 0
    for match, read in sorted(_matches(plain), key=lambda found: found[0].start()):
        if match.start() < last or (reading := read(match)) is None:
            continue
        state = DateState.BLANK if reading.blank else _state(reading.parts)
        if reading.unclear or _LUNAR.search(plain[: match.start()]):
            state = DateState.UNCLEAR
        if reading.must_exist and state is DateState.IMPOSSIBLE:
            continue
        last = reading.end or match.end()
        start, end = origin[match.start()], origin[last - 1] + 1
        yield DateText(start, end, text[start:end].strip(), state, reading.parts, reading.certain)


def unclear_date(text: str) -> DateText | None:
    """What is written like a date and in no form that is known, of a text in which no date was found."""
    plain, origin = _plain(text)
    for match in _DATE_LIKE.finditer(plain):
        figures = len(_SIGNS.sub("", match[0]).replace(" ", ""))
        if figures in (6, 8) or (figures >= 2 and _SIGNS.search(match[0].strip())):
            start, end = origin[match.start()], origin[match.end() - 1] + 1
            return DateText(start, end, text[start:end].strip(), DateState.UNCLEAR, (None, None, None), certain=False)
    return None


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` in half width with one blank for each gap, a tab for a wide one, and for each character its place."""
    plain, origin = "", list[int]()
    for position, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character):
            if not one.isspace():
                plain += one
                origin.append(position)
            elif not plain or not plain[-1].isspace():
                plain += "\t" if one in "\t\n" else " "
                origin.append(position)
            else:
                plain = plain[:-1] + "\t"
    return plain, origin


def _matches(plain: str) -> Iterator[tuple[re.Match[str], Callable[[re.Match[str]], _Reading | None]]]:
    for pattern, read in (
        (_WRITTEN, _written),
        (_FIGURES, _figures),
        (_SHORT, _short),
        (_COMPACT, _compact),
        (_NAMED_FIRST, _named),
        (_NAMED_SECOND, _named),
        (_YEAR_LAST, _year_last),
    ):
        for match in pattern.finditer(plain):
            yield match, read


def _written(match: re.Match[str]) -> _Reading:
    year, month = _bare(match["y"]), _bare(match["m"])
    if not month and not match["d"] and not match["cut"]:  # the year is often printed beforehand
        return _Reading((_year(year, republic=bool(match["era"])), None, None), blank=True)
    day = _bare(match["d"]) if match["end"] else _whole(match["cut"] or "")
    parts = (_year(year, republic=bool(match["era"])), 1 if month == "元" else number_of(month), number_of(day))
    return _Reading(parts, certain=bool(match["era"]) or not (year.isdecimal() and len(year) == 2))


def _whole(cut: str) -> str:
    """A day that no 日 follows, where no further figure can have followed it; else none: 2 may be of 22."""
    return "" if cut in "0123" or _bare(cut).translate(_SPELLED) in ("一", "二", "三", "十", "二十", "三十") else cut


def _figures(match: re.Match[str]) -> _Reading | None:
    year, month, day = int(match["y"]), int(match["m"] or match["n"]), match["d"]
    text = match.string
    if _CLOCK.match(text, match.end("d")):  # 2023-3-29:30: OCR drops the blank before the hour
        days = [at for at in (1, 2) if day[:at] and day[at:] and 1 <= int(day[:at]) <= 31 and _is_hour(day[at:])]
        if len(days) != 1:
            return _Reading((year, month, None), certain=False, unclear=True)
        return _Reading((year, month, int(day[: days[0]])), end=match.start("d") + days[0])
    if len(day) > 2:
        return None
    # A figure close behind the day may be its second one.
    alone = not re.match(r" [0-9]", text[match.end() : match.end() + 2]) or _TIME.match(text, match.end())
    return _Reading((year, month, int(day)), certain=len(day) == 2 or int(day) > 3 or bool(alone))


def _is_hour(written: str) -> bool:
    return len(written) <= 2 and int(written) <= 24


def _short(match: re.Match[str]) -> _Reading | None:
    year, month, day = match["y"], match["m"], match["d"]
    # 12.5.3 is a heading's number.
    if int(year) > LAST_SHORT or (match["s"] != "/" and len(month) == len(day) == 1):
        return None
    return _Reading((2000 + int(year), int(month), int(day)), must_exist=True)


def _compact(match: re.Match[str]) -> _Reading | None:
    if _NUMBERED.search(match.string[: match.start()]):
        return None
    return _Reading((int(match["y"]), int(match["m"]), int(match["d"])), must_exist=True)


def _named(match: re.Match[str]) -> _Reading:
    month = _MONTHS.index(match["name"][:3].lower()) + 1
    return _Reading((_year(match["y"]), month, int(match["d"])))


def _year_last(match: re.Match[str]) -> _Reading:
    """22/3/2023 and 3/22/2023: which is the month is clear only where the other is none."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["y"])
    if one <= 12 and two <= 12 and one != two:
        return _Reading((year, None, None), certain=False, must_exist=True, unclear=True)
    return _Reading((year, min(one, two), max(one, two)), must_exist=True)


def _bare(written: str) -> str:
    return re.sub(r"\s", "", written)


def _state(parts: Parts) -> DateState:
    year, month, day = parts
    if month is None or day is None:
        return DateState.PARTIAL
    try:
        date(LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return DateState.IMPOSSIBLE  # 2月30日, of whatever year
    return DateState.PARTIAL if year is None else DateState.READ


def _year(written: str, *, republic: bool = False) -> int | None:
    if republic:
        number = number_of(written)
        return number + REPUBLIC if number else None
    digits = "".join(_DIGIT.get(character, character) for character in written)
    if not digits.isdecimal():
        return None
    if len(digits) == 2 and written.isdecimal() and digits not in ("19", "20"):  # 20 is printed beforehand
        return 2000 + int(digits) if int(digits) <= LAST_SHORT else None
    return int(digits) if len(digits) == 4 and int(digits) in YEARS else None


def number_of(written: str) -> int | None:
    """A number up to 999, as years, months and days are written: 3, 03, 三, 叁, 十, 十二, 贰拾贰, 廿二, 卅, 一百一十二.
    None where it is none, as 十十 is, which OCR makes of a smudge: the part is then unread and not 0, which no
    calendar has."""
    if not written:
        return None
    if written.isdecimal():
        return int(written)
    hundreds, hundred, rest = written.translate(_SPELLED).rpartition("百")
    if hundred:
        high, low = _DIGIT.get(hundreds), number_of(rest.lstrip("零〇")) if rest else 0
        return int(high) * 100 + low if high and low is not None else None
    tens, ten, ones = rest.rpartition("十")
    if not ten:
        digits = "".join(_DIGIT.get(character, "?") for character in rest)
        return int(digits) if digits.isdecimal() else None
    tens = tens[1:] if len(tens) > 1 and tens[0] in "零〇" else tens  # 零壹拾月, as on cheques
    high = _DIGIT.get(tens) if tens else "1"
    low = _DIGIT.get(ones) if ones else "0"
    return int(high + low) if high not in (None, "0") and low else None
