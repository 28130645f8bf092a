"""Pages of HTML, made from templates so that whatever papers say is text on them and nothing else."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from docs_check.clean import shown
from extractor.records import Words

LONGEST_SENTENCE = 2000  # characters; a sentence may quote several values


def environment(folder: Path, language: str) -> Environment:
    """For the templates in `folder`; sentences are shown in `language`."""

    def finalize(value: object) -> object:
        """Whatever a page shows passes here: sentences in the report's language, text made harmless."""
        if isinstance(value, Words):
            return shown(value.in_language(language), LONGEST_SENTENCE)
        return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
