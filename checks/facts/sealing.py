"""Which seals stand in the places of a paper where a seal belongs, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from checks.certainty import POOR_PAPER, SURE_SEAL, doubt
from checks.facts.holders import Holder, holder_of, is_guess, is_surely_anothers
from checks.facts.papers import name_field, spec_of
from checks.outcomes import of_seal
from checks.pack.model import APPLICANT, Policy
from checks.records import Evidence, Paper
from extractor.forms import KindSpec, Layout, SlotSpec
from extractor.language.matching import title_likeness
from extractor.records import Color, Document, Place, Seal, Shape, SlotSeen, Words

COPIED = (Color.GREY, Color.BLACK)  # seals of copies, faxes and black-and-white prints
COPY = "copy_with_applicant_seal"
ELECTRONIC = "electronic"
REQUIRED = "required"
_TITLE_LIKE = 0.85  # a title with 电子 left out differs by two of nine characters or more
# A seal that lies in a place to at least this share is in it, whatever else it hangs over into.
_IN_PLACE = 0.5
# A person's seal is 1.5 to 2.3 cm wide (of 21 cm of paper) and bears a name of two to four characters and 印 or 之印;
# an office's is 3.8 cm at least.
_NAME_SEAL_WIDTH, _NAME_SEAL_TEXT = 0.12, 6
# Of a sheet of A4: 59 mm by 59 mm. No seal is larger (公章 38 to 58 mm); what is, are several that touch.
_LARGEST = 0.056
# Beyond its radius by so much, a seal does not touch; between, nobody can tell from a box.
_TOUCH, _CLEAR = 1.0, 1.12


class PlaceState(StrEnum):
    """How a required place for a seal stands. One place has one state, so that one cause gives one finding."""

    SEALED = "sealed"
    MISSING = "missing"
    MISPLACED = "misplaced"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    OFF_SIGNATURE = "off_signature"
    UNSEEN = "unseen"  # the place itself was not found on the paper


_ACCUSING = frozenset({PlaceState.MISSING, PlaceState.MISPLACED, PlaceState.WRONG})


@dataclass(frozen=True, slots=True)
class SlotView:
    """One required place for a seal. `seals` are those that its state rests on; `doubt` is why that may be wrong."""

    slot: str
    spec: SlotSpec
    seen: SlotSeen | None
    owners: tuple[str, ...]  # names that the party may bear, `*` for any text
    party: Words
    state: PlaceState
    seals: tuple[Seal, ...]
    doubt: Words | None

    @property
    def place(self) -> Place | None:
        return self.seen.area if self.seen else None

    @property
    def expected(self) -> Words:
        names = "、".join(name.replace("*", "…") for name in self.owners)
        if not names:
            return self.party
        return Words(f"{self.party.zh}（{names}）", f"{self.party.en} ({names})")


def is_electronic(document: Document, policy: Policy) -> bool:
    """An electronic original needs no seal."""
    spec = spec_of(document, policy)
    return spec is not None and any(
        title_likeness(document.title, title) >= _TITLE_LIKE for title in spec.electronic_titles
    )


def is_name_seal(seal: Seal) -> bool:
    """A person's square seal beside a signature: it stands for the person, and neither fills nor spoils a place."""
    small = seal.place.box.width <= _NAME_SEAL_WIDTH and len(seal.text) <= _NAME_SEAL_TEXT
    return seal.shape is Shape.SQUARE and seal.owner is None and small


@lru_cache(maxsize=4)  # the rules about seals look at one paper one after another
def sealed_slots(paper: Paper, policy: Policy) -> tuple[SlotView, ...]:
    """Every place of this paper where a seal is required, and how it stands."""
    spec = spec_of(paper.document, policy)
    if spec is None or paper.working_copy or is_electronic(paper.document, policy):
        return ()
    owners = {slot: party_names(slot_spec.party, paper, policy) for slot, slot_spec in spec.slots.items()}
    return tuple(
        _view(slot, slot_spec, spec, owners, paper, policy) for slot, slot_spec in spec.slots.items() if slot_spec.seal
    )


