"""What is said of an electronic signature or seal: its state in whole sentences, for PDF and OFD alike."""

from __future__ import annotations

from datetime import date

from extractor.records import ESign, Integrity, Problem, Trouble, Words

_STATES = {
    Integrity.WHOLE: Words(
        "签名完好，覆盖整个文件，签署后未被改动", "is intact and covers the whole file, unchanged since it was signed"
    ),
    Integrity.PARTLY: Words(
        "签名本身完好，但只覆盖文件的一部分，其余内容未受保护",
        "is intact itself, but covers only a part of the file; the rest is not protected",
    ),
    Integrity.BROKEN: Words(
        "已损坏：签名所保护的内容在签署后被改动", "is broken: what it covers was changed after signing"
    ),
    Integrity.CHANGED: Words(
        "签署后页面内容又被改动，改动的内容不在签名之内",
        "was followed by a change of a page's content, which it does not cover",
    ),
    Integrity.DOUBTFUL: Words(
        "签署后文件又被改动，改动了什么不能确定",
        "was followed by a change of the file, of what is not certain",
    ),
    Integrity.UNVERIFIED: Words(
        "无法核验（算法不受支持，或签名值与证书对不上）",
        "cannot be verified (its method is not known, or it does not fit its certificate)",
    ),
}
_REMEDIES = {
    Integrity.WHOLE: Words("", ""),
    Integrity.BROKEN: Words("不能视为盖章，请重新签署后提交。", "It is no seal; have the paper signed again. "),
    Integrity.UNVERIFIED: Words("请用出具单位提供的阅读器核验。", "Verify it in the reader that its maker names. "),
}
_LOOK = Words("请核对签署后的改动，或重新签署后提交。", "Look at what is not covered, or have the paper signed again. ")
_OFFLINE = Words(
    "签发机构是否可信、证书是否被吊销须联网核验，本工具未核验。",
    "Whether the issuer can be trusted and the certificate was revoked needs a network and was not verified.",
)


def esign(
    whose: str,
    issuer: str,
    integrity: Integrity,
    *,
    self_signed: bool,
    chained: bool | None,
    signed: date | None,
    valid: tuple[date | None, date | None],
    page: int | None,
) -> ESign:
    """`chained`: whether a certificate that the file carries vouches for the signer's."""
    state = _STATES[integrity]
    by = _certified(issuer, self_signed=self_signed, chained=chained)
    when = _when(signed, valid)
    remedy = _REMEDIES.get(integrity, _LOOK)
    name = whose or "未注明签署人"
    said = Words(
        f"“{name}”的电子签名{state.zh}；{by.zh}；{when.zh}。{remedy.zh}{_OFFLINE.zh}",
        f"The electronic signature of “{name}” {state.en}; {by.en}; {when.en}. {remedy.en}{_OFFLINE.en}",
    )
    return ESign(whose, issuer, integrity, said, signed, valid, page)


def problem_of(one: ESign) -> Problem:
    """A signature in order is to be said as well: it is what an electronic paper is believed for."""
    in_order = one.integrity is Integrity.WHOLE and one.in_time is not False
    return Problem(Trouble.NOTED if in_order else Trouble.SIGNATURE, one.said, one.page, one)


def _certified(issuer: str, *, self_signed: bool, chained: bool | None) -> Words:
    if self_signed:
        return Words(
            "证书是自己签发的，没有第三方证明签署人身份",
            "its certificate is self-issued, so that nobody vouches for who signed",
        )
    if not issuer:
        return Words("没有可识别的证书", "it has no certificate that can be read")
    by = Words(f"证书由“{issuer}”签发", f"its certificate was issued by “{issuer}”")
    if chained is True:
        return Words(f"{by.zh}，文件所带的上级证书与之相符", f"{by.en}, whose own one in the file vouches for it")
    if chained is False:
        return Words(f"{by.zh}，但文件所带的上级证书与之不符", f"{by.en}, whose own one in the file denies it")
    return by


def _when(signed: date | None, valid: tuple[date | None, date | None]) -> Words:
    first, last = valid
    if signed is None:
        return Words("没有写明签署日期", "it does not say when it was made")
    day = Words(f"签署日期为{_chinese(signed)}", f"it was made on {signed}")
    if first is None or last is None:
        return Words(f"{day.zh}，证书没有写明有效期", f"{day.en}, and its certificate gives no days")
    if signed < first:
        return Words(
            f"{day.zh}，证书自{_chinese(first)}才生效", f"{day.en}, before the certificate's first day, {first}"
        )
    if signed > last:
        return Words(f"{day.zh}，证书已于{_chinese(last)}到期", f"{day.en}, after its certificate ended on {last}")
    return Words(f"{day.zh}，在证书有效期内", f"{day.en}, while its certificate was valid")


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
