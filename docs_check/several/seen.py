"""What a policy's pack makes of a paper: enough to tell whose it is, and small enough to keep for a whole batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import IntEnum

from checks.facts.acts import acts_on
from checks.facts.identity import Identity
from checks.facts.names import fold_name
from checks.facts.papers import code_field, is_form, name_field, subject_of
from checks.pack.model import APPLICANT, Policy
from extractor.language.matching import fold_label, title_likeness
from extractor.records import Document, FileReading, Words
from extractor.understand.kinds import SURE_TITLE

_ANY = "..."  # in a pack's title: any text


class Role(IntEnum):
    """What a paper is to a policy. `FORM`: an application, known by its title; `OFFICE`: a paper of an office, or of
    another party than the applicant; `PROOF`: it goes with an application; `UNKNOWN`: of no kind of the pack."""

    UNKNOWN = 0
    PROOF = 1
    OFFICE = 2
    FORM = 3


@dataclass(frozen=True, slots=True)
class Title:
    """How well a paper bears a title of its kind: `sure` that it is this one, and `letters` of it that the pack spells
    out; `whole` where it leaves nothing open."""

    sure: bool = False
    letters: int = 0
    whole: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        return self.sure, self.letters


@dataclass(frozen=True, slots=True)
class Seen:
    """One paper by one pack. `who`: whom it is about; `mention`: the most letters in a row of the policy's name, or of
    its form's title, that stand on it; `names`: everybody whom an office's paper names; `in_window`: whether its
    dates can be this policy's, None where none says."""

    policy: str
    file: str
    pages: tuple[int, ...]
    role: Role
    kind: Words
    written: str  # its title as printed
    title: Title = Title()
    who: Identity | None = None
    mention: int = 0
    names: frozenset[str] = frozenset()
    in_window: bool | None = None


def seen_in(reading: FileReading, policy: Policy) -> Iterator[Seen]:
    """Every paper of a file, as the policy's pack reads it."""
    return (_seen(document, policy) for document in reading.documents)


def _seen(document: Document, policy: Policy) -> Seen:
    kind, role = policy.kind_name(document.kind), _role(document, policy)
    seen = Seen(policy.id, document.file, document.pages, role, kind, document.title)
    if role is not Role.PROOF:
        seen = replace(seen, mention=_mention(document, role, policy))
    if role is Role.UNKNOWN:
        return seen
    seen = replace(seen, title=_title(document, policy), who=_who(document, policy))
    if role is Role.PROOF:
        return seen
    written = (field.value for row in document.rows for field in row.fields if field.value)
    names = frozenset(fold_name(name) for name in (*document.names, *written))
    return replace(seen, names=names, in_window=_in_window(document, policy))


def _role(document: Document, policy: Policy) -> Role:
    if document.kind is None:
        return Role.UNKNOWN
    if is_form(document, policy):
        # Labels are alike on forms of many policies, and so are half their titles.
        return Role.FORM if _title(document, policy).sure else Role.PROOF
    return Role.PROOF if subject_of(document, policy) == APPLICANT else Role.OFFICE


def _title(document: Document, policy: Policy) -> Title:
    best = Title()
    for title in policy.kinds[document.kind or ""].titles:
        letters = len(fold_label(title.replace(_ANY, "")))
        found = Title(title_likeness(document.title, title) >= SURE_TITLE, letters, _ANY not in title)
        best = max(best, found, key=lambda one: one.rank)
    return best


def _who(document: Document, policy: Policy) -> Identity | None:
    name, code = name_field(document, policy), code_field(document, policy)
    return Identity(name.value, code.value if code else None) if name and name.value else None


def _mention(document: Document, role: Role, policy: Policy) -> int:
    """An application bears its form's title anyhow, whichever of the policies with such a form it is for."""
    titles = () if role is Role.FORM else policy.kinds[policy.applicants.form].titles
    text = fold_label("".join(line.text for _, line in document.lines))
    return max(_shared(fold_label(name.replace(_ANY, "")), text) for name in (policy.name.zh, *titles))


def _shared(name: str, text: str) -> int:
    """The longest stretch of `name` that stands in `text`, in letters."""
    return SequenceMatcher(None, name, text, autojunk=False).find_longest_match().size


def _in_window(document: Document, policy: Policy) -> bool | None:
    acts = [one.plausible for one in acts_on(document, policy) if one.day is not None and one.spec.window is not None]
    return all(acts) if acts else None
