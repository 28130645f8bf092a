"""docs-check: the command that sees both the extractor and the checks. For other programs: `check_folder`, and
`check_policies` where papers of several policies lie in one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docs_check.version import __version__ as __version__

if TYPE_CHECKING:
    from docs_check.library import check_folder as check_folder
    from docs_check.library import check_policies as check_policies

_ENTRANCES = ("check_folder", "check_policies")


def __getattr__(name: str) -> Any:
    """They are loaded when they are asked for: --help answers at once."""
    if name not in _ENTRANCES:
        raise AttributeError(name)
    from docs_check import library

    return getattr(library, name)
