"""The command line. What is heavy is imported by the command that needs it, so that --help answers at once."""

from __future__ import annotations

import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from docs_check.commands import options
from docs_check.commands.answers import answering
from docs_check.commands.groups import CHECK, Group
from docs_check.commands.office.ledger import ledger_app
from docs_check.commands.options import (
    ArchiveOptions,
    CacheAction,
    CacheOptions,
    CsvOrJsonl,
    Lang,
    ReadingOptions,
    TablesForm,
    TextOrJson,
    VerdictsAction,
    grouped,
)
from docs_check.commands.policy import policy_app
from docs_check.exits import Exit
from docs_check.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from docs_check.reading.engines import EngineChoice
    from docs_check.settings import Settings
    from extractor.records import Words

_LOCAL = "local"  # a cluster made on this machine


app = typer.Typer(
    cls=Group,
    name="docs-check",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="检查申报材料：印章、日期、时限、证明材料，按区市出具缺陷报告。"
    "docs-check 文件夹 即 docs-check check 文件夹。\n\n"
    "Checks submitted papers against a policy and reports the defects by district. "
    "docs-check FOLDER is short for docs-check check FOLDER.\n\n"
    "退出码 exit codes: 0 无确定缺陷 no sure defect; 1 有缺陷 defects; 2 用法有误 wrong use; "
    "3 有内容未能检查 something could not be checked; 130 中途停止 stopped.",
)


app.add_typer(policy_app, name="policy")
app.add_typer(ledger_app, name="ledger")


@app.callback(invoke_without_command=True)
def _top(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="显示版本号。Show the version.")] = False,
) -> None:
    if version:
        typer.echo(f"docs-check {__version__}")
    elif ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(Exit.WRONG_USE)


@app.command(CHECK)
@grouped
def check(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER", help="装有申报材料的文件夹，也可为 s3://… 等地址。The folder with the papers, or its URL."
        ),
    ],
    reading: ReadingOptions,
    kept: CacheOptions,
    archives: ArchiveOptions,
    policy: options.Policies = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="报告目录，默认为旁边的 FOLDER-report/。Report folder; default: FOLDER-report/.",
        ),
    ] = None,
    lang: options.Language = Lang.ZH,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODE,…", help="只做这些检查（代码或开头，如 SL,DT001）。Only these rules."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE,…", help="不做这些检查。All but these rules.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME,…",
            help="报告格式：json,html,xlsx,notices,csv,sarif，默认前四种。Formats; default: the first four.",
        ),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", metavar="REPORT", help="较早的报告，列出新增、已改正、仍存在的缺陷。What changed since a report."
        ),
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(
            "--register",
            metavar="FILE",
            help="收件登记簿（.xlsx、.csv），是否逾期以它为准；默认用文件夹中的登记簿。The office's receipt register.",
        ),
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--list",
            metavar="FILE|DIR",
            help="不得申报的企业名单（CSV、Excel），可多次给出。Lists of companies that must not apply.",
        ),
    ] = None,
    ledger: Annotated[
        Path | None,
        typer.Option(
            "--ledger", metavar="FILE", help="历年台账，见 docs-check ledger。The ledger of finished batches."
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="HOST:PORT|local",
            help="在 Ray 集群上识读；local 为在本机临时起一个。Read on a Ray cluster, or one made on this machine.",
        ),
    ] = None,
    exit_zero: options.ExitZero = False,
) -> None:
    """检查一个文件夹并写出报告。Check a folder and write the reports."""
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands.check import told, told_of_several
        from docs_check.intake.open import out_of
        from docs_check.judging.policy_choice import are_several
        from docs_check.library import Options, check_folder, check_policies
        from docs_check.progress import stderr_progress

        out = out or out_of(folder)
        given = Options(
            select=select or (),
            ignore=ignore or (),
            language=lang.value,
            formats=formats or (),
            since=since,
            register=register,
            lists=lists or (),
            ledger=ledger,
            settings=reading.settings(kept, archives),
            reader=ctx.obj or reading.engine,  # tests hand in their own
            cluster="" if cluster == _LOCAL else cluster,
            progress=stderr_progress(lang.value),
        )
        if policy and are_several(policy):
            code = told_of_several(check_policies(folder, policy, out, **given), lang.value, out)
        else:
            code = told(check_folder(folder, out, policy=policy[0] if policy else None, **given), lang.value, out)
    raise typer.Exit(Exit.OK if exit_zero else code)


