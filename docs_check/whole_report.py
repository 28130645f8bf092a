"""report.json of a whole batch, written from the reports of its districts: the very text that one machine writes that
holds all of it. What is to stand in it is kept on the disk, and put in order there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from checks.records import Outcome
from checks.rules import BATCH_RULES, COMPANY_RULES, DISTRICT_RULES, FILE_RULES, PAPER_RULES, POLICY_RULES
from docs_check.extras import needed
from docs_check.report.summary import PolicyInfo, RunFacts, Summary
from docs_check.reports.to_json import entry_text, parts_of, write_parts

_LISTS = ("districts", "documents", "files", "outcomes", "defects")  # in the order in which they stand there
_TABLE = "CREATE TABLE pieces (list INTEGER, a BIGINT, b TEXT, pages BIGINT[], nth BIGINT, piece TEXT)"
_SORTED = "SELECT piece FROM pieces WHERE list = $1 ORDER BY a, b, pages, nth"
_AT_ONCE = 1000
# The rules in the order in which a batch is judged by them: all of one kind on each subject; the last two one by one.
_TOGETHER = (FILE_RULES, PAPER_RULES, COMPANY_RULES, DISTRICT_RULES)
_RANKS: Mapping[str, int] = {
    **{module.RULE.code: rank for rank, modules in enumerate(_TOGETHER) for module in modules},
    **{module.RULE.code: len(_TOGETHER) + at for at, module in enumerate((*BATCH_RULES, *POLICY_RULES))},
}
_FAR = 1 << 40  # more than a batch has files

_Piece = tuple[int, int, str, list[int], int, str]


class WholeReport:
    def __init__(self, db: Any, language: str, places: Mapping[str, int]) -> None:
        """`db`: a DuckDB connection; `places`: those of the files in the batch."""
        self._db = db
        self._language = language
        self._places = places
        self._districts = 0
        self._pieces = 0
        self.entries = list[dict[str, Any]]()  # of the districts, as they stand in the report
        db.execute(_TABLE)

    def add(self, summary: Summary) -> None:
        """The summary of the next district, in the order of the batch."""
        lists = parts_of(summary, self._language).lists
        self.entries += lists["districts"]
        rows = self._rows(summary, lists)
        arrow = needed("pyarrow")
        while some := list(islice(rows, _AT_ONCE)):
            names = ("list", "a", "b", "pages", "nth", "piece")
            table = arrow.table(dict(zip(names, map(list, zip(*some, strict=True)), strict=True)), schema=_schema())
            self._db.register("fresh", table)
            self._db.execute("INSERT INTO pieces SELECT * FROM fresh")
            self._db.unregister("fresh")
        self._districts += 1

    def write(self, file: Path, summary: Summary, policy: PolicyInfo, run: RunFacts) -> None:
        """`summary`: of any district; what it says of the policy and the run is said as given."""
        parts = parts_of(replace(summary, policy=policy, run=run, sections=(), files=(), outcomes=()), self._language)
        write_parts(file, parts.head, {name: self._sorted(at) for at, name in enumerate(_LISTS)}, {})

    def _sorted(self, at: int) -> Iterator[str]:
        rows = self._db.execute(_SORTED, [at])
        while some := rows.fetchmany(_AT_ONCE):
            yield from (text for (text,) in some)

    def _rows(self, summary: Summary, report: Mapping[str, Iterable[Any]]) -> Iterator[_Piece]:
        here = self._districts
        for entry in report["districts"]:
            yield self._piece(0, here, entry)
        for entry in report["documents"]:
            yield self._piece(1, 0, entry, entry["file"], entry["pages"])
        for entry in report["files"]:
            yield self._piece(2, 0, entry, entry["file"])
        for outcome, entry in zip(summary.outcomes, report["outcomes"], strict=True):
            yield self._piece(3, self._rank(outcome, here), entry)
        for entry in report["defects"]:
            yield self._piece(4, here, entry)

    def _rank(self, outcome: Outcome, here: int) -> int:
        rank = _RANKS[outcome.code]
        return rank * _FAR + (here if rank else self._places.get(outcome.file or outcome.subject, 0))

    def _piece(self, at: int, a: int, entry: Any, b: str = "", pages: list[int] | None = None) -> _Piece:
        self._pieces += 1
        return at, a, b, pages or [], self._pieces, entry_text(entry)


def _schema() -> Any:
    arrow = needed("pyarrow")
    number, words = arrow.int64(), arrow.string()
    kinds = (arrow.int32(), number, words, arrow.list_(number), number, words)
    return arrow.schema(list(zip(("list", "a", "b", "pages", "nth", "piece"), kinds, strict=True)))
