"""What a page shows is what counts: forty papers whose text layer lies about a date, or honestly bears it otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import drawn
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.ocr.rapid import Engine
from extractor.page.read_page import read_sheet
from extractor.records import Page
from extractor.sources.base import RawPage
from extractor.sources.open import open_source

CLAIMED, OTHER = "2023-03-10", "2023-03-25"
X, Y = 150, 120  # where the date stands, in points from the bottom left of an A5 sheet on its side
WIDTH, HEIGHT = 595, 420
PRINT = "".join(
    drawn.text(40, 380 - 30 * row, words, 12)
    for row, words in enumerate(
        ("Application for support", "Company: Harbour Tools", "Premium paid: 4.90", "Asked: 2.94")
    )
) + drawn.text(40, Y, "Applied on:", 12)
DATE = drawn.text(X, Y, CLAIMED, 12)
WHITEOUT = f"1 g {X - 4} {Y - 5} 90 20 re f 0 g\n"
# Digits of which each is said to be another: what is drawn as 25 is copied as 10.
LYING_MAP = (
    "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    "5 beginbfchar <30> <0030> <32> <0032> <33> <0033> <35> <0030> <2D> <002D> endbfchar "
    "1 beginbfchar <34> <0031> endbfchar endcmap end"
)


@dataclass(frozen=True)
class Sheet:
    """A content stream after the print; `resources` and `keys` of the page, further `objects` from number 10 on."""

    content: str
    resources: str = ""
    keys: str = ""
    objects: Sequence[bytes] = field(default_factory=tuple)
    catalog: str = ""

    def pdf(self) -> bytes:
        font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding "
        media = "" if "/MediaBox" in self.keys else f"/MediaBox [0 0 {WIDTH} {HEIGHT}]"
        resources = f"<< /Font << /F1 3 0 R /F2 4 0 R /F3 7 0 R >> {self.resources} >>"
        glyph = drawn.stream("", b"500 0 d0")
        bodies = [
            f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode(),
            b"<< /Type /Pages /Kids [6 0 R] /Count 1 >>",
            (font + ">>").encode(),
            (font + "/ToUnicode 5 0 R >>").encode(),
            drawn.stream("", LYING_MAP.encode()),
            f"<< /Type /Page /Parent 2 0 R {media} /Resources {resources} /Contents 8 0 R {self.keys} >>".encode(),
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 500 700] "
            b"/FontMatrix [0.001 0 0 0.001 0 0] "
            b"/CharProcs << /e 9 0 R >> /Encoding << /Differences [45 /e 48" + b" /e" * 10 + b"] >> "
            b"/FirstChar 45 /LastChar 57 "
            b"/Widths [" + b"500 " * 13 + b"] /ToUnicode 5 0 R >>",
            drawn.stream("", (PRINT + self.content).encode("latin-1")),
            glyph,
        ]
        return drawn.file([*bodies, *self.objects], "")


def picture(words: str) -> bytes:
    image = Image.new("RGB", (360, 80), "white")
    ImageDraw.Draw(image).text((16, 12), words, font=ImageFont.load_default(44), fill="black")
    pixels = np.asarray(image)
    keys = f"/Type /XObject /Subtype /Image /Width {pixels.shape[1]} /Height {pixels.shape[0]}"
    return drawn.stream(f"{keys} /ColorSpace /DeviceRGB /BitsPerComponent 8", pixels.tobytes())


def form(content: str, keys: str = "") -> bytes:
    font = "/Resources << /Font << /F1 3 0 R >> >>"
    return drawn.stream(f"/Type /XObject /Subtype /Form /BBox [0 0 100 20] {font} {keys}", content.encode())


def annotation(kind: str, flags: int, look: str, keys: str = "") -> Sequence[bytes]:
    place = f"/Rect [{X - 4} {Y - 5} {X + 96} {Y + 15}]"
    return (
        f"<< /Type /Annot /Subtype /{kind} /F {flags} {place} /AP << /N 11 0 R >> {keys} >>".encode(),
        form(look),
    )


def at_place(name: str) -> str:
    return f"q 90 0 0 20 {X - 4} {Y - 5} cm /{name} Do Q\n"


def date(words: str, setting: str) -> str:
    return f"q {setting} {drawn.text(X, Y, words, 12)} Q\n"


ANNOTS = "/Annots [10 0 R]"
OFF = "/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >>"
ON = "/OCProperties << /OCGs [10 0 R] /D << /ON [10 0 R] >> >>"
GROUP = (b"<< /Type /OCG /Name (Layer) >>",)
LAYERED = f"/OC /G1 BDC {DATE} EMC\n"
SEVERAL = "/Properties << /G1 10 0 R >>"
IMAGE = "/XObject << /P1 10 0 R >>"
WHITE = "1 g 0 0 100 20 re f 0 g\n"
IN_FORM = "BT /F1 12 Tf 4 5 Td (2023-03-25) Tj ET\n"


def faded(keys: str) -> str:
    return f"/ExtGState << /E1 << {keys} >> >>"


# The layer bears the date of `CLAIMED`, and the page does not show it.
DECEITS: Mapping[str, Sheet] = {
    "invisible": Sheet(date(CLAIMED, "3 Tr").replace("0 Tr", "3 Tr")),
    "clipping path of text": Sheet(date(CLAIMED, "").replace("0 Tr", "7 Tr")),
    "white": Sheet(date(CLAIMED, "1 g")),
    "nearly white": Sheet(date(CLAIMED, "0.98 g")),
    "pale yellow": Sheet(date(CLAIMED, "1 1 0.94 rg")),
    "transparent": Sheet(date(CLAIMED, "/E1 gs"), faded("/ca 0")),
    "nearly transparent": Sheet(date(CLAIMED, "/E1 gs"), faded("/ca 0.02")),
    "clipped": Sheet(date(CLAIMED, "0 0 20 20 re W n")),
    "squeezed to nothing": Sheet(date(CLAIMED, "").replace("Tr", "Tr 0.5 Tz")),
    "one point": Sheet(drawn.text(X, Y, CLAIMED, 1)),
    "off the page": Sheet(drawn.text(X - 900, Y, CLAIMED, 12)),
    "outside the crop": Sheet(drawn.text(X, 15, CLAIMED, 12), keys=f"/CropBox [0 40 {WIDTH} {HEIGHT}]"),
    "white-out": Sheet(DATE + WHITEOUT),
    "white-out by a stroke": Sheet(DATE + f"q 1 G 20 w {X - 4} {Y + 4} m {X + 90} {Y + 4} l S Q\n"),
    "white-out, new text": Sheet(DATE + WHITEOUT + drawn.text(X + 3, Y, OTHER, 12)),
    "white-out, new day": Sheet(DATE + f"1 g {X + 46} {Y - 5} 30 20 re f 0 g\n" + drawn.text(X + 48, Y, "25", 12)),
    "black bar": Sheet(DATE + f"{X - 4} {Y - 5} 90 20 re f\n"),
    "under a bare picture": Sheet(DATE + at_place("P1"), IMAGE, objects=(picture(""),)),
    "under a picture of another date": Sheet(DATE + at_place("P1"), IMAGE, objects=(picture(OTHER),)),
    "under a form": Sheet(DATE + f"q 1 0 0 1 {X - 4} {Y - 5} cm /P1 Do Q\n", IMAGE, objects=(form(WHITE),)),
    "under an annotation": Sheet(DATE, keys=ANNOTS, objects=annotation("Square", 4, WHITE)),
    "under a note": Sheet(DATE, keys=ANNOTS, objects=annotation("FreeText", 4, WHITE + IN_FORM, "/DA (/F1 12 Tf)")),
    "in a layer that is off": Sheet(LAYERED, SEVERAL, objects=GROUP, catalog=OFF),
    "in the colour of its cell": Sheet(f"0.2 0.3 0.8 rg {X - 9} {Y - 9} 120 26 re f\n{DATE}"),
    "on its side, white": Sheet(date(CLAIMED, "1 g"), keys="/Rotate 90"),
    "upside down, covered": Sheet(DATE + WHITEOUT, keys="/Rotate 180"),
    "empty glyphs": Sheet(DATE.replace("/F1", "/F3").replace("10)", "03)")),
    "other letters": Sheet(drawn.text(X, Y, "2023-03-45", 12).replace("/F1", "/F2")),
}
# The page shows the date of `OTHER`, and all that the layer says is shown.
HONEST: Mapping[str, Sheet] = {
    "plain": Sheet(date(OTHER, "")),
    "form field": Sheet(
        "",
        keys=ANNOTS,
        objects=annotation("Widget", 4, "/Tx BMC " + IN_FORM + " EMC", f"/FT /Tx /T (d) /V ({OTHER})"),
        catalog="/AcroForm << /Fields [10 0 R] /DA (/F1 12 Tf) >>",
    ),
    "note": Sheet("", keys=ANNOTS, objects=annotation("FreeText", 4, IN_FORM, "/DA (/F1 12 Tf)")),
    "stamp": Sheet("", keys=ANNOTS, objects=annotation("Stamp", 4, IN_FORM)),
    "picture": Sheet(at_place("P1"), IMAGE, objects=(picture(OTHER),)),
    "form object": Sheet(f"q 1 0 0 1 {X} {Y} cm /P1 Do Q\n", IMAGE, objects=(form(IN_FORM),)),
    "white on dark": Sheet(f"0.1 0.2 0.5 rg {X - 9} {Y - 9} 120 26 re f\n" + date(OTHER, "1 g")),
    "in a tinted cell": Sheet(f"0.85 0.9 1 rg {X - 9} {Y - 9} 120 26 re f 0 g\n" + date(OTHER, "")),
    "grey": Sheet(date(OTHER, "0.5 g")),
    "red": Sheet(date(OTHER, "0.8 0 0 rg")),
    "half transparent": Sheet(date(OTHER, "/E1 gs"), faded("/ca 0.6")),
    "hidden note over it": Sheet(date(OTHER, ""), keys=ANNOTS, objects=annotation("Square", 2, WHITE)),
    "note not viewed over it": Sheet(date(OTHER, ""), keys=ANNOTS, objects=annotation("Square", 32, WHITE)),
    "layer that is on": Sheet(LAYERED.replace(CLAIMED, OTHER), SEVERAL, objects=GROUP, catalog=ON),
    "bold by printing twice": Sheet(date(OTHER, "") + drawn.text(X + 0.4, Y, OTHER, 12)),
    "underlined": Sheet(date(OTHER, "") + f"0.7 w {X} {Y - 2} m {X + 80} {Y - 2} l S\n"),
    "spaced": Sheet(date(OTHER, "3 Tc")),
    "slanting": Sheet(f"BT /F1 12 Tf 1 0 0.3 1 {X} {Y} Tm ({OTHER}) Tj ET\n"),
    "small": Sheet(drawn.text(X, Y, OTHER, 7)),
    "on its side": Sheet(date(OTHER, ""), keys="/Rotate 90"),
    "on white laid over nothing": Sheet(WHITEOUT + date(OTHER, "")),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def read(path: Path, sheet: Sheet, engine: Engine) -> Page:
    path.write_bytes(sheet.pdf())
    with open_source(path) as source:
        raw = source.read(1)
        assert isinstance(raw, RawPage)
        (page,) = read_sheet(raw, engine)
    return page


def text(page: Page) -> str:
    return " ".join(line.text for line in page.lines).replace(" ", "")


@pytest.mark.parametrize("case", DECEITS)
def test_what_nobody_sees_is_no_text_and_is_said(case: str, tmp_path: Path, engine: Engine) -> None:
    page = read(tmp_path / "a.pdf", DECEITS[case], engine)
    assert not any(CLAIMED in line.text and line.confidence > 0.8 for line in page.lines), page.lines
    assert "4.90" in text(page)
    if case not in ("off the page", "outside the crop"):  # there, no viewer and no printer shows that there is any
        assert page.differing
        assert not any(one.wholly for one in page.differing)


@pytest.mark.parametrize("case", HONEST)
def test_what_stands_on_the_page_is_read_however_it_came_there(case: str, tmp_path: Path, engine: Engine) -> None:
    page = read(tmp_path / "a.pdf", HONEST[case], engine)
    assert OTHER in text(page), page.lines
    assert not page.differing


def test_of_two_texts_over_one_another_the_upper_one_stands(tmp_path: Path, engine: Engine) -> None:
    page = read(tmp_path / "a.pdf", DECEITS["white-out, new text"], engine)
    assert OTHER in text(page)
    assert [one.layer for one in page.differing] == [CLAIMED]


def test_where_a_picture_lies_over_the_text_it_counts_and_is_doubted(tmp_path: Path, engine: Engine) -> None:
    page = read(tmp_path / "a.pdf", DECEITS["under a picture of another date"], engine)
    (line,) = [line for line in page.lines if OTHER in line.text]
    assert line.confidence < 0.8
    assert [(one.layer, one.shown) for one in page.differing] == [(CLAIMED, OTHER)]
