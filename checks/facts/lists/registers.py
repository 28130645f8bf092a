"""Whether the office's lists and ledger speak of a company."""

from __future__ import annotations

from checks.facts.codes import plain
from checks.facts.names import fold_name
from checks.records import Dossier, Known


def is_same_company(dossier: Dossier, known: Known) -> bool:
    """By code where both have one, else by the very name."""
    if known.code and dossier.credit_code:
        return plain(known.code) == plain(dossier.credit_code)
    return fold_name(known.company) == fold_name(dossier.applicant)
