"""What the pack says papers are called: titles, labels, authorities. Read as plain YAML, so that the drawing stands on
its own and does not share a fault with the reader."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SAMPLES = Path(__file__).resolve().parent.parent
PACK = SAMPLES.parent / "templates" / "qingdao-2022-export-credit"


@cache
def _part(name: str) -> dict[str, Any]:
    return YAML(typ="safe").load((PACK / name).read_text(encoding="utf-8"))


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
