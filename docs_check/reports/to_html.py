"""The report for people: an index and one page a district, each a file of its own that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from checks.records import Severity, Verdict
from docs_check.clean import file_stem, shown
from docs_check.clips import Clip, cut
from docs_check.reports.html_words import HTML_WORDS
from docs_check.reports.summary import FileState, Finding, Part, Section, Summary, folded
from docs_check.wording import (
    BEYOND_DISTRICTS,
    FAMILIES,
    SEVERITIES,
    SYMBOLS,
    UNKNOWN_DISTRICT,
    UNKNOWN_KIND,
    VERDICTS,
    family,
)
from extractor.records import Words

INDEX = "index.html"
_PAGES = Path(__file__).parent / "pages"
LONGEST_SENTENCE = 2000  # characters; a sentence may quote several values


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; `same` are the others that one cause explains."""

    finding: Finding
    piece: Markup | None
    page: Markup | None
    width: int
    height: int
    same: tuple[Finding, ...]


def to_html(summary: Summary, folder: Path, language: str) -> None:
    """Writes `index.html` and a file for each part of the report into `folder`."""
    environment = _environment(language)
    files = {id(section): _file_name(number, section) for number, section in enumerate(summary.sections, 1)}
    shared: dict[str, Any] = {
        "summary": summary,
        "language": language,
        "w": HTML_WORDS,
        "link": _links(files),
        "title_of": _title,
        "kind_name": _kind_names(summary),
        "rules": summary.rules,
    }
    index = environment.get_template(INDEX).render(
        **shared, states=FileState, severities=Severity, spread=_spread(summary), files=_file_counts(summary)
    )
    (folder / INDEX).write_text(index, encoding="utf-8")
    places = {(finding.file, finding.place) for finding in summary.findings if finding.file and finding.place}
    clips = cut(places, summary.shelf, summary.means)
    page = environment.get_template("section.html")
    for section in summary.sections:
        text = page.render(**shared, section=section, **_section_words(section, summary, clips))
        (folder / files[id(section)]).write_text(text, encoding="utf-8")


def _environment(language: str) -> Environment:
    def finalize(value: object) -> object:
        """Whatever a page shows passes here: sentences in the report's language, text made harmless."""
        if isinstance(value, Words):
            return shown(value.in_language(language), LONGEST_SENTENCE)
        return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return Environment(
        loader=FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _links(files: Mapping[int, str]) -> Callable[[Section], str]:
    return lambda section: quote(files[id(section)])


def _file_name(number: int, section: Section) -> str:
    if section.part is Part.DISTRICT:
        return f"district-{number:02d}-{file_stem(section.name or '')}.html"
    return f"{section.part.value}.html"


def _title(section: Section) -> Words:
    if section.part is Part.UNKNOWN:
        return UNKNOWN_DISTRICT
    if section.part is Part.BEYOND:
        return BEYOND_DISTRICTS
    return Words(section.name or "", section.name or "")


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
