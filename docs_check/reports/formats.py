"""The reports that can be asked for, by the name that `--format` gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from checks.pack.shipped import find_packs
from docs_check.exits import WrongUse
from docs_check.output import REPORT
from docs_check.report.summary import Summary
from extractor.records import Words

FOR_PEOPLE = ("html", "xlsx", "notices")  # written where nothing is asked for

Writer = Callable[[Summary, Path, str], None]  # summary, the folder to write into, language


def formats() -> Mapping[str, Writer]:
    from docs_check.reports.to_csv import to_csv
    from docs_check.reports.to_html import to_html
    from docs_check.reports.to_json import to_json
    from docs_check.reports.to_notices import to_notices
    from docs_check.reports.to_sarif import to_sarif
    from docs_check.reports.to_xlsx import to_xlsx

    return {
        "json": lambda summary, folder, language: to_json(summary, folder / REPORT, language),
        "html": to_html,
        "xlsx": to_xlsx,
        "notices": to_notices,
        "csv": to_csv,
        "sarif": to_sarif,
    }


def chosen(written: Iterable[str]) -> tuple[Writer, ...]:
    """The writers named, one by one or with commas; those for people where none is. report.json is always among them:
    it is by this that the next run knows the folder for a report. Raises `WrongUse` for an unknown one, and where
    a letter's template was edited so that it cannot be filled: better now than after an hour's reading."""
    from docs_check.reports.letters import check_templates

    known = formats()
    names = [name.strip().lower() for some in written for name in some.replace("，", ",").split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise WrongUse(
                Words(
                    f"没有“{name}”这种报告格式，可选：{'、'.join(known)}。",
                    f"There is no report format “{name}”; there are: {', '.join(known)}.",
                )
            )
    wanted = {*(names or FOR_PEOPLE), "json"}
    if "notices" in wanted:
        for policy in find_packs():
            check_templates(policy)
    return tuple(writer for name, writer in known.items() if name in wanted)
