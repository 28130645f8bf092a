"""`docs-check ledger …`: the office's ledger of finished batches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from docs_check.commands import options
from docs_check.commands.answers import answering
from docs_check.commands.groups import Group
from docs_check.commands.options import Lang
from docs_check.exits import Exit

ledger_app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="历年台账：办结批次的企业、代码、发票号、保单号、账号和金额，检查时用 --ledger 对照。\n\n"
    "The ledger of finished batches, against which docs-check FOLDER --ledger FILE compares.",
)
LEDGER = Path("ledger.sqlite")
Kept = Annotated[
    Path, typer.Option("--ledger", metavar="FILE", help="台账文件，默认 ledger.sqlite。The ledger's file.")
]


@ledger_app.callback(invoke_without_command=True)
def _top(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(Exit.WRONG_USE)


@ledger_app.command()
def add(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="办结批次的报告目录。The report's folder.")],
    ledger: Kept = LEDGER,
    lang: options.Language = Lang.ZH,
) -> None:
    """把一份报告里的申请记入台账；同名批次以新的为准。Add the applications of a finished batch's report."""
    with answering(lang.value):
        from docs_check.ledger.awards import of_report
        from docs_check.ledger.book import put

        batch, awards = of_report(report)
        _said(batch.title, put(ledger, batch, awards), ledger, lang)


@ledger_app.command("import")
def import_(
    table: Annotated[
        Path, typer.Argument(metavar="EXCEL", help="往年的表格（Excel 或 CSV）。A table of earlier years.")
    ],
    ledger: Kept = LEDGER,
    year: Annotated[str, typer.Option("--year", metavar="YYYY", help="哪一年的。Of which year.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="政策名称。The policy's name.")] = "",
    policy: options.Policy = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """把办公室自己的表格记入台账，列有企业名称、代码、发票号、保单号、账号、金额。Add an office's own table."""
    with answering(lang.value):
        from docs_check.judging.policy_choice import named
        from docs_check.ledger.awards import of_table
        from docs_check.ledger.book import put

        batch, awards = of_table(table, year, named(policy).policy if policy else None, title)
        _said(batch.title, put(ledger, batch, awards), ledger, lang)


@ledger_app.command("list")
def list_(ledger: Kept = LEDGER, lang: options.Language = Lang.ZH) -> None:
    """列出台账里的批次。List the batches in the ledger."""
    with answering(lang.value):
        from docs_check.ledger.book import batches_in

        for batch, count in batches_in(ledger):
            line = f"{batch.year or '—'}\t{batch.title}\t{batch.name}\t{count}"
            typer.echo(f"{line} 家" if lang is Lang.ZH else line)


def _said(title: str, count: int, ledger: Path, lang: Lang) -> None:
    zh = f"“{title}”的 {count} 家企业已记入 {ledger}。"
    typer.echo(zh if lang is Lang.ZH else f"{count} applications of “{title}” are now in {ledger}.")
