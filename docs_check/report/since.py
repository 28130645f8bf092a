"""What changed since an earlier report: companies hand in corrections. Findings are the same by their ids, which hang
neither on file names nor on their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from checks.records import Outcome, Verdict
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.output import REPORT
from docs_check.report.summary import Change, RunFacts, Since, Summary, Vanished
from extractor.records import Words

_SCHEMA = "docs-check/report/1"

Unable = frozenset[tuple[str, str | None, str | None]]  # rule, district and applicant of what could not be checked


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier report: its findings by id, and the ids of those that were open once and no longer in it."""

    started: str
    policy: str
    findings: dict[str, Vanished]
    closed: frozenset[str]

    def within(self, districts: Container[str | None]) -> Earlier:
        """Of some districts alone."""
        return replace(self, findings={key: one for key, one in self.findings.items() if one.district in districts})


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


def compared(summary: Summary, earlier: Earlier, unable: Unable) -> Summary:
    """`summary` with what is new, open still, open again, gone, and gone unseen since `earlier`. `unable`: what could
    not be checked. Raises `WrongUse` for a report of another policy."""
    if earlier.policy != summary.policy.id:
        raise WrongUse(_another_policy(earlier.policy, summary.policy.id))
    found = {finding.id for finding in summary.findings}
    changes = {one: _change(one, earlier) for one in found}
    gone = [one for key, one in earlier.findings.items() if key not in found]
    set_aside = {finding.id for finding in summary.aside}
    unseen = _not_looked_at(summary.run, unable)
    fixed = tuple(one for one in gone if one.id not in set_aside and not unseen(one))
    unchecked = tuple(one for one in gone if one.id not in set_aside and unseen(one))
    closed = (earlier.closed | {one.id for one in gone}) - found
    return replace(summary, since=Since(earlier.started, changes, fixed, unchecked, tuple(sorted(closed))))


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
        f"再次出现 {counts[Change.REOPENED]} 项，仍未改正 {counts[Change.OPEN]} 项，已改正 {len(since.fixed)} 项。",
        f"Since the earlier report ({_day(since.started)}): {counts[Change.NEW]} new, {counts[Change.REOPENED]} open "
        f"again, {counts[Change.OPEN]} still open, {len(since.fixed)} fixed.",
    )
    if since.unchecked:
        number = len(since.unchecked)
        yield Words(
            f"另有 {number} 项这次未能检查，是否已改正不得而知。",
            f"{number} more could not be checked this time; whether they are fixed is not known.",
        )


def _day(started: str) -> str:
    return started[:16].replace("T", " ")


def as_dict(summary: Summary, since: Since) -> dict[str, Any]:
    """For report.json: the numbers by district, that of null for all that belongs to none, and what they are of."""
    every = (*(finding.district for finding in summary.findings), *(one.district for one in since.gone))
    names = sorted({name for name in every if name}) + ([None] if None in every else [])
    return {
        "started": since.started,
        "districts": [{"name": name, **_numbers(summary, since, name)} for name in names],
        "changes": {key: change.value for key, change in sorted(since.changes.items())},
        "fixed": [_entry(one) for one in since.fixed],
        "unchecked": [_entry(one) for one in since.unchecked],
        "closed": list(since.closed),
    }


def _numbers(summary: Summary, since: Since, district: str | None) -> dict[str, int]:
    here = [since.changes[finding.id] for finding in summary.findings if finding.district == district]
    return {
        **{change.value: here.count(change) for change in Change},
        "fixed": sum(one.district == district for one in since.fixed),
        "unchecked": sum(one.district == district for one in since.unchecked),
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
    district, applicant = entry["district"], entry["applicant"]
    return Vanished(
        str(entry["id"]),
        str(entry["code"]),
        None if district is None else str(district),
        None if applicant is None else str(applicant),
        str(entry["message"]),
    )


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
