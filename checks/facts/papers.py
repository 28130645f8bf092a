"""What a paper says of whom it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checks.certainty import POOR_PAPER, SURE, doubt
from checks.facts.codes import near, passes_check, plain
from checks.facts.names import Likeness, certainty_needed, compare_names, fold_name
from checks.outcomes import of_field
from checks.pack.model import APPLICANT, DISTRICT, Policy
from checks.records import Dossier, Paper
from extractor.forms import KindSpec, ValueType
from extractor.records import Document, Field, Words

# Two papers that bear a name letter for letter confirm each other, whatever either reading's own confidence.
_CONFIRMED = 0.99


class Whose(StrEnum):
    OWN = "own"
    ANOTHER = "another"
    UNSAID = "unsaid"  # the paper names nobody, or it could not be read


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose a paper in a company's set is, by what it says. `same_code`: None where either code is unknown."""

    whose: Whose
    name: Field | None
    same_code: bool | None
    doubt: Words | None = None


def spec_of(document: Document, policy: Policy) -> KindSpec | None:
    return policy.kinds.get(document.kind or "")


def subject_of(document: Document, policy: Policy) -> str | None:
    spec = spec_of(document, policy)
    return spec.subject if spec else None


def name_field(document: Document, policy: Policy) -> Field | None:
    """The field that says whom the paper is about: the applicant's name, or the field called like another subject."""
    subject = subject_of(document, policy)
    if subject is None or subject == DISTRICT:
        return None
    found = document.get(policy.applicants.name if subject == APPLICANT else subject)
    return found if found and found.value else None


def code_field(document: Document, policy: Policy) -> Field | None:
    if subject_of(document, policy) != APPLICANT or policy.applicants.code is None:
        return None
    found = document.get(policy.applicants.code)
    return found if found and found.value else None


def is_form(document: Document, policy: Policy) -> bool:
    return document.kind == policy.applicants.form


def forms_of(dossier: Dossier, policy: Policy) -> tuple[Document, ...]:
    return tuple(document for document in dossier.documents if is_form(document, policy))


def belonging(document: Document, dossier: Dossier, policy: Policy) -> Belonging:
    """Whose `document` is, in the set of `dossier`."""
    name, code = name_field(document, policy), code_field(document, policy)
    same_code = _same_code(code, dossier, checked=has_check_character(policy))
    if name is None or name.value is None:
        return Belonging(Whose.OWN if same_code else Whose.UNSAID, name, same_code)
    confidence = min(name.confidence, _certainty_of(dossier, document, policy))
    likeness = compare_names(name.value, dossier.applicant, confidence)
    if likeness is Likeness.SAME or (likeness is Likeness.SLIP and same_code):
        return Belonging(Whose.OWN, name, same_code)
    if likeness is Likeness.SLIP:
        least = certainty_needed(name.value, dossier.applicant)
        why = doubt([of_field(document, name)], least) or Words(
            "两个名称只差形近的字，可能是识别误差", "the names differ as a misreading makes them differ"
        )
        return Belonging(Whose.ANOTHER, name, same_code, why)
    return Belonging(Whose.ANOTHER, name, same_code, POOR_PAPER if document.poor and confidence < SURE else None)


def is_of_another(document: Document, found: Belonging, policy: Policy) -> bool:
    """Another company's paper (EV004), rather than one with a name that does not match (CX001): a proof of standing by
    its name alone, any other paper where the code is another's too."""
    wanted = policy.evidence.get(document.kind or "")
    proof = wanted is not None and wanted.proves is not None
    return proof or found.same_code is False


def has_check_character(policy: Policy) -> bool:
    """Are applicants known by a code that proves itself, rather than by any other number?"""
    return code_type(policy) in (ValueType.CODE, ValueType.PERSON_ID)


def code_type(policy: Policy) -> ValueType | None:
    """What sort of code applicants are known by."""
    spec = policy.kinds[policy.applicants.form].fields.get(policy.applicants.code or "")
    return spec.type if spec else None


def _same_code(code: Field | None, dossier: Dossier, *, checked: bool) -> bool | None:
    if code is None or code.value is None or dossier.credit_code is None:
        return None
    one, two = plain(code.value), plain(dossier.credit_code)
    if one == two:
        return True
    if not checked:
        return False if code.confidence >= SURE else None
    # A code that fails its check, near one that does not, is that one misread or mistyped.
    if near(one, two) and passes_check(one) != passes_check(two):
        return True
    plainly_other = passes_check(one) or (code.confidence >= SURE and not near(one, two))
    return False if plainly_other else None


def _certainty_of(dossier: Dossier, beside: Document, policy: Policy) -> float:
    """How certain the company's own name is, by its papers other than `beside`."""
    fields = [
        field
        for document in dossier.documents
        if document is not beside and (field := name_field(document, policy)) and field.value
        if fold_name(field.value) == fold_name(dossier.applicant)
    ]
    if len(fields) >= 2:
        return _CONFIRMED
    return max((field.confidence for field in fields), default=_CONFIRMED)


def own_papers(dossier: Dossier, kind: str, policy: Policy) -> tuple[Document, ...]:
    """The company's papers of a kind, without those of others and without second copies of the same."""
    seen, found = set[tuple[tuple[str, str | None], ...]](), list[Document]()
    for document in (*dossier.documents, *dossier.lent):
        if document.kind != kind or belonging(document, dossier, policy).whose is Whose.ANOTHER:
            continue
        content = tuple(sorted((field.name, field.value) for field in document.fields))
        if content in seen:
            continue
        seen.add(content)
        found.append(document)
    return tuple(found)


def paper_words(paper: Paper, policy: Policy) -> Words:
    """`青岛某某有限公司的申请表`, for the beginning of a sentence."""
    kind = policy.kind_name(paper.document.kind)
    who = paper.applicant or paper.district
    return Words(f"{who}的{kind.zh}", f"The {kind.en} of {who}") if who else Words(kind.zh, f"The {kind.en}")


def listed(words: Iterable[str]) -> str:
    return "、".join(words)
