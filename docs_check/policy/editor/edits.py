"""What can be done to a pack by a click on its form, as changes to the YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from docs_check.policy.editor.pack_files import Edit


class Role(StrEnum):
    """What a piece of print on a form is."""

    FIELD = "field"  # the label of a value
    ROW = "row"  # the heading of a list's column
    SLOT = "slot"  # the label of a place for a seal
    CAPTION = "caption"  # print beside which nothing is read
    NONE = "none"


_PARTS = {Role.FIELD: "fields", Role.ROW: "rows", Role.SLOT: "slots"}
_NUMBERS = ("amount", "words")  # what is said in a unit


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a piece of print: `label` as printed; `key` the name by which the pack calls it. Of a
    field: `type`, `name`, `unit`, `required`; of a slot: `party`, and `date` the key of the date beside its seal.
    `others`: labels that the pack has for it already, in this kind or in a shared piece that the kind uses."""

    role: Role
    label: str
    key: str = ""
    type: str = "text"
    name: str = ""
    unit: str = ""
    required: bool = False
    party: str = ""
    date: str = ""
    others: tuple[str, ...] = ()


def bare(text: str) -> str:
    """A label as packs write it."""
    return text.replace(" ", "").replace("\u3000", "").strip("：:*＊")


def saying(kind: str, said: Said) -> Mapping[str, Edit]:
    """`said` takes the place of whatever was said of that print before."""
    return {"kinds": lambda kinds: _say(kinds[kind], said)}


def adding(kinds: Mapping[str, Any], parties: Mapping[str, Any]) -> Mapping[str, Edit]:
    """New kinds, and the parties that they name where the pack has none of that name."""

    def with_parties(known: CommentedMap) -> None:
        for key, party in parties.items():
            known.setdefault(key, party)

    return {"kinds": lambda known: known.update(kinds), "parties": with_parties}


def _say(kind: CommentedMap, said: Said) -> None:
    _forget(kind, said)
    if said.role is Role.CAPTION:
        captions = kind.setdefault("captions", _on_a_line([]))
        captions.append(said.label)
    elif said.role in _PARTS:
        part = kind.setdefault(_PARTS[said.role], CommentedMap())
        spec = part.setdefault(said.key, _on_a_line({}))
        labels = spec.setdefault("labels", _on_a_line(said.others))
        if said.label not in map(bare, labels):
            labels.append(said.label)
        (_to_slot if said.role is Role.SLOT else _to_field)(spec, said)


def _to_field(spec: CommentedMap, said: Said) -> None:
    _put(spec, "type", said.type, first=True)
    _put(spec, "name", said.name or said.label)
    _put(spec, "unit", said.unit if said.type in _NUMBERS else "")
    _put(spec, "required", said.required and said.role is Role.FIELD)


def _to_slot(spec: CommentedMap, said: Said) -> None:
    _put(spec, "party", said.party, first=True)
    _put(spec, "date", said.date)
    _put(spec, "date_required", None if said.date else False)


def _put(spec: CommentedMap, key: str, value: object, *, first: bool = False) -> None:
    """Nothing to say takes the key away; `False` is said of a place without a date alone."""
    if value in ("", None) or (value is False and key != "date_required"):
        spec.pop(key, None)
    elif key in spec or not first:
        if spec.get(key) != value and not _says(spec.get(key), value):
            spec[key] = value
    else:
        spec.insert(0, key, value)


def _says(name: object, written: object) -> bool:
    """A name in both languages stays while its Chinese is what was written."""
    return isinstance(name, Mapping) and name.get("zh") == written


def _forget(kind: CommentedMap, said: Said) -> None:
    """Whatever else the print was. What was said of a value stays where it has other labels, or is said anew."""
    for role, part in _PARTS.items():
        for key, spec in list((kind.get(part) or {}).items()):
            again = role is said.role and key == said.key
            if not again and _without(spec, "labels", said.label):
                del kind[part][key]
    _without(kind, "captions", said.label)


def _without(spec: CommentedMap, part: str, label: str) -> bool:
    """Takes the label out of a list of them; whether that has emptied it."""
    labels = spec.get(part) or []
    for one in [one for one in labels if bare(one) == label]:
        labels.remove(one)
    if part in spec and not labels:
        del spec[part]
        return True
    return False


def _on_a_line(content: Sequence[Any] | Mapping[str, Any]) -> Any:
    made = CommentedMap(content) if isinstance(content, Mapping) else CommentedSeq(content)
    made.fa.set_flow_style()
    return made
