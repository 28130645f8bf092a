"""DC005 on pages that say too little to be told apart by their text."""

from __future__ import annotations

import random
from dataclasses import replace

from checks.records import Verdict


def look(page: int, scan: int) -> str:
    """576 levels of darkness of a page, as one of its scans gives them."""
    drawn, scanned = random.Random(page), random.Random(scan)
    dark = [drawn.randrange(16) if drawn.random() < 0.2 else 0 for _ in range(576)]
    return "".join(f"{min(15, max(0, level + scanned.choice((-1, 0, 0, 1)))):x}" for level in dark)


def photo(company, name: str, look: str):
    return replace(
        company.licence(), kind=None, fields=(), dates=(), title="", file=f"{company.folder}/{name}.jpg", look=look
    )


def test_the_same_picture_twice(company):
    def verdicts(one: str, two: str) -> list[Verdict]:
        photos = [company.reading(photo(company, name, seen)) for name, seen in (("a", one), ("b", two))]
        return [found.verdict for found in company.findings([*company.batch(), *photos], "DC005")]

    assert verdicts(look(1, 1), look(1, 1)) == [Verdict.DEFECT]
    assert verdicts(look(1, 1), look(1, 2)) == [Verdict.UNSURE]
    assert verdicts(look(1, 1), look(2, 1)) == []


def test_a_paper_that_says_enough_is_told_by_what_it_says(company):
    one = company.invoice(look=look(1, 1))
    other = replace(company.invoice(look=look(1, 1)), fields=one.fields[:-1], file=f"{company.folder}/发票2.pdf")
    readings = [*company.batch(premium_invoice=one), company.reading(other)]
    assert not company.findings(readings, "DC005")