def _view(
    slot: str, slot_spec: SlotSpec, spec: KindSpec, owners: Mapping[str, tuple[str, ...]], paper: Paper, policy: Policy
) -> SlotView:
    seen = paper.document.slot(slot)
    # Without printed labels, or on a letter, the place is the signature: issuer and date.
    signature = spec.layout is Layout.LETTER or not slot_spec.labels
    copy, own = spec.original == COPY, slot_spec.party == APPLICANT
    sorted_out = _sort_out(slot, seen, owners, paper, policy, signature=signature, copy=copy and not own)
    state, seals, why = _judge(sorted_out, seen, paper.document, owners[slot], signature=signature)
    if state in _ACCUSING and seen and seen.trace:
        why = why or TRACE
    if state in _ACCUSING and any(seal.place.box.area > _LARGEST for seal in paper.document.seals):
        why = why or RUN_TOGETHER
    if state in _ACCUSING and any(place.guessed for place in paper.document.slots):
        why = why or BY_ORDER
    if state in _ACCUSING and copy and own:
        why = why or UNDER_COPY  # its seal elsewhere may be the one that vouches for the copy
    return SlotView(slot, slot_spec, seen, owners[slot], policy.parties[slot_spec.party].name, state, seals, why)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A paper's seals as one of its places sees them."""

    own: tuple[Seal, ...]  # in the place
    strangers: tuple[Seal, ...]
    unknown: tuple[Seal, ...]
    elsewhere: tuple[Seal, ...]  # the party's, in no place of its own
    stray: tuple[Seal, ...]  # not in the place, owner not read
    copied: bool  # the applicant's seal vouches for a copy


def _sort_out(
    slot: str,
    seen: SlotSeen | None,
    owners: Mapping[str, tuple[str, ...]],
    paper: Paper,
    policy: Policy,
    *,
    signature: bool,
    copy: bool,
) -> _Sorted:
    applicant = party_names(APPLICANT, paper, policy)
    vouching = [seal for seal in paper.document.seals if copy and holder_of(seal, applicant) is Holder.OWN]
    seals = [seal for seal in paper.document.seals if seal not in vouching and not is_name_seal(seal)]
    holders = [(seal, holder_of(seal, owners[slot])) for seal in seals]
    inside = [(seal, holder) for seal, holder in holders if _lies_in(seal, slot, seen, holder, signature=signature)]
    outside = [(seal, holder) for seal, holder in holders if (seal, holder) not in inside]

    def at_home_elsewhere(seal: Seal) -> bool:
        # One office may be two parties of a form; in the other's place its seal is where it belongs.
        other = seal.slot
        return other is not None and other != slot and holder_of(seal, owners.get(other, ())) is Holder.OWN

    return _Sorted(
        tuple(seal for seal, holder in inside if holder is Holder.OWN),
        tuple(seal for seal, holder in inside if holder is Holder.STRANGER),
        tuple(seal for seal, holder in inside if holder is Holder.UNKNOWN),
        tuple(seal for seal, holder in outside if holder is Holder.OWN and not at_home_elsewhere(seal)),
        tuple(seal for seal, holder in outside if seal.slot is None and (holder is Holder.UNKNOWN or is_guess(seal))),
        bool(vouching),
    )


def _judge(
    seals: _Sorted, seen: SlotSeen | None, document: Document, owners: Sequence[str], *, signature: bool
) -> tuple[PlaceState, tuple[Seal, ...], Words | None]:
    if seals.own:
        touching = not signature or seen is None or any(_distance(seal, seen) <= _TOUCH for seal in seals.own)
        if touching:
            return PlaceState.SEALED, seals.own, None
        return PlaceState.OFF_SIGNATURE, seals.own, NEARLY
    if seals.unknown:
        return PlaceState.UNREADABLE, seals.unknown, UNREAD_OWNER
    if seals.strangers:
        doubtful = [seal for seal in seals.strangers if not is_surely_anothers(seal, owners)]
        return PlaceState.WRONG, seals.strangers, seal_doubt(document, doubtful)
    if seals.elsewhere and signature:
        return (
            (PlaceState.OFF_SIGNATURE if seen else PlaceState.SEALED),
            seals.elsewhere,
            seal_doubt(document, seals.elsewhere),
        )
    if seals.elsewhere and seen is None:
        amiss = tuple(seal for seal in seals.elsewhere if seal.slot is not None)
        return (PlaceState.MISPLACED, amiss, NO_PLACE) if amiss else (PlaceState.UNSEEN, (), None)
    if seals.elsewhere:
        return PlaceState.MISPLACED, seals.elsewhere, seal_doubt(document, seals.elsewhere)
    if seen is None and document.seals:
        return PlaceState.UNSEEN, (), None
    why = POOR_PAPER if document.poor else None
    why = why or (NO_PLACE if seen is None else STRAY if seals.stray else UNDER_COPY if seals.copied else None)
    return PlaceState.MISSING, (), why


