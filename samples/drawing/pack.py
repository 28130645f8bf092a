"""What the pack says papers are called: titles, labels, authorities. Read as plain YAML, so that the drawing stands on
its own and does not share a fault with the reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SAMPLES = Path(__file__).resolve().parent.parent
PACK = SAMPLES.parent / "templates" / "qingdao-2022-export-credit"


def plain(file: Path) -> dict[str, Any]:
    """A file of a pack, with the shared pieces that it uses."""
    return _with_pieces(YAML(typ="safe").load(file.read_text("utf-8")))


def _with_pieces(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    own = {key: _with_pieces(value) for key, value in part.items()}
    piece = own.pop("uses", None)
    return _over(plain(SAMPLES.parent / "templates" / f"{piece}.yaml"), own) if piece else own


def _over(below: Any, above: Any) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return below | {key: _over(below.get(key), value) for key, value in above.items()}
    return above


@cache
def _part(name: str) -> dict[str, Any]:
    return plain(PACK / name)


def districts() -> tuple[str, ...]:
    return tuple(_part("pack.yaml")["districts"])


def office(party: str, district: str) -> str:
    """The first name that the pack gives an authority in a district."""
    return _part("pack.yaml")["parties"][party]["districts"][district][0]


def titles(kind: str) -> list[str]:
    return _part("papers.yaml")["kinds"][kind]["titles"]


def label(kind: str, field: str, which: int = 0) -> str:
    labels = _part("papers.yaml")["kinds"][kind]["fields"][field]["labels"]
    return labels[min(which, len(labels) - 1)]


def slot_label(kind: str, slot: str, which: int = 0) -> str:
    labels = _part("papers.yaml")["kinds"][kind]["slots"][slot]["labels"]
    return labels[min(which, len(labels) - 1)]


def row_label(kind: str, column: str) -> str:
    return _part("papers.yaml")["kinds"][kind]["rows"][column]["labels"][0]
