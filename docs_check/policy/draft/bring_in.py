"""From what was read of a notice and its forms to a draft on disk, loaded once so that it is known to load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from checks.pack.load import load_pack
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.judging.policy_choice import named
from docs_check.policy.draft.against import changes
from docs_check.policy.draft.facts import facts_of
from docs_check.policy.draft.form import form_of
from docs_check.policy.draft.notice import clauses
from docs_check.policy.draft.write import draft
from docs_check.policy.schema import FILE, to_text
from extractor.file_pages import PagesRead
from extractor.records import Words


def bring_in(
    pages: Mapping[Path, PagesRead],
    notices: Sequence[Path],
    forms: Sequence[Path],
    districts: Mapping[str, Sequence[str]],
    out: Path,
    against: str | None,
) -> Iterator[Words]:
    """Says what was made. Raises `WrongUse` where `out` is not a new or empty folder."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        name = path_text(str(out))
        raise WrongUse(Words(f"“{name}”已有内容，请换一个新文件夹。", f"“{name}” is not empty; name a new folder."))
    old = named(against).policy if against else None
    facts = facts_of([one for path in notices for one in clauses(path.name, pages[path].pages)])
    made = draft(facts, [form_of(path.name, pages[path].pages) for path in forms], districts, out.name)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in {**made.files(), FILE: to_text()}.items():
        (out / name).write_text(text, encoding="utf-8", newline="")
    policy = load_pack(out)
    where = path_text(str(out))
    yield Words(
        f"草稿写在“{where}”：材料 {len(policy.kinds)} 种，期限 {len(facts.deadlines)} 个，标准和限额 "
        f"{len(facts.amounts)} 处，待确认的问题 {len(made.questions)} 个（见 待确认.md）。",
        f"The draft is in “{where}”: {len(policy.kinds)} kinds of paper, {len(facts.deadlines)} deadlines, "
        f"{len(facts.amounts)} amounts, {len(made.questions)} questions (see 待确认.md).",
    )
    if old:
        found = tuple(changes(facts, old))
        yield Words(f"与政策包 {old.id} 相比，{len(found)} 处不同：", f"Against {old.id}, {len(found)} differences:")
        yield from found
