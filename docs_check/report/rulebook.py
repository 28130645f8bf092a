"""The rules as people see them: their names, their manual pages, and whether a code that was typed is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from pathlib import Path

from checks.own_rules import own_rules
from checks.pack.model import Policy
from checks.records import Outcome
from checks.rules import RULES, manual
from docs_check.exits import WrongUse
from docs_check.report.summary import RuleInfo
from docs_check.version import __version__
from docs_check.wording import SEVERITIES
from extractor.records import Words


def rulebook(policy: Policy | None = None) -> Mapping[str, RuleInfo]:
    """By code: every rule, and those that `policy` brings itself."""
    rules = [module.RULE for module in (*RULES, *(own_rules(policy) if policy else ()))]
    return {rule.code: RuleInfo(rule.code, rule.name, rule.title, rule.good) for rule in rules}


def listing(language: str) -> Iterator[str]:
    """A line a rule: code, short name, severity and, where it says more, the name in the reader's language."""
    for module in RULES:
        rule = module.RULE
        line = f"{rule.code}  {rule.name:<26} {SEVERITIES[rule.severity].in_language(language)}"
        yield line if language == "en" else f"{line}  {rule.title.zh}"


def manual_page(code: str, language: str) -> str:
    """The rule's own explanation under its name. Raises `WrongUse` for a code that is none."""
    page = manual(code)
    if page is None:
        raise WrongUse(_unknown(code))
    rule = next(module.RULE for module in RULES if module.RULE.code == code.upper())
    severity = SEVERITIES[rule.severity].in_language(language)
    fault, good = rule.title.in_language(language), rule.good.in_language(language)
    head = f"{rule.code} {rule.name} · {fault} / {good}（{severity}）"
    return f"{head}\n\n{page.in_language(language)}"


def known_codes(written: Iterable[str]) -> tuple[str, ...]:
    """Codes or beginnings of codes, given one by one or with commas. Raises `WrongUse` for one that fits no rule."""
    codes = [code.strip().upper() for some in written for code in some.replace("，", ",").split(",")]
    for code in filter(None, codes):
        if not any(known.startswith(code) for known in rulebook()):
            raise WrongUse(_unknown(code))
    return tuple(filter(None, codes))


@cache
def rule_version(code: str) -> str:
    """The program's version and the beginning of the hash of the rule's own file: what a verdict was given on."""
    module = next((module for module in RULES if module.RULE.code == code), None)
    file = getattr(module, "__file__", None)
    source = Path(file).read_bytes() if file else b""
    return f"{__version__}/{sha256(source).hexdigest()[:8]}"


def failures(outcomes: Iterable[Outcome]) -> tuple[Words, ...]:
    """A sentence for each rule that broke, with the number of subjects that it was to judge."""
    broken = dict[str, int]()
    for outcome in outcomes:
        if outcome.failed:
            broken[outcome.code] = broken.get(outcome.code, 0) + 1
    return tuple(
        Words(
            f"规则 {code} 在 {count} 处运行出错，未能作出判断；请告知维护者。",
            f"Rule {code} failed {count} times and gave no verdict there; please tell its maintainers.",
        )
        for code, count in broken.items()
    )


def _unknown(code: str) -> Words:
    near = get_close_matches(code.upper(), rulebook(), n=3, cutoff=0.5)
    zh, en = (f"，是否指 {'、'.join(near)}？", f"; did you mean {', '.join(near)}?") if near else ("。", ".")
    return Words(
        f"没有代码为“{code}”的规则{zh}全部规则请看 docs-check rules。",
        f"There is no rule “{code}”{en} See docs-check rules for all of them.",
    )
