"""Who an applicant is: a name and, where there is one, a code. The code decides where both are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checks.facts.codes import near, passes_check, plain
from checks.facts.names import Likeness, compare_names, fold_name
from checks.facts.papers import code_field, is_form, name_field
from checks.pack.model import Policy
from extractor.records import Document

# For gathering, one differing character is a slip unless the codes say otherwise.
_FOR_GATHERING = 0.9


@dataclass(frozen=True, slots=True)
class Identity:
    name: str
    code: str | None


def identity_of(documents: Sequence[Document], policy: Policy) -> Identity | None:
    """Who these papers are about: what the application form says, else what most of them say."""
    forms = [document for document in documents if is_form(document, policy)]
    names = [field.value for document in documents if (field := name_field(document, policy)) and field.value]
    if not names:
        return None
    formal = [field.value for document in forms if (field := name_field(document, policy)) and field.value]
    name = _settled_name(formal[0], names) if formal else _commonest(names)
    return Identity(name, _code(documents, forms, policy))


def _settled_name(formal: str, names: Sequence[str]) -> str:
    """The form's own name, or what two other papers agree on where the form's is a slip of it."""
    counts = Counter(fold_name(name) for name in names)
    if counts[fold_name(formal)] > 1:
        return formal
    common, times = counts.most_common(1)[0]
    if times >= 2 and compare_names(formal, common, _FOR_GATHERING) is Likeness.SLIP:
        return next(name for name in names if fold_name(name) == common)
    return formal


def _commonest(names: Sequence[str]) -> str:
    common = Counter(fold_name(name) for name in names).most_common(1)[0][0]
    return next(name for name in names if fold_name(name) == common)


def _code(documents: Sequence[Document], forms: Sequence[Document], policy: Policy) -> str | None:
    """A code that passes its check, the form's first; else one that other papers agree on; else the form's."""
    written = [
        field.value for document in (*forms, *documents) if (field := code_field(document, policy)) and field.value
    ]
    valid = [code for code in written if passes_check(code)]
    if not written:
        return None
    if forms and valid:
        first = written[0]
        return first if passes_check(first) else _nearest_common(first, valid)
    return _commonest(valid or written)


def _nearest_common(formal: str, valid: Sequence[str]) -> str:
    close = [code for code in valid if near(code, formal)]
    return _commonest(close or valid)


def matches(left: Identity, right: Identity) -> bool:
    """Are these the same applicant? Different valid codes are different applicants; one code is one applicant."""
    if left.code and right.code:
        one, two = plain(left.code), plain(right.code)
        if one == two:
            return True
        if passes_check(one) and passes_check(two):
            return False
        if near(one, two):
            return compare_names(left.name, right.name, _FOR_GATHERING) is not Likeness.OTHER
    return compare_names(left.name, right.name, _FOR_GATHERING) is Likeness.SAME
