"""The circular to all districts: in Word from a template that the office edits, its tables in a workbook, the standard
list of evidence out of the pack as its attachment, and a sheet for training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from checks.facts.days import chinese
from checks.pack.model import EvidenceSpec, Policy
from checks.rules import manual
from docs_check.exits import WrongUse
from docs_check.process.figures import DistrictFigures, Figures
from docs_check.report.summary import Gone, Summary
from docs_check.reports.common.lines import text
from docs_check.reports.common.sheets import Sheets
from docs_check.reports.letters.templates import letter_settings, write_letter
from docs_check.reports.letters.titles import broken
from docs_check.reports.to_csv import plain
from extractor.forms import Forms
from extractor.records import Words

CIRCULAR, TRAINING, TABLES = "通报.docx", "培训材料.docx", "通报.xlsx"
_HEADS = ("名次", "区（市）", "申报单位", "材料", "无问题", "无问题占比", "最多逾期（天）", "须改正", "整改率")
_GONE = {
    Gone.FIXED: "已改正",
    Gone.WITHDRAWN: "材料撤回",
    Gone.REVIEWED: "审查更正",
    Gone.NOT_ASKED: "不再要求",
    Gone.UNCHECKED: "未能检查",
}


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """How much of what was due to `name` was paid by `day`; all as text."""

    name: str
    day: str
    due: str
    paid: str
    rate: str


def write_circular(
    decided: Summary, figures: Figures, payments: Sequence[PaymentRow], folder: Path, today: date
) -> list[Path]:
    """Into `folder`. Raises `WrongUse` while no district is signed: a circular rests on what was approved."""
    if not figures.districts:
        raise WrongUse(
            Words(
                "还没有区市签发，通报只写已签发的内容；请先在审查页面签发（docs-check review）。",
                "No district is signed yet, and a circular tells only what was approved; sign on the review page first "
                "(docs-check review).",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    policy = decided.policy
    shared = {
        "policy": text(policy.name.zh),
        "office": text(letter_settings(policy.id).office) or "（发文单位）",
        "date": chinese(today),
        "draft": False,
        "number": "",
        "faults": list(_faults(figures)),
    }
    content = {
        **shared,
        "title": broken(f"关于{shared['policy']}申报材料审查情况的通报"),
        "unsigned": "、".join(map(text, figures.unsigned)),
        "districts": [_district(one) for one in figures.districts],
        "progress": list(_progress(figures)),
        "payments": [{**asdict(one), "name": text(one.name)} for one in payments],
        "evidence": list(_evidence(decided)),
    }
    write_letter(policy.id, CIRCULAR, content, folder / CIRCULAR)
    title = broken(f"{shared['policy']}申报材料常见问题")
    write_letter(policy.id, TRAINING, {**shared, "title": title}, folder / TRAINING)
    _tables(figures, payments, folder / TABLES)
    return [folder / name for name in (CIRCULAR, TABLES, TRAINING)]


def _district(one: DistrictFigures) -> dict[str, Any]:
    return {
        "rank": one.rank,
        "name": text(one.name),
        "companies": one.companies,
        "papers": one.papers,
        "share": f"{one.share:.1%}",
        "late": one.days_late or "无",
        "to_mend": one.to_mend,
        "mended": _rate(one.rounds),
    }


def _rate(rounds: Sequence[tuple[int, int]]) -> str:
    demanded, fixed = sum(one for one, _ in rounds), sum(one for _, one in rounds)
    return f"{fixed / demanded:.0%}（{fixed}/{demanded}）" if demanded else "未发通知"


def _progress(figures: Figures) -> Iterator[str]:
    for number, (demanded, fixed) in enumerate(figures.rounds, 1):
        if demanded:
            yield f"第{number}轮通知要求改正{demanded}项，已改正{fixed}项，整改率{fixed / demanded:.1%}。"
    if not any(demanded for demanded, _ in figures.rounds):
        yield "尚未发出要求改正的通知。"
    if figures.gone:
        parts = "，".join(f"{_GONE[why]}{count}项" for why, count in figures.gone.items())
        yield f"与上一次检查相比：{parts}。只有交来新材料的才计为已改正。"


def _faults(figures: Figures) -> Iterator[dict[str, Any]]:
    for number, fault in enumerate(figures.faults, 1):
        page = manual(fault.code)
        yield {
            "number": number,
            "title": text(fault.title),
            "count": fault.count,
            "districts": fault.districts,
            "example": text(fault.example),
            "suggestion": text(fault.suggestion),
            "manual": text(page.zh.partition("\n\n")[0]) if page else "",
        }


def _evidence(decided: Summary) -> Iterator[dict[str, Any]]:
    basis = decided.basis
    if basis is None:
        return
    policy = basis.policy
    for number, (kind, wanted) in enumerate({**policy.evidence, **policy.district_evidence}.items(), 1):
        yield {
            "number": number,
            "name": text(policy.kind_name(kind).zh),
            "issuer": text(_issuer(wanted, policy.forms)),
            "demand": _demand(wanted, policy),
            "basis": text(wanted.basis.zh),
        }


def _issuer(wanted: EvidenceSpec, forms: Forms) -> str:
    party = forms.parties.get(wanted.issuer or "")
    return party.name.zh if party else "—"


def _demand(wanted: EvidenceSpec, policy: Policy) -> str:
    parts = ["可交可不交" if wanted.optional else f"至少{wanted.at_least}份" if wanted.at_least > 1 else "须提交"]
    if wanted.instead:
        parts.append("也可为" + "、".join(policy.kind_name(kind).zh for kind in wanted.instead))
    return text("，".join(parts))


def _tables(figures: Figures, payments: Sequence[PaymentRow], file: Path) -> None:
    sheets = Sheets("zh")
    rows = [
        (
            *(one.rank, plain(one.name), one.companies, one.papers, one.in_order, round(one.share, 4)),
            *(one.days_late, one.to_mend, _rate(one.rounds)),
        )
        for one in figures.districts
    ]
    sheet = sheets.add("各区市情况")
    sheets.table(sheet, 1, _HEADS, rows)
    for cell in sheet["F"][1:]:
        cell.number_format = "0.0%"
    faults = [(one.code, one.title, one.count, one.districts, plain(one.example)) for one in figures.faults]
    sheets.table(sheets.add("常见问题"), 1, ("代码", "问题", "项数", "区市数", "例（已隐名）"), faults)
    rounds = [(number, *pair) for number, pair in enumerate(figures.rounds, 1)]
    sheets.table(sheets.add("整改"), 1, ("轮次", "要求改正", "已改正"), rounds)
    if payments:
        paid = [(plain(one.name), one.day, one.due, one.paid, one.rate) for one in payments]
        sheets.table(sheets.add("拨付"), 1, ("单位", "截至", "应拨付", "实际拨付", "拨付率"), paid)
    sheets.book.save(file)
