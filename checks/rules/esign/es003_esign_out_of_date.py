"""签署当日，电子签名的证书不在有效期内。

判断：签名自己写明的签署日期，早于证书（或电子印章）的生效日期，或晚于到期日期。每个签名一条。
为什么：证书过期或尚未生效时签的名，不能证明签署人的身份。
存疑：签名本身已损坏或无法核验，其写明的日期也就不能全信。
不判断：没有写明签署日期的签名；今天才过期的证书（只看签署当日）；证书是否被吊销（须联网核验）。
---
The certificate of an electronic signature was not valid on the day of signing.

What: the day that the signature gives for itself is before the first or after the last day of its certificate, or of
the electronic seal. One outcome for each signature.
Why: a certificate that has ended, or not begun, vouches for nobody.
Unsure: signatures that are broken or cannot be verified, as their day cannot be believed either.
Not judged: signatures that give no day; certificates that ended since; revocation, which needs a network.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.outcomes import Particulars, Rule
from checks.pack.model import Policy
from checks.records import FileCase, Outcome, Scope, Severity
from checks.rules.esign._signatures import about_file, place_of
from extractor.records import ESign, Integrity, Words

RULE = Rule(
    "ES003",
    "esign-out-of-date",
    Severity.ERROR,
    Scope.FILE,
    Words("签名证书不在有效期", "certificate not valid on the day"),
    Words("签名证书在有效期内", "certificate valid on the day"),
)

_UNTRUSTED_DAY = Words(
    "签名已损坏或无法核验，签署日期不可全信", "the signature is broken or unverified, and so is its day"
)
_BROKEN = frozenset({Integrity.BROKEN, Integrity.UNVERIFIED})


def check(record: FileCase, policy: Policy) -> Iterator[Outcome]:
    case = about_file(RULE, record)
    if not record.reading.esigns:
        yield case.not_applicable(Words("文件没有电子签名", "the file has no electronic signature"))
    for one in record.reading.esigns:
        if one.in_time is None:
            yield case.not_checkable(
                Words("没有写明签署日期或有效期", "it gives no day of signing, or no days of validity")
            )
        elif one.in_time:
            yield case.passes(Words("签署当日证书有效", "the certificate was valid on the day of signing"))
        else:
            yield case.finds(_finding(one), _UNTRUSTED_DAY if one.integrity in _BROKEN else None)


def _finding(one: ESign) -> Particulars:
    first, last = one.valid
    return Particulars(
        one.said,
        Words(f"签署日期在{first}至{last}之间", f"signed between {first} and {last}"),
        Words(f"签署日期{one.signed}", f"signed on {one.signed}"),
        Words("请签署人更新证书后重新签署。", "Have it signed again with a certificate that is valid."),
        place_of(one),
    )
