"""Texts that are made in one order and written in another: kept on the disk meanwhile, so that no report need be held
in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from checks.records import Outcome
from checks.rules import BATCH_RULES, COMPANY_RULES, DISTRICT_RULES, FILE_RULES, PAPER_RULES, POLICY_RULES
from docs_check.report.summary import Summary

ON_DISK = ""  # SQLite's name for a database in a file that vanishes with whoever opened it
# The rules in the order in which a batch is judged by them: all of one kind on each subject; the last two one by one.
_TOGETHER = (FILE_RULES, PAPER_RULES, COMPANY_RULES, DISTRICT_RULES)
_RANKS = {
    **{module.RULE.code: rank for rank, modules in enumerate(_TOGETHER) for module in modules},
    **{module.RULE.code: len(_TOGETHER) + at for at, module in enumerate((*BATCH_RULES, *POLICY_RULES))},
}

Key = tuple[int, int, str, str]


class Pieces:
    """Several lists of texts, each given back in the order of its keys; what has one key, as it came."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(ON_DISK, isolation_level=None)
        self._db.execute("CREATE TABLE pieces (list TEXT, a INTEGER, b INTEGER, c TEXT, d TEXT, piece TEXT)")

    def add(self, name: str, pieces: Iterable[tuple[Key, str]]) -> None:
        rows = ((name, *key, piece) for key, piece in pieces)
        self._db.executemany("INSERT INTO pieces VALUES (?, ?, ?, ?, ?, ?)", rows)

    def sorted(self, name: str) -> Iterator[str]:
        rows = self._db.execute("SELECT piece FROM pieces WHERE list = ? ORDER BY a, b, c, d, rowid", (name,))
        return (piece for (piece,) in rows)

    def close(self) -> None:
        self._db.close()


def outcome_key(outcome: Outcome, summary: Summary, part: int) -> Key:
    """Where an outcome stands among all: as if the whole batch had been judged at once. `part`: how many parts came
    before."""
    rank = _RANKS.get(outcome.code, _TOGETHER.index(PAPER_RULES))  # a pack's own rules are on papers
    return rank, part if rank else summary.run.places.get(outcome.file or outcome.subject, 0), "", ""
