"""The pages of the review, from the state of the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docs_check.process.cases import CASE_STATES, CompanyCase, PaperVersion, history_of, versions_of
from docs_check.process.gate import CONDITIONS
from docs_check.process.gate import WORDS as GATE_WORDS
from docs_check.report.decided.corrections import Correctable, Target, readings_on
from docs_check.report.decided.decisions import REASONS
from docs_check.report.decided.missed import addable
from docs_check.report.decided.verdicts import Action, Reason, ReviewVerdict
from docs_check.report.rulebook import known_codes, manual_page
from docs_check.report.summary import PaperEntry
from docs_check.reports.common.lines import section_name
from docs_check.reports.html.environment import environment
from docs_check.review.desk import Desk, View
from docs_check.review.items import Item, papers_of
from docs_check.review.office import OfficeDesk
from docs_check.review.words import DISMISSED, KEYS, REASON_KEYS, VERDICT_NAMES, WORDS
from docs_check.wording import SEVERITIES, UNKNOWN_KIND
from extractor.geometry import turned_box
from extractor.records import Box, Document, Place, Words

_PAGES = Path(__file__).parent / "pages"
_WHOLE = 0.9  # of the page: a place as large as this is the page, and needs no mark


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as lists show it."""

    item: Item
    link: str
    said: str
    by: str


