"""From what is written to what it means: amounts, codes, counts, periods, by the field's type."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from extractor.forms import FieldSpec, ValueType
from extractor.language.choices import choice_of
from extractor.language.dates import find_dates
from extractor.language.matching import tidy_name

# GB 32100-2015 leaves out I, O, S, V and Z, so that a reading of them can only be a slip of a look-alike digit.
_CODE_SLIPS = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5"})
FIRST_DAY = date(1899, 12, 30)  # Excel's day 0; its 1900 has a 29th of February
_CODE = re.compile(r"[0-9A-Z]{15,20}")
_PERSON_ID = re.compile(r"(?<![0-9A-Z])[0-9]{17}[0-9X](?![0-9A-Z])")
_MINUS = re.compile(r"^[-－—–―−﹣一](?=[0-9.])")
_AMOUNT = re.compile(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?")
_LONGEST = 28  # characters of a number: what Decimal multiplies exactly, and nobody's amount
# OCR takes the comma of thousands for a stop, and a decimal point for a comma: 1.040.07, 7,928,05, 653000,00.
_ODD_STOPS = re.compile(r"^([-+]?(?:[0-9]{1,3}(?:[.,][0-9]{3})*|[0-9]+))[.,]([0-9]{1,2})$")
_ONLY_STOPS = re.compile(r"^[-+]?[0-9]{1,3}(?:\.[0-9]{3}){2,}$")
_NO_WHOLE = re.compile(r"^([-+]?)(\.[0-9]{1,2})$")  # .53: the 0 before the point was not written
_NUMERALS = re.compile(r"[零〇一二两三四五六七八九十廿卅百千万]+")
_MULTIPLES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_CURRENCIES = ("元", "美元")
_UNIT = re.compile(r"(?P<many>十万|百万|千万|十|百|千|万|亿)?(?P<currency>美元|元)?")
_WITHOUT_END = re.compile(r"(?:至|到|[-－—–~～])(?:长期|永久|无固定期限)")  # 2015年3月2日至长期
_ID = re.compile(r"[^0-9A-Za-z]")


def value_of(written: str, spec: FieldSpec) -> str | None:
    """What `written` means as a value of `spec`'s type; None where it means nothing of that type."""
    text = unicodedata.normalize("NFKC", written).strip()
    match spec.type:
        case ValueType.NAME | ValueType.DISTRICT | ValueType.PERSON:
            return tidy_name(text).strip(":：,，。") or None
        case ValueType.CODE:
            return code_of(text)
        case ValueType.PERSON_ID:
            return person_id_of(text)
        case ValueType.CHOICE:
            return choice_of(text, spec.options)
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
            day = found.value if found else _day_of_serial(text)
            return day.isoformat() if day else None
        case ValueType.PERIOD:
            return period_of(text)
        case ValueType.WORDS | ValueType.TEXT:
            return re.sub(r"\s+", " ", text) or None


def _day_of_serial(text: str) -> date | None:
    """A day as Excel counts them and shows them in a cell that nobody formatted: 45006 is 2023-03-20."""
    return FIRST_DAY + timedelta(int(text)) if re.fullmatch(r"[3-5][0-9]{4}", text) else None


def code_of(text: str) -> str | None:
    """A unified social credit code, look-alikes that the code's alphabet lacks put right; None where none stands."""
    squeezed = re.sub(r"[\s:：.]", "", text).upper()
    found = max(_CODE.findall(squeezed), key=len, default=None)
    return found.translate(_CODE_SLIPS) if found else None


def person_id_of(text: str) -> str | None:
    """A person's identity number; None where none stands."""
    found = _PERSON_ID.search(re.sub(r"[\s:：.]", "", text).upper())
    return found[0] if found else None


def amount_of(text: str, unit: str | None) -> str | None:
    """The amount as plain digits in `unit` (None: the unit is not looked at). A unit written beside the amount that
    differs from the label's is converted."""
    digits = re.split(r"小写|[¥￥]", unicodedata.normalize("NFKC", text))[-1]  # 大写…（小写）¥…: the words say the same
    squeezed = re.sub(r"[\s$]|人民币|[()（）:：]", "", digits)
    squeezed = _MINUS.sub("-", squeezed)
    number, rest = _number_in(squeezed)
    if not number or len(number) > _LONGEST:
        return None
    factor = _factor(rest, unit)
    if factor is None:
        return None
    return number if factor == 1 else format((Decimal(number) * factor).normalize(), "f")


def _number_in(squeezed: str) -> tuple[str, str]:
    """The first number as plain digits, `""` where there is none, and what follows it."""
    alone = re.sub(r"[^0-9.,+-].*$", "", squeezed, flags=re.DOTALL)
    rest = squeezed[len(alone) :]
    if odd := _ODD_STOPS.match(alone):
        return re.sub(r"[.,]", "", odd[1]) + "." + odd[2], rest
    if _ONLY_STOPS.match(alone):
        return alone.replace(".", ""), rest
    if small := _NO_WHOLE.match(alone):
        return f"{small[1]}0{small[2]}", rest
    found = _AMOUNT.search(squeezed)
    return (found[0].replace(",", ""), squeezed[found.end() :]) if found else ("", "")


def _factor(rest: str, unit: str | None) -> Decimal | None:
    """By what to multiply so that an amount with the unit that `rest` begins with stands in `unit`. None where that is
    another currency, in which the amount is unknown."""
    own, label = _UNIT.match(rest), _UNIT.fullmatch(unit or "-")
    if not own or not own[0] or not label:
        return Decimal(1)
    currency = label["currency"]
    if own["currency"] and own["currency"] != currency:
        return None
    return Decimal(_MULTIPLES[own["many"] or ""]) / _MULTIPLES[label["many"] or ""]


def count_of(text: str) -> str | None:
    """A number of things, in digits or Chinese numerals: 3家, 1,204, 十二家, 一百零三家."""
    found = re.search(r"[0-9][0-9,]*", text.replace(" ", ""))
    if found:
        return found[0].replace(",", "")
    spelled = _NUMERALS.match(text)
    if not spelled:
        return None
    import cn2an  # takes a fifth of a second to load

    plain = spelled[0].replace("廿", "二十").replace("卅", "三十").replace("两", "二")
    try:
        return str(cn2an.cn2an(plain, "smart"))
    except ValueError:
        return None


def period_of(text: str) -> str | None:
    """`from/to` in ISO dates; None where there are not two. A period without end ends on the last day that there is."""
    days = [found.value for found in find_dates(text) if found.value]
    if len(days) == 1 and _WITHOUT_END.search(re.sub(r"\s", "", text)):
        days.append(date.max)
    if len(days) >= 2:
        return f"{days[0].isoformat()}/{days[1].isoformat()}"
    return None
