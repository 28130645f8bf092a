"""The manual of policy packs: its examples load, its reference is the models', editors get a schema that holds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from checks.pack.load import load_pack
from checks.pack.shipped import find_packs, library_packs
from docs_check.policy.page import page_of, to_html, to_markdown
from docs_check.policy.reference import reference
from docs_check.policy.schema import ITSELF, meanings, schema, to_text

MANUAL = Path(__file__).parents[3] / "docs" / "pack"
FILES = ("pack.yaml", "papers.yaml", "rules.yaml")
_BLOCK = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
PAGES = sorted(page for page in MANUAL.glob("*.md") if _BLOCK.search(page.read_text("utf-8")))
PACKS = {**find_packs(), **library_packs()}


def _read(path: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def _added(base: Any, more: Any) -> Any:
    if isinstance(base, Mapping) and isinstance(more, Mapping):
        return {**base, **{key: _added(base.get(key), value) for key, value in more.items()}}
    return [*base, *more] if isinstance(base, list) else more


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_of_the_manual_shows_loads(page: Path, tmp_path: Path):
    parts = {name: _read(MANUAL / "example" / name) for name in FILES}
    for name, text in _BLOCK.findall(page.read_text("utf-8")):
        parts[name] = _added(parts[name], YAML(typ="safe").load(text))
    for name, content in parts.items():
        YAML().dump(content, tmp_path / name)
    assert load_pack(tmp_path).id == "example-training"


def test_every_page_of_the_manual_is_named_in_its_contents():
    contents = (MANUAL / "README.md").read_text("utf-8")
    assert all(f"({page.name})" in contents for page in MANUAL.glob("*.md") if page.name != "README.md")


def test_the_reference_is_up_to_date():
    written = (MANUAL / "reference.md").read_text("utf-8")
    assert written == reference(), "run: docs-check policy schema --reference --to docs/pack/reference.md"


def test_every_part_and_key_of_a_pack_is_explained():
    made = schema()
    parts = {"Policy": made, **made["$defs"]}
    keys = {name: {ITSELF, *part.get("properties", part.get("enum", ()))} for name, part in parts.items()}
    assert keys | {"Words": {ITSELF}} == {name: set(said) for name, said in meanings().items()}


@pytest.mark.parametrize("folder", PACKS.values(), ids=list(PACKS))
def test_shipped_packs_hold_to_the_schema_and_a_misspelt_key_does_not(folder: Path):
    rules = jsonschema.Draft202012Validator(json.loads(to_text()))
    for name in FILES:
        # As editors see it: days are text.
        content = json.loads(json.dumps(_read(folder / name), default=str))
        content = {key: value for key, value in content.items() if key != "holidays"}
        rules.validate(content)
        assert not rules.is_valid({**content, "evidense": {}})


@pytest.mark.parametrize("folder", PACKS.values(), ids=list(PACKS))
def test_a_pack_is_shown_with_all_that_it_asks(folder: Path):
    policy = load_pack(folder)
    for text in (to_markdown(page_of(policy, "zh")), to_html(page_of(policy, "zh"))):
        assert all(policy.kinds[kind].name.zh in text for kind in policy.evidence)
        assert all(str(act.limit) in text for act in policy.acts.values() if act.limit)
        assert all(rule.title.zh in text for rule in policy.rules.values())
        assert "real_growth" not in text  # no name of the pack's own language where the papers have a word
