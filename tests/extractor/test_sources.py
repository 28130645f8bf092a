"""Files are opened by what they hold: text where its ink is; damaged ones are refused with a reason."""

from __future__ import annotations

from pathlib import Path

import drawn
import numpy as np
import pytest
from PIL import Image

from extractor.records import Problem, Trouble
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.open import open_source

ENCRYPT = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + "41" * 32 + "> /U <" + "42" * 32 + "> >> "
    "/ID [<" + "43" * 16 + "><" + "43" * 16 + ">]"
)


def read(path: Path, number: int = 1) -> RawPage:
    with open_source(path) as source:
        return source.read(number)


def refused(path: Path) -> Problem:
    with pytest.raises(Unreadable) as caught, open_source(path) as source:
        source.read(1)
    return caught.value.problem


def saved(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_a_page_of_a_pdf_has_its_text_in_view_coordinates(tmp_path: Path) -> None:
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([drawn.text(72, 700, "Premium 35,300.00")])))
    assert raw.text is not None
    (line,) = raw.text
    assert line.text == "Premium 35,300.00"
    assert line.box.x0 == pytest.approx(72 / 595, abs=0.01)
    assert line.box.y0 < 1 - 700 / 842 < line.box.y1
    assert len(line.chars) == len(line.text) == len(line.confidences)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", ["", "/CropBox [60 100 500 800]", "/MediaBox [30 40 625 882]"])
def test_text_lies_where_its_ink_is_on_turned_and_cropped_pages(tmp_path: Path, turn: int, crop: str) -> None:
    content = drawn.text(90, 640, "HHHHHH", 40)
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([content], page_keys=f"/Rotate {turn} {crop}")))
    assert raw.text is not None
    box = raw.text[0].box
    height, width = raw.picture.shape[:2]
    y, x = np.nonzero(raw.picture[:, :, 0] < 128)
    assert box.x0 - 0.03 <= x.min() / width
    assert x.max() / width <= box.x1 + 0.03
    assert box.y0 - 0.03 <= y.min() / height
    assert y.max() / height <= box.y1 + 0.03
    assert raw.text_turn == (360 - turn) % 360


def test_narrow_letters_side_by_side_are_two_and_fake_bold_is_one(tmp_path: Path) -> None:
    """JJ in a credit code became J where a font draws it narrow."""
    twice = drawn.text(72, 600, "Premium") + drawn.text(72.4, 600, "Premium")
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([drawn.text(72, 700, "still ill: iill") + twice])))
    assert raw.text is not None
    assert [line.text for line in raw.text] == ["still ill: iill", "Premium"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_has_the_pixels_of_one_that_was_not_turned(tmp_path: Path, turn: int) -> None:
    """pdfium draws print and strokes a fraction of a pixel elsewhere where the page's sides are no whole pixels."""
    content, box = drawn.text(90.3, 640.7, "Premium 35,300.00", 11), "/MediaBox [0 0 594.96 841.92]"
    plain = read(saved(tmp_path, "a.pdf", drawn.pdf([content], page_keys=box)))
    turned = read(saved(tmp_path, "b.pdf", drawn.pdf([content], page_keys=f"{box} /Rotate {turn}")))
    assert np.array_equal(np.rot90(turned.picture, turn // 90), plain.picture)


def test_invisible_text_over_a_scan_is_said_to_be_hidden(tmp_path: Path) -> None:
    scan = drawn.pixels(drawn.letter())
    content = "q 595 0 0 842 0 0 cm /Im Do Q\n" + drawn.text(72, 700, "what another program read", mode=3)
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([content], images={"Im": scan})))
    assert raw.text_hidden
    assert raw.scan_dpi == pytest.approx(150, rel=0.02)


def test_visible_text_over_a_background_picture_is_not_hidden(tmp_path: Path) -> None:
    content = "q 595 0 0 842 0 0 cm /Im Do Q\n" + drawn.text(72, 700, "Electronic invoice")
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([content], images={"Im": drawn.pixels(drawn.page(60, 85))})))
    assert not raw.text_hidden


def test_lines_of_neighbouring_cells_half_a_line_apart_stay_apart(tmp_path: Path) -> None:
    content = drawn.text(72, 700, "first of two", 12) + drawn.text(300, 693, "one beside", 12)
    content += drawn.text(72, 686, "second of two", 12)
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([content])))
    assert {line.text for line in raw.text or ()} == {"first of two", "one beside", "second of two"}


