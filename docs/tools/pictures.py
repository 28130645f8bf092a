"""The pictures of the site, taken of a report on samples/batch.   python docs/tools/pictures.py REPORT

After `make demo`: `python docs/tools/pictures.py demo-report`. Chromium takes them, the review page runs beside it.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from docs_check.commands.office.review import hosts_of, listen
from docs_check.review.app import create
from docs_check.review.desk import Desk

IMAGES = Path(__file__).parents[1] / "images"
_SHOWN = '<article class="card error"'  # a finding that is sure, of a paper at hand
COLOURS = 128  # of a picture of text and one red: a third of the size


def take(report: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 760})
        page.goto((report / "index.html").resolve().as_uri())
        _shot(page, "overview")
        districts = sorted(report.glob("district-*.html"))
        number = next(at for at, path in enumerate(districts) if _SHOWN in path.read_text("utf-8"))
        page.goto(f"{districts[number].resolve().as_uri()}#findings")
        _shot(page, "report")
        with _serving(report) as address:
            page.goto(address)
            page.fill("#name-dialog input", "张三")
            page.keyboard.press("Enter")
            page.wait_for_selector("#name-dialog", state="hidden")
            page.goto(f"{address}/next?in={number}")
            page.wait_for_function("document.querySelector('#page-image')?.naturalWidth > 0")
            _shot(page, "review")
        browser.close()


def _shot(page: Page, name: str) -> None:
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)


@contextmanager
def _serving(report: Path) -> Iterator[str]:
    with closing(Desk(report, 0.0)) as desk, closing(listen("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        app = create(desk, "zh", hosts_of("127.0.0.1", port), None)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    take(Path(sys.argv[1]))
