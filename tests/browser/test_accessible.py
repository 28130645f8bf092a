"""Every page that people work with passes axe-core without a serious finding, also on a small screen."""

from __future__ import annotations

import pytest
from accessible import complaints
from playwright.sync_api import expect
from reviewed import checked

from docs_check.reports.formats import write

SMALL = {"width": 1024, "height": 768}


@pytest.mark.parametrize("dark", [False, True])
def test_the_review(person, address, dark):
    page = person("王甲", viewport=SMALL, color_scheme="dark" if dark else "light")
    found = list[str]()
    for path in ("/", "/district/0", "/companies", "/next"):
        page.goto(f"{address}{path}")
        found += complaints(page)
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    assert found + complaints(page) == []


def test_the_report(chromium, tmp_path):
    summary = checked(tmp_path, 4)
    write(["html"], summary, tmp_path, "zh")
    page = chromium.new_page(viewport=SMALL)
    found = list[str]()
    for path in sorted(tmp_path.glob("*.html")):
        page.goto(path.as_uri())
        found += complaints(page)
    page.close()
    assert found == []
