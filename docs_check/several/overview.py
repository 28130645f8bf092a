"""What is told of a run by several policies: report.json with all findings, each with its policy, and a page that says
which paper went where and why. Each policy's own report lies beside them, in a folder of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checks.pack.model import Policy
from checks.records import Severity
from docs_check.output import REPORT
from docs_check.report.office import SEVERAL
from docs_check.report.summary import Summary
from docs_check.reports.html.environment import environment
from docs_check.reports.html.words import HTML_WORDS
from docs_check.reports.to_html import INDEX, PAGES
from docs_check.reports.to_json import Lists, policy_dict, run_dict
from docs_check.several.check import Several
from docs_check.several.sorting import Placed
from extractor.records import Words

SCHEMA = "docs-check/policies/1"
_PAGE = "policies.html"
FITS_NONE = Words(
    "这个文件夹里没有一份材料是所给政策的申请，未作任何审查。请核对 --policy 是否选对（docs-check policy show 名称 可看"
    "它收哪些材料）；还没有这项政策的政策包，可用 docs-check policy new 从通知和空白表格起草一个。",
    "No paper in this folder is an application under any of these policies; nothing was checked. Please see whether "
    "--policy names the right ones (docs-check policy show NAME lists what a policy asks for); where there is no pack "
    "for this policy yet, docs-check policy new drafts one from the notice and the blank forms.",
)
OF_NONE = Words(
    "以下材料没有归入任何政策，未作审查；请看原因，必要时放到对应申请的文件夹中再查一次。",
    "These papers went to no policy and were not checked; please see why, and if need be put them into the folder of "
    "the application that they go with and run again.",
)


def folder_for(policy: Policy) -> str:
    """Where a policy's own report lies within the report's folder."""
    return f"{SEVERAL}/{policy.id}"


class Overview:
    """Takes part in every policy's report, and in the end writes what tells of all."""

    def __init__(self, folder: Path, language: str) -> None:
        self._folder = folder
        self._language = language
        self._lists = Lists(language, several=True)

    def add(self, part: Summary) -> None:
        self._lists.add(part)

    def close(self, whole: Summary) -> None:
        """One policy is told of; others may follow."""

    def write(self, several: Several) -> None:
        with (self._folder / REPORT).open("w", encoding="utf-8") as file:
            file.writelines(self._lists.after(_head(several, self._language)))
            file.write("\n}\n")
        page = environment(PAGES, self._language).get_template(_PAGE)
        names = {policy.id: policy.name for policy in several.policies}
        text = page.render(
            several=several,
            rows=list(rows(several)),
            names=names,
            w=HTML_WORDS,
            language=self._language,
            fits_none=FITS_NONE,
            of_none=OF_NONE,
            link=lambda policy: quote(f"{folder_for(policy)}/{INDEX}"),  # pyright: ignore[reportUnknownLambdaType]
        )
        (self._folder / INDEX).write_text(text, encoding="utf-8")


def rows(several: Several) -> Iterator[tuple[Policy, Summary | None, tuple[int, ...]]]:
    """Of each policy: applicants, papers, errors, warnings, notes, unsure."""
    of = {summary.policy.id: summary for summary in several.judged}
    for policy in several.policies:
        summary = of.get(policy.id)
        sections = summary.sections if summary else ()
        counts = (
            sum(len(section.companies) for section in sections),
            len(summary.papers) if summary else 0,
            *(sum(section.of_severity(severity) for section in sections) for severity in Severity),
            sum(section.unsure for section in sections),
        )
        yield policy, summary, counts


def _head(several: Several, language: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "policies": [_policy(policy, summary, language) for policy, summary, _ in rows(several)],
        "run": run_dict(several.run, language),
        "papers": [_paper(one, language) for one in several.papers],
        "apart": [{"file": file, "reason": why and why.in_language(language)} for file, why in several.apart],
    }


def _policy(policy: Policy, summary: Summary | None, language: str) -> dict[str, Any]:
    """`report` is null where no paper was this policy's."""
    name = policy.name.in_language(language)
    if summary is None:
        return {"id": policy.id, "version": policy.version, "name": name, "source": policy.source, "report": None}
    return {**policy_dict(summary.policy, language), "report": f"{folder_for(policy)}/{REPORT}"}


def _paper(paper: Placed, language: str) -> dict[str, Any]:
    return {
        "file": paper.file,
        "pages": list(paper.pages),
        "kind": paper.kind.in_language(language),
        "policies": list(paper.policies),
        "why": paper.why.in_language(language),
    }
