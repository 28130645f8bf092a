"""The review page in a real browser: by keyboard, by two people at once, on a tablet, with enough contrast."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import expect

from docs_check.process.office import Office
from docs_check.report.decided.verdicts import Action


def begin(page):
    page.click("a.button.main")
    expect(page.locator("#sheet[data-shown]")).to_be_visible()


def press(page, key):
    """A key that leads to another item."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)


def finding(page, address, title):
    """The first finding of that title."""
    page.goto(f"{address}/district/0")
    page.locator(f".items a:has(.tag:has-text('{title}'))").first.click()
    expect(page.locator("#finding-title")).to_contain_text(title)
    expect(page.locator("#sheet[data-shown], #no-image:visible").first).to_be_visible()


def test_ten_findings_by_keyboard_and_nothing_lost_by_a_reload(person, out):
    page = person("王甲")
    begin(page)
    before = int(page.locator("#undecided").inner_text())
    for key in "1234123412":
        press(page, key)
    expect(page.locator("#undecided")).to_have_text(str(before - 10))
    page.reload()
    expect(page.locator("#undecided")).to_have_text(str(before - 10))
    rows = Office(out.parent / "batch", out).verdicts.all()
    assert [row.action for row in rows].count(Action.CONFIRM) == 3
    assert {row.reason for row in rows} == {"", "misread", "not_required", "exception"}
    assert {row.who for row in rows} == {"王甲"}


def test_a_corrected_date_makes_the_finding_go_and_undo_brings_it_back(person, address):
    page = person("王甲")
    finding(page, address, "逾期申报")
    url = page.url
    page.keyboard.press("e")
    page.fill("#correct-dialog [name=value]", "2023年2月30日")
    page.keyboard.press("Enter")
    expect(page.locator("#correct-dialog [role=alert]")).to_be_visible()
    page.fill("#correct-dialog [name=value]", "2023年3月19日")
    page.keyboard.press("Enter")
    expect(page.locator("#correct-dialog .removes")).to_have_text("逾期申报")
    page.select_option("#correct-dialog [name=reason]", "misread")
    page.click("#correct-dialog button.main")
    page.wait_for_url(lambda now: now != url)
    expect(page.locator("#message")).to_contain_text("已不成立")
    assert page.goto(url).status == 404
    press(page, "u")
    expect(page.locator("#finding-title")).to_contain_text("逾期申报")


def test_two_at_once_see_each_other_and_overwrite_nothing(person, address, out):
    first, second = person("王甲"), person("李乙")
    for page in (first, second):
        finding(page, address, "逾期申报")
    assert first.url == second.url
    url = first.url
    first.keyboard.press("1")
    first.wait_for_url(lambda now: now != url)
    expect(second.locator("#decided")).to_contain_text("王甲", timeout=8000)
    assert second.url == url
    finding(first, address, "缺少材料")
    finding(second, address, "缺少材料")
    second.keyboard.press("x")
    expect(second.locator("[data-key-too=x]")).to_contain_text("取消认领")
    first.keyboard.press("1")
    expect(first.locator("#message.wrong")).to_contain_text("李乙")
    assert len(Office(out.parent / "batch", out).verdicts.all()) == 1


def test_keys_never_fire_while_typing(person, address, out):
    page = person("王甲")
    finding(page, address, "缺少材料")
    page.keyboard.press("5")
    page.locator("#note-dialog textarea").press_sequentially("1 2 3 4 u e n ?")
    assert Office(out.parent / "batch", out).verdicts.all() == ()
    page.locator("#note-dialog textarea").press("Escape")
    page.goto(f"{address}/district/0")
    page.locator("#filter").press_sequentially("12?g")
    assert page.url.endswith("/district/0")
    expect(page.locator("#filter")).to_have_value("12?g")


def test_all_keys_are_listed_and_the_rest_of_them_work(person, address):
    page = person("王甲")
    finding(page, address, "逾期申报")
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog dt")).to_have_count(22)
    page.keyboard.press("Escape")
    mark = page.locator("#mark")
    small = mark.bounding_box()["width"]
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert mark.bounding_box()["width"] > 1.5 * small
    expect(mark).to_be_in_viewport()
    page.keyboard.press("0")
    shown = page.locator("#page-image").get_attribute("src")
    page.keyboard.press("]")
    expect(page.locator("#page-image")).not_to_have_attribute("src", shown)
    page.keyboard.press(".")
    expect(page.locator("#page-image")).to_have_attribute("src", shown)
    page.keyboard.press("m")
    expect(page.locator("#manual pre")).to_contain_text("判断")
    page.keyboard.press("g")
    page.wait_for_url(lambda url: url == f"{address}/")


def test_the_mark_lies_on_the_place(person, address):
    page = person("王甲")
    finding(page, address, "逾期申报")
    sheet, mark = page.locator("#page-image").bounding_box(), page.locator("#mark").bounding_box()
    # the hand-built form's date of the applicant: 0.6 to 0.8 across, 0.5 to 0.52 down
    middle = (mark["x"] + mark["width"] / 2 - sheet["x"]) / sheet["width"]
    down = (mark["y"] + mark["height"] / 2 - sheet["y"]) / sheet["height"]
    assert abs(middle - 0.7) < 0.01
    assert abs(down - 0.51) < 0.01


def test_export_and_papers_from_the_page(person, out, tmp_path):
    page = person("王甲")
    begin(page)
    press(page, "1")
    press(page, "g")
    with page.expect_download() as download:
        page.click("a[href='/export']")
    download.value.save_as(tmp_path / "audit.csv")
    rows = list(csv.DictReader((tmp_path / "audit.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["who"] for row in rows] == ["王甲"]
    page.click("[data-write]")
    expect(page.locator("#message")).to_contain_text("report.xlsx")
    assert (out / "report.xlsx").is_file()


def test_on_a_tablet_everything_is_within_reach(person, address):
    page = person("王甲", viewport={"width": 820, "height": 1180}, has_touch=True)
    finding(page, address, "逾期申报")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for button in page.locator(".verdicts button").all():
        assert button.bounding_box()["height"] >= 40
    page.locator(".verdicts button").first.tap()
    page.wait_for_url(lambda url: "/item/" in url)


def test_labels_focus_and_contrast(person, address):
    page = person("王甲")
    finding(page, address, "逾期申报")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a[href], input, select, textarea, [tabindex="0"]')]
        .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.getAttribute('aria-labelledby')
            || (one.labels && one.labels.length)))
        .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    for selector in (".text", ".facts dt", ".verdicts button", ".tag", ".soft"):
        assert contrast(page, selector) >= 4.5, selector


def contrast(page, selector):
    """WCAG 2.1's ratio between an element's colour and what is behind it."""
    colours = page.evaluate(
        """(selector) => { let one = document.querySelector(selector); const front = getComputedStyle(one).color;
        while (one && /, 0\\)$|transparent/.test(getComputedStyle(one).backgroundColor)) one = one.parentElement;
        return [front, one ? getComputedStyle(one).backgroundColor : 'rgb(255, 255, 255)']; }""",
        selector,
    )
    light, dark = sorted((_luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
