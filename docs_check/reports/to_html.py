"""The report for people: an index and one page a district, each a file of its own that needs nothing else."""

from __future__ import annotations

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from checks.certainty import SURE
from checks.records import Severity, Verdict
from docs_check.clean import file_stem
from docs_check.pictures.clips import Clip, cut
from docs_check.report.decided.corrections import Correctable, readings_on
from docs_check.report.delays import longest
from docs_check.report.owners import OWNERS
from docs_check.report.summary import (
    Change,
    Company,
    FileState,
    Finding,
    Gone,
    PaperEntry,
    Part,
    Section,
    Summary,
    folded,
)
from docs_check.report.unseen import unseen_lines
from docs_check.reports.common.lines import section_name
from docs_check.reports.common.next_steps import next_steps
from docs_check.reports.common.order import faults_of, in_order, stands_on
from docs_check.reports.common.shelves import shelf_of
from docs_check.reports.html.charts import heat_map
from docs_check.reports.html.environment import environment
from docs_check.reports.html.words import HTML_WORDS
from docs_check.reports.writer import Format
from docs_check.settings import Settings
from docs_check.wording import FAMILIES, SEVERITIES, SYMBOLS, UNKNOWN_KIND, VERDICTS, family
from extractor.records import Words

INDEX, COMPANIES = "index.html", "companies.html"
PAGES = Path(__file__).parent / "pages"
_SCRIPT = "report.js"


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; `same` are the others that one cause explains."""

    finding: Finding
    piece: Markup | None
    page: Markup | None
    width: int
    height: int
    same: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PaperCards:
    """A paper with the findings that stand on it, and what was read on it."""

    entry: PaperEntry
    cards: tuple[Card, ...]
    faults: int
    readings: tuple[Correctable, ...]


class HtmlWriter:
    """Writes a file for each part of the report and one for each company into `folder`, then `index.html`."""

    def __init__(self, folder: Path, language: str, settings: Settings) -> None:
        self._folder = folder
        self._language = language
        self._settings = settings
        self._templates = environment(PAGES, language)
        self._script = (PAGES / _SCRIPT).read_text(encoding="utf-8")
        self._files = dict[str, str]()  # of the parts, by their keys
        self._rows = list[dict[str, Any]]()  # of the list of all companies

    def add(self, part: Summary) -> None:
        shared = self._shared(part)
        places = {(finding.file, finding.place) for finding in part.findings if finding.file and finding.place}
        clips = cut(places, shelf_of(part), self._settings)
        page, of_company = (self._templates.get_template(name) for name in ("section.html", "company.html"))
        for section in part.sections:
            number = len(self._files) + 1
            self._files[section.key] = _file_name(number, section)
            names = _company_names(number, section)
            shared["company_link"] = lambda company, names=names: quote(names[id(company)])  # pyright: ignore[reportUnknownLambdaType]
            text = page.render(**shared, section=section, **_section_words(section, part, clips))
            (self._folder / self._files[section.key]).write_text(text, encoding="utf-8")
            self._rows += (_row(section, company, quote(names[id(company)])) for company in section.companies)
            for company in section.companies:
                text = of_company.render(**shared, section=section, **_company_words(company, part, clips))
                (self._folder / names[id(company)]).write_text(text, encoding="utf-8")

    def close(self, whole: Summary) -> None:
        text = self._templates.get_template(INDEX).render(
            **self._shared(whole),
            states=FileState,
            severities=Severity,
            spread=_spread(whole),
            heat=_heat(whole, self._language, self._link),
            steps=[words.in_language(self._language) for words in next_steps(whole)],
            days_late=lambda section: longest(section.findings),  # pyright: ignore[reportUnknownLambdaType]
            in_order=in_order,
            since_names=[one.value for one in (Change.NEW, Change.REOPENED, Change.OPEN, *Gone)],
            files=_file_counts(whole),
        )
        (self._folder / INDEX).write_text(text, encoding="utf-8")
        rows = [{**row, "district": row["district"].in_language(self._language)} for row in self._rows]
        text = self._templates.get_template(COMPANIES).render(**self._shared(whole), rows=rows)
        (self._folder / COMPANIES).write_text(text, encoding="utf-8")

    def _shared(self, summary: Summary) -> dict[str, Any]:
        return {
            "summary": summary,
            "run": summary.run,
            "language": self._language,
            "w": HTML_WORDS,
            "link": self._link,
            "title_of": section_name,
            "script": Markup(self._script),  # our own; the page's policy lets no other one run
            "script_hash": _hash(self._script),
            "kind_name": _kind_names(summary),
            "rules": summary.rules,
            "change_of": _changes(summary),
            "owners": OWNERS,
            "original": _originals(summary, self._folder),
            "sure": SURE,
            "unseen_lines": lambda of: list(unseen_lines(of.unseen, summary.forms)),  # pyright: ignore[reportUnknownLambdaType]
        }

    def _link(self, section: Section) -> str:
        return quote(self._files[section.key])


FORMAT = Format(HtmlWriter, for_people=True)


def _changes(summary: Summary) -> Callable[[Finding], str]:
    """How a finding stands to the earlier report, as a key of the fixed words; `""` where there is none."""
    changes = {key: change.value for key, change in summary.since.changes.items()} if summary.since else {}
    return lambda finding: changes.get(finding.id, "")


def _originals(summary: Summary, folder: Path) -> Callable[[PaperEntry], str]:
    """Where the file itself is, as seen from the report; `""` for what came out of an archive and is there no more."""
    papers, lie_elsewhere = summary.run.folder, summary.run.paths
    beside = folder.resolve().parent  # reports are written beside their place, and then put there
    if not papers.is_dir():
        return lambda _: ""

    def original(paper: PaperEntry) -> str:
        file = paper.document.file
        if file in lie_elsewhere:
            return ""
        try:
            return quote(Path("..", os.path.relpath(papers / file, beside)).as_posix())
        except ValueError:  # another drive
            return ""

    return original


def _row(section: Section, company: Company, link: str) -> dict[str, Any]:
    """Of the list of all companies."""
    sure = [one for one in company.findings if not one.unsure]
    return {
        "applicant": company.applicant,
        "credit_code": company.credit_code,
        "papers": len(company.papers),
        "district": section_name(section),
        "link": link,
        "error": sum(one.severity is Severity.ERROR for one in sure),
        "warning": sum(one.severity is Severity.WARNING for one in sure),
        "unsure": len(company.findings) - len(sure),
    }


def _hash(script: str) -> str:
    """As a page's content security policy names a script that may run."""
    return "sha256-" + b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def _company_names(number: int, section: Section) -> Mapping[int, str]:
    """The files of a part's companies."""
    return {
        id(company): f"company-{number:02d}-{across:03d}-{file_stem(company.applicant)}.html"
        for across, company in enumerate(section.companies, 1)
    }


