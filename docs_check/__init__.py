"""docs-check: the command that sees both the extractor and the checks. For other programs: `check_folder`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docs_check.version import __version__ as __version__

if TYPE_CHECKING:
    from docs_check.library import check_folder as check_folder


def __getattr__(name: str) -> Any:
    """`check_folder` is loaded when it is asked for: --help answers at once."""
    if name != "check_folder":
        raise AttributeError(name)
    from docs_check.library import check_folder

    return check_folder
