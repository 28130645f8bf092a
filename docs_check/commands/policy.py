"""`docs-check policy …`: what concerns a policy pack itself: brought in, shown, tried out, checked."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from docs_check.commands import options
from docs_check.commands.answers import answering
from docs_check.commands.groups import Group
from docs_check.commands.options import CacheOptions, Lang, ReadingOptions, TextOrJson, grouped
from docs_check.exits import Exit

if TYPE_CHECKING:
    from docs_check.report.summary import Summary

policy_app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="政策包：检查、展示、试用。docs-check policy 名称 即 docs-check policy check 名称。\n\n"
    "Policy packs: checked, shown, tried out. docs-check policy NAME is short for docs-check policy check NAME.",
)
Pack = Annotated[str, typer.Argument(metavar="NAME|PATH", help="政策包名称或文件夹。A policy pack's name or folder.")]
To = Annotated[Path | None, typer.Option("--to", metavar="FILE", help="写入文件，默认写到标准输出。Default: stdout.")]


@policy_app.callback(invoke_without_command=True)
def _top(ctx: typer.Context) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(Exit.WRONG_USE)


@policy_app.command()
def check(pack: Pack, lang: options.Language = Lang.ZH) -> None:
    """检查政策本身：期限是否够用、证明材料是否列明。Check a policy itself, without any paper."""
    with answering(lang.value):
        from docs_check.judging.policy_choice import named
        from docs_check.policy.findings import findings_on, lines

        chosen = named(pack).policy
        findings = findings_on(chosen)
        for line in lines(chosen, findings, lang.value):
            typer.echo(line)
    raise typer.Exit(Exit.DEFECTS if findings else Exit.OK)


@policy_app.command()
def show(pack: Pack, to: To = None, lang: options.Language = Lang.ZH) -> None:
    """把政策包写成一页：谁、交什么、何时、多少钱，供负责人审定（--to 页面.html 可打印）。A pack as a readable page."""
    with answering(lang.value):
        from docs_check.judging.policy_choice import named
        from docs_check.policy.page import page_of, to_html, to_markdown

        page = page_of(named(pack).policy, lang.value)
        as_html = to is not None and to.suffix.lower() in (".html", ".htm")
        _put(to_html(page) if as_html else to_markdown(page), to)


@policy_app.command()
def schema(
    to: To = None,
    reference: Annotated[
        bool, typer.Option("--reference", help="改为输出参考手册（Markdown）。The reference in Markdown instead.")
    ] = False,
    lang: options.Language = Lang.ZH,
) -> None:
    """政策包的 JSON Schema，供编辑器补全和检查。The JSON Schema of a pack's files, for editors."""
    with answering(lang.value):
        from docs_check.policy.reference import reference as manual
        from docs_check.policy.schema import to_text

        _put(manual() if reference else to_text(), to)


def _put(text: str, to: Path | None) -> None:
    if to:
        to.write_text(text, encoding="utf-8", newline="")
    else:
        typer.echo(text, nl=False)


@policy_app.command()
@grouped
def test(
    ctx: typer.Context,
    pack: Pack,
    reading: ReadingOptions,
    kept: CacheOptions,
    examples: Annotated[
        Path | None,
        typer.Option("--examples", metavar="DIR", help="样卷所在，默认为政策包里的 examples。Default: the pack's own."),
    ] = None,
    form: options.Form = TextOrJson.TEXT,
    lang: options.Language = Lang.ZH,
) -> None:
    """用样卷试政策包：每条规则对、漏、多报、存疑各几项。Try a pack on papers with what must be found."""
    with answering(lang.value, verbose=reading.verbose), TemporaryDirectory() as room:
        from docs_check.judging.policy_choice import folder_of, named
        from docs_check.library import check_folder
        from docs_check.policy.trial import EXAMPLES, examples_in, to_json, to_text, tried
        from docs_check.progress import stderr_progress

        policy, progress = named(pack).policy, stderr_progress(lang.value)

        def checked(papers: Path) -> Summary:
            return check_folder(
                papers,
                Path(room) / papers.name,
                policy=pack,
                formats=("json",),
                settings=reading.settings(kept),
                reader=ctx.obj or reading.engine,
                progress=progress,
            )

        trial = tried(policy, examples_in(examples or folder_of(pack) / EXAMPLES), checked)
        show = to_json if form is TextOrJson.JSON else to_text
        typer.echo(show(trial, lang.value), nl=False)
    raise typer.Exit(Exit.OK if trial.passed else Exit.DEFECTS)


