"""Files that no office should send, and some do: damaged, misnamed, bombs, traps. Made anew each time, from nothing."""

from __future__ import annotations

import io
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

SEED = 20220322


def write_all(folder: Path) -> list[str]:
    """Writes every file below `folder`; gives their names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = list[str]()
    for name, content in every_file():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        names.append(name)
    assert len(set(names)) == len(names)
    return names


def every_file() -> Iterator[tuple[str, bytes]]:
    for group in (_names, _no_documents, _misnamed, _bad_pdfs, _bad_pictures, _bad_packages, _archives, _mutated):
        for name, content in group():
            yield f"{group.__name__.strip('_')}/{name}", content


# --- good files, small


def picture(kind="PNG", size=(500, 700), pages=1):
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for row in range(60, size[1] - 60, 40):
        for left in range(60, size[0] - 60, 24):
            draw.rectangle((left, row, left + 8, row + 10), fill="black")
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": [image] * (pages - 1)} if pages > 1 else {}
    image.save(buffer, kind, **more)
    return buffer.getvalue()


def pdf(
    content=b"BT /F1 24 Tf 72 700 Td (Application form) Tj ET", pages=1, catalog=b"", page=b"", objects=(), box=None
):
    """`objects` are further ones, from number 5 + pages."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    media = box or b"[0 0 595 842]"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(content),
        *(
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> %s >> >>"
            % (media, page)
            for _ in range(pages)
        ),
        *objects,
    ]
    return assembled(bodies)


def stream(content, extra=b""):
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), extra, packed)


