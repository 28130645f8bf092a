"""The review page in Debian's Chromium, with the real server beside it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from reviewed import report
from serving import serving_app

from docs_check.review.app import create
from docs_check.review.desk import Desk

CHROMIUM = shutil.which("chromium")


@contextmanager
def serving(out: Path, share: float = 0.0) -> Iterator[str]:
    """The address of a review of the report in `out`."""
    with closing(Desk(out, share)) as desk, serving_app(lambda hosts: create(desk, "zh", hosts, None)) as address:
        yield address


@pytest.fixture(scope="module")  # its event loop must not outlive it: signing tests run one of their own
def chromium():
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (make setup does it on Debian)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def out(tmp_path):
    return report(tmp_path, 8)


@pytest.fixture
def address(out):
    with serving(out, 0.05) as address:
        yield address


@pytest.fixture
def person(chromium, address):
    """Opens a session of its own for a reviewer of that name; its page must not complain of anything."""
    contexts, complaints = [], []

    def opening(name, **options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.fill("#name-dialog [name=name]", name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#name-dialog", state="hidden")
        page.wait_for_selector(f"#who:has-text('{name}')")
        return page

    yield opening
    for context in contexts:
        context.close()
    # a refusal (400, 409) and what is gone (404) are answers, and Chromium writes each into its console
    assert [one for one in complaints if not re.search("400|404|409|428", one)] == []
