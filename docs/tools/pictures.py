"""The pictures of the site, taken of a report on samples/batch.   python docs/tools/pictures.py REPORT [CIRCULAR]

After `make demo`: `python docs/tools/pictures.py demo-report`. Chromium takes them, the review page runs beside it.
CIRCULAR is the 通报.docx that `docs-check circular` wrote once districts were signed; LibreOffice lays it out.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pypdfium2
import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from starlette.applications import Starlette

from docs_check.commands.office.review import hosts_of, listen
from docs_check.policy.draft.read import pages_of
from docs_check.policy.editor.app import create as editor
from docs_check.policy.editor.forms import FormFile
from docs_check.policy.editor.pack_files import PackFiles
from docs_check.reading.engines import EngineChoice
from docs_check.review.app import create
from docs_check.review.desk import Desk
from docs_check.review.images import Images
from docs_check.settings import Settings

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
PACK = ROOT / "templates" / "qingdao-2022-export-credit"
FORM = next((ROOT / "samples" / "batch" / "保险机构").glob("中国人民*.pdf"))
LOADING = 3000  # ms: a page's picture is made when it is asked for
_SHOWN = '<article class="card error"'  # a finding that is sure, of a paper at hand
PAPER_SCALE = 1.2  # 86 dpi: an A4 page 714 pixels wide
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
            page.fill("#name-dialog [name=name]", "张三")
            page.keyboard.press("Enter")
            page.wait_for_selector("#name-dialog", state="hidden")
            page.goto(f"{address}/next?in={number}")
            page.wait_for_function("document.querySelector('#page-image')?.naturalWidth > 0")
            _shot(page, "review")
        with _serving_editor() as address:
            page.goto(address)
            page.wait_for_timeout(LOADING)
            page.locator(".piece.field").nth(2).focus()
            _shot(page, "editor")
        browser.close()


def _shot(page: Page, name: str) -> None:
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    _saved(Image.open(path), name)


def paper(letter: Path) -> None:
    """The first page of a Word file, as circular.png."""
    with tempfile.TemporaryDirectory() as room:
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", room, letter], check=True)
        with closing(pypdfium2.PdfDocument(Path(room) / f"{letter.stem}.pdf")) as pdf:
            _saved(pdf[0].render(scale=PAPER_SCALE).to_pil(), "circular")


def _saved(image: Image.Image, name: str) -> None:
    image.convert("RGB").quantize(COLOURS).save(IMAGES / f"{name}.png", optimize=True)


@contextmanager
def _serving(report: Path) -> Iterator[str]:
    with closing(Desk(report, 0.0)) as desk, _served(lambda hosts: create(desk, "zh", hosts, None)) as address:
        yield address


@contextmanager
def _serving_editor() -> Iterator[str]:
    """A filled-in form of the sample batch beside its pack; nothing is changed."""
    read = pages_of([FORM], EngineChoice(), Settings())[FORM]
    form = FormFile.of(FORM, read)
    with (
        closing(Images({form.sha256: FORM}, {})) as images,
        _served(lambda hosts: editor(PackFiles(PACK), [form], images, "zh", hosts, None)) as address,
    ):
        yield address


@contextmanager
def _served(made: Callable[[frozenset[str]], Starlette]) -> Iterator[str]:
    with closing(listen("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(made(hosts_of("127.0.0.1", port)), log_level="error", access_log=False))
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
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    take(Path(sys.argv[1]))
    if len(sys.argv) == 3:
        paper(Path(sys.argv[2]))
