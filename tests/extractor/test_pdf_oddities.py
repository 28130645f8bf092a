"""What office programs put into PDFs besides plain pages: each is drawn as a viewer draws it, or said."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import drawn
import jbig2
import numpy as np
import pytest
from PIL import Image, ImageOps
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from extractor.ocr.rapid import Engine
from extractor.page.read_page import read_sheet
from extractor.records import Problem, Trouble
from extractor.sources.base import Access, RawPage, Unreadable
from extractor.sources.open import open_source

TEXT = drawn.text(72, 700, "Premium 35,300.00")


def read(path: Path, passwords: tuple[str, ...] = ()) -> tuple[RawPage, tuple[Problem, ...]]:
    with open_source(path, Access(passwords)) as source:
        page = source.read(1)
        assert isinstance(page, RawPage)
        return page, source.problems


def changed(path: Path, change: Callable[[IncrementalPdfFileWriter, Any], None]) -> Path:
    writer = IncrementalPdfFileWriter(io.BytesIO(drawn.pdf([TEXT])))
    change(writer, writer.root["/Pages"]["/Kids"].raw_get(0).get_object())
    out = io.BytesIO()
    writer.write(out)
    path.write_bytes(out.getvalue())
    return path


def locked(path: Path, user: str) -> Path:
    writer: PdfFileWriter = copy_into_new_writer(PdfFileReader(io.BytesIO(drawn.pdf([TEXT]))))
    writer.encrypt(owner_pass="owner", user_pass=user)
    with path.open("wb") as file:
        writer.write(file)
    return path


def look(content: bytes) -> generic.StreamObject:
    keys = {
        pdf_name("/Type"): pdf_name("/XObject"),
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 100, 100))),
    }
    return generic.StreamObject(keys, stream_data=content)


def red(picture: np.ndarray[Any, Any]) -> tuple[float, float]:
    """The middle of all that is red, as fractions."""
    ys, xs = np.nonzero((picture[:, :, 0] > 180) & (picture[:, :, 1] < 90))
    assert len(xs) > 100
    return float(xs.mean() / picture.shape[1]), float(ys.mean() / picture.shape[0])


def test_a_seal_placed_as_an_annotation_is_seen(tmp_path: Path) -> None:
    def stamp(writer: IncrementalPdfFileWriter, page: Any) -> None:
        appearance = writer.add_object(look(b"1 0 0 RG 8 w 10 10 80 80 re S"))
        page["/Annots"] = generic.ArrayObject(
            [
                writer.add_object(
                    generic.DictionaryObject(
                        {
                            pdf_name("/Type"): pdf_name("/Annot"),
                            pdf_name("/Subtype"): pdf_name("/Stamp"),
                            pdf_name("/F"): generic.NumberObject(4),
                            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (300, 100, 420, 220))),
                            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): appearance}),
                        }
                    )
                )
            ]
        )
        writer.update_container(page)

    page, _ = read(changed(tmp_path / "a.pdf", stamp))
    middle = red(page.picture)
    assert middle == pytest.approx((360 / 595, 1 - 160 / 842), abs=0.01)
    assert any(box.holds(*middle) for box in page.drawn or ())


def test_what_was_typed_into_a_form_is_seen(tmp_path: Path) -> None:
    def fill(writer: IncrementalPdfFileWriter, page: Any) -> None:
        widget = writer.add_object(
            generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/Annot"),
                    pdf_name("/Subtype"): pdf_name("/Widget"),
                    pdf_name("/FT"): pdf_name("/Tx"),
                    pdf_name("/T"): generic.pdf_string("amount"),
                    pdf_name("/V"): generic.pdf_string("HHHHHHHH"),
                    pdf_name("/DA"): generic.pdf_string("/Helv 24 Tf 1 0 0 rg"),
                    pdf_name("/F"): generic.NumberObject(4),
                    pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (300, 100, 480, 140))),
                }
            )
        )
        page["/Annots"] = generic.ArrayObject([widget])
        writer.update_container(page)
        font = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/Type1"),
                pdf_name("/BaseFont"): pdf_name("/Helvetica"),
            }
        )
        fonts = generic.DictionaryObject({pdf_name("/Font"): generic.DictionaryObject({pdf_name("/Helv"): font})})
        writer.root["/AcroForm"] = generic.DictionaryObject(
            {
                pdf_name("/Fields"): generic.ArrayObject([widget]),
                pdf_name("/DR"): fonts,
                pdf_name("/NeedAppearances"): generic.BooleanObject(True),
            }
        )
        writer.update_root()

    page, _ = read(changed(tmp_path / "a.pdf", fill))
    x, y = red(page.picture)
    assert 300 / 595 < x < 480 / 595
    assert 1 - 140 / 842 < y < 1 - 100 / 842


@pytest.mark.parametrize("whole", [True, False])
def test_xfa_forms_are_said(tmp_path: Path, whole: bool) -> None:
    def add(writer: IncrementalPdfFileWriter, page: Any) -> None:
        del page
        data = writer.add_object(generic.StreamObject(stream_data=b"<xdp:xdp/>"))
        form = generic.DictionaryObject({pdf_name("/XFA"): data, pdf_name("/Fields"): generic.ArrayObject()})
        writer.root["/AcroForm"] = form
        if whole:
            writer.root["/NeedsRendering"] = generic.BooleanObject(True)
        writer.update_root()

    _, (problem,) = read(changed(tmp_path / "a.pdf", add))
    assert "XFA" in problem.reason.zh
    assert problem.trouble is (Trouble.UNREADABLE if whole else Trouble.NOTED)


@pytest.mark.parametrize("name", ["发票.xml", None])  # None: in the old place alone, as some programs write it
def test_attachments_are_listed(tmp_path: Path, name: str | None) -> None:
    def attach(writer: IncrementalPdfFileWriter, page: Any) -> None:
        del page
        file = embed.EmbeddedFileObject.from_file_data(writer, b"<x/>")
        embed.embed_file(writer, embed.FileSpec("发票.xml", file_name=name, embedded_data=file))

    _, (problem,) = read(changed(tmp_path / "a.pdf", attach))
    assert problem.trouble is Trouble.NOTED
    assert "1 个附件（发票.xml）" in problem.reason.zh


def test_an_empty_user_password_needs_none(tmp_path: Path) -> None:
    page, problems = read(locked(tmp_path / "a.pdf", ""))
    assert page.text
    assert problems == ()


def test_a_password_opens_a_pdf_and_its_text(tmp_path: Path) -> None:
    path = locked(tmp_path / "a.pdf", "口令123")
    with pytest.raises(Unreadable) as caught:
        read(path, ("wrong",))
    assert caught.value.problem.trouble is Trouble.ENCRYPTED
    page, _ = read(path, ("wrong", "口令123"))
    assert [line.text for line in page.text or ()] == ["Premium 35,300.00"]


def encoded(kind: str, image: Image.Image) -> tuple[str, bytes]:
    """The grey picture, and how a PDF names its encoding."""
    data = io.BytesIO()
    grey, bits = "/ColorSpace /DeviceGray /BitsPerComponent 8", "/ColorSpace /DeviceGray /BitsPerComponent 1"
    if kind == "JPX":
        image.save(data, "JPEG2000")
        return f"/Filter /JPXDecode {grey}", data.getvalue()
    if kind.startswith("CCITT"):
        keys = f"/K {-1 if kind == 'CCITT G4' else 0} /Columns {image.width} /Rows {image.height} /BlackIs1 true"
        return (
            f"/Filter /CCITTFaxDecode /DecodeParms << {keys} >> {bits}",
            fax(image, "group4" if kind == "CCITT G4" else "group3"),
        )
    if kind.startswith("JBIG2"):
        # Pillow writes white as 1; what T.6 calls black is what the region's bits are set for.
        mmr = fax(ImageOps.invert(image), "group4") if kind == "JBIG2 MMR" else None
        return f"/Filter /JBIG2Decode {bits}", jbig2.encoded(np.asarray(image) < 128, mmr)
    pixels = np.zeros((image.height, image.width, 4), np.uint8)
    pixels[:, :, 3] = 255 - np.asarray(image)
    return "/ColorSpace /DeviceCMYK /BitsPerComponent 8", pixels.tobytes()


def fax(image: Image.Image, compression: str) -> bytes:
    data = io.BytesIO()
    one_strip = {278: image.height}  # RowsPerStrip
    image.convert("1").save(data, "TIFF", compression=compression, tiffinfo=one_strip)
    data.seek(0)
    with Image.open(data) as tiff:
        starts, sizes = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
    assert len(starts) == 1
    return data.getvalue()[starts[0] : starts[0] + sizes[0]]


def scanned(path: Path, kind: str, image: Image.Image) -> RawPage:
    keys, data = encoded(kind, image)
    size = f"/Width {image.width} /Height {image.height}"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /Im 5 0 R >> >> >>",
        drawn.stream("", b"q 595 0 0 842 0 0 cm /Im Do Q"),
        drawn.stream(f"/Type /XObject /Subtype /Image {size} {keys}", data),
    ]
    path.write_bytes(drawn.file(bodies, ""))
    return read(path)[0]


@pytest.mark.parametrize("kind", ["JPX", "CCITT G4", "CCITT G3", "JBIG2", "JBIG2 MMR", "CMYK"])
def test_scans_however_they_are_encoded(tmp_path: Path, kind: str) -> None:
    image = Image.new("L", (64, 64), 255)
    image.paste(0, (0, 0, 32, 64))
    page = scanned(tmp_path / "a.pdf", kind, image)
    height, width = page.picture.shape[:2]
    assert page.picture[height // 2, width // 4].max() < 60
    assert page.picture[height // 2, 3 * width // 4].min() > 200


def test_a_fax_page_of_print_shows_the_same_by_jbig2_and_by_ccitt(tmp_path: Path, engine: Engine) -> None:
    """A page at 112 dpi; every bit of it comes out, and what it says is read."""
    letter = drawn.letter().resize((930, 1316)).convert("L").point(lambda level: 255 * (level > 150))
    pages = {kind: scanned(tmp_path / "a.pdf", kind, letter) for kind in ("CCITT G4", "JBIG2", "JBIG2 MMR")}
    for kind, page in pages.items():
        assert np.array_equal(page.picture, pages["CCITT G4"].picture), kind
    (page,) = read_sheet(pages["JBIG2"], engine)
    lines = page.lines
    assert len(lines) == 12
    assert sum("premium12345" in line.text.replace(" ", "") for line in lines) >= 10


def test_a_page_scaled_down_to_a_stamps_size_is_drawn_large_enough_to_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(drawn.pdf([drawn.text(7, 70, "x", 1.4)], box="0 0 59.5 84.2"))
    page, _ = read(tmp_path / "a.pdf")
    assert max(page.picture.shape) >= 799


@pytest.mark.parametrize("broken", [b"/JBIG2Decode", b"/JPXDecode"])
def test_a_picture_that_cannot_be_decoded_is_no_blank_page(tmp_path: Path, broken: bytes) -> None:
    picture = np.random.default_rng(1).integers(0, 255, (200, 150, 3), np.uint8)
    whole = drawn.pdf(["595 0 0 842 0 0 cm /P Do"], images={"P": picture})
    path = tmp_path / "scan.pdf"
    path.write_bytes(whole.replace(b"/FlateDecode", broken.ljust(12)))
    with pytest.raises(Unreadable), open_source(path) as source:
        source.read(1)


def test_a_white_picture_is_a_page_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(drawn.pdf(["595 0 0 842 0 0 cm /P Do"], images={"P": np.full((200, 150, 3), 255, np.uint8)}))
    page, _ = read(path)
    assert page.picture.min() == 255
