"""How certain a reading must be before a verdict may rest on it.

The thresholds are for the mean confidence that a line, a date or a seal was read with. They are to be calibrated on
drawn samples; until then they stand where PP-OCR's readings of clean 200 dpi print (0.97 and above) and of faint or
phone-photographed print (0.80 to 0.95, still right) were seen to part from wrong ones (below 0.75).
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.records import Evidence
from extractor.records import Words

SURE = 0.80
SURE_SEAL = 0.80  # of an owner matched against the closed list of parties
# One wrong character of twelve, itself read with 0.6, leaves a mean of 0.966: only above this is a single character
# that makes the difference known to be what stands there.
CLOSE_CALL = 0.97
BARELY = 0.50  # below this a seal's owner is a guess, not even a likely one


def doubt(readings: Iterable[Evidence], least: float = SURE) -> Words | None:
    """Why a verdict that rests on `readings` is not sure; None where it is."""
    weakest = min(readings, key=lambda reading: reading.confidence, default=None)
    if weakest is None or weakest.confidence >= least:
        return None
    return Words(
        f"“{weakest.written}”这一处识别把握不足（{weakest.confidence:.0%}）",
        f"the reading of “{weakest.written}” is only {weakest.confidence:.0%} certain",
    )


def first_doubt(*doubts: Words | None) -> Words | None:
    return next((one for one in doubts if one is not None), None)


POOR_PAPER = Words("该页扫描质量差", "the scan of this paper is poor")
