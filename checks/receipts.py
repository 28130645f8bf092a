"""Receipt registers as the rules see them: when which company's papers came in, as an office wrote it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractor.records import Words


@dataclass(frozen=True, slots=True)
class Receipt:
    """One entry. `day` None: `written`, the date and hour as they stand there, could not be read as a day. `district`
    as written; `where` says which entry of which register it is; `kinds` are the papers that came with it, where the
    register knows; `doubt`: why the entry itself may not hold."""

    company: str
    code: str | None
    district: str | None
    day: date | None
    written: str
    where: Words
    kinds: tuple[str, ...] = ()
    doubt: Words | None = None


Register = tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """What the register says of one company: its first readable entry, or one that is not readable; None where it is
    not in the register. `doubt`: why it may be another company's."""

    receipt: Receipt | None
    doubt: Words | None = None
