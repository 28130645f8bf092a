"""From what a cell says to a number, with its precision and unit."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from extractor.tables.records import Number

MOST_PLACES = 8  # decimals; a sheet's 0.0793733620501635 is a computed value, exact to far less than it shows
MONEY = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
DOLLARS = {"美元": Decimal(1), "万美元": Decimal(10_000), "亿美元": Decimal(100_000_000)}
COUNTS = tuple("家户个人件项次份批笔辆台套所名只条")  # what is counted is whole and never rounded
_OTHERS = ("分", "天", "年", "月", "平方米", "公里", "吨", "亩")
UNITS = tuple(sorted((*MONEY, *DOLLARS, *COUNTS, *_OTHERS, "%", "‰", "个百分点"), key=len, reverse=True))

_UNIT = "|".join(re.escape(unit) for unit in UNITS)
_PLAIN = re.compile(rf"(?P<sign>[-+]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<rest>\.\d+)?(?P<unit>{_UNIT})?")
# OCR takes the comma of thousands for a stop, and a decimal point for a comma: 1.040.07, 7,928,05.
_ODD_STOPS = re.compile(r"([-+]?)(\d{1,3}(?:[.,]\d{3})+)[.,](\d{1,2})(%?)")
_LOOK_ALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "Z": "2", "B": "8", "。": "."})
_NIL = re.compile(r"[-—–―−﹣_/\\.·…*]*|无|不适用|N/?A", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_EDGES = "|¦:;,'`\"“”‘’[]"
_IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_SAID_UNIT = re.compile(rf"单位[:：]?\s*(?:人民币)?({_UNIT})")


def is_nil(text: str) -> bool:
    """Nothing, or a dash that stands for nothing."""
    return bool(_NIL.fullmatch(_SPACES.sub("", text)))


def number_of(text: str) -> Number | None:
    """The number that the whole of `text` is; None where it is something else."""
    squeezed = _SPACES.sub("", unicodedata.normalize("NFKC", text)).strip(_EDGES).lstrip("¥￥$")
    squeezed = re.sub(r"^[—–―−﹣](?=\d)", "-", squeezed)
    negative = re.fullmatch(r"\(([\d.,]+)\)", squeezed)  # bookkeepers' minus
    if negative:
        squeezed = "-" + negative[1]
    return _plain(squeezed) or _odd(squeezed) or _look_alike(squeezed)


def _plain(text: str, *, clean: bool = True) -> Number | None:
    found = _PLAIN.fullmatch(text)
    if not found:
        return None
    value = Decimal(found["sign"] + found["digits"].replace(",", "") + (found["rest"] or ""))
    places = len(found["rest"] or ".") - 1
    if places > MOST_PLACES:
        value, places = round(value, MOST_PLACES), MOST_PLACES
    return Number(value, Decimal(1).scaleb(-places), found["unit"], clean)


def _odd(text: str) -> Number | None:
    found = _ODD_STOPS.fullmatch(text)
    return _plain(f"{found[1]}{re.sub('[.,]', '', found[2])}.{found[3]}{found[4]}", clean=False) if found else None


def _look_alike(text: str) -> Number | None:
    """A reading in which letters stand for digits, as long as most of it are digits."""
    digits = sum(char.isdigit() for char in text)
    return _plain(text.translate(_LOOK_ALIKE), clean=False) if digits * 2 > len(text) else None


def unit_in(text: str) -> str | None:
    """The unit that a heading gives in brackets: 应拨付金额（万元）."""
    for part in _IN_BRACKETS.findall(unicodedata.normalize("NFKC", text)):
        said = re.sub(r"^单位[:：]?", "", _SPACES.sub("", part))
        if said in UNITS:
            return said
    return said_unit(text)


def said_unit(text: str) -> str | None:
    """单位：万元."""
    found = _SAID_UNIT.search(_SPACES.sub("", unicodedata.normalize("NFKC", text)))
    return found[1] if found else None


def factor(unit: str | None, to: str | None) -> Decimal | None:
    """By what to multiply an amount in `unit` so that it stands in `to`; None where they measure different things."""
    if unit == to:
        return Decimal(1)
    for units in (MONEY, DOLLARS):
        if unit in units and to in units:
            return units[unit] / units[to]
    return None