@policy_app.command()
@grouped
def new(
    notices: Annotated[list[Path], typer.Argument(metavar="NOTICE…", help="通知：PDF、扫描件或 Word。The notice.")],
    reading: ReadingOptions,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="草稿写到哪里（新文件夹）。A new folder.")],
    form: Annotated[
        list[Path] | None, typer.Option("--form", metavar="FORM", help="空白表格，可多次给出；申请表在前。Blank forms.")
    ] = None,
    districts: Annotated[
        Path | None, typer.Option("--districts", metavar="FILE", help="区（市）名单，每行一个或 YAML。Districts.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="PACK", help="与这个政策包比较，列出变化。What changed since.")
    ] = None,
    lang: options.Language = Lang.ZH,
) -> None:
    """从通知和空表起草政策包，逐条注明出处；没读懂的列为问题。A draft pack from a notice and blank forms.

    不用语言模型，不联网。草稿写入 --out，问题写在其中的 待确认.md；也可用 --against 列出新通知与旧政策包的不同。

    Without any language model. The draft goes to --out with its questions; --against compares with an earlier pack.
    """
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.policy.draft.bring_in import bring_in
        from docs_check.policy.draft.read import districts_in, pages_of

        settings = reading.settings()
        pages = pages_of([*notices, *(form or ())], reading.engine, settings)
        named_districts = districts_in(districts) if districts else {}
        said = bring_in(pages, notices, form or (), named_districts, out, against)
        for line in said:
            typer.echo(line.in_language(lang.value))


@policy_app.command()
@grouped
def edit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="政策包所在的文件夹。The pack's folder.")],
    reading: ReadingOptions,
    form: Annotated[
        list[Path] | None,
        typer.Option("--form", metavar="FORM", help="空白的或填好的表格，可多次给出。Forms, blank or filled in."),
    ] = None,
    host: options.Host = options.LOOPBACK,
    port: options.Port = None,
    no_browser: options.NoBrowser = False,
    lang: options.Language = Lang.ZH,
) -> None:
    """在浏览器里对着表格编辑政策包：点表上的字，说它是什么。Edit a pack beside its forms, in the browser.

    每次改动都先试装政策包，装不上就不写入，并指出哪一行不对；注释保留，可以撤销。

    Each change is tried first and written only where the pack then loads; comments stay, and changes can be undone.
    """
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.commands.office.edit import serve

        settings, forms = reading.settings(), form or ()
        serve(
            folder, forms, reading.engine, settings, lang.value, host, port, open_browser=not no_browser, say=typer.echo
        )


@policy_app.command()
@grouped
def lint(
    what: Annotated[
        list[str], typer.Argument(metavar="FORM…|PACK", help="空白表格文件，或政策包。Blank forms, or a pack.")
    ],
    reading: ReadingOptions,
    lang: options.Language = Lang.ZH,
) -> None:
    """发出之前看一遍：表格和政策哪里容易填错。Advice on forms and packs before they are sent out."""
    with answering(lang.value, verbose=reading.verbose):
        from docs_check.judging.policy_choice import named
        from docs_check.policy.draft.form import form_of
        from docs_check.policy.draft.read import pages_of
        from docs_check.policy.lint import lines, on_form, on_policy

        forms = [Path(one) for one in what if Path(one).is_file()]
        packs = [one for one in what if not Path(one).is_file()]
        found = [advice for pack in packs for advice in on_policy(named(pack).policy)]
        for path, pages in (pages_of(forms, reading.engine, reading.settings()) if forms else {}).items():
            found += on_form(form_of(path.name, pages.pages))
        for line in lines(found, lang.value):
            typer.echo(line)
    raise typer.Exit(Exit.DEFECTS if found else Exit.OK)
