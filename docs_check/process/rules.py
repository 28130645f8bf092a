"""What an office sets for its process: `office.yaml` in its room, else the pack's own, else as below."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.pack.shipped import find_packs
from checks.pack.yaml_file import PackError, read_pack_file
from docs_check.clean import path_text
from docs_check.exits import WrongUse
from extractor.records import Words

FILE = "office.yaml"


class Role(StrEnum):
    FIRST = "first"
    SECOND = "second"
    SIGN = "sign"


ROLES = {
    Role.FIRST: Words("初核", "first look"),
    Role.SECOND: Words("复核", "second look"),
    Role.SIGN: Words("签发", "signing"),
}


class Choice(StrEnum):
    """Which verdicts a second person must look at."""

    NONE = "none"
    ALL = "all"
    SHARE = "share"
    ABOVE = "above"


class Condition(StrEnum):
    """What the gate of a district asks for."""

    DECIDED = "decided"
    AGREED = "agreed"
    READABLE = "readable"
    MENDED = "mended"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Second(_Part):
    """`share` of the verdicts (0 to 1), or those on companies of which `amount` (`kind.field`) is above `above`."""

    choice: Choice = Choice.NONE
    share: float = Field(default=0.1, ge=0, le=1)
    above: float = 0
    amount: Annotated[str, Field(pattern=r"^([a-z0-9_]+\.[a-z0-9_]+)?$")] = ""


class OfficeRules(_Part):
    """`roles`: who may, by name; where nobody is named, anybody may."""

    roles: dict[Role, tuple[str, ...]] = Field(default_factory=dict[Role, tuple[str, ...]])
    second: Second = Second()
    gate: tuple[Condition, ...] = tuple(Condition)

    def may(self, who: str, role: Role) -> bool:
        names = self.roles.get(role, ())
        return not names or who in names


def office_rules(room: Path, policy: str) -> OfficeRules:
    """Raises `WrongUse` where the file cannot be used."""
    pack = find_packs().get(policy)
    places = [room / FILE, *([pack / FILE] if pack else [])]
    file = next((one for one in places if one.is_file()), None)
    if file is None:
        return OfficeRules()
    try:
        return OfficeRules.model_validate(read_pack_file(file).plain or {})
    except PackError as error:
        raise WrongUse(Words(error.in_language("zh"), error.in_language("en"))) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name, what = path_text(str(file)), ".".join(map(str, first["loc"]))
        raise WrongUse(
            Words(
                f"{name}：{what}：{first['msg']}。可设 roles（first、second、sign 各为姓名列表）、"
                "second（choice 为 none、all、share 或 above）和 gate（decided、agreed、readable、mended）。",
                f"{name}: {what}: {first['msg']}. There may be roles (lists of names for first, second, sign), second "
                "(choice: none, all, share or above) and gate (decided, agreed, readable, mended).",
            )
        ) from error
