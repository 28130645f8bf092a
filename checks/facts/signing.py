"""How the places for signatures on a paper stand: empty, signed, in print, or under a seal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checks.certainty import POOR_PAPER, SURE
from checks.facts.holders import Holder, holder_of
from checks.facts.papers import spec_of
from checks.facts.sealing import is_name_seal, party_names
from checks.pack.model import Policy
from checks.records import Paper
from extractor.forms import SignSpec
from extractor.records import Color, Document, Seal, SignSeen, SlotSeen, Words

# Of the height of the label, as OCR boxes it: a signature is two characters at least; what is narrower than the first
# is dirt or the rim of a seal, between the two nobody can tell.
LEAST_INK, A_NAME = 0.2, 0.8
# A seal that covers so much of the place may be what signs it, or hide what does.
_COVERS = 0.15
_OR_SEAL = ("或盖章", "或签章", "签章", "、盖章", "/盖章", "(章)", "（章）")  # the form itself lets a seal do


class Hand(StrEnum):
    SIGNED = "signed"
    EMPTY = "empty"
    PRINTED = "printed"
    SEALED = "sealed"  # a person's name seal, or the party's own where the form lets it do


@dataclass(frozen=True, slots=True)
class SignView:
    """One place for a signature. `doubt` is why its state may be wrong."""

    slot: str
    spec: SignSpec
    seen: SignSeen
    state: Hand
    seal_does: bool
    doubt: Words | None


def sign_places(paper: Paper, policy: Policy) -> Iterator[SignView]:
    """Every place for a signature that the pack knows and this paper shows."""
    spec = spec_of(paper.document, policy)
    for slot in paper.document.slots if spec else ():
        for seen in slot.signs:
            slot_spec = spec.slots[slot.slot] if spec else None
            if slot_spec is not None and seen.sign in slot_spec.sign:
                yield _view(slot, slot_spec.party, slot_spec.sign[seen.sign], seen, paper, policy)


def _view(slot: SlotSeen, party: str, spec: SignSpec, seen: SignSeen, paper: Paper, policy: Policy) -> SignView:
    document = paper.document
    seal_does = spec.seal_suffices or any(words in seen.label for words in _OR_SEAL)
    over = [seal for seal in document.seals if _is_over(seal, seen)]
    owners = party_names(party, paper, policy)
    own = [seal for seal in document.seals if seal.slot == slot.slot and holder_of(seal, owners) is Holder.OWN]
    if any(is_name_seal(seal) for seal in over) or (seal_does and own):
        state = Hand.SEALED
    elif seen.written:
        state = Hand.PRINTED if seen.typed else Hand.SIGNED
    else:
        state = Hand.SIGNED if seen.ink >= A_NAME else Hand.EMPTY
    return SignView(slot.slot, spec, seen, state, seal_does, _doubt(slot, seen, over, document))


def _is_over(seal: Seal, seen: SignSeen) -> bool:
    box = seal.place.box
    return seal.place.page == seen.area.page and box.shared(seen.area.box) >= _COVERS * min(
        box.area, seen.area.box.area
    )


def _doubt(slot: SlotSeen, seen: SignSeen, over: list[Seal], document: Document) -> Words | None:
    if document.poor:
        return POOR_PAPER
    if LEAST_INK <= seen.ink < A_NAME:
        return Words("该处有少量笔迹，可能是签名", "a little ink in the place may be a signature")
    if any(seal.color in (Color.GREY, Color.BLACK) for seal in over):
        return Words("该处盖有黑白印章，可能遮住签名", "a grey or black seal over the place may hide a signature")
    if slot.trace:
        return Words("该处有未能辨认的红色印迹", "red ink in the place could not be made out")
    if any(seal.electronic for seal in document.seals):
        return Words("该文件带有电子签名", "the file bears an electronic signature")
    if seen.confidence < SURE:
        return Words("签字处的印刷文字识别把握不足", "what is printed for the signature was not read with certainty")
    return None
