"""The Word templates of letters, and what stands beside them: `templates/notices/`, or the pack's own `notices/`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from checks.pack.shipped import find_packs
from docs_check.exits import WrongUse
from extractor.records import Words

FOLDER = "notices"
SETTINGS = "notices.yaml"
RECTIFY, COMPLETE = "整改通知.docx", "补正通知.docx"


class LetterSettings(BaseModel):
    """What an office sets for its letters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: str = ""
    working_days: int = Field(default=10, ge=1, le=365)
    number: str = Field(default="", pattern=r"^[^{}]*(\{(year|serial)\}[^{}]*)*$")

    def numbered(self, year: int, serial: int) -> str:
        """文号; without a form of its own, year and serial number, by which the office finds the letter again."""
        return (self.number or "{year}-{serial}").replace("{year}", str(year)).replace("{serial}", str(serial))


def letter_settings(policy: str) -> LetterSettings:
    """Raises `WrongUse` where the file cannot be used."""
    path = template(policy, SETTINGS)
    try:
        return LetterSettings.model_validate(YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {})
    except (OSError, UnicodeDecodeError, YAMLError, ValidationError) as error:
        raise WrongUse(
            Words(
                f"通知的设置文件“{path}”不能使用：{_first_line(error)}。可设 office（文字）、working_days（整数）"
                "和 number（文号，如“某商函〔{year}〕{serial}号”）。",
                f"The settings of letters, “{path}”, cannot be used: {_first_line(error)}. There may be office (text), "
                "working_days (a whole number) and number (such as “No. {serial} of {year}”).",
            )
        ) from error


def write_letter(policy: str, name: str, content: Mapping[str, Any], file: Path) -> None:
    """Fills the template `name` and saves it. What it is filled with is text, whatever it says. Raises `WrongUse`
    where an edited template cannot be filled."""
    path = template(policy, name)
    try:
        letter = DocxTemplate(str(path))
        letter.render(dict(content), _environment(), autoescape=True)
        letter.save(str(file))
    except (TemplateError, ValueError, KeyError) as error:
        raise WrongUse(_broken(path, error)) from error


def check_templates(policy: str) -> None:
    """Raises `WrongUse` where a letter could not be written in the end, before anything has been read."""
    letter_settings(policy)
    for name, known in ((RECTIFY, _RECTIFY_FIELDS), (COMPLETE, _COMPLETE_FIELDS)):
        path = template(policy, name)
        try:
            used = DocxTemplate(str(path)).get_undeclared_template_variables(_environment())
        except (TemplateError, ValueError, KeyError, OSError) as error:
            raise WrongUse(_broken(path, error)) from error
        if used - known:
            raise WrongUse(_unknown_fields(path, sorted(used - known), sorted(known)))


_COMMON = frozenset(
    {"policy", "source", "district", "addressee", "office", "date", "due", "findings", "title", "number", "approved"}
    | {"draft", "open", "doubted", "unlisted"}
)
_RECTIFY_FIELDS = _COMMON | {"companies", "company_findings", "section", "attachments"}
_COMPLETE_FIELDS = _COMMON | {"credit_code", "through"}


class _Environment(SandboxedEnvironment):
    """Compiles each part of a letter once, however many letters are filled from it."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self._compiled = dict[str, Template]()

    def from_string(self, source: Any, *more: Any, **named: Any) -> Template:
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, *more, **named)
        return self._compiled[source]


@cache
def _environment() -> SandboxedEnvironment:
    return _Environment()


def template(policy: str, name: str) -> Path:
    """The pack's own where it has one, else the common one."""
    pack = find_packs().get(policy)
    own = pack / FOLDER / name if pack else None
    if own and own.is_file():
        return own
    roots = {path.parent for path in find_packs().values()}
    common = [root / FOLDER / name for root in sorted(roots)]
    return next((path for path in common if path.is_file()), common[0] if common else Path(FOLDER) / name)


def _broken(path: Path, error: Exception) -> Words:
    why = _first_line(error)
    return Words(
        f"通知模板“{path}”无法使用（{why}）。请在 Word 中检查花括号里的标记，"
        "或重新生成：python templates/notices/make.py。",
        f"The template “{path}” cannot be filled ({why}). Check the marks in braces in Word, or make it afresh with "
        "python templates/notices/make.py.",
    )


def _unknown_fields(path: Path, unknown: list[str], known: list[str]) -> Words:
    return Words(
        f"通知模板“{path}”里的“{'、'.join(unknown)}”没有对应的内容，可用的有：{'、'.join(known)}。请在 Word 中更正。",
        f"The template “{path}” names {', '.join(unknown)}, which does not exist; there are: {', '.join(known)}. "
        "Correct it in Word.",
    )


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:200]
