"""Papers laid out as nobody chose: tables, rules, fonts, orders and wordings at random, with what stands where.

`random_paper(seed)` gives the same paper for the same seed. The hands of `drawing.styles` print a form in one way each;
what a reader makes of a form that it was not built on shows only here.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from drawing.anyhow import forms, others, word
from drawing.anyhow.manner import Manner
from drawing.sheet import DrawnSheet

Draw = Callable[[Manner], None]

# Half of what is drawn are application forms, which is where offices differ most.
FAMILIES: dict[str, tuple[str, Draw]] = {
    "pairs": ("application_form", forms.pairs),
    "inline": ("application_form", forms.inline),
    "above": ("application_form", forms.above),
    "underlined": ("application_form", forms.underlined),
    "spanning": ("application_form", forms.spanning),
    "word_sections": ("application_form", word.sections),
    "word_wrapped": ("application_form", word.wrapped),
    "word_blanks": ("application_form", word.blanks),
    "invoice": ("premium_invoice", others.invoice),
    "licence": ("business_licence", others.licence),
    "policy": ("insurance_policy", others.policy),
    "certificate": ("tax_certificate", others.certificate),
    "certificate_table": ("customs_certificate", others.certificate_table),
    "opinion": ("review_opinion", others.opinion),
}


@dataclass(frozen=True, slots=True)
class LaidPaper:
    """`blank`: the fields whose labels are printed and where nothing is filled in. `stamped`: the places with a
    seal."""

    family: str
    kind: str
    sheets: tuple[DrawnSheet, ...]
    blank: tuple[str, ...]
    stamped: tuple[str, ...]


def random_paper(seed: int, *, vector: bool, family: str | None = None) -> LaidPaper:
    """`vector`: with fonts that a text PDF can hold."""
    rng = random.Random(f"anyhow {seed}")
    chosen = family or list(FAMILIES)[seed % len(FAMILIES)]
    kind, draw = FAMILIES[chosen]
    manner = Manner.any(rng, kind, vector=vector)
    draw(manner)
    sheets = (*manner.turned, manner.sheet)
    return LaidPaper(chosen, kind, sheets, tuple(manner.blank), tuple(manner.stamped))
