"""report.json follows its schema, its sums agree, and written entry by entry it is the text of the whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import docs_check.reports.to_json as module
from docs_check.reports.common.json_text import json_text
from docs_check.reports.formats import write

SCHEMA = json.loads((Path(module.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def report(made, tmp_path):
    write(["json"], made.summary(), tmp_path, "zh")
    return json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_report_is_valid(report):
    jsonschema.validate(report, SCHEMA)


@pytest.mark.parametrize("key", ["policy", "districts", "documents", "files", "outcomes", "defects"])
def test_a_report_without_a_part_is_not_valid(report, key):
    del report[key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, SCHEMA)


def test_the_sums_agree(report):
    sure = [one for one in report["defects"] if not one["unsure"]]
    assert sum(one["defects"] for one in report["districts"]) == len(sure)
    assert sum(one["unsure"] for one in report["districts"]) == len(report["defects"]) - len(sure)
    assert sum(one["documents"] for one in report["districts"]) == len(report["documents"])
    assert [one["name"] for one in report["districts"]] == ["东区", None]
    named = {one["file"] for one in report["files"]}
    assert {one["file"] for one in report["documents"]} <= named


def test_a_missing_paper_has_a_kind_and_no_file(report):
    missing = next(one for one in report["defects"] if one["code"] == "EV001")
    assert (missing["kind"], missing["file"], missing["page"], missing["box"]) == ("table", None, None, None)


def test_sentences_are_in_the_language_asked_for(made, tmp_path):
    write(["json"], made.summary(), tmp_path, "en")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["defects"][0]["message"].endswith("(en)")


def test_text_that_is_no_unicode_is_written_all_the_same():
    assert json.loads(json_text({"a": "x\udcff", "b": [1, 2.5], "c": "[\n 1\n]"}))["b"] == [1, 2.5]
    assert json.loads(json_text({"c": "[\n 1\n]"}))["c"] == "[\n 1\n]"


def test_a_report_written_entry_by_entry_is_the_text_of_the_whole(made, tmp_path):
    for name, summary in (("a", made.summary()), ("b", replace(made.summary(), sections=(), files=(), outcomes=()))):
        (tmp_path / name).mkdir()
        write(["json"], summary, tmp_path / name, "zh")
        text = (tmp_path / name / "report.json").read_text(encoding="utf-8")
        assert text == json_text(json.loads(text))
