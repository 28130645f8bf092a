"""Other likely readings: digits that OCR takes for one another. A verdict that one of them would change is sure only
where the reading is surer than any single wrong character lets it be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from checks.certainty import CLOSE_CALL
from extractor.language.dates import LEAP_YEAR
from extractor.records import DateMention, Field, Words

# In print and in scans: 3 and 8, 1 and 7, the round ones 0, 6 and 8, and 5 and 6.
_GROUPS = ("38", "17", "068", "56")
_TWINS = {one: "".join({two for group in _GROUPS if one in group for two in group if two != one}) for one in "0135678"}
CHANGES = Words("换一个形近的数字，结论就会不同", "one digit taken for its look-alike would change the verdict")


def digit_twins(text: str) -> Iterator[str]:
    """`text` with one digit replaced by a look-alike, each way once."""
    for at, one in enumerate(text):
        for twin in sorted(_TWINS.get(one, "")):
            yield text[:at] + twin + text[at + 1 :]


def other_dates(mention: DateMention) -> Iterator[date]:
    """The days that the date may be by one digit misread."""
    year, *others = mention.parts
    # Of an impossible day the year may be unread: then a day of any year counts.
    parts = tuple("" if part is None else str(part) for part in (LEAP_YEAR if year is None else year, *others))
    for at, part in enumerate(parts):
        for twin in digit_twins(part):
            year, month, day = (twin if at == place else other for place, other in enumerate(parts))
            try:
                yield date(int(year), int(month), int(day))
            except ValueError:
                continue


def date_doubt(mention: DateMention | None, still_wrong: Callable[[date], bool]) -> Words | None:
    """Would a likely misreading of one digit undo a finding about this date?"""
    if mention is None or mention.confidence >= CLOSE_CALL:
        return None
    return None if all(still_wrong(other) for other in other_dates(mention)) else CHANGES


def value_doubt(field: Field, still_wrong: Callable[[str], bool]) -> Words | None:
    """Would a likely misreading of one digit undo a finding about this value?"""
    if field.value is None or field.confidence >= CLOSE_CALL:
        return None
    return None if all(still_wrong(other) for other in digit_twins(field.value)) else CHANGES