def assembled(bodies):
    whole, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, body in enumerate(bodies, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    whole += b"".join(b"%010d 00000 n \n" % place for place in places)
    whole += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(whole)


def word():
    import docx

    document = docx.Document()
    document.add_paragraph("关于申报的初审意见")
    document.add_table(2, 2).cell(0, 0).text = "企业名称"
    return _saved(document)


def sheet(value="企业名称"):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append([value, "金额"])
    book.active.append(["甲公司", 1])
    return _saved(book)


def ofd(document="<ofd:Pages/>"):
    head = '<?xml version="1.0"?>{}<ofd:{} xmlns:ofd="http://www.ofdspec.org/2016"{}>{}</ofd:{}>'
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    common = (
        "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
    )
    pages = '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
    text = (
        '<ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3" Boundary="20 20 100 8" Font="1" Size="6">'
        '<ofd:TextCode X="0" Y="6" DeltaX="g 9 6">企业名称甲乙丙丁戊己</ofd:TextCode>'
        "</ofd:TextObject></ofd:Layer></ofd:Content>"
    )
    return packed(
        {
            "OFD.xml": head.format("", "OFD", ' Version="1.0" DocType="OFD"', root, "OFD"),
            "Doc_0/Document.xml": head.format(
                "", "Document", "", common + (pages if document == "<ofd:Pages/>" else document), "Document"
            ),
            "Doc_0/Pages/Page_0/Content.xml": head.format("", "Page", "", text, "Page"),
        }
    )


def packed(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# --- names


def _names():
    image = picture("JPEG", (300, 400))
    for name in (
        "\x1b[31mred\x07.jpg",
        "line\nbreak.jpg",
        "tab\tand\rreturn.jpg",
        "right\u202egpj.exe",
        "zero\u200bwidth\ufeff.jpg",
        '=HYPERLINK("http:x").jpg',
        "<script>alert(1)<!--.jpg",
        "'; DROP TABLE entries; --.jpg",
        "-rf.jpg",
        "--out.jpg",
        "$(reboot)`id`.jpg",
        "%s%n{0}{{x}}.jpg",
        "con.jpg",
        "[red]x[-red].jpg",
        "空 格 （全角）.jpg",
        "长" * 80 + ".jpg",
        "noextension",
        "two.pdf.exe",
        "e\u0301combining.jpg",
        "😀.jpg",
    ):
        yield name, image
    yield os.fsdecode(b"\xc7\xe0\xb5\xba.jpg"), image  # GBK, no valid UTF-8
    yield os.fsdecode(b"bad\xff\xfe.pdf"), pdf()


# --- no documents


def _no_documents():
    generator = random.Random(SEED)
    yield "empty.pdf", b""
    yield "one byte.pdf", b"%"
    yield "zeros.pdf", bytes(5000)
    yield "noise.jpg", generator.randbytes(5000)
    yield "text.pdf", "这不是 PDF".encode()
    yield "text.txt", "申请表".encode("gb18030")
    yield "page.html", b"<html><script>alert(1)</script></html>"
    yield "drawing.svg", b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    yield "program.exe", b"MZ" + bytes(200)
    yield "program", b"\x7fELF" + bytes(200)
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    yield "rich.rtf", b"{\\rtf1 x}"
    yield "archive.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100)
    yield "archive.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100)
    yield "archive.gz", b"\x1f\x8b\x08" + bytes(100)
    yield "pickle.pdf", b"cos\nsystem\n(S'echo hacked'\ntR."
    yield "script.sh", b"#!/bin/sh\nreboot\n"
    yield "movie.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(100)
    yield "long line.csv", b"a," * 100_000
    yield "shortcut.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100)


def _misnamed():
    yield "picture.pdf", picture("JPEG")
    yield "pdf.jpg", pdf()
    yield "word.xlsx", word()
    yield "sheet.docx", sheet()
    yield "tiff.png", picture("TIFF")
    yield "zip.pdf", packed({"a.png": picture()})
    yield "ofd.zip", ofd()
    yield "pdf after junk.pdf", bytes(900) + pdf()
    yield "pdf after much junk.pdf", bytes(3000) + pdf()
    yield "pdf before zip.pdf", pdf() + packed({"a.png": picture()})


# --- PDFs


def _bad_pdfs():
    good = pdf()
    yield "head only.pdf", b"%PDF-1.7\n"
    yield "no pages.pdf", pdf(pages=0)
    yield "no trailer.pdf", good[: good.index(b"trailer")]
    yield "wrong xref.pdf", good.replace(b"startxref\n", b"startxref\n9")
    yield "cut stream.pdf", good[: good.index(b"stream") + 20]
    yield "wrong length.pdf", good.replace(b"/Length ", b"/Length 99999")
    yield "negative length.pdf", good.replace(b"/Length ", b"/Length -")
    yield "20000 pages.pdf", pdf(b"", 20_000)
    yield "page tree cycle.pdf", good.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    yield "page tree count.pdf", good.replace(b"/Count 1 ", b"/Count 2000000000 ")
    yield "page tree count negative.pdf", good.replace(b"/Count 1 ", b"/Count -7 ")
    yield "deep page tree.pdf", _deep_tree(3000)
    yield "deep arrays.pdf", pdf(catalog=b"/X " + b"[" * 50_000 + b"]" * 50_000)
    yield "deep dictionaries.pdf", pdf(catalog=b"/X " + b"<</A " * 20_000 + b"1" + b">>" * 20_000)
    yield "million lines.pdf", pdf(b"0 0 m 500 800 l S\n" * 300_000)
    yield "million letters.pdf", pdf(b"BT /F1 8 Tf 9 9 Td (a) Tj ET\n" * 300_000)
    yield "million states.pdf", pdf(b"q " * 500_000)
    yield "million clips.pdf", pdf(b"q 0 0 500 800 re W n " * 20_000)
    yield (
        "form in itself.pdf",
        pdf(
            b"/X Do",
            page=b"/XObject << /X 6 0 R >>",
            objects=(
                stream(
                    b"/X Do /X Do",
                    b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
                ),
            ),
        ),
    )
    yield "image 60000.pdf", _image_pdf(60_000, 60_000)
    yield "image claims more.pdf", _image_pdf(30_000, 30_000, rows=10)
    yield "image zero.pdf", _image_pdf(0, 0, rows=1)
    yield "packed ten times.pdf", pdf(page=b"", objects=(), content=b"%" + bytes(50_000_000))
    yield "box huge.pdf", pdf(box=b"[0 0 1e9 1e9]")
    yield "box endless.pdf", pdf(box=b"[0 0 1e308 1e308]")
    yield "box tiny.pdf", pdf(box=b"[0 0 0.01 0.01]")
    yield "box empty.pdf", pdf(box=b"[0 0 0 0]")
    yield "box turned over.pdf", pdf(box=b"[595 842 0 0]")
    yield "box text.pdf", pdf(box=b"(none)")
    yield "box ribbon.pdf", pdf(box=b"[0 0 14400 10]")
    yield "rotate odd.pdf", pdf(page=b">> /Rotate 45 /X <<")
    yield "rotate huge.pdf", pdf(page=b">> /Rotate 99999999990 /X <<")
    yield "javascript.pdf", pdf(catalog=b"/OpenAction << /S /JavaScript /JS (while(1)app.alert(1)) >>")
    yield "launch.pdf", pdf(catalog=b"/OpenAction << /S /Launch /F (/bin/sh) >>")
    yield "address.pdf", pdf(catalog=b"/OpenAction << /S /URI /URI (http://127.0.0.1:9/x) >>")
    yield "stream elsewhere.pdf", pdf().replace(b"/Filter /FlateDecode", b"/F (/etc/passwd)     ")
    yield "xfa.pdf", pdf(catalog=b"/AcroForm << /Fields [] /XFA (<x/>) >>")
    yield "form fields.pdf", pdf(catalog=b"/AcroForm << /Fields [1 0 R 1 0 R] >>")
    yield "locked.pdf", locked_pdf("geheim")
    yield "locked badly.pdf", locked_pdf("geheim").replace(b"/O ", b"/O(x)/Y")
    yield "unknown filter.pdf", pdf().replace(b"/FlateDecode", b"/NoSuchCode")
    yield "jbig2 broken.pdf", pdf().replace(b"/FlateDecode", b"/JBIG2Decode")
    yield "jpx broken.pdf", pdf().replace(b"/FlateDecode", b"/JPXDecode  ")
    yield "font broken.pdf", pdf(objects=(), catalog=b"").replace(b"/Subtype /Type1", b"/Subtype /Type0")
    yield "letters nowhere.pdf", pdf(b"BT /F1 1e30 Tf 1e30 0 0 1e30 -1e30 1e30 Tm (a) Tj ET")
    yield "letters not a number.pdf", pdf(b"BT /F1 0 Tf 0 0 0 0 0 0 Tm (aaa) Tj ET")
    yield "letters control.pdf", pdf(b"BT /F1 20 Tf 72 700 Td (\\033[31m\\000\\007=1+1<script>) Tj ET")
    yield "references to nothing.pdf", pdf(content=b"/None Do /F9 gs BT /F7 1 Tf (x) Tj ET")


def locked_pdf(password, text="Application form"):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password, strength=128))
    canvas.drawString(72, 700, text)
    canvas.save()
    return buffer.getvalue()


