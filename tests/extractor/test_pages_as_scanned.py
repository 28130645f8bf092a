"""Pages as offices scan them, made of the pages of samples/: two on one glass of A3, the second page of a form before
its first, blank backs."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from checks.pack.load import find_packs
from docs_check.judging.policy_choice import named
from extractor.file import read_file
from extractor.forms import Forms
from extractor.ocr.rapid import Engine
from extractor.page.two_pages import PagesOnScan, spread_of
from extractor.picture import Picture
from extractor.records import Box, Document, FileReading, Trouble
from extractor.sources.base import RawPage
from extractor.sources.open import open_source

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PAGES: list[dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))["pages"]
A4 = (1654, 2339)  # px at 200 dpi
DPI = 200


def drawn(kind: str, medium: str = "scan150") -> dict[str, Any]:
    return next(page for page in PAGES if (page["kind"], page["medium"]) == (kind, medium))


@lru_cache
def sheet(file: str, number: int) -> Image.Image:
    with open_source(SAMPLES / "batch" / file) as source:
        page = source.read(number)
    assert isinstance(page, RawPage)
    return Image.fromarray(page.picture).resize(A4)


def glass(left: dict[str, Any] | None, right: dict[str, Any] | None) -> Image.Image:
    whole = Image.new("RGB", (2 * A4[0], A4[1]), (248, 248, 248))
    for place, page in enumerate((left, right)):
        if page:
            whole.paste(sheet(page["file"], page["page"]), (place * A4[0], 0))
    return whole


@pytest.fixture(scope="module")
def forms() -> Forms:
    return named(next(iter(find_packs()))).policy.forms


@pytest.fixture
def read(tmp_path: Path, engine: Engine, forms: Forms) -> Callable[[Image.Image], FileReading]:
    def read(picture: Image.Image, **saved: Any) -> FileReading:
        path = tmp_path / "scan.jpg"
        picture.save(path, quality=85, **saved)
        return read_file(path, "scan.jpg", forms, engine)

    return read


def boxes_fit(document: Document, truth: dict[str, Any], shift: float) -> int:
    """How many fields stand where they were drawn; the file's page is twice as wide as the paper."""
    found = 0
    for field in truth["fields"]:
        seen = document.get(field["name"])
        if seen is None or seen.value != field["value"]:
            continue
        x0, y0, x1, y1 = field["box"]
        assert seen.place.box.shared(Box(x0 / 2 + shift, y0, x1 / 2 + shift, y1)) > 0, field["name"]
        found += 1
    return found


def test_a_form_and_a_certificate_on_one_glass_are_two_papers(read: Callable[..., FileReading]) -> None:
    left, right = drawn("application_form"), drawn("tax_certificate")
    reading = read(glass(left, right), dpi=(DPI, DPI))
    assert [(paper.kind, paper.pages) for paper in reading.documents] == [
        ("application_form", (1,)),
        ("tax_certificate", (1,)),
    ]
    assert reading.pages == 1
    for paper, truth, shift in zip(reading.documents, (left, right), (0.0, 0.5), strict=True):
        assert boxes_fit(paper, truth, shift) >= 0.8 * len(truth["fields"]) - 1  # a date by hand
        assert len(paper.seals) == len(truth["seals"])
        for seal in paper.seals:
            assert shift <= seal.place.box.x0 < seal.place.box.x1 <= shift + 0.5
            assert paper.holds(seal.place)
        assert not any(
            paper.holds(seal.place) for other in reading.documents if other is not paper for seal in other.seals
        )
    (said,) = reading.problems
    assert (said.trouble, said.page) == (Trouble.NOTED, 1)
    assert "并排" in said.reason.zh


def test_a_glass_that_was_scanned_sideways_is_read_all_the_same(read: Callable[..., FileReading]) -> None:
    picture = glass(drawn("customs_certificate"), drawn("tax_certificate")).transpose(Image.Transpose.ROTATE_90)
    reading = read(picture, dpi=(DPI, DPI))
    assert [paper.kind for paper in reading.documents] == ["customs_certificate", "tax_certificate"]
    first, second = reading.documents  # turned to the left, the left page lies below
    assert all(seal.place.box.y0 >= 0.5 for seal in first.seals)
    assert all(seal.place.box.y1 <= 0.5 for seal in second.seals)
    assert first.seals
    assert second.seals


