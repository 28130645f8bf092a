"""Amounts: as numbers, as people write them, in 元, and in words."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from checks.pack.expressions import UnknownValueError, Value
from extractor.forms import FieldSpec
from extractor.language.matching import fold
from extractor.records import Field

_UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_SHOWN = Decimal("0.01")  # amounts are printed to the hundredth
_SMALL = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_NUMERALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千两〇"
_IN_WORDS = re.compile(
    rf"(?:(?P<yuan>[{_NUMERALS}]+)元)?(?:零?(?P<jiao>[{_NUMERALS}])角)?(?:零?(?P<fen>[{_NUMERALS}])分)?[整正]?"
)


def number(found: Field, name: str) -> Decimal:
    """Raises `UnknownValueError` for what is no number."""
    try:
        return Decimal((found.value or "").replace(",", ""))
    except InvalidOperation as error:
        raise UnknownValueError(name) from error


def shown(value: Value) -> str:
    """As people write it: at most two decimals, no trailing zeros beyond them."""
    if not isinstance(value, Decimal):
        return str(value)
    rounded = value.quantize(_SHOWN)
    return format(rounded.normalize() if rounded == rounded.to_integral() else rounded, "f")


def in_yuan(amount: Decimal, spec: FieldSpec) -> Decimal:
    """`amount`, in the unit of its label, in 元. Raises `UnknownValueError` for another currency."""
    if spec.unit not in _UNITS:
        raise UnknownValueError(spec.unit or "")
    return amount * _UNITS[spec.unit]


def from_words(written: str) -> Decimal | None:
    """An amount in Chinese numerals, in 元: 人民币贰万壹仟壹佰元整. None where it is none."""
    text = re.sub(r"人民币|大写|[:：()（）]", "", fold(written)).replace("圆", "元")
    match = _IN_WORDS.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    import cn2an  # takes a fifth of a second to load

    try:
        total = Decimal(str(cn2an.cn2an(match["yuan"], "smart"))) if match["yuan"] else Decimal(0)
        for part, unit in (("jiao", "角"), ("fen", "分")):
            if match[part]:
                total += Decimal(str(cn2an.cn2an(match[part], "smart"))) * _SMALL[unit]
    except ValueError:
        return None
    return total
