"""What EV004 and CX001 share: which of the two a paper in another name is."""

from __future__ import annotations

from checks.facts.papers import Belonging
from checks.pack.model import Policy
from extractor.records import Document


def is_of_another(document: Document, found: Belonging, policy: Policy) -> bool:
    """Another company's paper (EV004), rather than one with a name that does not match (CX001): a proof of standing by
    its name alone, any other paper where the code is another's too."""
    wanted = policy.evidence.get(document.kind or "")
    proof = wanted is not None and wanted.proves is not None
    return proof or found.same_code is False
