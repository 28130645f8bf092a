"""Whether a paper is required of a company, and which of its papers do for it."""

from __future__ import annotations

from dataclasses import dataclass

from checks.certainty import doubt
from checks.facts.names import fold_name
from checks.facts.papers import Whose, belonging, forms_of
from checks.facts.values import PaperValues
from checks.outcomes import of_field
from checks.pack.expressions import UnknownValueError, evaluate
from checks.pack.model import DateSource, Each, EvidenceSpec, Policy
from checks.records import Dossier, Evidence, Paper
from extractor.records import Document, Field, Words


@dataclass(frozen=True, slots=True)
class Asked:
    """Is the paper asked for? `asked` is None where what it hangs on was not read; `doubt` why that may be misread."""

    asked: bool | None
    doubt: Words | None = None


@dataclass(frozen=True, slots=True)
class Unproved:
    """Somebody or something for which no paper of the kind is there."""

    name: str
    reading: Evidence


def is_asked(wanted: EvidenceSpec, dossier: Dossier, policy: Policy) -> Asked:
    """By the condition of `wanted` on the company's form; with several forms, by any of them."""
    if wanted.when is None:
        return Asked(True)
    answers = [_holds(wanted.when, form, dossier, policy) for form in forms_of(dossier, policy)]
    for certain in (True, None):
        found = next((one for one in answers if one.asked is certain), None)
        if found is not None:
            return found
    return answers[0] if answers else Asked(None)


def papers_for(kind: str, wanted: EvidenceSpec, dossier: Dossier, policy: Policy) -> tuple[Document, ...]:
    """The company's papers of the kind, or of one that does as well; letters that name it among others' too."""
    kinds = {kind, *wanted.instead}
    own = (
        document
        for document in dossier.documents
        if document.kind in kinds and belonging(document, dossier, policy).whose is not Whose.ANOTHER
    )
    return (*own, *(document for document in dossier.lent if document.kind in kinds))


def unproved(each: Each, papers: tuple[Document, ...], dossier: Dossier) -> tuple[Unproved, ...] | None:
    """Those whom `each` names and no paper of `papers` bears; None where nobody is named, or a paper names nobody."""
    source = DateSource.of(each.of)
    wanted = [
        (document, field)
        for document in dossier.documents
        if document.kind == source.kind
        for field in (document.get(source.field), *(row.get(source.field) for row in document.rows))
        if field is not None and field.value
    ]
    borne = [document.get(each.field) for document in papers]
    if not wanted or any(field is None or not field.value for field in borne):
        return None
    names = {fold_name(field.value) for field in borne if field and field.value}
    return tuple(
        Unproved(field.value, of_field(document, field))
        for document, field in wanted
        if field.value and fold_name(field.value) not in names
    )


def named_doubt(each: Each, papers: tuple[Document, ...], missing: tuple[Unproved, ...]) -> Words | None:
    """A name misread on either side would look like one that is missing."""
    fields: list[tuple[Document, Field]] = [
        (document, field) for document in papers if (field := document.get(each.field)) is not None
    ]
    return doubt([*(one.reading for one in missing), *(of_field(*pair) for pair in fields)])


def _holds(condition: str, form: Document, dossier: Dossier, policy: Policy) -> Asked:
    paper = Paper(form, dossier.district, dossier.applicant, dossier.credit_code, dossier)
    values = PaperValues(paper, policy)
    try:
        return Asked(bool(evaluate(condition, values)), doubt(values.evidence))
    except UnknownValueError:
        return Asked(None)
