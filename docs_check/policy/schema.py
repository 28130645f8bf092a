"""The JSON Schema of a pack's files, out of the models: editors complete and check by it while somebody writes."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from ruamel.yaml import YAML

from checks.pack.model import Policy
from checks.pack.pieces import USES
from checks.pack.shipped import pieces

FILE = "pack.schema.json"
# What YAML editors (those with the YAML language server) look for in a file's first line.
EDITOR_LINE = f"# yaml-language-server: $schema=./{FILE}"
_MEANINGS = "meanings.yaml"
ITSELF = "_"
_FROM_PIECES = ("KindSpec", "Party")  # what shared pieces are of
WORDS = "Words"


@cache
def meanings() -> dict[str, dict[str, str]]:
    """What each part and key means, in Chinese; `_` is the part itself."""
    text = files("docs_check.policy").joinpath(_MEANINGS).read_text("utf-8")
    return YAML(typ="safe").load(text)


def schema() -> dict[str, Any]:
    """Of a whole pack."""
    made = Policy.model_json_schema(by_alias=True, schema_generator=_OfPacks)
    for name, part in ((Policy.__name__, made), *made["$defs"].items()):
        _explain(part, meanings().get(name, {}))
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def to_text() -> str:
    """Of any one of a pack's files: none has all the keys, so that none is required at the top."""
    made = {key: part for key, part in schema().items() if key != "required"}
    for name in _FROM_PIECES:
        part = made["$defs"][name]
        part["properties"][USES] = {"enum": sorted(pieces()), "description": "先取公用件，旁边写的盖过它。"}
        part["anyOf"] = [{"required": part.pop("required")}, {"required": [USES]}]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


_WORDS: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "required": ["zh"],
            "additionalProperties": False,
        },
    ],
}


class _OfPacks(GenerateJsonSchema):
    """`Words`, alone among the parts, are read by a function of their own."""

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        return {"$comment": WORDS, **_WORDS}


def _explain(part: dict[str, Any], said: dict[str, str]) -> None:
    part.pop("description", None)
    if ITSELF in said:
        part["description"] = said[ITSELF]
    for key, spec in part.get("properties", {}).items():
        spec.pop("title", None)
        if key in said:
            spec["description"] = said[key]
