"""From what the checks said to the record that reports are written from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from checks.pack.model import Policy
from checks.records import Batch, District, Outcome, Paper, Severity, Verdict
from checks.unseen.papers import Said, blind_spots
from docs_check.intake.walk import LeftOut
from docs_check.report.delays import days_late
from docs_check.report.file_entries import file_entries
from docs_check.report.summary import (
    Basis,
    Company,
    Finding,
    PaperEntry,
    Part,
    PolicyInfo,
    RuleInfo,
    RunFacts,
    Section,
    Summary,
)
from docs_check.report.unseen import Unseen, together
from extractor.forms import Forms
from extractor.records import Document, FileReading, Words

_SEPARATOR = "\x1f"  # between the parts of an id's content; stands in no text
# The worst first: what a cell of the matrix shows where several papers of a company were judged by one rule.
_WORST = (Verdict.DEFECT, Verdict.UNSURE, Verdict.NOT_CHECKABLE, Verdict.PASS, Verdict.NOT_APPLICABLE)
_BEYOND = (Part.BEYOND, None)


def summarise(
    batch: Batch,
    outcomes: Iterable[Outcome],
    left_out: Iterable[LeftOut],
    policy: PolicyInfo,
    forms: Forms,
    rules: Mapping[str, RuleInfo],
    run: RunFacts,
    basis: Basis | None = None,
    listed: Mapping[str, int] | None = None,
) -> Summary:
    """`basis`: what it was judged from; without it, it cannot be judged again. `listed`: how many papers bear each id
    already, where the batch is but a district of a larger one."""
    outcomes = tuple(outcomes)
    hashes = {reading.file: reading.sha256 for reading in batch.files}
    late = days_late(outcomes, batch, basis.policy) if basis else {}
    named = dict(_findings(outcomes, rules, hashes, late, forms))
    files = sorted(file_entries(batch.files, left_out), key=lambda entry: entry.file)
    sections = tuple(_sections(batch, outcomes, named, forms, _Papers(hashes, listed or {})))
    if basis:
        sections = _with_unseen(sections, outcomes, basis.policy)
    return Summary(policy, forms, rules, run, sections, tuple(files), outcomes, basis)


def _findings(
    outcomes: tuple[Outcome, ...],
    rules: Mapping[str, RuleInfo],
    hashes: Mapping[str, str],
    late: Mapping[int, int],
    forms: Forms,
) -> Iterator[tuple[int, Finding]]:
    """Findings by the place of their outcome. Two that say the very same are told apart by a number, in the order of
    their papers' content."""
    found = [(place, outcome) for place, outcome in enumerate(outcomes) if outcome.is_finding]
    found.sort(key=lambda item: _content_order(item[1], hashes))
    seen = dict[str, int]()
    for place, outcome in found:
        key = _finding_key(outcome, hashes)
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key}-{seen[key]}"
        yield place, Finding.of(outcome, key, rules, forms, late.get(place, 0))


def _content_order(outcome: Outcome, hashes: Mapping[str, str]) -> tuple[str, int, float, float, str]:
    place = outcome.place
    page, y, x = (place.page, place.box.y0, place.box.x0) if place else (0, 0.0, 0.0)
    return hashes.get(outcome.file or "", ""), page, y, x, outcome.subject


def _finding_key(outcome: Outcome, hashes: Mapping[str, str]) -> str:
    """From code, district, company, kind, slot and content; never from path or order."""
    nobodys = outcome.kind is None and outcome.file is not None
    content = (
        hashes.get(outcome.file or "", "") if nobodys else _words(outcome.expected) + _SEPARATOR + _words(outcome.found)
    )
    company = outcome.credit_code or outcome.applicant
    parts = (outcome.code, outcome.district, company, outcome.kind, outcome.slot, content)
    return _digest(_SEPARATOR.join(part or "" for part in parts))


