"""A pack tried out on papers with what must be found in them: `examples/NAME.yaml` beside the folder `NAME`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from checks.pack.model import Policy
from checks.records import Scope, Severity, Verdict
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from docs_check.report.labels import Unmatched
from docs_check.report.summary import Finding, Summary
from extractor.records import Words

EXAMPLES = "examples"
_RAN = (Verdict.PASS, Verdict.DEFECT, Verdict.UNSURE)

Check = Callable[[Path], Summary]  # of a folder of papers


class Expected(BaseModel):
    """What must be found. What is not said here may be anything."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str
    applicant: str | None = None
    kind: str | None = None
    file: str | None = None

    def fits(self, finding: Finding) -> bool:
        return all(getattr(finding, key) == value for key, value in self if value is not None)


class Example(BaseModel):
    """`papers`: the folder, by default the one named as the file. `only`: codes, or beginnings of them, that the list
    is complete for; by default all."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    papers: str | None = None
    expected: tuple[Expected, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule over all examples."""

    code: str
    right: int = 0
    missed: int = 0
    wrong: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """`faults` are what must be put right, in the pack or in its examples."""

    rules: tuple[Tried, ...]
    faults: tuple[Words, ...]

    @property
    def passed(self) -> bool:
        return not self.faults


def examples_in(folder: Path) -> tuple[tuple[Path, Example], ...]:
    """Folders of papers with what must be found in them. Raises `WrongUse`."""
    found = tuple(_example(file) for file in sorted(folder.glob("*.yaml")))
    if not found:
        name = path_text(str(folder))
        raise WrongUse(
            Words(
                f"“{name}”里没有样卷：请放一个装材料的文件夹和同名的 .yaml（expected: 应查出的问题）。",
                f"There are no examples in “{name}”: put a folder of papers there and, named alike, a .yaml file with "
                "`expected:`, what must be found.",
            )
        )
    return found


def _example(file: Path) -> tuple[Path, Example]:
    try:
        example = Example.model_validate(YAML(typ="safe").load(file.read_text("utf-8")) or {})
    except (YAMLError, ValidationError, UnicodeDecodeError) as error:
        name, first = path_text(file.name), str(error).replace("\n", " ")[:200]
        raise WrongUse(
            Words(f"样卷说明“{name}”写得不对：{first}", f"The example “{name}” is wrong: {first}")
        ) from error
    papers = file.parent / (example.papers or file.stem)
    if not papers.is_dir():
        shown = path_text(str(papers))
        raise WrongUse(Words(f"没有样卷文件夹“{shown}”。", f"There is no folder “{shown}” of papers."))
    return papers, example


def tried(policy: Policy, examples: Sequence[tuple[Path, Example]], check: Check) -> Trial:
    counts = {name: Counter[str]() for name in ("right", "missed", "wrong", "unsure")}
    faults, seen = list[Words](), list[Summary]()
    for papers, example in examples:
        summary = check(papers)
        seen.append(summary)
        faults += _compared(papers.name, example, summary, counts)
    codes = sorted({code for counted in counts.values() for code in counted})
    rules = (Tried(code, *(counts[name][code] for name in ("right", "missed", "wrong", "unsure"))) for code in codes)
    return Trial(tuple(rules), (*faults, *_idle(policy, seen)))


def _compared(name: str, example: Example, summary: Summary, counts: Mapping[str, Counter[str]]) -> Iterator[Words]:
    left = list(example.expected)
    for finding in summary.findings:
        wanted = next((one for one in left if one.fits(finding)), None)
        if wanted is not None and not finding.unsure:
            left.remove(wanted)
            counts["right"][finding.code] += 1
        elif finding.unsure:
            counts["unsure"][finding.code] += 1
        elif _counts(finding, example):
            counts["wrong"][finding.code] += 1
            yield Words(f"{name}：多报 {finding.message.zh}", f"{name}: wrongly found: {finding.message.en}")
    for one in left:
        counts["missed"][one.code] += 1
        said = "，".join(f"{key}={value}" for key, value in one if value is not None)
        doubted = any(one.fits(finding) for finding in summary.findings if finding.unsure)
        how = Words("（只作存疑）", " (unsure only)") if doubted else Words("", "")
        yield Words(f"{name}：漏报 {said}{how.zh}", f"{name}: missed {said}{how.en}")


