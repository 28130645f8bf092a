"""Commands in groups: the one that is meant where none is named, and complaints in one sentence."""

from __future__ import annotations

import sys
from typing import Any, ClassVar

from typer.core import TyperGroup
from typer.exceptions import TyperException

from docs_check.commands.answers import complain, refuse_mistyped
from docs_check.exits import Exit

CHECK = "check"


class Group(TyperGroup):
    """`docs-check FOLDER` is short for `docs-check check FOLDER`, as `docs-check policy NAME` is for its `check`."""

    _OWN: ClassVar[tuple[str, ...]] = ("--help", "--version")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in self._OWN:
            within = f"{self.name} " if ctx.parent else ""
            refuse_mistyped(args[0], self.commands, within)
            args = [CHECK, *args]
        return super().parse_args(ctx, args)

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """The library's own complaints become one sentence in both languages."""
        if not standalone_mode:
            return super().main(*args, standalone_mode=False, **extra)
        try:
            code = super().main(*args, standalone_mode=False, **extra)
        except TyperException as error:
            complain(error)
        sys.exit(code if isinstance(code, int) else Exit.OK)
