"""The pack editor in Debian's Chromium: by keyboard alone, print on the form becomes a field of the pack."""

from __future__ import annotations

import re
import shutil
from contextlib import closing

import docx
import pytest
from no_ocr import NoOcr
from playwright.sync_api import expect
from serving import serving_app

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs
from docs_check.policy.editor.app import create
from docs_check.policy.editor.forms import FormFile
from docs_check.policy.editor.pack_files import PackFiles
from docs_check.review.images import Images
from extractor.file_pages import read_pages

LABELS = ("申请单位名称", "联系电话", "挖掘地点")


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pack"
    shutil.copytree(library_packs()["road-excavation-permit"], made)
    return made


@pytest.fixture
def page(chromium, folder, tmp_path):
    document = docx.Document()
    document.add_heading("挖掘城市道路申请表", 1)
    table = document.add_table(rows=len(LABELS), cols=2)
    table.style = "Table Grid"
    for row, label in enumerate(LABELS):
        table.cell(row, 0).text = label
    file = tmp_path / "空表.docx"
    document.save(str(file))
    form = FormFile.of(file, read_pages(file, NoOcr()))
    with (
        closing(Images({form.sha256: file}, {})) as images,
        serving_app(lambda hosts: create(PackFiles(folder), [form], images, "zh", hosts, None)) as address,
        closing(chromium.new_page(viewport={"width": 1024, "height": 768})) as page,
    ):
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        yield page
        assert complaints == []


def test_a_label_is_said_by_keyboard_and_taken_back(page, folder):
    before = (folder / "papers.yaml").read_text("utf-8")
    page.get_by_role("button", name="联系电话", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#say")).to_be_visible()
    page.fill("#say [name=key]", "phone")
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_have_text("已写入政策包。")
    expect(page.locator(".piece.field[data-key=phone]")).to_be_focused()  # where one was, to go on from there
    expect(page.locator("textarea[data-file='papers.yaml']")).to_have_value(re.compile("phone: "))
    assert load_pack(folder).kinds["road_form"].fields["phone"].labels == ("联系电话",)
    page.click("#undo")
    expect(page.locator("#message")).to_have_text("已撤销。")
    assert (folder / "papers.yaml").read_text("utf-8") == before


def test_yaml_that_does_not_load_names_its_line_and_leads_there(page, folder):
    before = (folder / "papers.yaml").read_text("utf-8")
    area = page.locator("textarea[data-file='papers.yaml']")
    area.fill(before.replace("type: code", "type: kode"))
    page.keyboard.press("Control+s")
    faults = page.locator("#faults")
    expect(faults).to_contain_text("kode")
    faults.locator("a").first.click()
    start = area.evaluate("area => area.selectionStart")
    assert "kode" in area.input_value()[start:].splitlines()[0]
    assert (folder / "papers.yaml").read_text("utf-8") == before