def _counts(finding: Finding, example: Example) -> bool:
    """Notes, and advice on the policy itself, need not be listed."""
    listed = not example.only or finding.code.startswith(example.only)
    return listed and finding.severity is not Severity.INFO and finding.scope is not Scope.POLICY


def _idle(policy: Policy, seen: Sequence[Summary]) -> Iterator[Words]:
    """What of the pack no example brings to life."""
    yield from _unmatched(seen)
    papers = Counter(paper.document.kind for summary in seen for paper in summary.papers)
    for kind, spec in policy.kinds.items():
        if not papers[kind]:
            yield Words(
                f"样卷里没有一份“{spec.name.zh}”（{kind}）：请补一份，或核对它的题名。",
                f"No example has a “{spec.name.en}” ({kind}): add one, or look at its titles.",
            )
    ran, fired = Counter[str](), Counter[tuple[str, str | None]]()
    for summary in seen:
        for section in summary.sections:
            for code, verdicts in section.counts.items():
                ran[code] += sum(verdicts.get(verdict, 0) for verdict in _RAN)
        fired.update((one.code, one.kind) for one in summary.findings if not one.unsure)
    for code, kind in dict.fromkeys((relation.code, relation.kind) for relation in policy.relations):
        name = policy.kinds[kind].name
        if not ran[code]:
            yield Words(
                f"{code}（{name.zh}）在样卷上一次也没能检查：请核对算式用到的字段是否读得到。",
                f"{code} ({name.en}) could not be checked on any example: are the fields it needs read?",
            )
        elif not fired[code, kind]:
            yield Words(
                f"{code}（{name.zh}）在样卷上从未查出问题：请补一份有这种错误的样卷。",
                f"{code} ({name.en}) never found anything: add an example with that fault.",
            )


def _unmatched(seen: Iterable[Summary]) -> Iterator[Words]:
    """Labels that no example matched, of kinds that some have."""
    missing, matched = dict[tuple[str, str], Unmatched](), set[tuple[str, str]]()
    for summary in seen:
        here = {(one.kind, one.name): one for one in summary.run.unmatched}
        kinds = {paper.document.kind for paper in summary.papers}
        missing |= here
        matched |= {
            (kind, name)
            for kind, spec in summary.forms.kinds.items()
            if kind in kinds
            for name in (*spec.fields, *spec.rows, *spec.slots)
            if (kind, name) not in here
        }
    yield from (one.said for key, one in missing.items() if key not in matched)


def to_text(trial: Trial, language: str) -> str:
    head = Words("规则      对   漏   多报  存疑", "rule   right missed wrong unsure")
    lines = [head.in_language(language)]
    lines += [f"{one.code:<8}{one.right:>4} {one.missed:>4} {one.wrong:>4} {one.unsure:>4}" for one in trial.rules]
    lines += [fault.in_language(language) for fault in trial.faults]
    if trial.passed:
        lines.append(Words("全部符合。", "All as expected.").in_language(language))
    return "\n".join(lines) + "\n"


def to_json(trial: Trial, language: str) -> str:
    rules: list[dict[str, Any]] = [
        {"code": one.code, "right": one.right, "missed": one.missed, "wrong": one.wrong, "unsure": one.unsure}
        for one in trial.rules
    ]
    faults = [fault.in_language(language) for fault in trial.faults]
    return json.dumps({"passed": trial.passed, "rules": rules, "faults": faults}, ensure_ascii=False, indent=1) + "\n"
