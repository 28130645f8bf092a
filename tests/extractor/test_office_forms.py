"""Forms made at random as Word and Excel files: what is read is right, or said to be doubted."""

from __future__ import annotations

import office_read
import pytest

from checks.pack.load import load_pack
from drawing.anyhow.office import FAMILIES, can_print
from drawing.pack import PACK
from extractor.ocr.rapid import Engine

FORMS = load_pack(PACK).forms
needs_soffice = pytest.mark.skipif(
    not can_print(), reason="LibreOffice (soffice) prints these forms and is not installed"
)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", [7, 67])
def test_a_form_handed_in_as_an_office_file_is_read_right(family: str, seed: int, engine: Engine) -> None:
    read = list(office_read.read_office_paper(seed, office_read.FILE, FORMS, engine, family))
    assert [one for one in read if one.state != "right"] == []


@needs_soffice
def test_a_form_that_word_printed_is_read_right_or_doubted(engine: Engine) -> None:
    """Set by tabs: values that found no room in their row stand on the next."""
    read = list(office_read.read_office_paper(21, office_read.PRINTED, FORMS, engine, "word_tabs"))
    assert [one for one in read if one.state == "wrong"] == []
    assert sum(one.state == "right" for one in read) >= 0.75 * len(read), read