class Pages:
    def __init__(self, desk: Desk, office: OfficeDesk, language: str) -> None:
        self._desk = desk
        self._office = office
        self._language = language
        self._environment = environment(_PAGES, language)

    def index(self, view: View, who: str) -> str:
        work = self._office.worklist(view)
        rows = [row for row in work.rows if row.items or row.section.companies]
        return self._render("worklist.html", view, who, rows=rows, work=work, **self._of_office(view))

    def companies(self, view: View, who: str) -> str:
        cases = self._office.worklist(view).cases
        return self._render("companies.html", view, who, cases=cases, **self._of_office(view))

    def case(self, view: View, case: CompanyCase, who: str) -> str:
        section, ledger = view.summary.sections[case.section], self._desk.office.ledger
        whose = case.credit_code or case.applicant
        versions = dict[str, list[PaperVersion]]()
        for one in versions_of(section.key, whose, view.happened.runs, ledger):
            versions.setdefault(_kind(view, one.kind).in_language(self._language), []).append(one)
        items = [one for one in view.within(case.section) if whose in (one.credit_code, one.applicant)]
        return self._render(
            "case.html",
            view,
            who,
            case=case,
            age=case.age(date.today()),
            lines=[self._line(view, item, case.section) for item in items],
            versions=versions,
            history=[(at, said.in_language(self._language)) for at, said in history_of(case, view.happened, ledger)],
            **self._of_office(view),
        )

    def _of_office(self, view: View) -> dict[str, Any]:
        """What the pages of the process say beside their own."""
        return {
            "undecided": view.undecided(),
            "sample_left": view.sample_left(),
            "claims": self._desk.verdicts.claims(),
            "names": [section_name(section).in_language(self._language) for section in view.summary.sections],
            "case_states": {state: words.in_language(self._language) for state, words in CASE_STATES.items()},
            "gate_words": GATE_WORDS,
            "conditions": CONDITIONS,
            "case_link": _case_link,
        }

    def district(self, view: View, number: int, who: str) -> str:
        section = view.summary.sections[number]
        claims = self._desk.verdicts.claims()
        groups = dict[tuple[str | None, str | None], list[ItemLine]]()
        for item in view.within(number):
            groups.setdefault((item.applicant, item.credit_code), []).append(self._line(view, item, number))
        return self._render(
            "district.html",
            view,
            who,
            scope=number,
            number=number,
            name=section_name(section),
            groups=groups,
            undecided=view.undecided(number),
            claims=claims,
            claims_of={key: claim_name(number, *key) for key in groups},
            row=self._office.worklist(view).rows[number],
            cases={(one.applicant, one.credit_code or None): one for one in self._cases_in(view, number)},
            case_states=CASE_STATES,
            gate_words=GATE_WORDS,
            conditions=CONDITIONS,
            case_link=_case_link,
        )

    def _cases_in(self, view: View, number: int) -> list[CompanyCase]:
        return [one for one in self._office.worklist(view).cases if one.section == number]

    def item(self, view: View, item: Item, scope: int | None, who: str) -> str:
        section = view.summary.sections[item.section]
        papers = papers_of(item, section)
        document = next((paper.document for paper in papers if _is_on(item, paper.document)), None)
        readings = self._readings(view, papers)
        near, other = _sorted_readings(readings, item, document)
        verdict = view.verdict_on(item)
        claims = self._desk.verdicts.claims()
        within = view.within(scope)
        return self._render(
            "item.html",
            view,
            who,
            scope=scope,
            item=item,
            section=section_name(section),
            number=item.section,
            papers=self._papers(view, papers),
            readings=near,
            other_readings=other,
            data=self._data(view, item, scope, papers),
            box_of=self._box,
            addable=self._addable(view, papers),
            verdict=verdict,
            said=self.said(verdict) if verdict else "",
            look=view.seconds.on(verdict) if verdict else None,
            second=view.seconds.looks.get(verdict.id) if verdict else None,
            mine=verdict is not None and verdict.who == who,
            claim=claim_name(item.section, item.applicant, item.credit_code),
            holder=self.holder(item, claims),
            place=within.index(item) + 1 if item in within else 0,
            total=len(within),
            undecided=view.undecided(scope),
            severities=SEVERITIES,
            reason_keys={key: WORDS[reason.value] for reason, key in REASON_KEYS.items()},
            kind=_kind(view, item.kind),
        )

    def done(self, view: View, scope: int | None, who: str) -> str:
        return self._render("done.html", view, who, scope=scope, undecided=view.undecided())

    def missing(self, view: View, who: str) -> str:
        return self._render("missing.html", view, who, undecided=view.undecided())

    def manual(self, code: str) -> str:
        """The manual page of a rule; of an unknown one nothing."""
        from docs_check.exits import WrongUse

        try:
            known_codes([code])
            text = manual_page(code, self._language)
        except WrongUse:
            text = ""
        return self._environment.get_template("manual.html").render(text=text)

    def after(self, view: View, scope: int | None, after: str) -> Item | None:
        """The first undecided item behind the one named; from the start again when the end is reached."""
        items = view.within(scope)
        start = next((place + 1 for place, item in enumerate(items) if item.id == after), 0)
        around = (*items[start:], *items[:start])
        return next((item for item in around if view.verdict_on(item) is None), None)

    def link(self, item: Item, scope: int | None) -> str:
        return f"/item/{item.id}" + ("" if scope is None else f"?in={scope}")

    def said(self, verdict: ReviewVerdict) -> str:
        """A verdict in a few words."""
        if verdict.action is Action.DISMISS:
            words, reason = DISMISSED, REASONS[Reason(verdict.reason)]
            words = Words(f"{words.zh}：{reason.zh}", f"{words.en}: {reason.en}")
        else:
            words = VERDICT_NAMES[verdict.action]
        said = words.in_language(self._language)
        return f"{said}（{verdict.note}）" if verdict.note else said

    def holder(self, item: Item, claims: Mapping[str, str]) -> str | None:
        """Who has claimed the item's company, or its district."""
        company = claims.get(claim_name(item.section, item.applicant, item.credit_code))
        return company or claims.get(f"d{item.section}")

    def claimable(self, view: View) -> frozenset[str]:
        names = {f"d{number}" for number in range(len(view.summary.sections))}
        names |= {claim_name(item.section, item.applicant, item.credit_code) for item in view.items}
        return frozenset(names)

    def written_at(self, view: View, target: Target) -> str:
        document = self._desk.document_of(target)
        if document is None:
            return ""
        readings = readings_on(document, target.sha256, view.summary.forms)
        return next((one.written for one in readings if one.target == target), "")

    def _line(self, view: View, item: Item, scope: int | None) -> ItemLine:
        verdict = view.verdict_on(item)
        said = self.said(verdict) if verdict else ""
        return ItemLine(item, self.link(item, scope), said, verdict.who if verdict else "")

    def _readings(self, view: View, papers: Sequence[PaperEntry]) -> list[tuple[Document, list[Correctable]]]:
        return [
            (
                paper.document,
                readings_on(paper.document, view.hashes.get(paper.document.file, ""), view.summary.forms),
            )
            for paper in papers
        ]

    def _papers(self, view: View, papers: Sequence[PaperEntry]) -> list[dict[str, Any]]:
        return [
            {
                "name": _kind(view, paper.document.kind),
                "file": paper.document.file,
                "pages": paper.document.pages,
                "sha256": view.hashes.get(paper.document.file, ""),
            }
            for paper in papers
            if view.hashes.get(paper.document.file)
        ]

    def _data(self, view: View, item: Item, scope: int | None, papers: Sequence[PaperEntry]) -> dict[str, Any]:
        """What the script needs to know."""
        pages = [
            {"sha": paper["sha256"], "page": page} for paper in self._papers(view, papers) for page in paper["pages"]
        ]
        sha256 = view.hashes.get(item.file or "", "")
        place = item.place or _first_page(item, papers)
        query = "" if scope is None else f"&in={scope}"
        previous = self._before(view, scope, item)
        return {
            "id": item.id,
            "isPass": item.is_pass,
            "seen": view.seen(item),
            "verdict": verdict.id if (verdict := view.verdict_on(item)) else None,
            "pages": pages,
            "sha": sha256,
            "page": place.page if place else None,
            "box": self._box(place, sha256) if place and item.place and place.box.area < _WHOLE else None,
            "next": f"/next?after={item.id}{query}",
            "previous": self.link(previous, scope) if previous else "",
            "claim": claim_name(item.section, item.applicant, item.credit_code),
        }

    def _box(self, place: Place, sha256: str) -> list[float]:
        """Where the place is on the page as it is shown."""
        box = turned_box(place.box, self._desk.images.turn(sha256, place.page))
        return [round(min(1.0, max(0.0, side)), 5) for side in (box.x0, box.y0, box.x1, box.y1)]

    def as_read(self, target: Target) -> Target:
        """What was drawn on the page as it is shown, in the place where it stands as the page was read."""
        back = -self._desk.images.turn(target.sha256, target.page) % 360
        box = turned_box(target.place.box, back)
        return replace(target, box=(box.x0, box.y0, box.x1, box.y1))

    def _addable(self, view: View, papers: Sequence[PaperEntry]) -> list[dict[str, Any]]:
        """What may have been missed, page by page. The keys are told apart by the paper's place in the list."""
        return [
            {"key": f"{at}:{one.what}:{one.name}", "title": one.title, "sha": sha256, "page": page}
            for at, paper in enumerate(papers)
            if (sha256 := view.hashes.get(paper.document.file))
            for page in paper.document.pages
            for one in addable(paper.document, view.summary.forms)
        ]

    def _before(self, view: View, scope: int | None, item: Item) -> Item | None:
        items = view.within(scope)
        place = items.index(item) if item in items else 0
        return items[place - 1] if place else None

    def _render(self, template: str, view: View, who: str, **content: Any) -> str:
        shared = {
            "w": WORDS,
            "keys": KEYS,
            "language": self._language,
            "view": view,
            "who": who,
            "policy": view.summary.policy,
            "trouble": self._desk.trouble,
            "last": view.last,
            "stamp": view.stamp,
            "scope": None,
            "link": self.link,
        }
        return self._environment.get_template(template).render(**{**shared, **content})


