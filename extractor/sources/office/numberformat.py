"""Cells' values as Excel shows them: numbers by their format with its units, dates as dates.

Of ECMA-376 part 1, 18.8.31, what offices use: digits, thousands, percent, scaling commas, literals, sections by sign.
Anything else (fractions, exponents, conditions) is shown as Excel's General.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

MOST_DIGITS = 15  # Excel keeps no more of a number; a code or account of 18 typed as a number has lost its end
DAY_ZERO = date(1899, 12, 30)  # by which Excel counts, from March 1900 on
DAYS = range(36526, 54788)  # 2000 to 2049: other numbers in a column of dates are mistakes of another kind
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]]*\]')
_GENERAL = re.compile(r"general|g/通用格式|[/@]|e[+-]|^$", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")


def shown(value: object, number_format: str) -> str:
    """The text of a cell; `""` for an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def lost_digits(value: object) -> bool:
    """Whether a number has more digits than Excel keeps."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**MOST_DIGITS


def unformatted_day(value: object, number_format: str, heading: str) -> date | None:
    """The day that a whole number counts to in a column of dates whose cell has no format of its own. Excel shows the
    number, which is no date to a reader; it is one to whoever typed it."""
    if isinstance(value, bool) or not isinstance(value, int) or number_format.lower() != "general":
        return None
    named = heading.strip().endswith("日期") or heading.strip().lower().endswith("date")
    return DAY_ZERO + timedelta(days=value) if named and value in DAYS else None


def _date(value: date, number_format: str) -> str:
    parts = re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format).lower()
    chinese = "年" in number_format
    if "y" in parts and "d" not in parts:
        return f"{value.year}年{value.month}月" if chinese else f"{value.year}-{value.month:02d}"
    return (
        f"{value.year}年{value.month}月{value.day}日" if chinese else f"{value.year}-{value.month:02d}-{value.day:02d}"
    )


def _number(value: float, number_format: str) -> str:
    sections = _SECTION.split(number_format)
    amount = _decimal(value)
    if len(sections) > 2 and amount == 0:
        section = sections[2]
    elif len(sections) > 1 and amount < 0:
        section, amount = sections[1], -amount
    else:
        section = sections[0]
    return _formatted(amount, section) if amount.is_finite() else str(value)


def _decimal(value: float) -> Decimal:
    try:
        return Decimal(repr(value))
    except InvalidOperation:
        return Decimal(0)


def _formatted(amount: Decimal, section: str) -> str:
    literals = list[str]()

    def keep(match: re.Match[str]) -> str:
        """A literal stands aside, so that its characters are not taken for a format's."""
        literals.append(match[1] or match[2] or match[3] or "")
        return chr(0xE000 + len(literals) - 1)  # of the private use area, which no format holds

    plain = _LITERAL.sub(keep, section)
    digits = list(_DIGITS.finditer(plain))
    if _GENERAL.search(plain):
        text = _general(amount) if digits else _GENERAL.sub(_general(amount), plain)
    else:
        text = _placed(amount, plain, digits) if digits else plain
    return re.sub("[\ue000-\uf8ff]", lambda match: _literal(match[0], literals), text).strip()


def _literal(mark: str, literals: list[str]) -> str:
    index = ord(mark) - 0xE000
    return literals[index] if index < len(literals) else mark


def _placed(amount: Decimal, plain: str, digits: list[re.Match[str]]) -> str:
    """`amount` where the format's digits stand; a format in two pieces (0!.0,) shows the last piece's digits last."""
    pattern = "".join(match[0] for match in digits)
    scale = len(pattern) - len(pattern.rstrip(","))
    whole, _, fraction = pattern.rstrip(",").partition(".")
    inner = "".join(match[0].rstrip(",") for match in digits)
    tail = len(re.sub(r"[^#0?]", "", digits[-1][0])) if len(digits) > 1 else 0
    if "%" in plain:
        amount *= 100
    amount /= Decimal(1000) ** scale
    places = len(fraction)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}" if "," in inner.split(".")[0].strip(",") else f"{rounded:.{places}f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    if optional:
        cut = text.rstrip("0") if len(text) - len(text.rstrip("0")) <= optional else text[:-optional]
        text = cut.rstrip(".") if not fraction.rstrip("#?") else cut
    least = whole.count("0")
    head, point, rest = text.partition(".")
    text = head.rjust(least, "0") + point + rest if "," not in head and not head.startswith("-") else text
    if tail:
        between = plain[digits[0].end() : digits[-1].start()]
        text = text.rjust(tail + 1, "0")
        text = text[:-tail] + between + text[-tail:]
    return plain[: digits[0].start()] + text + plain[digits[-1].end() :]


def _general(amount: Decimal) -> str:
    """As many digits as Excel shows, never an exponent: nobody writes an account that way."""
    if amount == amount.to_integral_value():
        return format(amount.quantize(Decimal(1)) if abs(amount) < 10**27 else amount, "f")
    return format(Decimal(f"{amount:.11g}").normalize(), "f")