def test_a_page_beside_a_blank_one_is_one_paper_and_no_blank_page(read: Callable[..., FileReading]) -> None:
    reading = read(glass(None, drawn("tax_certificate")), dpi=(DPI, DPI))
    assert [paper.kind for paper in reading.documents] == ["tax_certificate"]
    assert reading.blank_pages == ()


def pixels(picture: Image.Image) -> Picture:
    return np.asarray(picture, np.uint8)


def test_without_a_size_two_forms_are_told_by_their_frames_or_their_lines() -> None:
    for right in ("insurance_policy", "tax_certificate"):
        assert spread_of(pixels(glass(drawn("application_form"), drawn(right))), None).look is PagesOnScan.TWO


@pytest.mark.parametrize("kind", ["summary_table", "business_licence"])
def test_one_wide_page_is_never_cut(kind: str) -> None:
    for page in PAGES:
        if page["kind"] != kind:
            continue
        with open_source(SAMPLES / "batch" / page["file"]) as source:
            raw = source.read(page["page"])
        assert isinstance(raw, RawPage)
        for dpi in (None, 200.0, raw.picture.shape[1] / 420 * 25.4):  # of the last it would be A3
            assert spread_of(raw.picture, dpi).look is PagesOnScan.ONE, page["file"]


def test_a_wide_table_without_rules_is_not_cut_and_a_person_is_told(tmp_path: Path, engine: Engine) -> None:
    """Columns with a gap in the middle: its rows go on across it."""
    from PIL import ImageDraw, ImageFont

    table = Image.new("RGB", (2339, 1654), (248, 248, 248))
    pen = ImageDraw.Draw(table)
    for row in range(22):
        for x in (200, 600, 1350, 1800):
            pen.text(
                (x, 150 + 60 * row + 17 * (row % 3)),
                f"{(x * row) % 9973 + 1000}.50",
                "black",
                ImageFont.load_default(34),
            )
    assert spread_of(pixels(table), 200.0).look is PagesOnScan.DOUBTFUL
    out = io.BytesIO()
    table.save(out, "PNG", dpi=(200, 200))
    (tmp_path / "a.png").write_bytes(out.getvalue())
    reading = read_file(tmp_path / "a.png", "a.png", Forms({}, {}, {}), engine)
    assert len(reading.documents) == 1
    assert reading.documents[0].areas == ()
    assert [problem.trouble for problem in reading.problems] == [Trouble.NOTED]
    assert "可能" in reading.problems[0].reason.zh


def test_a_form_scanned_back_to_front_with_a_blank_back_is_one_form(
    tmp_path: Path, engine: Engine, forms: Forms
) -> None:
    """The form is parted above its first place for a seal; its second page comes first, then a blank back."""
    truth = drawn("application_form", "scan200")
    whole = sheet(truth["file"], truth["page"])
    cut = round((min(slot["box"][1] for slot in truth["slots"]) - 0.004) * A4[1])
    front, back, blank = (Image.new("RGB", A4, (246, 246, 246)) for _ in range(3))
    front.paste(whole.crop((0, 0, A4[0], cut)), (0, 0))
    back.paste(whole.crop((0, cut, A4[0], A4[1])), (0, 150))
    back.save(tmp_path / "a.tif", save_all=True, append_images=[blank, front], compression="jpeg", dpi=(DPI, DPI))
    reading = read_file(tmp_path / "a.tif", "a.tif", forms, engine)
    (form,) = reading.documents
    assert (form.kind, form.pages) == ("application_form", (3, 1))
    assert reading.blank_pages == (2,)
    assert reading.pages == 3
    assert {slot.slot for slot in form.slots} >= {slot["slot"] for slot in truth["slots"]}
    assert {seal.place.page for seal in form.seals} == {1}
    assert len(form.seals) == len(truth["seals"])
    company = form.get("company")
    assert company is not None
    assert company.place.page == 3
