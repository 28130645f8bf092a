"""Libraries that only some runs need: those of the extra `ray`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from docs_check.exits import WrongUse
from extractor.records import Words


def needed(name: str) -> Any:
    """The module. Raises `WrongUse` where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise WrongUse(
            Words(
                f"这种用法需要另外安装的组件（缺少 {name}）：请运行 pip install 'docs-check[ray]' 后再试。",
                f"This needs parts that are installed on their own ({name} is missing): "
                "please run pip install 'docs-check[ray]' and try again.",
            )
        ) from error
