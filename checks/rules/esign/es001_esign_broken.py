"""电子签名或电子签章签署之后，文件被改动。

判断：PDF 签名、OFD 签章所保护的内容与签名不符，或签署之后页面内容又被改动。每个签名一条。
为什么：电子材料的效力来自签名；签名与内容不符，就不能证明这份材料是签署人出具的。
存疑：签名只覆盖文件的一部分；签署后文件被改动，但改动了什么不能确定；算法不受支持、签名值与证书对不上，无法核验。
不判断：签发机构是否可信、证书是否已被吊销（须联网核验）；没有电子签名的文件。
---
A file was changed after it was signed electronically.

What: what a PDF's signature or an OFD's seal covers does not match it, or a page's content was changed afterwards. One
outcome for each signature.
Why: an electronic paper is believed for its signature; where that does not match, nobody can be held to the paper.
Unsure: signatures that cover a part of the file only; changes of which it is not certain what they show; methods that
are not known, and signatures that do not fit their certificates.
Not judged: whether the issuer can be trusted and the certificate was revoked, which needs a network; files without
electronic signatures.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Particulars, Rule
from checks.pack.model import Policy
from checks.records import FileCase, Outcome, Scope, Severity
from checks.rules.esign._signatures import about_file, place_of
from extractor.records import ESign, Integrity, Words

RULE = Rule(
    "ES001",
    "esign-broken",
    Severity.ERROR,
    Scope.FILE,
    Words("电子签名之后被改动", "changed after it was signed"),
    Words("电子签名后未被改动", "unchanged since it was signed"),
)

_SURE = frozenset({Integrity.BROKEN, Integrity.CHANGED})
_DOUBTS = {
    Integrity.PARTLY: Words("签名只覆盖文件的一部分", "the signature covers only a part of the file"),
    Integrity.DOUBTFUL: Words("改动了什么不能确定", "what was changed is not certain"),
    Integrity.UNVERIFIED: Words("签名无法核验", "the signature cannot be verified"),
}


def check(record: FileCase, policy: Policy) -> Iterator[Outcome]:
    case = about_file(RULE, record)
    if not record.reading.esigns:
        yield case.not_applicable(Words("文件没有电子签名", "the file has no electronic signature"))
    for one in record.reading.esigns:
        if one.integrity is Integrity.WHOLE:
            yield case.passes(one.said)
        else:
            yield case.finds(_finding(one), None if one.integrity in _SURE else _DOUBTS[one.integrity])


def _finding(one: ESign) -> Particulars:
    return Particulars(
        one.said,
        Words("签署后未被改动的文件", "a file that is unchanged since it was signed"),
        one.said,
        Words("请向出具单位索取原始电子文件。", "Ask the issuer for the original electronic file."),
        place_of(one),
    )
