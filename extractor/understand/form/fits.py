"""How badly print fits what a field holds: 0 where it looks like it, 1 where it cannot be it."""

from __future__ import annotations

import re
import unicodedata

from extractor.forms import ValueType
from extractor.language.dates import find_dates
from extractor.language.matching import fold_label

# Among Chinese names, 2 to 4 characters; others with their dots up to so many.
LONGEST_PERSON = 12
PERSON_DIGITS = 15  # of the 18 characters of an identity number: two that OCR took for letters, and an X
SHORTEST_TEXT = 2  # a single letter is the rest of something
# A figure is most of the print in its place; a sentence that mentions one is none.
LEAST_SHARE = 0.4
_ORGANISATION = re.compile(r"公司|厂|社|中心|行|院|所|局|委员会|协会|集团|店|部")
_CODE = re.compile(r"[0-9A-Z]{15,20}")
_NUMERALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟萬万亿圆元角分整正貳陸〇一二三四五六七八九十百千]")
_CURRENCY = re.compile(r"[¥￥]\s*[0-9]")  # as on invoices, behind the same amount in words
_DIGITS = re.compile(r"[0-9]")
_SENTENCE = re.compile(r"[。；;，,].*[\u4e00-\u9fff]{4}")


def misfit(text: str, kind: ValueType) -> float:
    plain = unicodedata.normalize("NFKC", text)
    letters = fold_label(text)
    if not letters:
        return 1.0
    digits = len(_DIGITS.findall(letters))
    match kind:
        case ValueType.CODE:
            return 0.0 if _CODE.search(re.sub(r"\s", "", plain).upper()) else 0.7
        case ValueType.PERSON_ID:
            return 0.0 if digits >= PERSON_DIGITS else 0.7
        case ValueType.ID:
            ascii_share = sum(letter.isascii() for letter in letters) / len(letters)
            return 0.0 if digits >= 4 and ascii_share > 1 - LEAST_SHARE else 0.5 if digits else 0.9
        case ValueType.AMOUNT | ValueType.PERCENT | ValueType.COUNT:
            if _CURRENCY.search(plain):
                return 0.0
            figures = re.sub(r"[^0-9]", "", plain)
            if not figures:
                return 0.4 if _numerals(letters) > 0.5 else 0.9
            return 0.0 if not _numerals(letters) and digits >= LEAST_SHARE * len(letters) else 0.3
        case ValueType.WORDS:
            return 0.0 if _numerals(letters) >= LEAST_SHARE else 0.8
        case ValueType.NAME:
            return 0.0 if _ORGANISATION.search(letters) and not _SENTENCE.search(plain) else 0.4
        case ValueType.PERSON:
            return 0.0 if not digits and 2 <= len(letters) <= LONGEST_PERSON else 0.6
        case ValueType.DATE:
            return 0.0 if next(find_dates(text), None) else 0.5 if digits else 0.9
        case ValueType.PERIOD:
            return 0.0 if digits >= 6 else 0.6
        case ValueType.DISTRICT:
            return 0.0 if not digits and 2 <= len(letters) <= LONGEST_PERSON else 0.5
        case ValueType.CHOICE:
            return 0.0
        case ValueType.TEXT if len(letters) < SHORTEST_TEXT:
            return 0.6
        case ValueType.TEXT:
            return 0.3 if len(_SENTENCE.findall(plain)) and len(letters) > 60 else 0.0


def _numerals(letters: str) -> float:
    return len(_NUMERALS.findall(letters)) / len(letters)
