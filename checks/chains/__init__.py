"""Figures that two tables of one report have in common, by the kind of report that it is (templates/reports)."""

from __future__ import annotations

from checks.chains.kinds import ReportKind, shipped_kinds
from checks.chains.notes import notes
from checks.chains.report import ReportTables, report_tables

__all__ = ["ReportKind", "ReportTables", "notes", "report_tables", "shipped_kinds"]
