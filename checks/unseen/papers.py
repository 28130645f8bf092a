"""What of a paper no rule looked at: a rule looked at what it consults, wherever it came to a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from checks.facts.holders import Holder, holder_of
from checks.facts.sealing import is_name_seal, party_names
from checks.outcomes import paper_id
from checks.pack.model import APPLICANT, Policy
from checks.records import Outcome, Paper, Scope, Verdict
from checks.rules import RULES
from checks.unseen.consulted import Look, Part, consulted
from extractor.forms import KindSpec
from extractor.records import Document, Seal

_JUDGED = frozenset({Verdict.PASS, Verdict.DEFECT, Verdict.UNSURE})
# Whether a seal or a date is asked for in a place is part of looking at the place.
_SETTLED = _JUDGED | {Verdict.NOT_APPLICABLE}
_Whose = tuple[str | None, str | None]  # district and company; of all companies of a district None
ONLY_FILLED = frozenset(module.RULE.code for module in RULES if module.RULE.only_filled)


class Blind(StrEnum):
    """What nobody looked at."""

    PAPER = "paper"  # a paper of unknown kind: nothing that stands on it
    SEAL = "seal"  # seals that lie in no place for one and are no party's of the paper
    SLOT = "slot"  # a place for a seal: neither seal nor date nor what is written there
    FIELD = "field"
    COLUMN = "column"
    FILLED = "filled"  # a field: whether it is filled in, and no more


@dataclass(frozen=True, slots=True)
class Said:
    """Which rules came to a verdict, by whom it is about: a paper; the papers of a company, each by its kind; a company
    or its district at large; the whole batch. `settled`: by paper also those that found nothing to ask, each with the
    slot that it spoke of. A rule that judges several things of one paper and could judge one looked at them all."""

    on_papers: Mapping[str, Set[Look]]
    beside: Mapping[_Whose, Set[Look]]
    at_large: Mapping[_Whose, Set[Look]]
    everywhere: Set[Look]
    settled: Mapping[str, Set[tuple[str, str | None]]]

    @staticmethod
    def of(outcomes: Iterable[Outcome]) -> Said:
        on_papers, settled = dict[str, set[Look]](), dict[str, set[tuple[str, str | None]]]()
        beside, at_large, everywhere = dict[_Whose, set[Look]](), dict[_Whose, set[Look]](), set[Look]()
        for one in outcomes:
            whose = one.district, one.applicant
            if one.scope is Scope.PAPER and one.verdict in _SETTLED:
                settled.setdefault(one.subject, set()).add((one.code, one.slot))
            if one.verdict not in _JUDGED:
                continue
            match one.scope:
                case Scope.PAPER:
                    on_papers.setdefault(one.subject, set()).add((one.code, one.kind))
                    beside.setdefault(whose, set()).add((one.code, one.kind))
                case Scope.COMPANY | Scope.DISTRICT:
                    at_large.setdefault(whose, set()).add((one.code, None))
                    at_large.setdefault((one.district, None), set()).add((one.code, None))
                case _:
                    everywhere.add((one.code, None))
        return Said(on_papers, beside, at_large, everywhere, settled)

    def looks(self, paper: Paper) -> Set[Look]:
        """By all rules that judged this paper, another paper of the same company (of another kind: what is said of one
        invoice is not said of the next), the company or its district; of a district's own paper any company there."""
        whose = paper.district, paper.applicant
        own = self.on_papers.get(paper_id(paper.document), frozenset())
        others = {look for look in self.beside.get(whose, ()) if look[1] != paper.document.kind}
        return {*own, *others, *self.at_large.get(whose, ()), *self.everywhere}


def blind_spots(paper: Paper, said: Said, policy: Policy) -> Iterator[tuple[Blind, str]]:
    """Each with the name of field, column or slot; `""` for the paper and its seals."""
    document = paper.document
    spec = policy.kinds.get(document.kind or "")
    if spec is None:
        yield Blind.PAPER, ""
        return
    slots = tuple(_slots(document, spec, said, policy))
    if any(_is_nobodys(seal, slots, spec, paper, policy) for seal in document.seals):
        yield Blind.SEAL, ""
    yield from ((Blind.SLOT, slot) for slot in slots)
    yield from _written(document, spec, said.looks(paper), policy)


def _written(document: Document, spec: KindSpec, looks: Set[Look], policy: Policy) -> Iterator[tuple[Blind, str]]:
    def by(part: Part, name: str) -> set[str]:
        return {code for code, _ in consulted(policy).get((document.kind or "", part, name), frozenset()) & looks}

    at_seals = {slot.date for slot in spec.slots.values()}
    filled = {field.name for field in document.fields if field.written.strip()}
    for name in (name for name in spec.fields if name in filled - at_seals):
        if (codes := by(Part.FIELD, name)) <= ONLY_FILLED:
            yield Blind.FILLED if codes else Blind.FIELD, name
    columns = {field.name for row in document.rows for field in row.fields if field.written.strip()}
    yield from ((Blind.COLUMN, name) for name in spec.rows if name in columns and not by(Part.COLUMN, name))


def _slots(document: Document, spec: KindSpec, said: Said, policy: Policy) -> Iterator[str]:
    spoken = said.settled.get(paper_id(document), frozenset())
    for slot in (slot for slot in spec.slots if document.slot(slot) is not None):
        looking = {code for code, _ in consulted(policy).get((document.kind or "", Part.SLOT, slot), frozenset())}
        if not any(code in looking and where in (None, slot) for code, where in spoken):
            yield slot


def _is_nobodys(seal: Seal, blind: tuple[str, ...], spec: KindSpec, paper: Paper, policy: Policy) -> bool:
    """In a place that no rule looks at, or in none and not of anybody whose seal the rules look for on this paper."""
    if is_name_seal(seal) or seal.electronic:
        return False
    if seal.slot is not None:
        return seal.slot in blind
    parties = {APPLICANT, *(slot.party for slot in spec.slots.values())}
    return not any(holder_of(seal, party_names(party, paper, policy)) is Holder.OWN for party in parties)
