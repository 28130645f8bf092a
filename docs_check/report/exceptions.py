"""Exceptions that an office granted: `exceptions.yaml` beside the checked folder. What they cover is out of the count,
and stays in the report with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from checks.pack.yaml_file import PackError, read_pack_file
from checks.rules import RULES
from docs_check.clean import path_text, shown
from docs_check.exits import WrongUse
from docs_check.report.summary import Finding
from extractor.records import Words

FILE = "exceptions.yaml"


def _as_text(value: object) -> object:
    """A finding's id of digits alone, or a code of a company, may stand there without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class Granted(BaseModel):
    """One exception. It covers findings that fit all that it names; `until` is the last day on which it holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    finding: Text | None = None
    rule: str | None = None
    district: str | None = None
    company: Text | None = None  # its name or its credit code
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    until: date

    @model_validator(mode="after")
    def _says_what(self) -> Granted:
        if self.finding is None and self.rule is None:
            raise ValueError("finding 或 rule 至少写一个；one of finding and rule must be given")
        if self.rule is not None and self.rule.upper() not in {module.RULE.code for module in RULES}:
            raise ValueError(f"没有规则 {self.rule}；there is no rule {self.rule}")
        return self

    def covers(self, finding: Finding, credit_code: str | None) -> bool:
        return (
            self.finding in (None, finding.id)
            and (self.rule is None or self.rule.upper() == finding.code)
            and self.district in (None, finding.district)
            and (self.company is None or self.company in (finding.applicant, credit_code))
        )

    @property
    def name(self) -> str:
        return shown(" ".join(filter(None, (self.finding, self.rule, self.district, self.company))))


class _ExceptionsFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    exceptions: tuple[Granted, ...]


def beside(folder: Path) -> Path:
    """Where the exceptions of a checked folder stand."""
    return folder.resolve().parent / FILE


def read_exceptions(folder: Path) -> tuple[Granted, ...]:
    """None where there is no file. Raises `WrongUse` with line and remedy where it is wrong."""
    file = beside(folder)
    if not file.is_file():
        return ()
    name = path_text(str(file))
    try:
        read = read_pack_file(file)
        return _ExceptionsFile.model_validate(read.plain).exceptions
    except PackError as error:
        raise WrongUse(Words(error.in_language("zh"), error.in_language("en"))) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        line = read_pack_file(file).line(first["loc"])
        where = f"{name}:{line}" if line else name
        what = ".".join(map(str, first["loc"]))
        raise WrongUse(
            Words(
                f"{where}：{what}：{first['msg']}。每项例外写 finding 或 rule，可加 district、company，"
                "并写 reason、by、until（如 2024-06-30）。",
                f"{where}: {what}: {first['msg']}. An exception names finding or rule, perhaps district and company, "
                "and reason, by, until (such as 2024-06-30).",
            )
        ) from error


def remarks_on(granted: Sequence[Granted], used: set[int], today: date) -> tuple[Words, ...]:
    """A sentence for each exception that has expired, and for each that covers nothing (any more)."""
    remarks = list[Words]()
    for place, one in enumerate(granted):
        if one.until < today:
            remarks.append(
                Words(
                    f"例外“{one.name}”已于{one.until}到期，不再适用（批准：{shown(one.by)}）。",
                    f"The exception “{one.name}” expired on {one.until} and no longer holds "
                    f"(granted by {shown(one.by)}).",
                )
            )
        elif place not in used:
            remarks.append(
                Words(
                    f"例外“{one.name}”没有对应的问题，可以从 {FILE} 中删去。",
                    f"The exception “{one.name}” covers nothing and can be taken out of {FILE}.",
                )
            )
    return tuple(remarks)
