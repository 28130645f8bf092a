"""Pictures of every format that offices send, however they are called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import TiffImageFile

from extractor.records import Trouble
from extractor.sources.base import RawPage, Unreadable
from extractor.sources.open import open_source

HEIC = Path(__file__).parent / "data" / "small.heic"  # drawn for this test: white, 64 x 96, a red bar at the top


def red_over_white(width: int = 64, height: int = 96) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width, height // 4), fill="red")
    return image


def pages(path: Path) -> list[RawPage]:
    with open_source(path) as source:
        read = [source.read(number) for number in range(1, source.page_count + 1)]
    return [page for page in read if isinstance(page, RawPage)]


def is_red_over_white(page: RawPage) -> bool:
    top, bottom = page.picture[4, 30], page.picture[-4, 30]
    return bool(top[0] > 200 and top[1] < 60 and bottom.min() > 240)


@pytest.mark.parametrize("kind", ["BMP", "WEBP", "TIFF", "PNG", "JPEG"])
def test_each_format_under_a_wrong_name(tmp_path: Path, kind: str) -> None:
    red_over_white().save(tmp_path / "scan.docx", kind)
    (page,) = pages(tmp_path / "scan.docx")
    assert page.picture.shape == (96, 64, 3)
    assert is_red_over_white(page)


def test_a_phones_heic(tmp_path: Path) -> None:
    (tmp_path / "IMG_0001.jpg").write_bytes(HEIC.read_bytes())
    (page,) = pages(tmp_path / "IMG_0001.jpg")
    assert page.picture.shape == (96, 64, 3)
    assert is_red_over_white(page)


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "jpeg"])
def test_every_page_of_a_tiff(tmp_path: Path, compression: str) -> None:
    mode = "1" if compression == "group4" else "RGB"
    images = [Image.new(mode, (40 + 10 * index, 60), "white") for index in range(3)]
    images[0].save(tmp_path / "a.tif", save_all=True, append_images=images[1:], compression=compression)
    assert [page.picture.shape[1] for page in pages(tmp_path / "a.tif")] == [40, 50, 60]


def test_a_fax_with_oblong_pixels_is_shown_as_it_was_sent(tmp_path: Path) -> None:
    Image.new("1", (1728, 1100), "white").save(tmp_path / "fax.tif", dpi=(204, 98))
    (page,) = pages(tmp_path / "fax.tif")
    height, width = page.picture.shape[:2]
    assert height / width == pytest.approx(1100 / 98 / (1728 / 204), rel=0.01)


def test_a_cmyk_photo(tmp_path: Path) -> None:
    red_over_white().convert("CMYK").save(tmp_path / "a.jpg")
    (page,) = pages(tmp_path / "a.jpg")
    assert is_red_over_white(page)


def test_a_tiff_whose_second_page_is_damaged_keeps_its_first(tmp_path: Path) -> None:
    images = [Image.fromarray(np.full((50, 50), 255 - index, np.uint8)) for index in range(2)]
    images[0].save(tmp_path / "a.tif", save_all=True, append_images=images[1:], compression="tiff_lzw")
    with Image.open(tmp_path / "a.tif") as image:
        assert isinstance(image, TiffImageFile)
        image.seek(1)
        place = image.tag_v2[273][0]  # where the second page's data begin
    data = bytearray((tmp_path / "a.tif").read_bytes())
    data[place : place + 30] = b"\xff" * 30
    (tmp_path / "a.tif").write_bytes(data)
    with open_source(tmp_path / "a.tif") as source:
        assert source.page_count == 2
        assert source.read(1)
        with pytest.raises(Unreadable):
            source.read(2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (b"Rar!\x1a\x07\x01\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "7z"),
        (b"\x1f\x8b\x08\x00", "GZIP"),
        (b"<!DOCTYPE html><html></html>", "网页"),
        (b"\xef\xbb\xbf<html>", "网页"),
        (b"GIF89a", "GIF"),
        (bytes(257) + b"ustar\x0000", "TAR"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_remedy(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(Unreadable) as caught, open_source(tmp_path / "a.pdf"):
        pass
    problem = caught.value.problem
    assert problem.trouble is Trouble.UNREADABLE
    assert said in problem.reason.zh
    assert "请" in problem.reason.zh
    assert problem.reason.en.count(". ") >= 1


def test_an_office_file_under_a_password_is_encrypted_and_not_old(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(Unreadable) as caught, open_source(tmp_path / "a.xlsx"):
        pass
    assert caught.value.problem.trouble is Trouble.ENCRYPTED
