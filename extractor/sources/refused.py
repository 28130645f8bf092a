"""What is no paper that can be read, by its first bytes: why, and what to do instead."""

from __future__ import annotations

import mmap
import re
from collections.abc import Collection
from pathlib import Path

from extractor.records import Problem, Trouble, Words

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: .doc, .xls, .ppt, .wps, .et, and encrypted .docx and .xlsx
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4: the stream's name
_OUTLOOK = "__substg1.0_".encode("utf-16-le")  # [MS-OXMSG] 2.1.3: the streams of a message's properties
# RFC 5322: what a mail begins with. "MIME-Version:" alone may also be a web archive.
_MAIL = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:Return-Path|Received|Delivered-To|From|To|Subject|Date|Message-ID|Reply-To|X-[\w-]+):",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(rb"^(?:From|To|Subject):", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|\?xml|!--)", re.IGNORECASE)
_MARKS: tuple[tuple[bytes, Words], ...] = (
    (b"{\\rtf", Words("RTF 文档", "an RTF document")),
    (b"Rar!\x1a\x07", Words("RAR 压缩包", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Words("7z 压缩包", "a 7z archive")),
    (b"\x1f\x8b", Words("GZIP 压缩包", "a gzip archive")),
    (b"BZh", Words("BZIP2 压缩包", "a bzip2 archive")),
    (b"\xfd7zXZ\x00", Words("XZ 压缩包", "an xz archive")),
    (b"GIF8", Words("GIF 图片", "a GIF picture")),
    (b"MIME-Version:", Words("网页存档（MHT）或邮件", "a web archive (MHT) or a mail")),
    (b"MZ", Words("Windows 程序", "a Windows program")),
    (b"\x7fELF", Words("程序", "a program")),
    (b"%!PS", Words("PostScript 文件", "a PostScript file")),
)
_ARCHIVES = (b"Rar!", b"7z", b"\x1f\x8b", b"BZh", b"\xfd7z")


def problem_of(path: Path, head: bytes) -> Problem:
    """Of a file that no source opens; `head` are its first bytes."""
    if head.startswith(_OLE):
        return _old_office(path)
    for mark, what in _MARKS:
        if head.startswith(mark):
            remedy = _UNPACK if mark.startswith(_ARCHIVES) else _AS_PDF
            return _refusal(what, remedy)
    if _MAIL.match(head) and _ADDRESSED.search(head):
        return _refusal(_A_MAIL, _TAKE_OUT)
    if head[257:262] == b"ustar":
        return _refusal(Words("TAR 压缩包", "a TAR archive"), _UNPACK)
    if _MARKUP.match(head):
        return _refusal(Words("网页或 XML 文件", "a web page or an XML file"), _AS_PDF)
    return Problem(Trouble.UNREADABLE, _unknown(path))


def problem_of_package(names: Collection[str]) -> Problem:
    """Of a ZIP file with parts of these names that no source opens."""
    if any(name.startswith("ppt/") for name in names):
        return _refusal(Words("PowerPoint 文件", "a PowerPoint file"), _AS_PDF)
    if "xl/workbook.bin" in names:
        return _refusal(Words("二进制 Excel 文件（.xlsb）", "a binary Excel file (.xlsb)"), _AS_XLSX)
    if "mimetype" in names and "content.xml" in names:
        return _refusal(Words("OpenDocument 文件（.odt、.ods 等）", "an OpenDocument file (.odt, .ods)"), _AS_PDF)
    return _refusal(Words("ZIP 压缩包", "a ZIP archive"), _UNPACK_FIRST)


_A_MAIL = Words("电子邮件", "a mail")
_TAKE_OUT = Words(
    "请把邮件中的附件取出，作为单独的文件提交。",
    "Take the attachments out of it and submit them as files of their own.",
)
_AS_PDF = Words("请导出为 PDF 后提交。", "Export it as PDF and submit that.")
_AS_XLSX = Words("请另存为 .xlsx 或导出为 PDF 后提交。", "Save it as .xlsx, or export it as PDF, and submit that.")
_AS_NEW = Words(
    "请另存为 .docx、.xlsx 或导出为 PDF 后提交。", "Save it as .docx or .xlsx, or export it as PDF, and submit that."
)
_OLD_OFFICE = Words("旧版 Office 或 WPS 文件（.doc、.xls、.wps 等）", "an old Office or WPS file (.doc, .xls, .wps)")
_UNPACK_FIRST = Words("请解压后提交其中的文件。", "Unpack it and submit the files in it.")
_UNPACK = Words("请解压后提交其中的文件，或改用 ZIP。", "Unpack it and submit the files in it, or use ZIP.")


def _old_office(path: Path) -> Problem:
    """An old Office or WPS file, a new one under a password, or an Outlook mail: all are OLE files outside."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        encrypted = data.find(_ENCRYPTED_PACKAGE) >= 0
        mail = path.suffix.lower() == ".msg" or data.find(_OUTLOOK) >= 0
    if mail:
        return _refusal(_A_MAIL, _TAKE_OUT)
    if encrypted:
        reason = Words(
            "Word/Excel 文件设有打开密码，无法读取。请提交去除密码后的文件。",
            "The Word or Excel file needs a password to open. Submit it without the password.",
        )
        return Problem(Trouble.ENCRYPTED, reason)
    return _refusal(_OLD_OFFICE, _AS_NEW)


def _refusal(what: Words, remedy: Words) -> Problem:
    reason = Words(
        f"这是{what.zh}，本工具不能读取。{remedy.zh}", f"This is {what.en}, which cannot be read. {remedy.en}"
    )
    return Problem(Trouble.UNREADABLE, reason)


def _unknown(path: Path) -> Words:
    suffix = path.suffix or path.name
    return Words(
        f"文件内容不是可识别的文档：虽名为“{suffix}”，却不是 PDF、OFD、Word、Excel 或图片。请重新提交 PDF 或图片。",
        f"Not a document: the file is called {suffix}, but is no PDF, OFD, Word or Excel file and no picture. "
        "Submit a PDF or a picture.",
    )
