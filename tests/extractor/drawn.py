"""Papers drawn for the tests of the page reader, in letters and digits that need no Chinese font."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from extractor.picture import Picture

PAPER = 244


def page(width: int = 1240, height: int = 1754) -> Image.Image:
    return Image.new("RGB", (width, height), (PAPER, PAPER, PAPER))


def write(image: Image.Image, place: tuple[int, int], text: str, size: int = 30, ink: str = "black") -> None:
    ImageDraw.Draw(image).text(place, text, font=ImageFont.load_default(size), fill=ink)


def rule(image: Image.Image, start: tuple[int, int], end: tuple[int, int], width: int = 3, ink: str = "black") -> None:
    ImageDraw.Draw(image).line((start, end), fill=ink, width=width)


def pixels(image: Image.Image) -> Picture:
    return np.asarray(image.convert("RGB"), np.uint8).copy()


def form() -> Image.Image:
    """Three columns and four rows; the last row is one cell from the second column on, the first cell is two high."""
    image = page()
    for y in (300, 400, 500, 600, 900):
        rule(image, (400 if y == 400 else 200, y), (1000, y))
    for x in (200, 400, 1000):
        rule(image, (x, 300), (x, 900))
    rule(image, (700, 300), (700, 600))
    return image


def letter() -> Image.Image:
    image = page()
    for i in range(12):
        write(image, (150, 200 + 80 * i), f"{i} The company paid premium 12345.{i:02d} on 2022-05-{i + 10}", 34)
    return image


def tilted(picture: Picture, degrees: float) -> Picture:
    """Turned clockwise about its middle."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), borderValue=(PAPER,) * 3), np.uint8)


def pdf(
    contents: Sequence[str],
    *,
    page_keys: str = "",
    box: str = "0 0 595 842",
    images: Mapping[str, Picture] | None = None,
    encrypt: str = "",
    tounicode: str = "",
) -> bytes:
    """A PDF with one page for each content stream; /F1 is Helvetica, the images are XObjects by name."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding "
    bodies: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    bodies.append((font + ("/ToUnicode 4 0 R >>" if tounicode else ">>")).encode())
    bodies.append(stream("", tounicode.encode()))
    names: list[str] = []
    for name, picture in (images or {}).items():
        size = f"/Width {picture.shape[1]} /Height {picture.shape[0]}"
        keys = f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
        bodies.append(stream(keys, zlib.compress(picture.tobytes())))
        names.append(f"/{name} {len(bodies)} 0 R")
    resources = f"<< /Font << /F1 3 0 R >> /XObject << {' '.join(names)} >> >>"
    kids: list[str] = []
    for content in contents:
        bodies.append(stream("", content.encode("latin-1")))
        media = "" if "/MediaBox" in page_keys else f"/MediaBox [{box}]"
        entry = f"/Parent 2 0 R {media} /Resources {resources} /Contents {len(bodies)} 0 R {page_keys}"
        bodies.append(f"<< /Type /Page {entry} >>".encode())
        kids.append(f"{len(bodies)} 0 R")
    bodies[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return file(bodies, encrypt)


def text(x: float, y: float, words: str, size: float = 14, mode: int = 0) -> str:
    return f"BT /F1 {size} Tf {mode} Tr {x} {y} Td ({words}) Tj ET\n"


def stream(keys: str, data: bytes) -> bytes:
    return f"<< {keys} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def file(bodies: Sequence[bytes], encrypt: str) -> bytes:
    out, places = b"%PDF-1.7\n", list[int]()
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"<< /Size {len(bodies) + 1} /Root 1 0 R {encrypt} >>"
    return out + f"trailer\n{trailer}\nstartxref\n{table}\n%%EOF\n".encode()
