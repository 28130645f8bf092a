"""What a PDF carries besides its pages: attachments, and forms whose content a page does not show."""

from __future__ import annotations

import ctypes
import mmap
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.records import Problem, Trouble, Words

MOST_NAMED = 5  # attachments that a sentence names


def asides_of(document: pdfium.PdfDocument) -> tuple[Problem, ...]:
    """To be called by whoever holds pdfium's lock."""
    found = list[Problem]()
    form = pdfium_c.FPDF_GetFormType(document.raw)
    if form == pdfium_c.FORMTYPE_XFA_FULL:
        found.append(Problem(Trouble.UNREADABLE, _XFA))
    elif form == pdfium_c.FORMTYPE_XFA_FOREGROUND:
        found.append(Problem(Trouble.NOTED, _XFA_TOO))
    count = int(pdfium_c.FPDFDoc_GetAttachmentCount(document.raw))
    if count > 0:
        found.append(attached([_name(document, index) for index in range(min(count, MOST_NAMED))], count))
    return tuple(found)


def may_be_signed(path: Path) -> bool:
    """A signature's byte range names places in the file, so that it stands outside all that is compressed."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(b"/ByteRange") >= 0


def attached(names: list[str], count: int) -> Problem:
    """Files within a file, which are not read; `names` those of the first."""
    some = "、".join(names[:MOST_NAMED]) + ("…" if count > len(names[:MOST_NAMED]) else "")
    reason = Words(
        f"文件内附有 {count} 个附件（{some}），未读取。如是申报材料，请取出后单独提交。",
        f"The file has {count} attachments ({some}) that were not read. If they are papers, submit them by themselves.",
    )
    return Problem(Trouble.NOTED, reason)


def _name(document: pdfium.PdfDocument, index: int) -> str:
    attachment = pdfium_c.FPDFDoc_GetAttachment(document.raw, index)
    size = int(pdfium_c.FPDFAttachment_GetName(attachment, None, 0))
    buffer = ctypes.create_string_buffer(max(2, size))
    pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFAttachment_GetName(attachment, pointer, size)
    name = buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")
    if name.startswith("\u00fe\u00ff"):  # UTF-16 written where Latin letters should stand, byte for byte
        name = name.encode("latin-1", "replace")[2:].decode("utf-16-be", "replace")
    return name


_XFA = Words(
    "这是动态 XFA 表单，页面上不显示填写的内容，无法读取。请用填表软件打印成普通 PDF 或扫描后提交。",
    "This is a dynamic XFA form, whose entries stand on no page and cannot be read. "
    "Print it to a plain PDF, or scan it.",
)
_XFA_TOO = Words(
    "文件中另有 XFA 表单数据，读取以页面上显示的内容为准。请核对两者是否一致。",
    "The file also holds XFA form data; what its pages show was read. Make sure that both say the same.",
)
