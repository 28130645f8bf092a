"""What the rules about electronic signatures share."""

from __future__ import annotations

from checks.outcomes import Case, Rule
from checks.records import FileCase
from extractor.records import Box, ESign, Place

_WHOLE_PAGE = Box(0.0, 0.0, 1.0, 1.0)


def about_file(rule: Rule, record: FileCase) -> Case:
    reading, home = record.reading, record.home
    return Case(rule, reading.file, home.district, home.applicant, home.credit_code, None, reading.file)


def place_of(one: ESign) -> Place | None:
    """The page that it shows on."""
    return Place(one.page, _WHOLE_PAGE) if one.page else None
