"""The rows of a district's tables beside the companies' forms, and whether all rows were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from checks.certainty import first_doubt
from checks.facts.amounts import number
from checks.facts.identity import Identity
from checks.facts.lists.gather import Gathering
from checks.facts.papers import forms_of
from checks.pack.expressions import UnknownValueError
from checks.pack.model import Listing, Policy
from checks.records import District, Dossier
from extractor.records import Document, Field, Row, Words

# Each printed row is rounded to 0.01, so that a sum may be off by half a unit for each row without anything wrong.
HALF_UNIT = Decimal("0.005")
ROWS_MISSED = Words("可能有表格行未能读出", "rows of the table may not have been read")


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the company whose form it stands for; one of the two is None where there is no other."""

    row: Row | None
    dossier: Dossier | None


@dataclass(frozen=True, slots=True)
class Total:
    """A column's printed total beside the sum of its rows."""

    column: str
    field: Field
    stated: Decimal
    summed: Decimal
    parts: tuple[Field, ...]

    @property
    def agrees(self) -> bool:
        return self.bridged(self.stated - self.summed)

    def bridged(self, difference: Decimal) -> bool:
        """Is this difference no more than the rounding of the rows explains?"""
        return abs(difference) <= HALF_UNIT * max(len(self.parts), 1)


def tables_of(district: District, policy: Policy) -> Iterator[tuple[Document, Listing]]:
    for document in district.documents:
        listing = policy.listings.get(document.kind or "")
        if listing is not None:
            yield document, listing


def row_identity(row: Row, policy: Policy) -> Identity | None:
    name = row.get(policy.applicants.name)
    code = row.get(policy.applicants.code) if policy.applicants.code else None
    if not ((name and name.value) or (code and code.value)):
        return None
    return Identity((name.value if name else "") or "", code.value if code else None)


def matched(document: Document, listing: Listing, district: District, policy: Policy) -> tuple[Match, ...]:
    """Rows to companies: by code and name, then by figures where one row and one company alone remain alike."""
    known = Gathering[Dossier](policy)
    for dossier in district.dossiers:
        known.found(Identity(dossier.applicant, dossier.credit_code), dossier)
    found, left = list[Match](), list[Row]()
    for row in document.rows:
        identity = row_identity(row, policy)
        dossier = known.of(identity) or known.named(identity)
        if dossier is None:
            left.append(row)
        else:
            found.append(Match(row, dossier))
    taken = {id(match.dossier) for match in found}
    without = [dossier for dossier in district.dossiers if id(dossier) not in taken]
    for row in left:
        alike = [dossier for dossier in without if same_figures(row, dossier, listing, policy)]
        if len(alike) == 1:
            without.remove(alike[0])
            found.append(Match(row, alike[0]))
        else:
            found.append(Match(row, None))
    return (*found, *(Match(None, dossier) for dossier in without))


def same_figures(row: Row, dossier: Dossier, listing: Listing, policy: Policy) -> bool:
    """Do all compared figures of the row stand on the company's form? Such a row is the company's, its name misread."""
    forms = forms_of(dossier, policy)
    pairs = [(row.get(column), forms[0].get(name)) for column, name in listing.compare.items()] if forms else []
    return bool(pairs) and all(one and two and one.value and one.value == two.value for one, two in pairs)


def totals(document: Document, policy: Policy) -> tuple[Total, ...]:
    """Every column whose total and rows were all read."""
    spec = policy.kinds[document.kind or ""]
    found = list[Total]()
    for column, name in spec.totals.items():
        field = document.get(name)
        parts = tuple(part for row in document.rows if (part := row.get(column)) is not None and part.value)
        if field is None or not field.value or not parts or len(parts) != len(document.rows):
            continue
        try:
            summed = sum((number(part, column) for part in parts), Decimal(0))
            found.append(Total(column, field, number(field, name), summed, parts))
        except UnknownValueError:
            continue
    return tuple(found)


def rows_doubt(document: Document, policy: Policy) -> Words | None:
    """Some total that agrees with its rows shows that no row was missed; where none does, one may have been."""
    found = totals(document, policy)
    return ROWS_MISSED if found and not any(total.agrees for total in found) else None


def weakest(fields: Sequence[Field | None], *others: Words | None) -> Words | None:
    return first_doubt(*others) if all(fields) else ROWS_MISSED
