"""From what is written to what it means: amounts, codes, counts, periods, by the field's type."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from extractor.dates import find_dates, number_of
from extractor.forms import FieldSpec, ValueType
from extractor.matching import tidy_name

# GB 32100-2015 leaves out I, O, S, V and Z, so that a reading of them can only be a slip of a look-alike digit.
_CODE_SLIPS = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5", "L": "L"})
_CODE = re.compile(r"[0-9A-Z]{15,20}")
_MINUS = re.compile(r"^[-－—–―−﹣一](?=[0-9.])")
_AMOUNT = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
# OCR takes the comma of thousands for a stop, and a decimal point for a comma: 1.040.07, 7,928,05.
_ODD_STOPS = re.compile(r"^([-+]?[0-9]{1,3}(?:[.,][0-9]{3})*)[.,]([0-9]{1,2})$")
_NUMERALS = re.compile(r"[一二三四五六七八九十廿卅]{1,3}")
_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_DOLLARS = {"美元": Decimal(1), "万美元": Decimal(10_000), "亿美元": Decimal(100_000_000)}
_ID = re.compile(r"[^0-9A-Za-z]")


def value_of(written: str, spec: FieldSpec) -> str | None:
    """What `written` means as a value of `spec`'s type; None where it means nothing of that type."""
    text = unicodedata.normalize("NFKC", written).strip()
    match spec.type:
        case ValueType.NAME | ValueType.DISTRICT | ValueType.PERSON:
            return tidy_name(text).strip(":：,，。") or None
        case ValueType.CODE:
            return code_of(text)
        case ValueType.ID:
            return _ID.sub("", text) or None
        case ValueType.AMOUNT:
            return amount_of(text, spec.unit)
        case ValueType.PERCENT:
            return amount_of(text, None)
        case ValueType.COUNT:
            return count_of(text)
        case ValueType.DATE:
            found = next(find_dates(text), None)
            return found.value.isoformat() if found and found.value else None
        case ValueType.PERIOD:
            return period_of(text)
        case ValueType.WORDS | ValueType.TEXT:
            return re.sub(r"\s+", " ", text) or None


def code_of(text: str) -> str | None:
    """A unified social credit code, look-alikes that the code's alphabet lacks put right; None where none stands."""
    squeezed = re.sub(r"[\s:：.]", "", text).upper()
    found = max(_CODE.findall(squeezed), key=len, default=None)
    return found.translate(_CODE_SLIPS) if found else None


def amount_of(text: str, unit: str | None) -> str | None:
    """The amount as plain digits in `unit` (None: the unit is not looked at). A unit written beside the amount that
    differs from the label's is converted."""
    digits = re.split(r"小写|[¥￥]", unicodedata.normalize("NFKC", text))[-1]  # 大写…（小写）¥…: the words say the same
    squeezed = re.sub(r"[\s$]|人民币|[()（）:：]", "", digits)
    squeezed = _MINUS.sub("-", squeezed)
    odd = _ODD_STOPS.match(re.sub(r"[^0-9.,+-].*$", "", squeezed))
    if odd:
        number, rest = re.sub(r"[.,]", "", odd[1]) + "." + odd[2], squeezed[odd.end() :]
    else:
        found = _AMOUNT.search(squeezed)
        if not found:
            return None
        number, rest = found[0].replace(",", ""), squeezed[found.end() :]
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return None
    factor = _factor(rest, unit)
    if factor is None:
        return number
    return format((amount * factor).normalize(), "f")


def _factor(rest: str, unit: str | None) -> Decimal | None:
    """By what to multiply so that an amount with the unit that `rest` begins with stands in `unit`."""
    for units in (_UNITS, _DOLLARS):
        own = next((name for name in sorted(units, key=len, reverse=True) if rest.startswith(name)), None)
        if own and unit in units and own != unit:
            return units[own] / units[unit]
    return None


def count_of(text: str) -> str | None:
    """A number of things, in digits or Chinese numerals: 3家, 1,204, 十二家."""
    found = re.search(r"[0-9][0-9,]*", text.replace(" ", ""))
    if found:
        return found[0].replace(",", "")
    spelled = _NUMERALS.match(text)
    return str(number_of(spelled[0])) if spelled and number_of(spelled[0]) is not None else None


def period_of(text: str) -> str | None:
    """`from/to` in ISO dates, from two dates or a year; None where there are not two."""
    days = [found.value for found in find_dates(text) if found.value]
    if len(days) >= 2:
        return f"{days[0].isoformat()}/{days[1].isoformat()}"
    return None
