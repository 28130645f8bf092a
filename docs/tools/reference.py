"""The pages of the site that are made out of the program: its commands, and the manuals of its rules.

A page asks for them by a line `[[commands zh]]` or `[[codes en]]`; mkdocs calls this while it builds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

import typer

from checks.rules import RULES, manual
from docs_check.commands.cli import app
from docs_check.wording import FAMILIES, SEVERITIES, family

_ASKED = re.compile(r"^\[\[(commands|codes) (zh|en)\]\]$", re.M)
# Help is written in both languages, Chinese first; each ends where the other's letters begin.
_ENGLISH = re.compile(r"(?<=[。；])\s*(?=[A-Za-z“])")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Of a manual page each part is a line that begins with what it is about; others go on from the line before.
_PARTS = re.compile(r"\n(?=[^\s：。，；]{1,8}：|[A-Z][a-z ]{1,16}: )")


def on_page_markdown(markdown: str, **_: Any) -> str:
    return _ASKED.sub(lambda asked: "\n".join(_MAKERS[asked[1]](asked[2])), markdown)


def codes(language: str) -> Iterator[str]:
    """Every rule's manual page, by family."""
    order = list(FAMILIES)
    rules = sorted((module.RULE for module in RULES), key=lambda rule: (order.index(family(rule.code)), rule.code))
    for letters, members in groupby(rules, key=lambda rule: family(rule.code)):
        yield f"## {letters} {FAMILIES[letters].in_language(language)}\n"
        for rule in members:
            yield f"### {rule.code} {rule.title.in_language(language)} {{#{rule.code.lower()}}}\n"
            yield f"`{rule.name}` · {SEVERITIES[rule.severity].in_language(language)}\n"
            yield _manual(rule.code, language) + "\n"


def _manual(code: str, language: str) -> str:
    page = manual(code)
    if page is None:
        return ""
    parts = [_PARTS.split(paragraph) for paragraph in page.in_language(language).split("\n\n")]
    glue = "" if language == "zh" else " "
    return "\n\n".join(glue.join(part.split("\n")) for paragraph in parts for part in paragraph)


def commands(language: str) -> Iterator[str]:
    """Every command with its arguments and options, as `--help` says them."""
    group: Any = typer.main.get_command(app)
    yield from _options(group, language)
    yield from _members(group, "docs-check", language)


def _members(group: Any, path: str, language: str) -> Iterator[str]:
    for name, command in group.commands.items():
        whole = f"{path} {name}"
        yield f"## {whole}\n"
        yield in_language(command.help or "", language) + "\n"
        arguments = [one for one in command.params if not one.opts[0].startswith("-")]
        metavars = " ".join(str(one.metavar or one.name.upper()) for one in arguments)
        yield f"```\n{whole} {metavars}\n```\n".replace(" \n", "\n")
        yield from _options(command, language)
        if getattr(command, "commands", None):
            yield from _members(command, whole, language)


def _options(command: Any, language: str) -> Iterator[str]:
    rows = [
        f"| {', '.join(f'`{name}`' for name in one.opts)} | {in_language(getattr(one, 'help', '') or '', language)} |"
        for one in command.params
    ]
    if rows:
        head = ("选项和参数", "含义") if language == "zh" else ("option or argument", "meaning")
        yield f"| {head[0]} | {head[1]} |\n|---|---|"
        yield "\n".join(rows).replace("\n\n", "\n") + "\n"


def in_language(text: str, language: str) -> str:
    """The part of a help in that language, paragraph by paragraph."""
    return "\n\n".join(filter(None, (_part(paragraph, language) for paragraph in text.strip().split("\n\n"))))


def _part(paragraph: str, language: str) -> str:
    parts = [part for part in re.split(_ENGLISH, " ".join(paragraph.split("\n"))) if part.strip()]
    chosen = [part for part in parts if bool(_CHINESE.search(part)) is (language == "zh")]
    return " ".join(chosen).strip().replace("|", "\\|")


_MAKERS: dict[str, Callable[[str], Iterator[str]]] = {"commands": commands, "codes": codes}
