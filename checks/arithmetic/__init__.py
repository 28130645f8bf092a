"""Do a report's tables add up, and do its sentences say what its tables say? Knows no policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checks.arithmetic.across import row_sums
from checks.arithmetic.balances import balances
from checks.arithmetic.claims import Claim, Standing, failing
from checks.arithmetic.doubts import in_question
from checks.arithmetic.figures import TableFigures, sheet_of
from checks.arithmetic.findings import Inconsistency, inconsistency
from checks.arithmetic.prose import prose_claims, said
from checks.arithmetic.ratios import ratios
from checks.arithmetic.roots import find_roots
from checks.arithmetic.sums import column_sums
from extractor.records import Place, Trouble
from extractor.tables.records import TablesReading

__all__ = ["Arithmetic", "Inconsistency", "check_tables", "failing", "sheets_of"]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """What of one file follows and what does not. `rounded` differ by no more than rounding explains; `unchecked` are
    the tables in which nothing could be reckoned: neither totals nor percentages were found."""

    sheets: tuple[TableFigures, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Inconsistency, ...]
    rounded: tuple[Claim, ...]
    in_question: tuple[Place, ...] = ()

    @property
    def checked(self) -> Mapping[str, int]:
        return Counter(str(claim.formula) for claim in self.claims if not claim.is_trivial)

    @property
    def unchecked(self) -> tuple[TableFigures, ...]:
        reckoned = {claim.result.table for claim in self.claims}
        return tuple(sheet for sheet in self.sheets if sheet.number not in reckoned)


def sheets_of(reading: TablesReading) -> tuple[TableFigures, ...]:
    return tuple(sheet_of(number, table) for number, table in enumerate(reading.tables))


def check_tables(
    reading: TablesReading, sheets: Sequence[TableFigures] | None = None, chains: Sequence[Claim] = ()
) -> Arithmetic:
    """Every relation that can be found between the figures of a file, and the causes of what does not hold. `chains`
    are those between its tables, by the kind of report that it is, between the figures of `sheets`."""
    sheets = sheets_of(reading) if sheets is None else tuple(sheets)
    speech = said(reading.sentences)
    claims = [claim for sheet in sheets for relation in (column_sums, row_sums, ratios) for claim in relation(sheet)]
    claims += balances(sheets)
    claims += chains
    claims += prose_claims(speech, sheets)
    poor = {problem.page for problem in reading.problems if problem.trouble is Trouble.POOR_SCAN and problem.page}
    roots = find_roots(claims)
    findings = [inconsistency(root, claims, speech, sheets, poor) for root in roots]
    again = dict.fromkeys(figure.place for root in roots for figure in in_question(root))
    rounded = tuple(claim for claim in claims if claim.state() is Standing.ROUNDED)
    return Arithmetic(sheets, tuple(claims), tuple(findings), rounded, tuple(again))