def _words(words: Words | None) -> str:
    return words.zh if words else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _sections(
    batch: Batch,
    outcomes: tuple[Outcome, ...],
    named: Mapping[int, Finding],
    forms: Forms,
    papers: _Papers,
) -> Iterator[Section]:
    nowhere = (Part.UNKNOWN if forms.districts else Part.ALL, None)
    places = _by_part(batch, outcomes, nowhere)
    for district in batch.districts:
        key = nowhere if district.name is None else (Part.DISTRICT, district.name)
        companies = [
            Company(
                dossier.applicant,
                dossier.credit_code,
                papers.of(dossier.documents, district.name, dossier.applicant),
                (),
                {},
            )
            for dossier in district.dossiers
        ]
        own = tuple(
            paper
            for document in district.documents
            for paper in papers.of((document,), district.name, _lent_to(document, district))
        )
        yield _section(key, companies, own, places.pop(key, []), outcomes, named)
    beyond = places.pop(_BEYOND, [])
    for key, some in places.items():  # a finding on a district of which no paper came
        yield _section(key, [], (), some, outcomes, named)
    own = tuple(paper for document in batch.others for paper in papers.of((document,), None, _about(document, forms)))
    if own or any(place in named for place in beyond):
        yield _section(_BEYOND, [], own, beyond, outcomes, named)


def _lent_to(document: Document, district: District) -> str | None:
    """The company that a letter among the district's own papers speaks of, where it is one alone."""
    names = [dossier.applicant for dossier in district.dossiers if any(one is document for one in dossier.lent)]
    return names[0] if len(names) == 1 else None


def _by_part(
    batch: Batch, outcomes: Sequence[Outcome], nowhere: tuple[Part, None]
) -> dict[tuple[Part, str | None], list[int]]:
    """The places of the outcomes that belong to each part of the report; `nowhere` is that of no district."""
    nameless = [district for district in batch.districts if district.name is None]
    unknown = {dossier.applicant for district in nameless for dossier in district.dossiers}
    loose = {document.file for district in nameless for document in _documents(district)}
    parts = dict[tuple[Part, str | None], list[int]]()
    for place, outcome in enumerate(outcomes):
        if outcome.district is not None:
            key = (Part.DISTRICT, outcome.district)
        elif outcome.applicant in unknown or outcome.file in loose:
            key = nowhere
        else:
            key = _BEYOND
        parts.setdefault(key, []).append(place)
    return parts


def _documents(district: District) -> Iterator[Document]:
    yield from district.documents
    for dossier in district.dossiers:
        yield from dossier.documents


def _about(document: Document, forms: Forms) -> str | None:
    """Whom a paper of nobody's district is about: by its kind's subject, as the field of that name says."""
    spec = forms.kinds.get(document.kind or "")
    field = document.get(spec.subject) if spec else None
    return field.value if field else None


class _Papers:
    """Gives papers their ids; one that lies in two dossiers is listed once, with the first."""

    def __init__(self, hashes: Mapping[str, str], before: Mapping[str, int]) -> None:
        self._hashes = hashes
        self._listed = set[int]()
        self._keys = dict(before)

    def of(self, documents: Iterable[Document], district: str | None, applicant: str | None) -> tuple[PaperEntry, ...]:
        fresh = [document for document in documents if id(document) not in self._listed]
        self._listed.update(map(id, fresh))
        return tuple(PaperEntry(self._key(document), document, district, applicant) for document in fresh)

    def _key(self, document: Document) -> str:
        content = (self._hashes.get(document.file, ""), str(document.pages), document.kind or "", document.title)
        key = _digest(_SEPARATOR.join(content))
        self._keys[key] = self._keys.get(key, 0) + 1
        return key if self._keys[key] == 1 else f"{key}-{self._keys[key]}"


