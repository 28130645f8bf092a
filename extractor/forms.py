"""What papers look like: the kinds, fields, slots and parties that a policy pack describes.

Plain data, filled from a pack by `checks.pack.load`; the extractor reads papers by it and knows no rule. Labels and
titles are as printed, several where offices print differently; they are matched tolerantly
(`extractor.language.matching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Literal

from extractor.records import Words

_STRICT = {"extra": "forbid"}  # a key that the pack's author misspelt is an error, not ignored


class Layout(StrEnum):
    """How a paper carries its values."""

    FORM = "form"  # labels and values in ruled cells
    TABLE = "table"  # a ruled table of rows under a header row
    LABELS = "labels"  # label and value side by side, not ruled: a licence
    LETTER = "letter"  # prose, issuer and date at the end


class ValueType(StrEnum):
    NAME = "name"  # an organisation's name
    PERSON = "person"
    CODE = "code"  # a unified social credit code, 18 characters of GB 32100-2015
    PERSON_ID = "person_id"  # a person's identity number, 18 characters of GB 11643
    ID = "id"  # any other number or code
    TEXT = "text"
    AMOUNT = "amount"
    WORDS = "words"  # an amount in Chinese capital numerals
    PERCENT = "percent"
    COUNT = "count"
    DATE = "date"
    PERIOD = "period"
    DISTRICT = "district"
    CHOICE = "choice"  # one of `options`: what is ticked, or what stands there alone


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of a kind. `labels`: as printed beside or before the value; for a letter's prose, `before` and `after`
    are the words that stand directly before and after the value. `unit` is that of `value` (元, 万元, 万美元, %).
    `options`: of a choice, what may be chosen, each with the words that are printed or written for it."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _STRICT

    type: ValueType
    name: Words
    labels: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    unit: str | None = None
    required: bool = False
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True)
class SignSpec:
    """A place where somebody signs, by the `labels` printed before it. `seal_suffices`: a name seal does as well."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _STRICT

    name: Words
    labels: tuple[str, ...]
    seal_suffices: bool = False


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """A place for a seal. `party` is who must seal; `date` the field that the date beside it fills; on a letter the
    slot is the issuer line and date. `asks_wrongly`: the form prints one party's name for what is another party's
    to give; the id of the party whose it really is."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _STRICT

    party: str
    labels: tuple[str, ...] = ()
    date: str | None = None
    accepts: tuple[str, ...] = ()  # sorts of seal that will do (公章, 财务专用章); none named: any
    seal: bool = True  # a seal is required at submission
    date_required: bool = True
    asks_wrongly: str | None = None
    sign: Mapping[str, SignSpec] = field(default_factory=dict[str, SignSpec])  # who signs beside the seal


@dataclass(frozen=True, slots=True)
class KindSpec:
    """A kind of paper. `titles` as printed, `...` standing for any text; `subject` is the party that the paper is
    about (`applicant`, `insurer`, or a district's own paper: `district`)."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _STRICT

    name: Words
    layout: Layout
    titles: tuple[str, ...]
    subject: str
    fields: Mapping[str, FieldSpec]
    slots: Mapping[str, SlotSpec] = field(default_factory=dict[str, SlotSpec])
    rows: Mapping[str, FieldSpec] = field(default_factory=dict[str, FieldSpec])  # a table's columns
    captions: tuple[str, ...] = ()  # other labels that the paper prints: what they label is no field
    total_labels: tuple[str, ...] = ()  # what marks the row of totals
    totals: Mapping[str, str] = field(default_factory=dict[str, str])  # column -> the field that its total fills
    original: Literal["required", "copy_with_applicant_seal", "electronic", "any"] = "any"
    across_pages: bool = False  # of several pages, it must bear a seal across their edges (骑缝章)
    certified: tuple[str, ...] = ()  # words one of which a copy must bear (与原件一致)
    blank: tuple[str, ...] = ()  # other words that the blank form prints, by which it is told from other years' forms
    electronic_titles: tuple[str, ...] = ()  # a paper with such a title is an electronic original and needs no seal


@dataclass(frozen=True, slots=True)
class Party:
    """An office or company that may seal. `names` are full names, `*` standing for any text, for a party that is the
    same everywhere; `districts` are names by district. Both empty: known only from the papers (the applicant)."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = _STRICT

    name: Words
    names: tuple[str, ...] = ()
    districts: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Forms:
    """All that the extractor needs of a pack."""

    kinds: Mapping[str, KindSpec]
    parties: Mapping[str, Party]
    districts: Mapping[str, tuple[str, ...]]  # a district's own name to its other names
