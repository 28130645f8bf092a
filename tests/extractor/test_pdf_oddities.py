"""What office programs put into PDFs besides plain pages: each is drawn as a viewer draws it, or said."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import drawn
import numpy as np
import pytest
from PIL import Image
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter, copy_into_new_writer

from extractor.records import Problem, Trouble
from extractor.sources import RawPage, Unreadable, open_source

TEXT = drawn.text(72, 700, "Premium 35,300.00")


def read(path: Path, passwords: tuple[str, ...] = ()) -> tuple[RawPage, tuple[Problem, ...]]:
    with open_source(path, passwords) as source:
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
    assert red(page.picture) == pytest.approx((360 / 595, 1 - 160 / 842), abs=0.01)


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


def encoded(kind: str) -> tuple[str, bytes]:
    """A picture with a dark left half, and how a PDF names its encoding."""
    image = Image.new("L", (64, 64), 255)
    image.paste(0, (0, 0, 32, 64))
    data = io.BytesIO()
    if kind == "JPX":
        image.save(data, "JPEG2000")
        return "/Filter /JPXDecode /ColorSpace /DeviceGray /BitsPerComponent 8", data.getvalue()
    if kind == "CCITT":
        image.convert("1").save(data, "TIFF", compression="group4")
        data.seek(0)
        with Image.open(data) as tiff:
            start, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
        keys = "/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 64 /Rows 64 /BlackIs1 true >>"
        return f"{keys} /ColorSpace /DeviceGray /BitsPerComponent 1", data.getvalue()[start : start + size]
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, :32, 3] = 255
    return "/ColorSpace /DeviceCMYK /BitsPerComponent 8", pixels.tobytes()


@pytest.mark.parametrize("kind", ["JPX", "CCITT", "CMYK"])
def test_scans_however_they_are_encoded(tmp_path: Path, kind: str) -> None:
    keys, data = encoded(kind)
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /Im 5 0 R >> >> >>",
        drawn.stream("", b"q 595 0 0 842 0 0 cm /Im Do Q"),
        drawn.stream(f"/Type /XObject /Subtype /Image /Width 64 /Height 64 {keys}", data),
    ]
    (tmp_path / "a.pdf").write_bytes(drawn.file(bodies, ""))
    page, _ = read(tmp_path / "a.pdf")
    height, width = page.picture.shape[:2]
    assert page.picture[height // 2, width // 4].max() < 60
    assert page.picture[height // 2, 3 * width // 4].min() > 200


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