@app.command()
@grouped
def read(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="要读的文件。The files to read.")],
    reading: ReadingOptions,
    kept: CacheOptions,
    picture: Annotated[
        Path | None,
        typer.Option(
            "--picture", metavar="OUT.png", help="画出识别到的内容（多页为 OUT-1.png…）。Draw what was found."
        ),
    ] = None,
    policy: options.Policy = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """读出文件上的内容（JSON，写到标准输出），不作检查。Show what stands on papers, as JSON on stdout."""
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands.read import NO_FORMS, draw_pages
        from docs_check.commands.read import read as read_files
        from docs_check.judging.policy_choice import named
        from docs_check.progress import stderr_progress

        forms = named(policy).policy.forms if policy else NO_FORMS
        settings = reading.settings(kept)
        progress = stderr_progress(lang.value)
        seen = read_files(files, forms, _reader(ctx, reading.engine, settings, progress.say), progress)
        typer.echo(seen.text, nl=False)
        for legend in draw_pages(seen, picture, settings) if picture else ():
            typer.echo(legend, err=True)
        for file, reason in seen.troubles:
            typer.echo(f"{file}: {reason.in_language(lang.value)}", err=True)
    raise typer.Exit(Exit.OK if seen.wholly_read else Exit.NOT_CHECKED)


@app.command()
@grouped
def tables(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="PDF、扫描件、Word 或 Excel。The reports.")],
    reading: ReadingOptions,
    form: options.TablesIn = TablesForm.TEXT,
    lang: options.Language = Lang.ZH,
    exit_zero: options.ExitZero = False,
) -> None:
    """核算报告中的表格：合计、百分比、正文引用的数字。Do the tables of a report add up?

    --format html 或 xlsx 时请把输出存为文件：docs-check tables 报告.pdf --format xlsx > 核算.xlsx

    With html and xlsx, send what comes out to a file.
    """
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands.tables import check_files, exit_code, to_json, to_text
        from docs_check.commands.tables_book import to_xlsx
        from docs_check.commands.tables_page import to_html
        from docs_check.progress import stderr_progress
        from docs_check.reading.tables import again_in_pool, in_pool

        how = reading.engine, reading.settings()
        checked = check_files(files, in_pool(*how), stderr_progress(lang.value), again_in_pool(*how))
        shows = {TablesForm.TEXT: to_text, TablesForm.JSON: to_json, TablesForm.HTML: to_html, TablesForm.XLSX: to_xlsx}
        typer.echo(shows[form](checked, lang.value), nl=False)
        code = exit_code(checked)
    raise typer.Exit(Exit.OK if exit_zero else code)


@app.command()
@grouped
def payments(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="资金拨付情况表。Tables of payments.")],
    reading: ReadingOptions,
    policy: options.Policy = None,
    form: options.Form = TextOrJson.TEXT,
    lang: options.Language = Lang.ZH,
    exit_zero: options.ExitZero = False,
) -> None:
    """对照计划拨付日期检查资金拨付表（PY001、PY002）。Was the money paid in time, and as due?

    表格可为 PDF、扫描件、Word 或 Excel，列有区（市）或企业、应拨付、实际拨付，并写明拨付日期或“截至某日”；
    列名和计划日期见政策包的 payments 部分。拨付表不放进申报材料文件夹，用本命令单独检查。

    A table in a PDF, scan, Word or Excel file with district or company, due, paid, and a date of payment or headings
    “by such a day”; headings and the planned day stand in the pack's `payments`. It is checked by this command alone.
    """
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands import payments as command
        from docs_check.progress import stderr_progress
        from docs_check.reading.tables import in_pool

        read = in_pool(reading.engine, reading.settings())
        checked = command.check_payments(files, policy, read, stderr_progress(lang.value))
        show = command.to_json if form is TextOrJson.JSON else command.to_text
        typer.echo(show(checked, lang.value), nl=False)
        code = command.exit_code(checked)
    raise typer.Exit(Exit.OK if exit_zero else code)


