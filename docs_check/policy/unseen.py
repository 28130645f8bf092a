"""What a pack leaves unchecked, in words."""

from __future__ import annotations

from collections.abc import Iterator

from checks.pack.model import Policy
from checks.unseen.pack import nobodys_places, unchecked
from checks.unseen.papers import Blind
from docs_check.report.unseen import Unseen, UnseenLine, name_of, unseen_lines
from extractor.records import Words


def unseen_in(policy: Policy) -> Iterator[UnseenLine]:
    forms = policy.forms
    yield from unseen_lines((Unseen(what, kind, name, 0, 0, ()) for what, kind, name in unchecked(policy)), forms)
    for kind, slot in nobodys_places(policy):
        spec = policy.kinds[kind]
        place = name_of(Blind.SLOT, slot, spec, forms)
        said = Words(
            f"盖章处“{place.zh}”：没有写明单位名称，不能核对是谁的印章",
            f"the place “{place.en}”: no party is named, so that nobody can tell whose seal it is",
        )
        yield UnseenLine(spec.name, said, 0)