def test_a_photo_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    image = drawn.page(300, 200)
    drawn.rule(image, (0, 5), (300, 5), 10)
    exif = Image.Exif()
    exif[0x0112] = 6  # shown turned by 90 degrees clockwise: its top is then at the right
    image.save(tmp_path / "a.jpg", exif=exif)
    picture = read(tmp_path / "a.jpg").picture
    assert picture.shape == (300, 200, 3)
    assert picture[:, -5].mean() < 60 < picture[:, 5].mean()


def test_what_a_file_holds_decides_and_not_its_name(tmp_path: Path) -> None:
    drawn.page(300, 200).save(tmp_path / "scan", "PNG")
    (tmp_path / "scan").rename(tmp_path / "scan.pdf")
    assert read(tmp_path / "scan.pdf").picture.shape == (200, 300, 3)


def test_a_transparent_picture_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(tmp_path / "seal.png")
    assert (read(tmp_path / "seal.png").picture == 255).all()


def test_a_large_photo_is_shrunk(tmp_path: Path) -> None:
    drawn.page(3000, 4000).save(tmp_path / "a.jpg")
    assert max(read(tmp_path / "a.jpg").picture.shape) <= 2600


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.pdf", b""),
        ("text.pdf", "这不是 PDF".encode()),
        ("cut.pdf", drawn.pdf([drawn.text(72, 700, "x")])[:300]),
        ("mark.pdf", b"%PDF-1.7\n"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        ("cut.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    ],
)
def test_a_damaged_file_is_refused_with_a_reason(tmp_path: Path, name: str, data: bytes) -> None:
    problem = refused(saved(tmp_path, name, data))
    assert problem.trouble is Trouble.UNREADABLE
    assert problem.reason.zh.endswith("。")
    assert problem.reason.en.endswith((".", "picture."))


def test_a_jpg_that_is_cut_off_half_way_is_refused(tmp_path: Path) -> None:
    drawn.letter().save(tmp_path / "a.jpg")
    whole = (tmp_path / "a.jpg").read_bytes()
    assert refused(saved(tmp_path, "b.jpg", whole[: len(whole) // 2])).trouble is Trouble.UNREADABLE


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.pdf").trouble is Trouble.UNREADABLE


def test_a_pdf_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    problem = refused(saved(tmp_path, "a.pdf", drawn.pdf([""], encrypt=ENCRYPT)))
    assert problem.trouble is Trouble.ENCRYPTED
    assert "密码" in problem.reason.zh


def test_a_page_of_absurd_size_does_not_fill_the_memory(tmp_path: Path) -> None:
    raw = read(saved(tmp_path, "a.pdf", drawn.pdf([drawn.text(72, 700, "x")], box="0 0 14400 14400")))
    assert raw.picture.size <= 3 * 20_100_000
    assert raw.dpi is not None
    assert raw.dpi < 200


def test_one_bad_page_leaves_the_others_readable(tmp_path: Path) -> None:
    data = drawn.pdf([drawn.text(72, 700, "good"), drawn.text(72, 700, "bad")])
    first, middle, last = data.rpartition(b"[0 0 595 842]")
    path = saved(tmp_path, "a.pdf", first + b"[0 0 595 0  ]" + last)
    assert len(first + middle + last) == len(path.read_bytes())
    with open_source(path) as source:
        assert source.page_count == 2
        page = source.read(1)
        assert isinstance(page, RawPage)
        assert page.text


def test_nothing_is_written_to_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken = drawn.pdf([drawn.text(72, 700, "x") + "BT /Nope 12 Tf (y) Tj 1 0 0 rg 9 9 Td ET Q Q"])
    read(saved(tmp_path, "a.pdf", broken))
    assert capfd.readouterr() == ("", "")


def test_radicals_that_stand_for_characters_become_these() -> None:
    from extractor.sources.radicals import IDEOGRAPHS

    assert "开⼾银⾏⻘岛⼈⺠币⽉⽇".translate(IDEOGRAPHS) == "开户银行青岛人民币月日"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.eml", b"Subject: papers\r\nFrom: a@example.com\r\nMIME-Version: 1.0\r\n\r\nsee the attachment\r\n"),
        ("b.eml", b"Received: from x by y\r\nDate: Mon, 20 Mar 2023 08:00:00 +0800\r\nFrom: a@example.com\r\n\r\n."),
        ("c.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "__substg1.0_0037001F".encode("utf-16-le")),
    ],
)
def test_a_mail_is_called_one_and_its_attachments_are_to_be_taken_out(tmp_path: Path, name: str, data: bytes) -> None:
    problem = refused(saved(tmp_path, name, data))
    assert "电子邮件" in problem.reason.zh
    assert "附件取出" in problem.reason.zh