@app.command()
def cache(
    action: Annotated[CacheAction, typer.Argument(metavar="info|clear", help="查看或清空。Look, or empty it.")],
    folder: options.CacheDir = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """查看或清空识读结果的缓存。What the cache of readings holds, or empty it."""
    with answering(lang.value):
        from docs_check.commands.cache import clear, info
        from docs_check.settings import cache_place

        act = clear if action is CacheAction.CLEAR else info
        typer.echo(act(cache_place(folder, None)).in_language(lang.value))


@app.command()
def review(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="检查所写的报告目录。The report folder of a check.")],
    host: options.Host = options.LOOPBACK,
    port: options.Port = None,
    sample: Annotated[
        str, typer.Option("--sample", metavar="5%", help="同时抽查这一比例的合格项。Share of passes to look at too.")
    ] = "0",
    no_browser: options.NoBrowser = False,
    lang: Annotated[
        Lang | None, typer.Option("--lang", help="页面语言，默认同报告。Language; default: the report's.")
    ] = None,
) -> None:
    """打开审查页面：逐项核对问题、作出结论。Open the review page on a report."""
    with answering(lang.value if lang else Lang.ZH.value):
        from docs_check.commands.office.review import serve, share_of

        serve(out, lang.value if lang else None, host, port, share_of(sample), not no_browser, typer.echo)


@app.command()
@grouped
def desk(
    ctx: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="本批材料的文件夹。The batch's folder, where papers are filed.")
    ],
    reading: ReadingOptions,
    kept: CacheOptions,
    at_home: Annotated[
        bool,
        typer.Option(
            "--at-home",
            help="申报单位自查：只检查 FOLDER 里的材料，不收件。Check a company's own folder; file nothing.",
        ),
    ] = False,
    policy: options.Policy = None,
    host: options.Host = options.LOOPBACK,
    port: options.Port = None,
    no_browser: options.NoBrowser = False,
    lang: options.Language = Lang.ZH,
) -> None:
    """收件柜台：当场检查材料、出具回执、登记归档。The counter: check papers as they come in, give receipts, file them.

    把一家单位的材料拖到页面上，几秒钟内看到缺什么、哪里没盖章、没写日期、是否逾期；登记后打印收件回执和补正单，
    材料按“区市/单位”归档到 FOLDER，收件时间记入 FOLDER/收件柜台/register.sqlite（可导出 Excel）。以后检查 FOLDER 时，
    是否逾期以这份登记为准。申报单位在报送前自查：docs-check desk 自己的材料文件夹 --at-home。

    Drop a company's papers on the page and see within seconds what is missing, unsealed, undated or late; print the
    receipt and the list of what to put right. Papers are filed in FOLDER by district and company, the time of receipt
    in the register that lies with them: by it a later check of FOLDER says what was late. A company checks its own
    papers before it hands them in with: docs-check desk ITS-FOLDER --at-home.
    """
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands.office.desk import serve

        serve(
            folder,
            policy,
            ctx.obj or reading.engine,  # tests hand in their own
            reading.settings(kept),
            lang.value,
            host,
            port,
            at_home=at_home,
            open_browser=not no_browser,
            say=typer.echo,
        )


@app.command()
def verdicts(
    action: Annotated[VerdictsAction, typer.Argument(help="export 导出审计文件；papers 按结论写出工作簿和通知。")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="审查过的报告目录。The report folder that was reviewed.")],
    form: Annotated[CsvOrJsonl, typer.Option("--format", help="审计文件的格式。Format of the audit file.")] = (
        CsvOrJsonl.CSV
    ),
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="写入文件，默认写到标准输出。Default: stdout.")
    ] = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """审查结论：导出审计文件（export），或据以写出工作簿和通知（papers）。The audit file, or papers as decided."""
    with answering(lang.value):
        from docs_check.commands.office.verdicts import export, write_office_papers

        if action is VerdictsAction.PAPERS:
            for path in write_office_papers(out):
                typer.echo(path)
            return
        text = export(out, form.value)
        if to:
            to.write_text(text, encoding="utf-8-sig" if form is CsvOrJsonl.CSV else "utf-8", newline="")
        else:
            typer.echo(text, nl=False)


