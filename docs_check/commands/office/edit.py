"""`docs-check policy edit`: a pack beside its forms, in the browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from docs_check.commands.office.review import serve_page
from docs_check.policy.draft.read import pages_of
from docs_check.policy.editor.app import create
from docs_check.policy.editor.forms import FormFile
from docs_check.policy.editor.pack_files import PackFiles
from docs_check.reading.engines import EngineChoice
from docs_check.review.images import Images
from docs_check.settings import Settings
from extractor.records import Words

_EDITOR = Words("政策包编辑页面", "Pack editor")


def serve(
    folder: Path,
    forms: Sequence[Path],
    choice: EngineChoice,
    settings: Settings,
    language: str,
    host: str,
    port: int | None,
    *,
    open_browser: bool,
    say: Callable[[str], None],
) -> None:
    """Until it is stopped by Ctrl-C. Raises `WrongUse` where the pack's files or a form cannot be read."""
    files = PackFiles(folder)
    read = [FormFile.of(path, pages) for path, pages in pages_of(forms, choice, settings).items()] if forms else []
    with closing(Images({one.sha256: one.path for one in read}, {}, settings.passwords)) as images:
        serve_page(
            lambda hosts, token: create(files, read, images, language, hosts, token),
            _EDITOR,
            language,
            host,
            port,
            open_browser,
            say,
        )
