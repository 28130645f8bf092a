"""The letters: a 整改通知 for each district that must mend something, a 补正通知 for each company that must hand in
something again. They rest on what people decided; until a district is approved they are drafts, and say so. In Chinese
whatever the report's language: they go to Chinese offices and companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from checks.facts.days import chinese, working_days
from checks.pack.model import DayKind
from checks.pack.shipped import find_packs
from docs_check.clean import file_stem
from docs_check.report.summary import Approval, Finding, LetterFacts, Part, Section, Summary
from docs_check.reports.common.lines import section_name, text
from docs_check.reports.letters.mending import Mending, Share, addressee, mending
from docs_check.reports.letters.templates import COMPLETE, RECTIFY, check_templates, letter_settings, write_letter
from docs_check.reports.letters.titles import broken
from docs_check.reports.writer import Format, Writer, of_the_whole
from docs_check.settings import Settings
from docs_check.wording import UNKNOWN_KIND
from extractor.records import Words

NOTICES = "report.notices"
DRAFT = "草稿"  # begins the name of a letter that nobody has approved
_NUMERALS = "一二三四五六七八九"


def to_notices(summary: Summary, folder: Path, language: str) -> None:
    """Writes the letters into `folder`/report.notices, dated today."""
    write_notices(summary, folder, date.today())


def write_notices(summary: Summary, folder: Path, today: date) -> None:
    room = folder / NOTICES
    room.mkdir(exist_ok=True)
    for letter in (RECTIFY, COMPLETE):  # a letter of earlier must not go out once nothing is to be mended any more
        for old in room.glob(f"*{letter.removesuffix('.docx')}-*.docx"):
            old.unlink()
    letters = _Letters(summary, room, today)
    for section in summary.sections:
        letters.write(section)


def _opened(folder: Path, language: str, settings: Settings) -> Writer:
    """A template that was edited so that it cannot be filled is said now, better than after an hour's reading."""
    for policy in find_packs():
        check_templates(policy)
    return of_the_whole(to_notices).open(folder, language, settings)


FORMAT = Format(_opened, for_people=True)


class _Letters:
    def __init__(self, summary: Summary, room: Path, today: date) -> None:
        policy = summary.policy
        chosen = letter_settings(policy.id)
        basis = summary.basis
        self._summary = summary
        self._room = room
        self._names = set[str]()
        self._day = LetterFacts("", today.isoformat(), "")
        self._due = due(today, chosen.working_days, basis.policy.holidays if basis else {})
        self._shared: dict[str, Any] = {
            "policy": text(policy.name.zh),
            "source": text(policy.source),
            "office": text(chosen.office) or "（发文单位）",
        }

    def write(self, section: Section) -> None:
        to_mend = mending(section)
        district = section_name(section).zh
        office = addressee(section.name, self._summary.forms)
        approval = section.approval
        if section.part is Part.DISTRICT and not (to_mend.district.is_empty and not to_mend.companies):
            content = {
                **self._usual(section, to_mend.district, ""),
                **self._to_district(to_mend),
                "addressee": text(office or district),
                "title": broken(f"关于{self._shared['policy']}申报材料审查问题的整改通知"),
            }
            self._save(RECTIFY, content, district)
        for company, share in to_mend.companies:
            content = {
                **self._usual(section, share, company.applicant),
                "title": broken(f"关于补正{self._shared['policy']}申报材料的通知"),
                "addressee": text(company.applicant),
                "credit_code": text(company.credit_code or ""),
                "through": text(office) if office else "",
            }
            if approval is None or share.findings:
                self._save(COMPLETE, content, district, company.applicant)

    def _usual(self, section: Section, share: Share, applicant: str) -> dict[str, Any]:
        """What every letter says. One that was issued keeps its number and days."""
        approval = section.approval
        facts = approval.letters.get(applicant, self._day) if approval else self._day
        until = date.fromisoformat(facts.due) if facts.due else self._due
        return {
            **self._shared,
            "district": text(section_name(section).zh),
            "draft": approval is None,
            "approved": text(approval.by) if approval else "",
            "number": text(facts.number) if "号" in facts.number else "",
            "date": chinese(date.fromisoformat(facts.on[:10])),
            "due": chinese(until),
            "findings": self._lines(share.findings, approval),
            "unlisted": len(share.unlisted),
            "open": self._lines(share.open, approval),
            "doubted": share.doubted,
        }

    def _to_district(self, to_mend: Mending) -> dict[str, Any]:
        asked = [(company, share) for company, share in to_mend.companies if share.findings]
        companies = [
            {"number": number, "name": text(company.applicant), "count": len(share.findings)}
            for number, (company, share) in enumerate(asked, 1)
        ]
        there = (("mend", to_mend.district.findings), ("companies", companies), ("ask", True))
        parts = [name for name, some in there if some]
        return {
            "companies": companies,
            "company_findings": sum(len(share.findings) for _, share in asked),
            "attachments": [f"补正通知（{company['name']}）" for company in companies],
            "section": {"mend": "", "companies": "", **dict(zip(parts, _NUMERALS, strict=False))},
        }

    def _lines(self, findings: Sequence[Finding], approval: Approval | None) -> list[dict[str, Any]]:
        leave = f"经{text(approval.by)}批准提出" if approval else "签发时须经批准"
        return [
            {
                "number": number,
                "message": text(finding.message.zh),
                "where": self._where(finding),
                "suggestion": text(finding.suggestion.zh) if finding.suggestion else "",
                "expected": text(finding.expected.zh),
                "found": text(finding.found.zh),
                "code": finding.code,
                "basis": text(finding.unlisted.zh) if finding.unlisted else "",
                "leave": leave,
            }
            for number, finding in enumerate(findings, 1)
        ]

    def _where(self, finding: Finding) -> str:
        if not finding.file:
            return ""
        spec = self._summary.forms.kinds.get(finding.kind or "")
        kind = (spec.name if spec else UNKNOWN_KIND) if finding.kind else Words("", "")
        page = f"第{finding.place.page}页" if finding.place else ""
        return text("，".join(filter(None, (kind.zh, f"文件“{finding.file}”{page}"))))

    def _save(self, letter: str, content: dict[str, Any], *names: str) -> None:
        """Two companies may bear one name: their letters are numbered."""
        mark = [DRAFT] if content["draft"] else []
        stem = "-".join([*mark, letter.removesuffix(".docx"), *map(file_stem, names)])
        name, number = stem, 2
        while name.casefold() in self._names:
            name, number = f"{stem}-{number}", number + 1
        self._names.add(name.casefold())
        write_letter(self._summary.policy.id, letter, content, self._room / f"{name}.docx")


def due(today: date, days: int, holidays: Mapping[date, DayKind]) -> date:
    """The day that is `days` working days after `today`."""
    day = today
    while working_days(today + timedelta(days=1), day, holidays)[0] < days:
        day += timedelta(days=1)
    return day