@app.command()
def cases(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="报告目录。The report folder.")],
    state: Annotated[
        str | None, typer.Option("--state", help="只列一种状态，如 returned、corrected。Only those in one state.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="写成 .xlsx 或 .csv。Write .xlsx or .csv.")
    ] = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """逐家列出办理情况：轮次、状态、通知和期限。Each company's case: round, state, letters and days."""
    with answering(lang.value):
        from docs_check.commands.office import process

        today = date.today()
        found = process.cases(out, state, today)
        if to:
            process.export_cases(found, to, today)
        for line in () if to else process.case_lines(found, lang.value):
            typer.echo(line)


@app.command()
@grouped
def circular(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="报告目录。The report folder.")],
    reading: ReadingOptions,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help="写到哪里，默认在 FOLDER-office/circular。Where to.")
    ] = None,
    paid: Annotated[
        list[Path] | None, typer.Option("--payments", metavar="FILE", help="资金拨付表。Tables of payments.")
    ] = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """写出通报（Word、Excel）、标准材料清单和培训材料，只依据已签发的内容。The circular, from what was approved."""
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands.office import process
        from docs_check.commands.payments import check_payments
        from docs_check.progress import stderr_progress
        from docs_check.reading.tables import in_pool

        checked = None
        if paid:
            policy_id = process.opened(out).decided.policy.id
            read = in_pool(reading.engine, reading.settings())
            checked = check_payments(paid, policy_id, read, stderr_progress(lang.value))
        for path in process.circular(out, to, checked):
            typer.echo(path)


@app.command()
def history(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="报告目录。The report folder.")],
    compare: Annotated[
        tuple[int, int] | None, typer.Option("--compare", metavar="A B", help="比较两次检查。Two runs compared.")
    ] = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """历次检查：何时、用哪个版本和政策包、结果如何。Every run: when, by which version and pack, with what result."""
    with answering(lang.value):
        from docs_check.commands.office import process

        if compare:
            for words in process.compare(out, *compare):
                typer.echo(words.in_language(lang.value))
            return
        for line in process.run_lines(process.history(out)):
            typer.echo(line)


@app.command()
def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="规则代码，如 SL002。A rule's code.")],
    lang: options.Language = Lang.ZH,
) -> None:
    """解释一条规则：查什么、为什么、什么不查。Print a rule's manual page."""
    with answering(lang.value):
        from docs_check.report.rulebook import manual_page

        typer.echo(manual_page(code, lang.value))


@app.command()
def rules(lang: options.Language = Lang.ZH) -> None:
    """列出全部规则。List all rules."""
    with answering(lang.value):
        from docs_check.report.rulebook import listing

        for line in listing(lang.value):
            typer.echo(line)


@app.command()
def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="样例放到哪里。Where the sample is laid out.")
    ] = Path("docs-check-demo"),
    lang: options.Language = Lang.ZH,
) -> None:
    """用随附的一小批样例材料演示一次检查。Check a small made-up batch that comes along."""
    with answering(lang.value):
        from docs_check.commands.demo import laid_out

        papers, out = laid_out(folder)
    app([CHECK, str(papers), "--out", str(out), "--lang", lang.value, "--exit-zero"])


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。As JSON.")] = False,
    cache: options.CacheDir = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """本机是否具备所需的一切，缺什么，有何影响。What this machine has and lacks, and what that costs."""
    with answering(lang.value):
        from docs_check.commands import doctor as command
        from docs_check.settings import cache_place

        findings = list(command.examine(cache_place(cache, None)))
        typer.echo(command.to_json(findings) if as_json else command.to_text(findings, lang.value), nl=False)
    raise typer.Exit(Exit.OK if command.works(findings) else Exit.NOT_CHECKED)


def _reader(ctx: typer.Context, choice: EngineChoice, settings: Settings, say: Callable[[Words], None]) -> Any:
    """The reader that the caller of the app hands in (tests do), else worker processes with the engine asked for."""
    if ctx.obj is not None:
        return ctx.obj
    from docs_check.reading.reader import PoolReader

    return PoolReader.with_engine(choice, settings, say)


def main() -> None:
    """The entry point of the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a console that cannot show Chinese must not end the run
            stream.reconfigure(errors="replace")
    app()
