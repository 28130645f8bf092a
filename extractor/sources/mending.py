"""PDFs that pdfium does not open, mended by pikepdf (qpdf): lost cross-reference tables, rarer kinds of encryption."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from extractor.records import Words

LARGEST = 200_000_000  # bytes: mended in memory, twice over
MENDED = Words(
    "PDF 的结构有损坏，修复后读取；请核对页数是否齐全，最好重新导出。",
    "The PDF's structure was damaged and was mended to read it; see whether all pages are there, or export it again.",
)


def repaired(path: Path, passwords: Sequence[str]) -> bytes | None:
    """The file as it should have been written; None where nothing can be made of it, or none of the passwords opens
    it."""
    if path.stat().st_size > LARGEST:
        return None
    import pikepdf  # few files need it

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)  # it warns of every oddity that it mends
    for password in ("", *passwords):
        try:
            with pikepdf.open(path, password=password, suppress_warnings=True) as document:
                if not len(document.pages):
                    return None
                out = BytesIO()
                document.save(out)
                return out.getvalue()
        except pikepdf.PasswordError:
            continue
        except Exception:  # noqa: BLE001  qpdf raises anything at all on what is no PDF any more
            return None
    return None
