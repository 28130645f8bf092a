"""What changed since an earlier report: companies hand in corrections. Findings are the same by their ids, which hang
neither on file names nor on their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

from checks.records import Outcome, Verdict
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.output import REPORT
from docs_check.report.summary import Change, Earlier, EarlierPaper, Gone, RunFacts, Since, Summary, Vanished
from extractor.records import Words

_SCHEMA = "docs-check/report/1"

Unable = frozenset[tuple[str, str | None, str | None]]  # rule, district and applicant of what could not be checked


def read_earlier(path: Path) -> Earlier:
    """The report at `path`, a report.json or the folder of one. Raises `WrongUse` where it is none."""
    file = path / REPORT if path.is_dir() else path
    name = path_text(str(file))
    try:
        report = json.loads(file.read_text("utf-8"))
        if report["schema"] != _SCHEMA:
            raise WrongUse(_no_report(name))
        closed = report.get("since", {}).get("closed", [])
        return Earlier(
            str(report["run"]["started"]),
            str(report["policy"]["id"]),
            {str(one["id"]): _vanished(one) for one in report["defects"]},
            frozenset(map(str, closed)),
            tuple(_paper(one) for one in report["documents"]),
            {str(one["file"]): str(one["sha256"]) for one in report["files"] if one["sha256"]},
        )
    except OSError as error:
        raise WrongUse(
            Words(
                f"较早的报告“{name}”无法读取（{error.strerror}），请核对 --since 的路径。",
                f"The earlier report “{name}” cannot be read ({error.strerror}); please check the path after --since.",
            )
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WrongUse(_no_report(name)) from error


def compared(summary: Summary, earlier: Earlier, unable: Unable, corrected: Set[str] = frozenset()) -> Summary:
    """`summary` with what is new, open still, open again, and gone since `earlier`, and why. `unable`: what could not
    be checked; `corrected`: the contents of the papers on which the review put a reading right. Raises `WrongUse` for a
    report of another policy."""
    if earlier.policy != summary.policy.id:
        raise WrongUse(_another_policy(earlier.policy, summary.policy.id))
    found = {finding.id for finding in summary.findings}
    changes = {one: _change(one, earlier) for one in found}
    vanished = [one for key, one in earlier.findings.items() if key not in found]
    set_aside = {finding.id for finding in summary.aside}
    unseen, papers = _not_looked_at(summary.run, unable), _Papers(earlier, summary, corrected)
    gone = dict[Gone, list[Vanished]]((why, []) for why in Gone)
    for one in vanished:
        why = Gone.REVIEWED if one.id in set_aside else Gone.UNCHECKED if unseen(one) else papers.why_gone(one)
        gone[why].append(one)
    closed = (earlier.closed | {one.id for one in vanished}) - found
    kept = {why: tuple(some) for why, some in gone.items()}
    return replace(summary, since=Since(earlier.started, changes, kept, tuple(sorted(closed))), earlier=earlier)


class _Papers:
    """Whose papers are as they were, and whose are others: by their contents, whatever the files are called."""

    def __init__(self, earlier: Earlier, summary: Summary, corrected: Set[str]) -> None:
        self._before = earlier.hashes
        self._now = {file: sha256 for file, sha256 in summary.hashes.items() if sha256}
        self._known, self._here = frozenset(self._before.values()), frozenset(self._now.values())
        self._corrected = corrected
        self._papers = [
            EarlierPaper(paper.district, paper.applicant, paper.document.kind, paper.document.file)
            for paper in summary.papers
        ]
        self._papers_before = earlier.papers

    def why_gone(self, one: Vanished) -> Gone:
        its_own = self._before.get(one.file or "")
        if its_own and its_own not in self._here:
            return Gone.FIXED if self._came_instead(one) else Gone.WITHDRAWN
        if its_own in self._corrected:
            return Gone.REVIEWED
        before, now = self._of(self._papers_before, self._before, one), self._of(self._papers, self._now, one)
        if now - self._known:
            return Gone.FIXED
        if now & self._corrected:
            return Gone.REVIEWED
        return Gone.WITHDRAWN if before and not now else Gone.NOT_ASKED

    def _came_instead(self, one: Vanished) -> bool:
        """A paper that was not there before: of the same kind and of the same company or district, or in its place."""
        assert one.file is not None
        if self._now.get(one.file):
            return True
        if one.kind is None:  # a file that could not be read may have been anything of what lay beside it
            folder = PurePosixPath(one.file).parent
            fresh = (file for file, sha256 in self._now.items() if sha256 not in self._known)
            return any(PurePosixPath(file).parent == folder for file in fresh)
        alike = [paper for paper in self._papers if paper.kind == one.kind]
        return bool(self._of(alike, self._now, one) - self._known)

    def _of(self, papers: Iterable[EarlierPaper], hashes: Mapping[str, str], one: Vanished) -> Set[str]:
        """The contents of the papers on which such a finding rests: the company's, else all of the district; of a
        paper that was missing, those of its kind."""
        theirs = [paper for paper in papers if paper.district == one.district]
        if one.applicant is not None:
            theirs = [paper for paper in theirs if paper.applicant in (one.applicant, None)]
        elif one.district is None:
            theirs = []
        if one.file is None and one.kind is not None:
            theirs = [paper for paper in theirs if paper.kind == one.kind]
        return {hashes[paper.file] for paper in theirs if paper.file in hashes}


def not_checkable(outcomes: Iterable[Outcome]) -> Unable:
    return frozenset(
        (one.code, one.district, one.applicant) for one in outcomes if one.verdict is Verdict.NOT_CHECKABLE
    )


def _change(key: str, earlier: Earlier) -> Change:
    if key in earlier.findings:
        return Change.OPEN
    return Change.REOPENED if key in earlier.closed else Change.NEW


def _not_looked_at(run: RunFacts, unable: Unable) -> Callable[[Vanished], bool]:
    """Whether a finding may be there still: its rule was left out, or could not be applied to whom it was about."""

    def unseen(one: Vanished) -> bool:
        if run.select and not one.code.startswith(run.select):
            return True
        if run.ignore and one.code.startswith(run.ignore):
            return True
        return any((one.code, one.district, applicant) in unable for applicant in (one.applicant, None))

    return unseen


def lines(since: Since) -> Iterator[Words]:
    """For the terminal."""
    counts = since.counts()
    yield Words(
        f"与较早的报告（{_day(since.started)}）相比：新增 {counts[Change.NEW]} 项，"
        f"再次出现 {counts[Change.REOPENED]} 项，仍未改正 {counts[Change.OPEN]} 项，"
        f"已改正 {len(since.gone[Gone.FIXED])} 项。",
        f"Since the earlier report ({_day(since.started)}): {counts[Change.NEW]} new, {counts[Change.REOPENED]} open "
        f"again, {counts[Change.OPEN]} still open, {len(since.gone[Gone.FIXED])} fixed.",
    )
    for why, words in _NOT_FIXED.items():
        number = len(since.gone[why])
        if number:
            yield Words(words.zh.format(number), words.en.format(number))


_NOT_FIXED = {
    Gone.WITHDRAWN: Words(
        "另有 {} 项因材料撤回而消失，没有新的材料，不算改正。",
        "{} more are gone with the paper itself; none came in its place, and they do not count as fixed.",
    ),
    Gone.REVIEWED: Words(
        "另有 {} 项经审查更正识读或认定不成立，不是由企业改正的。",
        "{} more were set aside or put right by the review, not by the applicants.",
    ),
    Gone.NOT_ASKED: Words(
        "另有 {} 项材料没有变，是本次所用的规则或政策包不再提出。",
        "{} more: the papers are the same, and this version or policy no longer objects.",
    ),
    Gone.UNCHECKED: Words(
        "另有 {} 项这次未能检查，是否已改正不得而知。",
        "{} more could not be checked this time; whether they are fixed is not known.",
    ),
}


def _day(started: str) -> str:
    return started[:16].replace("T", " ")


def as_dict(summary: Summary, since: Since) -> dict[str, Any]:
    """For report.json: the numbers by district, that of null for all that belongs to none, and what they are of."""
    gone = [one for some in since.gone.values() for one in some]
    every = (*(finding.district for finding in summary.findings), *(one.district for one in gone))
    names = sorted({name for name in every if name}) + ([None] if None in every else [])
    return {
        "started": since.started,
        "districts": [{"name": name, **_numbers(summary, since, name)} for name in names],
        "changes": {key: change.value for key, change in sorted(since.changes.items())},
        **{why.value: [_entry(one) for one in some] for why, some in since.gone.items()},
        "closed": list(since.closed),
    }


def _numbers(summary: Summary, since: Since, district: str | None) -> dict[str, int]:
    here = [since.changes[finding.id] for finding in summary.findings if finding.district == district]
    return {
        **{change.value: here.count(change) for change in Change},
        **{why.value: sum(one.district == district for one in some) for why, some in since.gone.items()},
    }


def _entry(one: Vanished) -> dict[str, Any]:
    return {
        "id": one.id,
        "code": one.code,
        "district": one.district,
        "applicant": one.applicant,
        "message": one.message,
    }


def _vanished(defect: Any) -> Vanished:
    entry = cast("dict[str, Any]", defect)
    return Vanished(
        str(entry["id"]),
        str(entry["code"]),
        _text(entry["district"]),
        _text(entry["applicant"]),
        str(entry["message"]),
        _text(entry.get("kind")),
        _text(entry.get("file")),
    )


def _paper(document: Any) -> EarlierPaper:
    entry = cast("dict[str, Any]", document)
    return EarlierPaper(_text(entry["district"]), _text(entry["applicant"]), _text(entry["kind"]), str(entry["file"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _no_report(name: str) -> Words:
    return Words(
        f"“{name}”不是 docs-check 的 {REPORT}，请用 --since 指定较早的报告目录或其中的 {REPORT}。",
        f"“{name}” is no {REPORT} of docs-check; please give --since the folder of an earlier report.",
    )


def _another_policy(earlier: str, now: str) -> Words:
    return Words(
        f"较早的报告依据的是另一项政策（{earlier}，本次为 {now}），不能相比；请指定同一政策的报告。",
        f"The earlier report is about another policy ({earlier}; this one is {now}); please name one of the same.",
    )