def _heat(summary: Summary, language: str, link: Callable[[Section], str]) -> Markup:
    """Sure findings by part of the report and family of checks; a cell leads to the first of those that it counts."""
    families = [name for name in FAMILIES if any(family(code) == name for code, _ in _spread(summary))]
    numbers = [
        [sum(not one.unsure and family(one.code) == name for one in section.findings) for name in families]
        for section in summary.sections
    ]
    links = [[_to_first(section, name, link(section)) for name in families] for section in summary.sections]
    rows = [section_name(section).in_language(language) for section in summary.sections]
    columns = [FAMILIES[name].in_language(language) for name in families]
    return heat_map(HTML_WORDS["spread"].in_language(language), rows, columns, numbers, links)


def _to_first(section: Section, name: str, page: str) -> str:
    """The card of the first sure finding of that family; one that is folded into another's card has none of its own."""
    shown = [some[0] for some in folded(one for one in section.findings if not one.unsure)]
    first = next((one.id for one in shown if family(one.code) == name), "findings")
    return f"{page}#f-{first}" if first != "findings" else f"{page}#findings"


def _company_words(company: Company, summary: Summary, clips: Mapping[tuple[str, Any], Clip]) -> dict[str, Any]:
    papers = [
        PaperCards(
            paper,
            tuple(_card([one], clips) for one in company.findings if stands_on(one, paper)),
            len(faults_of(paper, company.findings)),
            tuple(readings_on(paper.document, "", summary.forms)),
        )
        for paper in company.papers
    ]
    missing = [one for one in company.findings if not any(stands_on(one, paper) for paper in company.papers)]
    return {
        "company": company,
        "papers": papers,
        "missing": [_card([one], clips) for one in missing],
        "severity_names": SEVERITIES,
    }


