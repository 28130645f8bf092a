"""The letters: a 整改通知 for each district that must mend something, a 补正通知 for each company that must hand in
something again. In Chinese whatever the report's language: they go to Chinese offices and companies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from checks.facts.days import chinese, working_days
from checks.pack.model import DayKind
from checks.pack.shipped import find_packs
from docs_check.clean import file_stem
from docs_check.report.summary import Finding, Part, Section, Summary
from docs_check.reports.common.lines import section_name, text
from docs_check.reports.letters.mending import Mending, addressee, mending
from docs_check.reports.letters.templates import COMPLETE, RECTIFY, check_templates, letter_settings, write_letter
from docs_check.reports.writer import Format, Writer, of_the_whole
from docs_check.settings import Settings
from docs_check.wording import UNKNOWN_KIND
from extractor.records import Words

NOTICES = "report.notices"
_NUMERALS = "一二三四五六七八九"


def to_notices(summary: Summary, folder: Path, language: str) -> None:
    """Writes the letters into `folder`/report.notices, dated today."""
    write_notices(summary, folder, date.today())


def write_notices(summary: Summary, folder: Path, today: date) -> None:
    room = folder / NOTICES
    room.mkdir(exist_ok=True)
    for letter in (RECTIFY, COMPLETE):  # a letter of earlier must not go out once nothing is to be mended any more
        for old in room.glob(f"{letter.removesuffix('.docx')}-*.docx"):
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
        self._days = chosen.working_days
        self._names = set[str]()
        self._shared: dict[str, Any] = {
            "policy": text(policy.name.zh),
            "source": text(policy.source),
            "office": text(chosen.office) or "（发文单位）",
            "date": chinese(today),
            "due": chinese(due(today, chosen.working_days, basis.policy.holidays if basis else {})),
        }

    def write(self, section: Section) -> None:
        summary = self._summary
        to_mend = mending(section, summary.forms)
        district = section_name(section).zh
        office = addressee(section.name, summary.forms)
        shared = {**self._shared, "district": text(district)}
        if section.part is Part.DISTRICT and (to_mend.district or to_mend.companies):
            content = {**shared, **self._to_district(to_mend), "addressee": text(office or district)}
            self._save(RECTIFY, content, district)
        for company, findings in to_mend.companies:
            content = {
                **shared,
                "addressee": text(company.applicant),
                "credit_code": text(company.credit_code or ""),
                "through": text(office) if office else "",
                "findings": self._lines(findings),
            }
            self._save(COMPLETE, content, district, company.applicant)

    def _to_district(self, to_mend: Mending) -> dict[str, Any]:
        companies = [
            {"number": number, "name": text(company.applicant), "count": len(findings)}
            for number, (company, findings) in enumerate(to_mend.companies, 1)
        ]
        parts = [name for name, there in (("mend", to_mend.district), ("companies", companies), ("ask", True)) if there]
        return {
            "findings": self._lines(to_mend.district),
            "companies": companies,
            "company_findings": sum(len(findings) for _, findings in to_mend.companies),
            "section": {"mend": "", "companies": "", **dict(zip(parts, _NUMERALS, strict=False))},
        }

    def _lines(self, findings: Sequence[Finding]) -> list[dict[str, Any]]:
        return [
            {
                "number": number,
                "message": text(finding.message.zh),
                "where": self._where(finding),
                "suggestion": text(finding.suggestion.zh) if finding.suggestion else "",
                "expected": text(finding.expected.zh),
                "found": text(finding.found.zh),
                "code": finding.code,
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
        stem = "-".join([letter.removesuffix(".docx"), *map(file_stem, names)])
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
