"""What the rules consult of each kind of paper: found by watching them judge papers on which everything is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from checks.grouping.batch import group
from checks.grouping.whose import papers_of
from checks.own_rules import own_rules
from checks.pack.model import Policy
from checks.records import Paper, Scope
from checks.rules import RULES
from checks.unseen.made_up import known_companies, made_up
from extractor.records import Document, Field, FileReading, Row, SlotSeen

# Expressions are cut short: of `a or b` the second is looked at only where the first does not hold. Each drawing takes
# one way at each of them; that twelve leave out one that two in five take, happens in two of a thousand packs.
_DRAWINGS = 12


class Part(StrEnum):
    """What of a paper can be looked at."""

    FIELD = "field"
    COLUMN = "column"
    SLOT = "slot"


Spot = tuple[str, Part, str]  # kind, part, name
Look = tuple[str, str | None]  # a rule's code and the kind of the paper that it judged; None: it judged no one paper


@lru_cache(maxsize=4)  # a batch is reported district by district, by one policy
def consulted(policy: Policy) -> Mapping[Spot, frozenset[Look]]:
    """Who looks at each spot of a paper; what is not in it no rule looks at."""
    found = dict[Spot, set[Look]]()
    for seed in range(_DRAWINGS):
        for look, spots in _looks(policy, seed):
            for spot in spots:
                found.setdefault(spot, set()).add(look)
    return {spot: frozenset(looks) for spot, looks in found.items()}


def _looks(policy: Policy, seed: int) -> Iterator[tuple[Look, Collection[Spot]]]:
    asked = set[Spot]()
    readings = [_watched(reading, asked) for reading in made_up(policy, seed)]
    batch = replace(group(readings, policy), known=known_companies(policy))
    papers, dossiers = tuple(papers_of(batch, policy)), (one for each in batch.districts for one in each.dossiers)
    judged: Mapping[Scope, Collection[Any]] = {
        Scope.PAPER: papers,
        Scope.COMPANY: tuple(dossiers),
        Scope.DISTRICT: batch.districts,
        Scope.BATCH: (batch,),
    }
    rules: tuple[Any, ...] = (*RULES, *own_rules(policy))
    for module in rules:
        for record in judged.get(module.RULE.scope, ()):
            asked.clear()
            with suppress(Exception):  # a rule that breaks says so where it judges a real paper
                list(module.check(replace(record), policy))  # what is found out of a paper is kept with the record
            yield (module.RULE.code, record.document.kind if isinstance(record, Paper) else None), frozenset(asked)


def _watched(reading: FileReading, asked: set[Spot]) -> FileReading:
    return replace(reading, documents=tuple(_watched_paper(one, asked) for one in reading.documents))


def _watched_paper(document: Document, asked: set[Spot]) -> Document:
    """The same paper; what it is asked for goes into `asked`."""
    kind = document.kind or ""

    class WatchedRow(Row):
        __slots__ = ()

        def get(self, name: str) -> Field | None:
            asked.add((kind, Part.COLUMN, name))
            return Row.get(self, name)

    class Watched(Document):
        __slots__ = ()

        def get(self, name: str) -> Field | None:
            asked.add((kind, Part.FIELD, name))
            return Document.get(self, name)

        def slot(self, slot: str) -> SlotSeen | None:
            asked.add((kind, Part.SLOT, slot))
            return Document.slot(self, slot)

    given: dict[str, Any] = {field.name: getattr(document, field.name) for field in fields(Document)}
    given["rows"] = tuple(WatchedRow(row.place, row.fields) for row in document.rows)
    return Watched(**given)
