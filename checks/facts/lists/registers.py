"""Whether the office's lists and ledger speak of a company."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from checks.facts.codes import plain
from checks.facts.names import fold_name
from checks.records import Dossier, Known


class KnownCompanies:
    """What lists and ledger hold, found without going through all of it for each company."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_code = defaultdict[str, list[Known]](list)
        self._by_name = defaultdict[str, list[Known]](list)
        for one in known:
            self._by_code[plain(one.code or "")].append(one)
            self._by_name[fold_name(one.company)].append(one)

    def like(self, dossier: Dossier) -> list[Known]:
        """With the company's code, then with its very name, whatever the code."""
        code = plain(dossier.credit_code or "")
        same_code = self._by_code.get(code, ()) if code else ()
        return list(dict.fromkeys([*same_code, *self._by_name.get(fold_name(dossier.applicant), ())]))


def is_same_company(dossier: Dossier, known: Known) -> bool:
    """By code where both have one, else by the very name."""
    if known.code and dossier.credit_code:
        return plain(known.code) == plain(dossier.credit_code)
    return fold_name(known.company) == fold_name(dossier.applicant)
