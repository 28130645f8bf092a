"""The committed batch is what its list says, and the drawing can be relied on."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from stdnum.cn import uscc

from drawing import KINDS, MissingFontError, Stamp, draw_batch, draw_page, random_page
from drawing.company import invent
from drawing.fonts import FACES, path_of

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
MOST_BYTES = 15_000_000  # what the repository may carry


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def _fonts() -> None:
    try:
        for role in FACES:
            path_of(role)
    except MissingFontError as missing:
        pytest.skip(str(missing))


def test_the_batch_is_small_enough_to_be_carried() -> None:
    sizes = [file.stat().st_size for file in (SAMPLES / "batch").rglob("*") if file.is_file()]
    assert sum(sizes) <= MOST_BYTES


def test_every_file_is_listed_and_every_listed_file_is_there(expected: dict[str, Any]) -> None:
    there = {str(file.relative_to(SAMPLES / "batch")) for file in (SAMPLES / "batch").rglob("*") if file.is_file()}
    listed = {page["file"] for page in expected["pages"]}
    broken = {defect["file"] for defect in expected["defects"] if defect["code"].startswith("DC")}
    assert listed | broken == there


def test_every_listed_page_is_in_its_file(expected: dict[str, Any]) -> None:
    pages: dict[str, int] = {}
    for page in expected["pages"]:
        pages[page["file"]] = max(pages.get(page["file"], 0), page["page"])
    for file, count in pages.items():
        path = SAMPLES / "batch" / file
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                assert len(document) == count, file
        else:
            with Image.open(path) as picture:
                picture.verify()


def test_boxes_lie_on_the_page(expected: dict[str, Any]) -> None:
    for page in expected["pages"]:
        for noted in (*page["seals"], *page["fields"], *page["slots"]):
            x0, y0, x1, y1 = noted["box"]
            assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1, (page["file"], page["page"], noted)


def test_the_evaluation_s_findings_are_planted(expected: dict[str, Any]) -> None:
    planted = {(defect["code"], defect["district"]) for defect in expected["defects"]}
    late = {district for code, district in planted if code == "DL002"}
    assert late == {"市北区", "胶州市"}
    assert ("DT003", "平度市") in planted
    assert ("SL002", "城阳区") in planted
    assert {"DL001", "EV001", "FM001"} <= {code for code, _ in planted}


def test_two_districts_at_least_are_clean_of_faults_on_their_papers(expected: dict[str, Any]) -> None:
    at_fault = {defect["district"] for defect in expected["defects"] if not defect["code"].startswith("DC")}
    districts = {page["district"] for page in expected["pages"]} - {None}
    assert len(districts - at_fault) >= 2


def test_red_ink_stands_where_the_list_says_a_red_seal_is(expected: dict[str, Any]) -> None:
    looked_at = 0
    for page in expected["pages"]:
        path = SAMPLES / "batch" / page["file"]
        if path.suffix != ".jpg":
            continue
        with Image.open(path) as opened:
            picture = np.asarray(opened.convert("RGB")).astype(int)
        height, width = picture.shape[:2]
        for seal in page["seals"]:
            x0, y0, x1, y1 = (round(edge * side) for edge, side in zip(seal["box"], (width, height) * 2, strict=True))
            part = picture[y0:y1, x0:x1]
            red = (part[..., 0] - part[..., 1:].max(axis=2)) > 25
            assert red.mean() > 0.04, (page["file"], seal["text"])
            looked_at += 1
    assert looked_at >= 8


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize("medium", ["scan150", "phone"])
def test_the_same_seed_draws_the_same_bytes(medium: str) -> None:
    once, again, other = (random_page(seed, "application_form", medium, 1) for seed in (3, 3, 4))
    assert once.jpeg == again.jpeg
    assert once.truth == again.truth
    assert once.jpeg != other.jpeg


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize("style", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn_by_either_hand(kind: str, style: int) -> None:
    page = random_page(11, kind, "scan150", style)
    assert page.truth["kind"] == kind
    assert page.truth["fields"]
    assert page.truth["slots"]


@pytest.mark.usefixtures("_fonts")
def test_a_page_turned_on_the_glass_keeps_its_seal_under_the_box() -> None:
    facts = invent("李沧区", random.Random(5))
    seals = [Stamp(facts["company"], "applicant", wear="clear")]
    upright = draw_page("application_form", facts, seals, "scan150", 1)
    turned = draw_page("application_form", facts, seals, "scan150@90", 1)
    assert turned.picture.size == upright.picture.size[::-1]
    for page in (upright, turned):
        picture = np.asarray(page.picture).astype(int)
        red = (picture[..., 0] - picture[..., 1:].max(axis=2)) > 40
        ys, xs = np.nonzero(red)
        x0, y0, x1, y1 = page.truth["seals"][0]["box"]
        width, height = page.picture.size
        assert x0 - 0.01 < np.median(xs) / width < x1 + 0.01
        assert y0 - 0.01 < np.median(ys) / height < y1 + 0.01


@pytest.mark.usefixtures("_fonts")
def test_a_random_batch_says_what_is_in_it(tmp_path: Path) -> None:
    truth = draw_batch(tmp_path, districts=1, companies=1, seed=9, faults=1.0, media=("vector",))
    assert {page["file"] for page in truth["pages"]} == {
        str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()
    }
    assert {defect["code"] for defect in truth["defects"]} > {"FM001"}


def test_invented_companies_have_valid_credit_codes() -> None:
    rng = random.Random(1)
    assert all(uscc.is_valid(invent("即墨区", rng)["credit_code"]) for _ in range(50))