def _deep_tree(depth):
    nodes = [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 %s >>"
        % (number + 1, b"" if number == 2 else b"/Parent %d 0 R" % (number - 1))
        for number in range(2, depth)
    ]
    page = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (depth - 1)
    return assembled([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, page])


def _image_pdf(width, height, rows=None):
    packer, row = zlib.compressobj(1), bytes((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray" % (
        width,
        height,
    )
    image = head + b" /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)
    return pdf(b"500 0 0 700 40 40 cm /X Do", page=b"/XObject << /X 6 0 R >>", objects=(image,))


# --- pictures


def _bad_pictures():
    yield "60000 by 60000.png", _png(60_000, 60_000)
    yield "claims 2 billion.png", _png(2**31 - 1, 2**31 - 1)
    yield "no width.png", _png(0, 10)
    yield "20000 by 5.png", picture(size=(20_000, 5))
    yield "1 by 1.png", picture(size=(1, 1))
    yield "3 by 3.png", picture(size=(3, 3))
    yield "5 by 9000.png", picture(size=(5, 9000))
    yield "head only.png", picture()[:8]
    yield "bad sum.png", picture().replace(b"IDAT", b"IDAT\x00", 1)
    yield "no end.png", picture()[:-12]
    yield "text chunk bomb.png", _png_with_text(60_000_000)
    yield "60000.bmp", _bmp(60_000, 60_000)
    yield "negative.bmp", _bmp(-500, -700)
    yield "65500.jpg", _jpeg(65_500, 65_500)
    yield "head only.jpg", picture("JPEG")[:20]
    yield "half.jpg", picture("JPEG")[:3000]
    yield "exif odd.jpg", _jpeg_exif(99)
    yield "exif cut.jpg", picture("JPEG")[:2] + b"\xff\xe1\x00\x10Exif\x00\x00II*\x00\xff" + picture("JPEG")[2:]
    yield "cycle.tif", _tiff_cycle()
    yield "elsewhere.tif", b"II*\x00\xff\xff\xff\x7f" + bytes(100)
    yield "no tags.tif", b"II*\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    yield "sixty pages.tif", picture("TIFF", (120, 160), pages=12)
    yield "half.tif", picture("TIFF", pages=2)[: len(picture("TIFF"))]
    yield "film.webp", picture("WEBP", (200, 200), pages=3)
    yield "half.webp", picture("WEBP")[:100]
    yield "riff.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(50)
    yield "broken.heic", b"\x00\x00\x00\x18ftypheic" + bytes(200)
    yield "film.gif", picture("GIF", pages=2)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width, height):
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(bytes(100_000))) + _chunk(b"IEND", b"")


