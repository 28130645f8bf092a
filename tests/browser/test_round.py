"""A whole round in the browser: decided, looked at a second time, signed, sent, come back, told in the circular."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from docx import Document
from playwright.sync_api import expect
from reviewed import checked, every_second_late, judged

from docs_check.commands.office import process
from docs_check.report.stored import load, to_stored

ROOM = "batch-office"


def decide_all(page, address):
    page.goto(f"{address}/district/0")
    for box in page.locator(".pick").all():
        box.check()
    page.click("[data-together=confirm]")
    expect(page.locator("#message")).to_contain_text("已确认 ×")


def letters(out):
    return {path.name for path in (out / "report.notices").iterdir()}


def come_back(out, tmp_path):
    """Two companies hand in other papers, dated in time; what else they lacked is still lacking."""

    def better(company, number):
        worse = every_second_late(company, number)
        return {**worse, "application_form": company.form()} if number in (0, 4) else worse

    summary = checked(tmp_path / "later", 8, better)
    fresh = [
        replace(one, sha256=one.sha256[::-1]) if one.file.split("/")[1] in ("0000", "0004") else one
        for one in summary.basis.readings
    ]
    before, _ = load(out)
    after = judged(fresh, before.run.folder)
    return replace(after, run=replace(after.run, started="2023-05-06T09:00:00+08:00"))


def test_a_round_from_the_worklist_to_the_circular(person, address, out, tmp_path):
    first = person("王甲")
    expect(first.locator("h1")).to_have_text("待办")
    decide_all(first, address)
    first.goto(address)
    expect(first.locator("tbody tr").first.locator("td.num").first).to_contain_text("0 合格抽查")
    first.click("[data-write]")
    expect(first.locator("#message")).to_contain_text("report.notices")
    assert letters(out)
    assert all(name.startswith("草稿") for name in letters(out))

    second = person("李乙")
    second.goto(f"{address}/district/0")
    second.check("#leave")
    second.click("[data-sign]")
    expect(second.locator(".gate .decided")).to_contain_text("李乙")
    assert not any(name.startswith("草稿") for name in letters(out))
    second.goto(address)
    sent = second.locator("[data-step=sent]")
    count = sent.count()
    assert count > 1
    sent.first.click()
    expect(second.locator("[data-step=sent]")).to_have_count(count - 1)

    after = come_back(out, tmp_path)
    to_stored(after, out, "zh")
    second.goto(address)
    expect(second.locator("#back + .items li")).to_have_count(2)
    second.locator("#back + .items a").first.click()
    expect(second.locator("h1")).to_contain_text("公司")
    states = {case.state.value for case in process.cases(out, None, date.today())}
    assert {"corrected", "returned"} <= states

    decide_all(second, address)
    second.goto(f"{address}/district/0")
    second.click("[data-sign]")
    expect(second.locator(".gate .decided")).to_be_visible()
    word, *_ = process.circular(out, tmp_path / "circular", None)
    text = "\n".join(one.text for one in Document(str(word)).paragraphs)
    assert "第1轮通知要求改正" in text
    assert "已改正0项" not in text.partition("第2轮")[0]


def test_the_worklist_is_within_reach_on_a_tablet_and_at_1024(person, address):
    for size in ({"width": 768, "height": 1024}, {"width": 1024, "height": 768}):
        page = person("王甲", viewport=size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]
        for cell in page.locator("tbody th.name a").all():
            assert cell.bounding_box()["height"] < 80  # a name stands on one line


def test_what_was_missed_on_a_page_is_drawn_typed_and_judged(person, address, out):
    page = person("王甲")
    page.goto(f"{address}/district/0")
    page.locator(".items a:has(.tag:has-text('逾期申报'))").first.click()
    expect(page.locator("#sheet[data-shown]")).to_be_visible()
    page.keyboard.press("b")
    box = page.locator("#canvas").bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.7 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.73 * box["height"])
    page.mouse.up()
    expect(page.locator("#missed-dialog")).to_be_visible()
    page.select_option("#missed-dialog [name=target]", label="申报单位落款日期")
    page.fill("#missed-dialog [name=value]", "2023年3月18日")
    page.keyboard.press("Enter")
    expect(page.locator("#missed-dialog .removes")).to_have_text("逾期申报")
    page.select_option("#missed-dialog [name=reason]", "misread")
    page.click("#missed-dialog button.main")
    expect(page.locator("#message")).to_contain_text("已不成立")
    assert (out.parent / ROOM / "verdicts.sqlite").exists()
