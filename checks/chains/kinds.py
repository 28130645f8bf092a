"""A kind of report as data: the tables that it has, by their titles, and which of their figures are the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from checks.pack.shipped import report_kinds
from checks.pack.yaml_file import read_pack_file


def _pattern(text: str) -> str:
    re.compile(text)
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindName(_Model):
    zh: str
    en: str


class TableTitle(_Model):
    """`name` is what the ministry calls it; `unless` tells a table from one whose title contains its own."""

    name: str
    title: Pattern
    unless: Pattern | None = None

    def fits(self, text: str) -> bool:
        return bool(re.search(self.title, text)) and not (self.unless and re.search(self.unless, text))


class Spot(_Model):
    """A figure: the row whose label fits; the column whose heading fits, else the first that adds up. `side` is what
    stands over the half of a table with two."""

    table: str
    row: Pattern
    column: Pattern | None = None
    side: Pattern | None = None


class Chain(_Model):
    """The first figure is the sum of the others."""

    same: tuple[Spot, ...] = Field(min_length=2)


class ReportKind(_Model):
    """`known_by` stands in the titles of its tables."""

    name: KindName
    known_by: Pattern
    tables: Mapping[str, TableTitle]
    chains: tuple[Chain, ...]


@cache
def shipped_kinds() -> tuple[ReportKind, ...]:
    return tuple(ReportKind.model_validate(read_pack_file(path).plain) for path in report_kinds())
