"""Whatever goes wrong in a command is answered with one clear sentence, and an exit code that says what it was."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from docs_check.clean import shown
from docs_check.exits import Exit, WrongUse
from extractor.records import Words

_DEBUG = "DOCS_CHECK_DEBUG"  # set to anything: the traceback is shown, for whoever mends the program
_LONGEST = 2000
# Usage errors of the command-line library, by the name of their class: it offers no other way to tell them apart.
_USAGE = {
    "NoSuchOption": Words("没有这个选项", "there is no such option"),
    "MissingParameter": Words("缺少参数", "something is missing"),
    "BadOptionUsage": Words("选项用法有误", "an option is not used as it should be"),
    "BadParameter": Words("参数不对", "a value is not one that can be used"),
}
# Options of earlier versions, and what to write today.
_FORMER = {
    "--engine": Words("现在写作 --cluster 地址（本机为 --cluster local）", "it is --cluster ADDRESS (or local) today"),
    "--address": Words("现在写作 --cluster 地址", "it is --cluster ADDRESS today"),
    "--parts": Words("不再需要，去掉即可：结果直接传回本机", "it is not needed any more"),
    "--by-district": Words("不再需要，去掉即可：现在总是逐个区市判断", "it is always done so today"),
}
_OTHER_USAGE = Words("用法有误", "wrong use")
_STOPPED = Words(
    "已按要求停止，没有写出报告，原有报告未改动。",
    "Stopped as asked; no report was written, an earlier one is untouched.",
)


@contextmanager
def answering(language: str, *, verbose: bool = False) -> Generator[None]:
    """Turns the faults that are known into a sentence on stderr and the exit code that belongs to it. `verbose`: what
    happens meanwhile is said there too."""
    from checks.pack.yaml_file import PackError

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it politely is answered like Ctrl-C
    if verbose:
        logging.getLogger("docs_check").setLevel(logging.INFO)
        logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", datefmt="%H:%M:%S")
    elif not os.environ.get(_DEBUG):
        # The report says which rule broke; its traceback helps nobody.
        logging.getLogger().addHandler(logging.NullHandler())
    try:
        yield
    except WrongUse as error:
        _end(error.words.in_language(language), Exit.WRONG_USE, error)
    except PackError as error:
        _end(error.in_language(language), Exit.WRONG_USE, error)
    except KeyboardInterrupt as error:
        _end(_STOPPED.in_language(language), Exit.STOPPED, error)
    except OSError as error:
        _end(_system(error).in_language(language), Exit.NOT_CHECKED, error)
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:  # noqa: BLE001 - the outermost edge: no traceback reaches a user
        _end(_fault(error).in_language(language), Exit.NOT_CHECKED, error)


def _end(sentence: str, code: Exit, error: BaseException) -> None:
    typer.echo(shown(sentence, _LONGEST), err=True)
    if os.environ.get(_DEBUG):
        raise error
    raise typer.Exit(code) from error


def _system(error: OSError) -> Words:
    what = error.strerror or type(error).__name__
    name = f"“{error.filename}”" if error.filename else ""
    return Words(
        f"系统报告故障{name}：{what}；没有写出报告。请检查磁盘空间和权限后再试。",
        f"The system reports a fault {name}: {what}; no report was written. Please check disk space and permissions.",
    )


def _fault(error: Exception) -> Words:
    what = f"{type(error).__name__}: {error}"
    return Words(
        f"程序内部出错（{what}），没有写出报告；请把这句话和 {_DEBUG}=1 时的输出发给维护者。",
        f"The program itself failed ({what}); no report was written. Please send this, with what is shown under "
        f"{_DEBUG}=1, to its maintainers.",
    )


def usage_sentence(error: TyperException) -> str:
    """In both languages: --lang may be what is wrong."""
    words = _USAGE.get(type(error).__name__, _OTHER_USAGE)
    format_message = getattr(error, "format_message", error.__str__)
    detail = str(format_message()).rstrip(".")
    name = getattr(error, "option_name", "")
    former = _FORMER.get(name)
    if former:
        return f"{name}：{former.zh}。{name}: {former.en}."
    return f"{words.zh}（{detail}），请看 docs-check --help。{words.en.capitalize()}; see docs-check --help."


def refuse_mistyped(word: str, commands: Iterable[str], within: str = "") -> None:
    """Ends where a first word is nearly a command and no folder of that name is there; `within`: of a group."""
    meant = get_close_matches(word, commands, n=1)
    if meant and not Path(word).exists() and "/" not in word:
        sentence = f"没有“{word}”这个命令或文件夹，是否要用 docs-check {within}{meant[0]}？ "
        typer.echo(
            shown(
                f"{sentence}There is no command or folder “{word}”; did you mean docs-check {within}{meant[0]}?",
                _LONGEST,
            ),
            err=True,
        )
        sys.exit(Exit.WRONG_USE)


def complain(error: TyperException) -> NoReturn:
    typer.echo(shown(usage_sentence(error), _LONGEST), err=True)
    sys.exit(Exit.WRONG_USE)
