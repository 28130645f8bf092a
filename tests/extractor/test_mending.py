"""PDFs that other programs open are read, and what was mended is said."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import drawn
import pikepdf
import pytest

from extractor.records import Trouble
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.mending import repaired
from extractor.sources.open import open_source


def written(text: str, **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn.pdf([drawn.text(72, 700, text)]))) as document:
        document.save(out, **how)
    return out.getvalue()


def test_a_file_without_its_catalogue_s_place_is_read_as_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if pdfium did not open it: what it opens differs from version to version."""
    from extractor.sources.formats import pdf

    def refuse(*_: object) -> None:
        raise Unreadable(pdf.Problem(Trouble.UNREADABLE, pdf._damaged()))

    path = tmp_path / "a.pdf"
    data = written("Premium 35,300.00")
    path.write_bytes(data[: data.rindex(b"xref")] + b"xref\n0 0\ntrailer <<>>\nstartxref\n9\n%%EOF")
    monkeypatch.setattr(pdf, "_opened", refuse)
    with open_source(path) as source:
        page = source.read(1)
        assert isinstance(page, RawPage)
        assert "35,300.00" in "".join(line.text for line in page.text or ())
        assert any("修复" in problem.reason.zh for problem in source.problems)


def test_what_is_no_pdf_any_more_is_not_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b"\xff" * 2000)
    assert repaired(path, ()) is None


def test_a_file_under_an_unknown_password_stays_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(written("x", encryption=pikepdf.Encryption(user="secret", owner="o")))
    assert repaired(path, ("wrong",)) is None
    assert repaired(path, ("secret",))
