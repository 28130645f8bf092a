"""Every rule, listed: adding one is adding its file and its name here."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Protocol

from checks.meeting import Meeting
from checks.model import Policy
from checks.outcomes import Rule
from checks.records import Batch, District, Dossier, FileCase, Outcome, Paper
from checks.rules import (
    am001_over_cap,
    am002_over_ratio,
    am003_ineligible,
    am004_words_differ,
    am005_arithmetic,
    cx001_name_mismatch,
    cx002_credit_code_invalid,
    cx003_credit_code_mismatch,
    cx004_summary_differs,
    cx005_summary_incomplete,
    cx006_duplicate_application,
    cx007_field_missing,
    cx008_opinion_differs,
    dc001_unreadable,
    dc002_encrypted,
    dc003_kind_unknown,
    dc004_poor_scan,
    dc005_duplicate_file,
    dl001_application_late,
    dl002_review_late,
    dt001_date_missing,
    dt002_date_impossible,
    dt003_date_implausible,
    dt004_date_order,
    dt005_date_conflict,
    ev001_evidence_missing,
    ev002_evidence_wrong_issuer,
    ev003_evidence_out_of_period,
    ev004_evidence_of_another,
    ev005_evidence_not_uniform,
    fm001_form_wrong_party,
    fm002_form_seal_place_unclear,
    pl001_window_too_short,
    pl002_evidence_not_listed,
    pl003_step_without_limit,
    py001_payment_late,
    py002_paid_differs,
    sl001_seal_missing,
    sl002_seal_wrong_owner,
    sl003_seal_misplaced,
    sl004_seal_unreadable,
    sl005_seal_not_original,
    sl006_seal_pasted,
    sl007_seal_off_signature,
)
from extractor.records import Words

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


PAPER_RULES: tuple[PaperRule, ...] = (
    sl001_seal_missing,
    sl002_seal_wrong_owner,
    sl003_seal_misplaced,
    sl004_seal_unreadable,
    sl005_seal_not_original,
    sl007_seal_off_signature,
    dt001_date_missing,
    dt002_date_impossible,
    dt003_date_implausible,
    dt005_date_conflict,
    dl001_application_late,
    dl002_review_late,
    ev002_evidence_wrong_issuer,
    ev003_evidence_out_of_period,
    ev004_evidence_of_another,
    am001_over_cap,
    am002_over_ratio,
    am003_ineligible,
    am004_words_differ,
    am005_arithmetic,
    cx001_name_mismatch,
    cx007_field_missing,
    fm001_form_wrong_party,
    fm002_form_seal_place_unclear,
    dc003_kind_unknown,
)
COMPANY_RULES: tuple[CompanyRule, ...] = (
    cx002_credit_code_invalid,
    cx003_credit_code_mismatch,
)
DISTRICT_RULES: tuple[DistrictRule, ...] = (
    dt004_date_order,
    ev001_evidence_missing,
    cx004_summary_differs,
    cx005_summary_incomplete,
    cx008_opinion_differs,
)
BATCH_RULES: tuple[BatchRule, ...] = (
    sl006_seal_pasted,
    ev005_evidence_not_uniform,
    cx006_duplicate_application,
    dc005_duplicate_file,
    py001_payment_late,
    py002_paid_differs,
)
FILE_RULES: tuple[FileRule, ...] = (
    dc001_unreadable,
    dc002_encrypted,
    dc004_poor_scan,
)
POLICY_RULES: tuple[PolicyRule, ...] = (
    pl001_window_too_short,
    pl002_evidence_not_listed,
    pl003_step_without_limit,
)

RULES: tuple[RuleModule, ...] = tuple(
    sorted(
        (*PAPER_RULES, *COMPANY_RULES, *DISTRICT_RULES, *BATCH_RULES, *FILE_RULES, *POLICY_RULES),
        key=lambda module: module.RULE.code,
    )
)


def manual(code: str) -> Words | None:
    """A rule's manual page in both languages; None where there is no such rule."""
    module = next((module for module in RULES if module.RULE.code == code.upper()), None)
    if module is None:
        return None
    chinese, _, english = cleandoc(module.__doc__ or "").partition(_LANGUAGES)
    return Words(chinese.strip(), english.strip())
