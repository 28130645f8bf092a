"""A seal pressed across the fanned edges of several sheets: each shows a slice of it at its right edge."""

from __future__ import annotations

import random
from collections.abc import Sequence

from drawing.seals import PX_PER_MM, Stamp, cut
from drawing.sheet import DrawnSheet, Impression
from drawing.styles import Style


def press_across(
    sheets: Sequence[DrawnSheet], stamp: Stamp, style: Style, rng: random.Random, y: float, skip: Sequence[int] = ()
) -> None:
    """`y`: of the seal's middle, in mm. `skip`: sheets that were not in the stack when it was sealed."""
    sealed = [sheet for at, sheet in enumerate(sheets) if at not in skip]
    mask, (_, height), _ = cut(stamp, style.seal, rng)
    ink = rng.choice(style.seal.ink)
    steps = [rng.uniform(0.8, 1.2) for _ in sealed]
    at = 0
    for number, (sheet, step) in enumerate(zip(sealed, steps, strict=True)):
        last = number == len(sealed) - 1
        end = mask.shape[1] if last else at + round(mask.shape[1] * step / sum(steps))
        right, top = sheet.size[0], y - height / 2 + rng.uniform(-1, 1)
        left = right - (end - at) / PX_PER_MM
        sheet.things.append(Impression(mask[:, at:end], (left, top, right, top + mask.shape[0] / PX_PER_MM), ink))
        at = end