def _case_link(case: CompanyCase) -> str:
    return f"/case?key={quote(case.key, safe='')}"


def _kind(view: View, kind: str | None) -> Words:
    spec = view.summary.forms.kinds.get(kind or "")
    return spec.name if spec else UNKNOWN_KIND


def claim_name(section: int, applicant: str | None, credit_code: str | None) -> str:
    return f"c{section}:{credit_code or applicant or ''}"


def _is_on(item: Item, document: Document) -> bool:
    if item.file != document.file:
        return False
    return document.holds(item.place) if item.place else item.kind in (None, document.kind)


def _first_page(item: Item, papers: Sequence[PaperEntry]) -> Place | None:
    """Where a finding on a file as a whole, or on a pass without a place, is looked at."""
    document = next((paper.document for paper in papers if _is_on(item, paper.document)), None)
    return Place(document.pages[0], Box(0, 0, 1, 1)) if document and document.pages else None


def _sorted_readings(
    readings: Sequence[tuple[Document, list[Correctable]]], item: Item, document: Document | None
) -> tuple[list[Correctable], list[Correctable]]:
    """Those on which the item rests, and the others of its paper."""
    near = list(_resting(readings, item))
    here = [reading for one, some in readings if one is document for reading in some]
    if not near and item.place:
        near = [one for one in here if one.place.page == item.place.page and one.place.box.shared(item.place.box) > 0]
    return near, [one for one in here if one not in near]


def _resting(readings: Sequence[tuple[Document, list[Correctable]]], item: Item) -> Iterator[Correctable]:
    for document, some in readings:
        places = [one.place for one in item.rests_on if one.file == document.file]
        yield from (one for one in some if one.place in places)
