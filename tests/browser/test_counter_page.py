"""Two clerks at the counter, in Debian's Chromium, with a server that is killed under them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from accessible import complaints
from counted import MarkReader, dropped
from playwright.sync_api import expect
from reviewed import PACK, company_of

from checks.records import Verdict
from docs_check.library import check_folder

COUNTED = Path(__file__).parents[1] / "support" / "counted.py"


class Served:
    """The counter in a process of its own."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        paths = os.pathsep.join(one for one in sys.path if one)
        environment = {**os.environ, "PYTHONPATH": paths}
        self.process = subprocess.Popen([sys.executable, COUNTED, self.folder, str(self.port)], env=environment)
        for _ in range(200):
            with suppress(OSError), urllib.request.urlopen(f"{self.address}/common/icon.svg", timeout=1):
                return
            time.sleep(0.1)
        raise AssertionError("the counter did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    counter = Served(tmp_path_factory.mktemp("batch"))
    yield counter
    counter.kill()


@pytest.fixture
def clerk(chromium, served):
    """Opens a session of its own for a clerk of that name; its page must not complain of anything."""
    contexts, complaints = [], []

    def opening(name, **options):
        context = chromium.new_context(**{"viewport": {"width": 1024, "height": 768}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(served.address)
        page.fill("#name-dialog [name=name]", name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#name-dialog", state="hidden")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert complaints == []


def drop(page, files):
    page.set_input_files("#pick", files)
    page.wait_for_url("**/receipt/*")
    expect(page.locator(".papers li")).to_have_count(len(files))
    page.wait_for_selector("#live[data-state=complete]", timeout=20_000)


def give(page, received):
    page.fill("[name=received]", received)
    page.click("#give button.main")
    expect(page.locator("#given")).to_contain_text("收件编号")
    return page.locator("#given b").inner_text()


def test_two_clerks_three_companies_and_a_server_that_is_killed(served, clerk, tmp_path):
    first, second = clerk("王甲"), clerk("李乙")
    in_time, late = (dropped(tmp_path / f"{number}", number) for number in (1, 2))
    unlicensed = dropped(tmp_path / "3", 3, "business_licence")

    drop(first, in_time)
    expect(first.locator("[name=company]")).to_have_value(company_of(1).name)
    expect(first.locator("[name=district]")).to_have_value("平度市")
    first.fill("[name=received]", "2023-03-20T16:00")
    expect(first.locator("#summary")).to_contain_text("没有发现须补正的问题")
    assert give(first, "2023-03-20T16:00") == "20230320-001"

    drop(second, unlicensed)
    expect(second.locator(".wanted .defect")).to_contain_text("营业执照")
    drop_url = second.url

    first.goto(served.address)
    drop(first, late)
    first.fill("[name=received]", "2023-03-21T09:30")
    expect(first.locator(".findings").first).to_contain_text("逾期1天")
    assert (
        first.locator(".findings .piece img").first.evaluate("one => one.decode().then(() => one.naturalWidth)") > 100
    )

    served.kill()
    expect(second.locator("#message")).to_contain_text("连不上程序")
    served.start()
    second.goto(served.address)
    expect(second.locator(".cases").first).to_contain_text(company_of(3).name, timeout=20_000)
    second.goto(drop_url)
    expect(second.locator(".wanted .defect")).to_contain_text("营业执照", timeout=20_000)
    assert give(second, "2023-03-20T16:30") == "20230320-002"
    assert give(first, "2023-03-21T09:30") == "20230321-001"
    first.goto(f"{served.address}/register")
    expect(first.locator("#entries tbody tr")).to_have_count(3)

    summary = check_folder(served.folder, tmp_path / "report", policy=PACK, reader=MarkReader(), formats=["json"])
    assert not [entry.file for entry in summary.files if entry.refused]
    assert len(list(served.folder.glob("平度市/*/*.jpg"))) == len(in_time) + len(late) + len(unlicensed)
    (tardy,) = [one for one in summary.findings if one.code == "DL001"]
    assert (tardy.applicant, tardy.verdict) == (company_of(2).name, Verdict.DEFECT)
    assert "收件登记（收件编号20230321-001）" in tardy.message.zh
    missing = [one.applicant for one in summary.findings if one.code == "EV001" and one.kind == "business_licence"]
    assert missing == [company_of(3).name]


def test_a_page_closed_half_way_is_gone_on_with(served, clerk, tmp_path):
    page = clerk("王甲")
    files = dropped(tmp_path / "1", 1)
    drop(page, files[:3])
    page.goto("about:blank")
    page.goto(served.address)
    page.locator("text=继续办理").first.click()
    expect(page.locator(".papers li")).to_have_count(3)
    page.set_input_files("#pick", files[3:])
    expect(page.locator(".papers li")).to_have_count(len(files))
    page.locator("[data-remove]").first.click()
    expect(page.locator(".papers li")).to_have_count(len(files) - 1)


def test_labels_focus_and_nothing_beyond_the_edge(served, clerk, tmp_path):
    page = clerk("王甲")
    for width in (1024, 820):
        page.set_viewport_size({"width": width, "height": 768})
        page.goto(served.address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drop(page, dropped(tmp_path / "1", 1, "business_licence"))
    grave = complaints(page)
    for path in ("/", "/register", "/receipt/1/slip", "/receipt/1/print"):
        other = page.context.new_page()
        other.goto(f"{served.address}{path}")
        grave += complaints(other)
    assert grave == []
    assert page.evaluate("document.querySelectorAll('h1').length") == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("#spoken[role=status]")).to_contain_text("1 处须补正")
    page.focus("#pick")
    assert page.locator("label[for=pick]").evaluate("one => getComputedStyle(one).outlineStyle") != "none"
