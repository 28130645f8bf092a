"""The dialog in which a name is proved by its PIN, where others on the network can open the page."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import expect
from serving import serving_app

from docs_check.review.app import create
from docs_check.review.desk import Desk


@pytest.fixture
def shared(out):
    with closing(Desk(out, 0)) as desk, serving_app(lambda hosts: create(desk, "zh", hosts, "secret")) as address:
        yield f"{address}/?token=secret"


def say(page, name, pin):
    page.fill("#name-dialog [name=name]", name)
    page.keyboard.press("Enter")
    page.fill("#name-dialog [name=pin]", pin)
    page.keyboard.press("Enter")


def test_a_name_is_taken_and_proved_by_its_pin(chromium, shared):
    with closing(chromium.new_context()) as first, closing(chromium.new_context()) as second:
        page = first.new_page()
        page.goto(shared)
        say(page, "王甲", "2580")
        expect(page.locator("#who")).to_have_text("王甲")
        other = second.new_page()
        other.goto(shared)
        say(other, "王甲", "0000")
        expect(other.get_by_label("PIN 不对")).to_be_focused()
        other.fill("#name-dialog [name=pin]", "2580")
        other.keyboard.press("Enter")
        expect(other.locator("#who")).to_have_text("王甲")
