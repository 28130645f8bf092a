"""Papers that lie elsewhere, by a URL: here in fsspec's memory."""

from __future__ import annotations

import json
import sys

import fsspec
import pytest
from typer.testing import CliRunner

from docs_check.commands.cli import app
from docs_check.exits import WrongUse
from docs_check.intake.remote import brought, walk_far
from docs_check.intake.walk import walk


@pytest.fixture
def far(tmp_path):
    """A folder, and its copy in memory."""
    folder = tmp_path / "批次"
    for name in ("乙 区/2.pdf", "乙/1.pdf", "乙/~$1.docx", "甲.png", ".hidden/x.pdf"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    system = fsspec.filesystem("memory")
    system.put(str(folder), "/papers/", recursive=True)
    yield folder, "memory://papers/批次"
    system.rm("/papers", recursive=True)


def test_the_same_files_are_found_as_on_this_machine(far, tmp_path):
    folder, url = far
    here, there = walk(folder), walk_far(url, tmp_path)
    assert [(one.name, one.size) for one in there.files] == [(one.name, one.size) for one in here.files]
    assert there.left_out == here.left_out
    assert there.root.name == "批次"


def test_only_what_is_wanted_is_fetched(far, tmp_path):
    found = brought(walk_far(far[1], tmp_path), {"乙/1.pdf"})
    assert [one.name for one in found.files if one.path.exists()] == ["乙/1.pdf"]
    assert next(one for one in found.files if one.path.exists()).path.read_bytes() == "乙/1.pdf".encode()


def test_a_file_that_vanished_is_said_and_not_skipped(far, tmp_path):
    found = walk_far(far[1], tmp_path)
    fsspec.filesystem("memory").rm("/papers/批次/甲.png")
    (lost,) = (one for one in brought(found).files if one.problem)
    assert lost.name == "甲.png"


def test_a_url_is_checked_like_a_folder(far, fake_reader, tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(app, [far[1], "--out", str(out), "--format", "json"], obj=fake_reader())
    assert result.exit_code == 0, result.output
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["run"]["folder"] == "批次"
    assert [one["file"] for one in report["files"] if one["pages"]] == ["乙 区/2.pdf", "乙/1.pdf", "甲.png"]


@pytest.mark.parametrize("url", ["memory://nowhere/at all", "nosuch://x/y"])
def test_an_address_of_nothing_is_answered(url, tmp_path):
    result = CliRunner().invoke(app, [url, "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_what_lies_in_this_process_is_refused_for_a_cluster(far, tmp_path):
    result = CliRunner().invoke(app, [far[1], "--out", str(tmp_path / "out"), "--cluster", "local"])
    assert result.exit_code == 2
    assert "memory://" in result.stderr
    assert "s3://" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", ["--engine", "--address", "--parts", "--by-district"])
def test_an_option_of_earlier_versions_is_answered_with_today_s(option, tmp_path):
    result = CliRunner().invoke(app, [str(tmp_path), "--out", str(tmp_path / "out"), option, "x"])
    assert result.exit_code == 2
    assert f"{option}：" in result.stderr
    assert "--cluster" in result.stderr or "不再需要" in result.stderr


def test_without_the_extra_it_is_said_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(WrongUse) as caught:
        walk_far("s3://x/y", tmp_path)
    assert "docs-check[ray]" in caught.value.words.zh
    assert "docs-check[ray]" in caught.value.words.en
