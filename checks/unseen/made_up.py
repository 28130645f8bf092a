"""A complete batch that never was, so that the rules can be watched as they judge it: of every kind of paper that a
pack describes one of each of two companies, filled in all over. What stands there is drawn by lot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from checks.pack.model import APPLICANT, DISTRICT, Policy
from checks.records import Known
from extractor.forms import FieldSpec, KindSpec, SlotSpec, ValueType
from extractor.language.values import value_of
from extractor.records import (
    Box,
    Color,
    DateMention,
    DateState,
    Document,
    Field,
    FileReading,
    Line,
    Place,
    Row,
    Seal,
    Shape,
    SignSeen,
    SlotSeen,
)

_CLEAR = 0.99
_SOMEWHERE = Place(1, Box(0.2, 0.2, 0.4, 0.3))
_AMOUNTS = ("0.01", "3", "700", "6000", "20000")  # small and large, whatever unit a pack counts in
# Invented; the codes are valid by the check character of GB 32100-2015.
_COMPANIES = (("某某一号贸易有限公司", "91370200MA3C0TEXTD"), ("某某二号贸易有限公司", "91370200MA3D1TEXTP"))

_PERSON = "11010519491231002X"  # the example of GB 11643 itself


@dataclass(frozen=True, slots=True)
class _Whose:
    """The company that a paper is of, and its district where the pack knows any."""

    name: str
    code: str
    district: str


def known_companies(policy: Policy) -> tuple[Known, ...]:
    """What an office would know of the companies from its lists and its ledger."""
    return tuple(Known(name, code, "-", own) for name, code in _COMPANIES for own in (None, policy.id))


def made_up(policy: Policy, seed: int) -> tuple[FileReading, ...]:
    return tuple(_Maker(policy, Random(seed)).readings())  # which numbers stand there is no secret


class _Maker:
    def __init__(self, policy: Policy, lot: Random) -> None:
        self._policy = policy
        self._lot = lot
        windows = [act.window for act in policy.acts.values() if act.window]
        spans = [*windows, *([policy.supported_period] if policy.supported_period else [])]
        self._days = sorted({day for span in spans for day in (span.first, span.last)}) or [date(2020, 1, 1)]

    def readings(self) -> Iterator[FileReading]:
        districts = [*self._policy.districts, "", ""]
        for (name, code), district in zip(_COMPANIES, districts, strict=False):
            whose = _Whose(name, code, district)
            for kind, spec in self._policy.kinds.items():
                folder = {APPLICANT: f"{district}/{name}", DISTRICT: district}.get(spec.subject, "")
                file = f"{folder}/{kind}.pdf".lstrip("/")
                if spec.subject in (APPLICANT, DISTRICT) or whose.code == _COMPANIES[0][1]:
                    yield FileReading(file, file, 1, (self._paper(file, kind, spec, whose),))

    def _paper(self, file: str, kind: str, spec: KindSpec, whose: _Whose) -> Document:
        slots = tuple(self._slot(slot, slot_spec) for slot, slot_spec in spec.slots.items())
        return Document(
            file=file,
            pages=(1,),
            kind=kind,
            kind_confidence=_CLEAR,
            title=self._lot.choice(spec.titles).replace("...", "某地"),
            fields=tuple(self._field(name, one, whose) for name, one in spec.fields.items()),
            rows=tuple(
                self._row(spec, _Whose(name, code, whose.district)) for name, code in _COMPANIES * bool(spec.rows)
            ),
            slots=slots,
            dates=tuple(slot.date for slot in slots if slot.date),
            seals=tuple(self._seal(slot, one, whose) for slot, one in spec.slots.items()),
            lines=((1, Line(_SOMEWHERE.box, f"{whose.name}符合规定。", _CLEAR)),),
        )

    def _row(self, spec: KindSpec, whose: _Whose) -> Row:
        return Row(_SOMEWHERE, tuple(self._field(name, one, whose) for name, one in spec.rows.items()))

    def _field(self, name: str, spec: FieldSpec, whose: _Whose) -> Field:
        applicants = self._policy.applicants
        said = {applicants.name: whose.name, applicants.code: whose.code, applicants.district: whose.district}
        written = said.get(name) or self._written(spec)
        return Field(name, _SOMEWHERE, written, value_of(written, spec) or written, _CLEAR)

    def _written(self, spec: FieldSpec) -> str:
        days = sorted(self._lot.choices(self._days, k=2))
        match spec.type:
            case ValueType.AMOUNT | ValueType.PERCENT:
                return self._lot.choice(_AMOUNTS)
            case ValueType.COUNT:
                return "2"
            case ValueType.DATE:
                return days[0].isoformat()
            case ValueType.PERIOD:
                return f"{days[0].isoformat()}至{days[1].isoformat()}"
            case ValueType.WORDS:
                return "人民币壹佰元整"
            case ValueType.CODE:
                return _COMPANIES[0][1]
            case ValueType.PERSON_ID:
                return _PERSON
            case ValueType.CHOICE:
                return self._lot.choice(sorted(spec.options.values()))[0]
            case ValueType.ID:
                return "1234567890"
            case ValueType.NAME | ValueType.PERSON | ValueType.TEXT | ValueType.DISTRICT:
                return "某某"

    def _slot(self, slot: str, spec: SlotSpec) -> SlotSeen:
        day = self._lot.choice(self._days)
        parts = (day.year, day.month, day.day)
        mention = DateMention(_SOMEWHERE, day.isoformat(), day, DateState.READ, parts, _CLEAR, slot)
        signs = tuple(
            SignSeen(sign, (one.labels or ("",))[0], _SOMEWHERE, "", _CLEAR, typed=False, ink=2.0)
            for sign, one in spec.sign.items()
        )
        label = (spec.labels or ("",))[0]
        return SlotSeen(slot, spec.party, label, _SOMEWHERE, mention, "同意。", signs=signs)

    def _seal(self, slot: str, spec: SlotSpec, whose: _Whose) -> Seal:
        party = self._policy.parties[spec.party]
        names = (party.districts or {}).get(whose.district, party.names)
        owner = whose.name if spec.party == APPLICANT else (names or ("某单位",))[0].replace("*", "某")
        return Seal(_SOMEWHERE, Shape.ROUND, Color.RED, owner, "", _CLEAR, owner, _CLEAR, slot)