def _section(
    key: tuple[Part, str | None],
    companies: Sequence[Company],
    own: tuple[PaperEntry, ...],
    places: Sequence[int],
    outcomes: Sequence[Outcome],
    named: Mapping[int, Finding],
) -> Section:
    of_company = dict[int | None, list[int]]()
    counts = dict[str, dict[Verdict, int]]()
    by_name = _by_name(companies)
    for place in places:
        outcome = outcomes[place]
        count = counts.setdefault(outcome.code, {})
        count[outcome.verdict] = count.get(outcome.verdict, 0) + 1
        of_company.setdefault(_place_of(outcome, companies, by_name), []).append(place)
    made = tuple(
        Company(
            company.applicant,
            company.credit_code,
            company.papers,
            _in_order(of_company.get(index, []), named),
            _worst(of_company.get(index, []), outcomes),
        )
        for index, company in enumerate(companies)
    )
    general = of_company.get(None, [])
    return Section(
        part=key[0],
        name=key[1],
        companies=made,
        own=own,
        general=_in_order(general, named),
        general_codes=_worst(general, outcomes),
        counts=dict(sorted(counts.items())),
        outcomes=tuple(outcomes[place] for place in places),
        unchecked=_unchecked([outcomes[place] for place in places]),
    )


def _unchecked(outcomes: Iterable[Outcome]) -> tuple[tuple[str, Words, int], ...]:
    reasons = Counter(
        (outcome.code, outcome.because) for outcome in outcomes if outcome.verdict is Verdict.NOT_CHECKABLE
    )
    return tuple(
        (code, because, count) for (code, because), count in sorted(reasons.items(), key=lambda item: item[0][0])
    )


def _by_name(companies: Sequence[Company]) -> Mapping[str, Sequence[int]]:
    """The places of companies by their names."""
    found = dict[str, list[int]]()
    for index, company in enumerate(companies):
        found.setdefault(company.applicant, []).append(index)
    return found


def company_of(outcome: Outcome, section: Section) -> Company | None:
    """Whose of the section's companies it is about; None where it is about none of them."""
    place = _place_of(outcome, section.companies, _by_name(section.companies))
    return None if place is None else section.companies[place]


def _place_of(outcome: Outcome, companies: Sequence[Company], by_name: Mapping[str, Sequence[int]]) -> int | None:
    """Two dossiers may bear one name and differ in their codes."""
    same = by_name.get(outcome.applicant or "", ())
    exact = [index for index in same if companies[index].credit_code == outcome.credit_code]
    return next(iter(exact or same), None)


def _in_order(places: Iterable[int], named: Mapping[int, Finding]) -> tuple[Finding, ...]:
    findings = [named[place] for place in places if place in named]
    ranks = list(Severity)
    return tuple(sorted(findings, key=lambda finding: (finding.unsure, ranks.index(finding.severity), finding.code)))


def _worst(places: Iterable[int], outcomes: Sequence[Outcome]) -> Mapping[str, Verdict]:
    worst = dict[str, Verdict]()
    for place in places:
        code, verdict = outcomes[place].code, outcomes[place].verdict
        if code not in worst or _WORST.index(verdict) < _WORST.index(worst[code]):
            worst[code] = verdict
    return worst


def _with_unseen(sections: tuple[Section, ...], outcomes: Sequence[Outcome], policy: Policy) -> tuple[Section, ...]:
    said = Said.of(outcomes)
    return tuple(replace(section, unseen=_unseen(section, said, policy)) for section in sections)


def _unseen(section: Section, said: Said, policy: Policy) -> tuple[Unseen, ...]:
    found = (
        Unseen(what, entry.document.kind, name, 1, len(entry.document.pages), (entry.id,))
        for entry in section.papers
        for what, name in blind_spots(Paper(entry.document, entry.district, entry.applicant, None), said, policy)
    )
    return together((found,), policy.forms)


def list_papers(readings: Iterable[FileReading]) -> tuple[PaperEntry, ...]:
    """The papers of some files, of nobody's district."""
    readings = tuple(readings)
    papers = _Papers({reading.file: reading.sha256 for reading in readings}, {})
    return tuple(paper for reading in readings for paper in papers.of(reading.documents, None, None))