def _file_name(number: int, section: Section) -> str:
    if section.part is Part.DISTRICT:
        return f"district-{number:02d}-{file_stem(section.name or '')}.html"
    return f"{section.part.value}.html"


def _kind_names(summary: Summary) -> Callable[[str | None], Words]:
    def name(kind: str | None) -> Words:
        spec = summary.forms.kinds.get(kind or "")
        return spec.name if spec else UNKNOWN_KIND

    return name


def _spread(summary: Summary) -> list[tuple[str, list[int]]]:
    """Each code with sure findings, the most frequent first, and how many there are in each part of the report."""
    numbers = dict[str, list[int]]()
    for place, section in enumerate(summary.sections):
        for finding in section.findings:
            if not finding.unsure:
                numbers.setdefault(finding.code, [0] * len(summary.sections))[place] += 1
    return sorted(numbers.items(), key=lambda item: (-sum(item[1]), _code_order(item[0])))


def _file_counts(summary: Summary) -> Words:
    every, read = len(summary.files), len(summary.files_in(FileState.READ))
    unread, left = len(summary.files_in(FileState.UNREADABLE)), len(summary.files_in(FileState.LEFT_OUT))
    return Words(
        f"共 {every} 个：已读 {read} 个，读不出 {unread} 个，略去 {left} 个",
        f"{every} in all: {read} read, {unread} unreadable, {left} left out",
    )


def _section_words(section: Section, summary: Summary, clips: Mapping[tuple[str, Any], Clip]) -> dict[str, Any]:
    def cards(findings: Sequence[Finding], *, unsure: bool) -> list[Card]:
        return [_card(some, clips) for some in folded(one for one in findings if one.unsure is unsure)]

    codes = _columns(section)
    return {
        "codes": codes,
        "families": _families(codes),
        "cards": cards,
        "symbols": SYMBOLS,
        "verdict_names": VERDICTS,
        "verdicts": Verdict,
        "severity_names": SEVERITIES,
        "severities": Severity,
    }


def _columns(section: Section) -> list[str]:
    """The codes of the matrix: those that apply to somebody here. None without companies to compare."""
    rows = [company.codes for company in section.companies]
    applied = {
        code
        for row in (*rows, section.general_codes)
        for code, verdict in row.items()
        if rows and verdict is not Verdict.NOT_APPLICABLE
    }
    return sorted(applied, key=_code_order)


def _code_order(code: str) -> tuple[int, str]:
    families = list(FAMILIES)
    name = family(code)
    return (families.index(name) if name in families else len(families)), code


def _families(codes: Sequence[str]) -> list[tuple[Words, int]]:
    """The families of the matrix's columns, with the number of columns of each."""
    counts = dict[str, int]()
    for code in codes:
        counts[family(code)] = counts.get(family(code), 0) + 1
    return [(FAMILIES.get(name) or Words(name, name), count) for name, count in counts.items()]


def _card(findings: Sequence[Finding], clips: Mapping[tuple[str, Any], Clip]) -> Card:
    first, *same = findings
    clip = clips.get((first.file or "", first.place))
    if clip is None:
        return Card(first, None, None, 0, 0, tuple(same))
    return Card(first, _data(clip.piece), _data(clip.page), clip.width, clip.height, tuple(same))


def _data(picture: bytes) -> Markup:
    return Markup("data:image/webp;base64," + b64encode(picture).decode("ascii"))
