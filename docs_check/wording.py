"""The fixed words of reports, in both languages."""

from __future__ import annotations

from checks.records import Severity, Verdict
from extractor.records import Words

SEVERITIES = {
    Severity.ERROR: Words("须改正", "to be put right"),
    Severity.WARNING: Words("请核对", "please look"),
    Severity.INFO: Words("提示", "note"),
}
VERDICTS = {
    Verdict.PASS: Words("合格", "in order"),
    Verdict.DEFECT: Words("缺陷", "defect"),
    Verdict.UNSURE: Words("存疑", "unsure"),
    Verdict.NOT_CHECKABLE: Words("无法检查", "not checkable"),
    Verdict.NOT_APPLICABLE: Words("不适用", "not applicable"),
}
# Told apart by form as well as by colour: reports are printed in black and white.
SYMBOLS = {
    Verdict.PASS: "✓",
    Verdict.DEFECT: "✗",
    Verdict.UNSURE: "?",
    Verdict.NOT_CHECKABLE: "–",
    Verdict.NOT_APPLICABLE: "·",
}
# By the letters with which a code begins.
FAMILIES = {
    "SL": Words("印章", "Seals"),
    "DT": Words("日期", "Dates"),
    "DL": Words("时限", "Deadlines"),
    "EV": Words("证明材料", "Evidence"),
    "AM": Words("金额", "Amounts"),
    "CX": Words("一致性", "Consistency"),
    "ES": Words("电子签章", "Electronic seals"),
    "SG": Words("签字", "Signatures"),
    "LS": Words("名单", "Lists"),
    "OP": Words("意见", "Opinions"),
    "RG": Words("登记与名录", "Registers"),
    "FM": Words("表格设计", "Form design"),
    "PY": Words("拨付", "Payments"),
    "PL": Words("政策", "Policy"),
    "DC": Words("文件", "Files"),
}
UNKNOWN_DISTRICT = Words("区市不明", "District unknown")
ALL_APPLICANTS = Words("全部申请人", "All applicants")
BEYOND_DISTRICTS = Words("保险机构及其他", "Insurers and others")
# Of what is read without a policy naming it.
FIELDS = {"issuer": Words("落款单位", "issuer")}
UNKNOWN_KIND = Words("未识别的材料", "paper of unknown kind")


def family(code: str) -> str:
    return code.rstrip("0123456789")