NEARLY = Words("印章与落款相距极近", "the seal all but touches the signature")
UNREAD_OWNER = Words("印文不能可靠识读", "the seal's owner cannot be read")
RUN_TOGETHER = Words("该材料上有几枚印章相连，未能分开", "seals on this paper touch, and were not told apart")
NO_PLACE = Words("未能找到应盖章的位置", "the place for the seal was not found")
STRAY = Words("该材料上另有一枚印文不能识读的印章", "another seal on this paper cannot be read")
BY_ORDER = Words(
    "盖章位置的标签没有读出，是按表格的顺序推定的", "a label of a place for seals was not read; the order tells it"
)
TRACE = Words("该处有一处红色印迹未能辨认，可能是印章", "red ink in the place may be a seal that could not be made out")
UNDER_COPY = Words(
    "复印件上有申报单位印章，原件印章可能未印出", "a copy under the applicant's seal; the original's may not show"
)


def party_names(party: str, paper: Paper, policy: Policy) -> tuple[str, ...]:
    """The names that a party's seal may bear on this paper."""
    if party == APPLICANT:
        own = name_field(paper.document, policy)
        names = (paper.applicant, own.value if own else None)
        return tuple(dict.fromkeys(name for name in names if name))
    spec = policy.parties[party]
    if spec.districts is not None:
        known = spec.districts.get(paper.district or "")
        by_district = known if known is not None else tuple(name for names in spec.districts.values() for name in names)
        return (*spec.names, *by_district)
    stated = paper.document.get(party)
    kind = spec_of(paper.document, policy)
    if kind and kind.subject == party and stated and stated.value:
        return (stated.value,)
    return spec.names


def seal_doubt(document: Document, seals: Sequence[Seal]) -> Words | None:
    if document.poor:
        return POOR_PAPER
    return doubt(seal_evidence(document, seals), SURE_SEAL)


def copy_doubt(document: Document, grey: Sequence[Seal]) -> Words | None:
    """Why `grey` may be no copied seals: a grey ring may be a logo or a shadow; one that was read as a seal is one."""
    if document.poor:
        return POOR_PAPER
    read = max(max(seal.confidence, seal.owner_confidence) for seal in grey)
    return None if read >= SURE_SEAL else Words("印章识读把握不足", "the seal was not read with certainty")


def seal_evidence(document: Document, seals: Sequence[Seal]) -> tuple[Evidence, ...]:
    return tuple(of_seal(document, seal) for seal in seals)


def seal_words(seals: Sequence[Seal]) -> Words:
    names = "、".join(dict.fromkeys(seal.owner or seal.text or "（未能识读）" for seal in seals))
    return Words(names, names.replace("（未能识读）", "(unread)"))


def _lies_in(seal: Seal, slot: str, seen: SlotSeen | None, holder: Holder, *, signature: bool) -> bool:
    if seal.unplaced:
        return holder is Holder.OWN
    if seen is None or seal.place.page != seen.area.page:
        return seal.slot == slot
    if signature:
        return _distance(seal, seen) <= _CLEAR
    if seal.slot == slot:
        return True
    # A seal that hangs over into its neighbour's cell is still in its own.
    deep = seal.place.box.shared(seen.area.box) >= _IN_PLACE * seal.place.box.area
    return deep and (holder is Holder.OWN or seal.slot is None)


def _distance(seal: Seal, seen: SlotSeen) -> float:
    """From the middle of a round or oval seal to the nearest point of the place, in radii: up to 1 it touches."""
    if seal.unplaced:
        return 0.0
    if seal.place.page != seen.area.page:
        return float("inf")
    box, area = seal.place.box, seen.area.box
    x, y = box.centre
    dx = max(area.x0 - x, 0.0, x - area.x1) / max(box.width / 2, 1e-6)
    dy = max(area.y0 - y, 0.0, y - area.y1) / max(box.height / 2, 1e-6)
    return (dx * dx + dy * dy) ** 0.5
