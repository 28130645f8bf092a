"""Places for signatures on drawn forms: scribbled, in pen, in print, empty, under a seal."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.facts.signing import A_NAME, LEAST_INK
from checks.pack.load import find_packs, load_pack
from drawing.signatures import WAYS, signed_form
from drawing.writers import write_pdf
from extractor.file import read_file
from extractor.ocr.rapid import Engine
from extractor.records import SignSeen


def seen(way: str, medium: str, style: int, folder: Path, engine: Engine) -> SignSeen:
    path = folder / f"{way}.pdf"
    write_pdf(path, [signed_form(way, 3, medium, style)])
    forms = load_pack(find_packs()["qingdao-2022-export-credit"]).forms
    (paper,) = read_file(path, path.name, forms, engine).documents
    (sign,) = (sign for slot in paper.slots for sign in slot.signs)
    return sign


@pytest.mark.parametrize("style", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_text_pdfs_tell_ink_from_print_and_from_nothing(way: str, style: int, tmp_path: Path, engine: Engine) -> None:
    sign = seen(way, "vector", style, tmp_path, engine)
    assert (bool(sign.written) and sign.typed) is (way == "print")
    assert (sign.ink >= A_NAME) is (way in ("scribble", "pen"))
    assert sign.ink < LEAST_INK or way in ("scribble", "pen")


@pytest.mark.parametrize("way", ["scribble", "sealed_empty"])
def test_scans_tell_ink_from_nothing(way: str, tmp_path: Path, engine: Engine) -> None:
    sign = seen(way, "scan200", 1, tmp_path, engine)
    assert (bool(sign.written) or sign.ink >= A_NAME) is (way == "scribble")
    assert sign.written or sign.ink < LEAST_INK or way == "scribble"
