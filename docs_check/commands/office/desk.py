"""`docs-check desk`: the counter, and a company's own look at its papers."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from checks.pack.model import Policy
from docs_check.commands.office.review import serve_page
from docs_check.counter.app import create
from docs_check.counter.desk import HomeDesk, ReceivingDesk
from docs_check.exits import WrongUse
from docs_check.intake.walk import COUNTER, walk
from docs_check.judging.policy_choice import named, recognised, shipped
from docs_check.reading.engines import EngineChoice
from docs_check.reading.reader import PoolReader, Reader
from docs_check.settings import Settings
from extractor.records import Words

_COUNTER, _AT_HOME = Words("收件柜台", "Counter"), Words("材料自查页面", "Page to check your papers")


def serve(
    folder: Path,
    policy: str | None,
    reader: EngineChoice | Reader | None,
    settings: Settings,
    language: str,
    host: str,
    port: int | None,
    *,
    at_home: bool,
    open_browser: bool,
    say: Callable[[str], None],
) -> None:
    """Until it is stopped by Ctrl-C. Raises `WrongUse` and `checks.pack.yaml_file.PackError`."""
    if reader is None or isinstance(reader, EngineChoice):
        reader = PoolReader.with_engine(
            reader or EngineChoice(), settings, lambda words: say(words.in_language(language))
        )
    chosen = _policy(folder, policy, reader)
    made = HomeDesk if at_home else ReceivingDesk
    with closing(made(folder, chosen, [reader] * settings.jobs, settings)) as desk:
        name = _AT_HOME if at_home else _COUNTER
        serve_page(
            lambda hosts, token: create(desk, language, hosts, token), name, language, host, port, open_browser, say
        )


def _policy(folder: Path, name: str | None, reader: Reader) -> Policy:
    """The one that was named, the only one, or the one whose papers lie in the folder already."""
    if name:
        return named(name).policy
    policies = shipped()
    if len(policies) == 1:
        return policies[0]
    files = walk(folder).files if folder.is_dir() and any(one.name != COUNTER for one in folder.iterdir()) else ()
    if not files:
        raise WrongUse(
            Words(
                f"文件夹里还没有材料，看不出收的是哪项政策的；请用 --policy 指定，例如 --policy {policies[0].id}。",
                f"There are no papers yet to tell the policy by; please name it, as in --policy {policies[0].id}.",
            )
        )
    return recognised(policies, files, reader).policy
