"""One page: drawn, sealed, digitised, with what is true of it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from drawing import forms, letters
from drawing.company import CERTIFICATES, COMPANY_KINDS, Values, invent, names
from drawing.layout import Pens
from drawing.media import MEDIA, Matrix, digitise, moved
from drawing.papers import insurer_values, opinion_values, paper_values, summary_values, usual_seals
from drawing.seals import Stamp, press
from drawing.sheet import A4, A4_ACROSS, DrawnSheet, paint
from drawing.styles import STYLES

KINDS = (*COMPANY_KINDS, "review_opinion", "summary_table", "insurer_application")
DRAW: dict[str, Callable[[DrawnSheet, Pens, Values], None]] = {
    "application_form": forms.application_form,
    "business_licence": letters.business_licence,
    "insurance_policy": forms.insurance_policy,
    "premium_invoice": forms.premium_invoice,
    "review_opinion": letters.review_opinion,
    "insurer_application": forms.insurer_application,
    **dict.fromkeys(CERTIFICATES, letters.certificate),
}


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """`truth` is as in a set's truth.json, boxes in view fractions, with `lines` besides. `jpeg` is None for a page of
    a text PDF: its `sheet` is written as text (`picture` shows what it looks like)."""

    kind: str
    medium: str
    sheet: DrawnSheet
    truth: dict[str, Any]
    jpeg: bytes | None

    @property
    def picture(self) -> Image.Image:
        if self.jpeg is None:
            return paint(self.sheet, MEDIA["vector"].dpi)
        return Image.open(io.BytesIO(self.jpeg)).convert("RGB")


def draw_page(
    kind: str,
    values: Values,
    seals: Sequence[Stamp] = (),
    medium: str = "scan200",
    seed: int = 0,
    style: int = 1,
    *,
    rows: Sequence[Values] = (),
    by_hand: bool | None = None,
) -> DrawnPage:
    """Draws a paper of `kind` from `values` (see `drawing.papers`; `rows` are a summary table's). `by_hand`: dates and
    names are written by hand; None lets the seed decide. The same arguments give the same bytes."""
    rng = random.Random(f"{kind} {medium} {seed} {style}")
    look = STYLES[style]
    across = kind == "business_licence" and not look.slots_on_top
    sheet = DrawnSheet(kind, rng, A4_ACROSS if across else A4)
    vector = medium == "vector"
    pens = Pens.of(look, vector, rng.random() < 0.5 if by_hand is None else by_hand)
    if kind == "summary_table":
        forms.summary_table(sheet, pens, values, rows)
    else:
        DRAW[kind](sheet, pens, values)
    for stamp in seals:
        press(sheet, stamp, look)
    if vector:
        return DrawnPage(kind, medium, sheet, truth_of(sheet, medium, np.eye(3)), None)
    clean = paint(sheet, MEDIA[medium.partition("@")[0]].dpi)
    jpeg, matrix = digitise(clean, medium, rng)
    return DrawnPage(kind, medium, sheet, truth_of(sheet, medium, matrix), jpeg)


def truth_of(sheet: DrawnSheet, medium: str, matrix: Matrix) -> dict[str, Any]:
    def seen(noted: dict[str, Any], *names: str) -> dict[str, Any]:
        return {**noted, **{name: moved(noted[name], sheet.size, matrix) for name in names}}

    return {
        "kind": sheet.kind,
        "medium": medium,
        "fields": [seen(noted, "box") for noted in sheet.fields],
        "slots": [seen(noted, "box", "sign") for noted in sheet.slots],
        "seals": [seen(noted, "box") for noted in sheet.seals],
        "rows": sheet.rows,
        "lines": [{"text": text, "box": moved(box, sheet.size, matrix)} for text, box in sheet.lines],
    }


def random_page(
    seed: int, kind: str | None = None, medium: str | None = None, style: int | None = None, *, faithful: bool = True
) -> DrawnPage:
    """A page of an invented company, for calibration. `faithful`: sealed as it should be; else seals are left out,
    swapped or moved at random (the truth says which)."""
    rng = random.Random(f"page {seed}")
    kind = kind or rng.choice(KINDS)
    medium = medium or rng.choice([name for name in MEDIA if name != "copy"])
    style = style or rng.choice(list(STYLES))
    district = rng.choice(list(names()["codes"]))
    company = invent(district, rng)
    rows: list[Values] = []
    if kind == "review_opinion":
        values = opinion_values([company], district, rng)
    elif kind == "summary_table":
        rows = [company, *(invent(district, rng) for _ in range(rng.randint(0, 6)))]
        values = summary_values(rows, district, rng)
    elif kind == "insurer_application":
        values = insurer_values(rng.choice(names()["insurers"]), rng)
    else:
        values = paper_values(kind, company, rng)
    seals = usual_seals(kind, values, rng)
    if not faithful and seals:
        seals = _tampered(seals, company, rng)
    return draw_page(kind, values, seals, medium, seed, style, rows=rows)


def _tampered(seals: list[Stamp], company: Values, rng: random.Random) -> list[Stamp]:
    kept = [stamp for stamp in seals if rng.random() < 0.7]
    if rng.random() < 0.4:
        kept.append(Stamp(company["company"], (rng.uniform(0.2, 0.75), rng.uniform(0.2, 0.8)), party="applicant"))
    return kept
