"""Every rule: adding one is adding its file to a family. What a rule is given follows from its scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from pkgutil import iter_modules
from typing import Any, Protocol

from checks.meeting import Meeting
from checks.outcomes import Rule
from checks.pack.model import Policy
from checks.records import Batch, District, Dossier, FileCase, Outcome, Paper, Scope
from extractor.records import Words

# Findings of one paper are told in this order: what a reviewer looks at first comes first.
_FAMILIES = (
    "seals",
    "signatures",
    "esign",
    "dates",
    "deadlines",
    "evidence",
    "opinions",
    "money",
    "consistency",
    "lists",
    "registers",
    "forms",
    "files",
    "payments",
    "policy",
)
_A_RULE = re.compile(r"[a-z]{2}\d{3}_")
_LANGUAGES = "\n---\n"  # in a manual page, Chinese stands before this line and English after it


class RuleModule(Protocol):
    """A rule's file: its docstring is its manual page."""

    @property
    def RULE(self) -> Rule: ...  # noqa: N802  # a module's constant


class PaperRule(RuleModule, Protocol):
    def check(self, record: Paper, policy: Policy) -> Iterator[Outcome]: ...


class CompanyRule(RuleModule, Protocol):
    def check(self, record: Dossier, policy: Policy) -> Iterator[Outcome]: ...


class DistrictRule(RuleModule, Protocol):
    def check(self, record: District, policy: Policy) -> Iterator[Outcome]: ...


class BatchRule(RuleModule, Protocol):
    def check(self, record: Batch, policy: Policy) -> Iterator[Outcome]: ...

    def meets(self, record: Batch, policy: Policy) -> Iterator[Meeting]: ...


class FileRule(RuleModule, Protocol):
    def check(self, record: FileCase, policy: Policy) -> Iterator[Outcome]: ...


class PolicyRule(RuleModule, Protocol):
    def check(self, record: Policy, policy: Policy) -> Iterator[Outcome]: ...


def _found() -> Iterator[Any]:
    """The rules' modules: their families in the order of `_FAMILIES`, in a family by code."""
    for family in _FAMILIES:
        package = import_module(f"{__name__}.{family}")
        for name in sorted(module.name for module in iter_modules(package.__path__) if _A_RULE.match(module.name)):
            yield import_module(f"{package.__name__}.{name}")


_ALL = tuple(_found())


def _of(scope: Scope) -> tuple[Any, ...]:
    return tuple(module for module in _ALL if module.RULE.scope is scope)


PAPER_RULES: tuple[PaperRule, ...] = _of(Scope.PAPER)
COMPANY_RULES: tuple[CompanyRule, ...] = _of(Scope.COMPANY)
DISTRICT_RULES: tuple[DistrictRule, ...] = _of(Scope.DISTRICT)
BATCH_RULES: tuple[BatchRule, ...] = _of(Scope.BATCH)
FILE_RULES: tuple[FileRule, ...] = _of(Scope.FILE)
POLICY_RULES: tuple[PolicyRule, ...] = _of(Scope.POLICY)

RULES: tuple[RuleModule, ...] = tuple(sorted(_ALL, key=lambda module: module.RULE.code))


def manual(code: str) -> Words | None:
    """A rule's manual page in both languages; None where there is no such rule."""
    module = next((module for module in RULES if module.RULE.code == code.upper()), None)
    if module is None:
        return None
    chinese, _, english = cleandoc(module.__doc__ or "").partition(_LANGUAGES)
    return Words(chinese.strip(), english.strip())