def _png_with_text(size):
    good = picture()
    return good[:33] + _chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(size))) + good[33:]


def _bmp(width, height):
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 1000, 0, 0, 54) + head + bytes(1000)


def _jpeg(width, height):
    good = picture("JPEG")
    place = good.index(b"\xff\xc0")
    return good[: place + 5] + struct.pack(">HH", height, width) + good[place + 9 :]


def _jpeg_exif(orientation):
    image = Image.open(io.BytesIO(picture("JPEG")))
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def _tiff_cycle():
    good = bytearray(picture("TIFF", (40, 60)))
    (start,) = struct.unpack_from("<I", good, 4)
    (count,) = struct.unpack_from("<H", good, start)
    struct.pack_into("<I", good, start + 2 + 12 * count, start)
    return bytes(good)


# --- Word, Excel, OFD


_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><x>&i;</x>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


def _bad_packages():
    for kind, good, main in (
        ("docx", word(), "word/document.xml"),
        ("xlsx", sheet(), "xl/workbook.xml"),
        ("ofd", ofd(), "OFD.xml"),
    ):
        yield f"laughs.{kind}", _with(good, main, _LAUGHS)
        yield f"outside.{kind}", _with(good, main, _OUTSIDE)
        yield f"empty part.{kind}", _with(good, main, "")
        yield f"no xml.{kind}", _with(good, main, "not xml <")
        yield f"deep xml.{kind}", _with(good, main, "<a>" * 100_000 + "</a>" * 100_000)
        yield f"bomb.{kind}", _with(good, "bomb.xml", bytes(300_000_000))
        yield f"wrong sum.{kind}", good.replace(b"PK\x01\x02", b"PK\x01\x02\x00\x00", 1)
        yield f"half.{kind}", good[: len(good) // 2]
        yield f"climbs.{kind}", _with(good, "../../../tmp/climbed", "x")
    yield "formula.xlsx", sheet('=HYPERLINK("http://127.0.0.1:9","x")')
    yield "a million rows.xlsx", _wide_sheet()
    yield "no such page.ofd", ofd('<ofd:Pages><ofd:Page ID="1" BaseLoc="../../../../etc/passwd"/></ofd:Pages>')
    yield (
        "many pages.ofd",
        ofd("<ofd:Pages>" + '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 20_000 + "</ofd:Pages>"),
    )
    yield "no pages.ofd", ofd("<ofd:None/>")


def _with(good, member, content):
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed({**members, member: content})


def _wide_sheet():
    good = sheet()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        (name,) = [name for name in archive.namelist() if "worksheets/sheet" in name]
    cell = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cell}</sheetData></worksheet>'
    return _with(good, name, xml)


# --- archives


def _archives():
    image = picture("JPEG", (300, 400))
    yield "climbs.zip", packed({"../../climbed.jpg": image, "ok.jpg": image})
    yield "absolute.zip", packed({"/tmp/absolute.jpg": image})
    yield "windows.zip", packed({"C:\\climbed.jpg": image, "..\\..\\climbed2.jpg": image})
    yield "bomb.zip", packed({"zeros.jpg": bytes(300_000_000)})
    yield "empty.zip", packed({})
    yield "link.zip", _link_zip()
    yield "deep.zip", _nested(6)
    yield "twice.zip", _twice()
    yield "many.zip", packed({f"{number}.txt": b"" for number in range(25_000)}, zipfile.ZIP_STORED)
    yield "cut.zip", packed({"a.jpg": image})[:-40]
    yield "locked.zip", _flagged(packed({"a.jpg": image}))
    yield "odd names.zip", packed({"\x1b[31m.jpg": image, "a\nb.jpg": image, "<b>.jpg": image, "=1.jpg": image})
    yield "strange method.zip", packed({"a.jpg": image}).replace(b"\x08\x00", b"\x63\x00")


def _link_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("passwd.jpg")
        member.external_attr = 0o120777 << 16
        archive.writestr(member, "/etc/passwd")
    return buffer.getvalue()


def _nested(depth):
    content, name = picture("JPEG", (300, 400)), "a.jpg"
    for number in range(depth):
        content, name = packed({name: content}), f"{number}.zip"
    return content


def _twice():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for _ in range(2):
            member = zipfile.ZipInfo("same.jpg")
            archive.fp.flush()
            archive.NameToInfo.pop("same.jpg", None)
            archive.writestr(member, picture("JPEG", (300, 400)))
    return buffer.getvalue()


def _flagged(content):
    """As if encrypted: the flag is set, nobody knows the password."""
    whole = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + place] |= 1
    return bytes(whole)


# --- good files, damaged by chance


def goods():
    return {
        "a.pdf": pdf(pages=2),
        "b.png": picture(),
        "c.jpg": picture("JPEG"),
        "d.tif": picture("TIFF", (200, 300), pages=2),
        "e.docx": word(),
        "f.xlsx": sheet(),
        "g.ofd": ofd(),
        "h.zip": packed({"a.jpg": picture("JPEG", (300, 400))}),
    }


def _mutated():
    generator = random.Random(SEED)
    for name, good in goods().items():
        for number in range(6):
            yield f"{number} {name}", damaged(good, number, generator)


def damaged(good, how, generator):
    place, size = generator.randrange(len(good)), len(good)
    if how == 0:
        return good[: generator.randrange(1, size)]
    if how == 1:
        return good[:place] + bytes(min(200, size - place)) + good[place + 200 :]
    if how == 2:
        return good[:place] + generator.randbytes(50) + good[place:]
    if how == 3:
        return good[:place] + good[place + generator.randrange(1, 500) :]
    whole = bytearray(good)
    for _ in range(3 if how == 4 else 60):
        whole[generator.randrange(size)] = generator.randrange(256)
    return bytes(whole)
