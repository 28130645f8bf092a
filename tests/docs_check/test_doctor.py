"""`docs-check doctor` and `docs-check demo`: what a newcomer runs first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs_check.cache import CachePlace
from docs_check.commands import doctor
from docs_check.commands.cli import app
from docs_check.commands.demo import laid_out
from docs_check.exits import WrongUse
from extractor.ocr import _models as models


def found(place: Path) -> dict[str, doctor.Diagnosis]:
    return {one.name: one for one in doctor.examine(CachePlace(place))}


def test_this_machine_can_check_papers(tmp_path):
    result = CliRunner().invoke(app, ["doctor", "--json", "--cache", str(tmp_path)])
    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert said["works"]
    assert {"engine", "processor", "memory", "tesseract", "font", "cache"} <= {one["name"] for one in said["findings"]}


def test_each_finding_is_a_whole_sentence(tmp_path):
    result = CliRunner().invoke(app, ["doctor", "--cache", str(tmp_path)])
    assert all(line.endswith("。") for line in result.stdout.splitlines()), result.stdout


def test_without_openvino_onnxruntime_reads_and_that_is_said(tmp_path, monkeypatch):
    """As on Linux on ARM."""
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    models._knows_bfloat16.cache_clear()
    try:
        said = found(tmp_path)
        assert "onnxruntime" in said["engine"].said.en
        assert said["processor"].state is doctor.Health.LESS
    finally:
        models._knows_bfloat16.cache_clear()


def test_without_tesseract_it_works_and_the_loss_is_said(tmp_path, monkeypatch):
    from docs_check.reading import engines

    monkeypatch.setenv("PATH", "")
    engines._loaded.cache_clear()
    said = found(tmp_path)
    assert said["tesseract"].state is doctor.Health.LESS
    assert "第二次识读" in said["tesseract"].said.zh
    assert doctor.works(list(said.values()))


def test_a_cache_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    said = found(tmp_path / "file" / "cache")
    assert said["cache"].state is doctor.Health.LESS
    assert "不能写入" in said["cache"].said.zh


def test_the_demo_lays_out_papers_and_names_where_the_report_goes(tmp_path):
    papers, report = laid_out(tmp_path / "demo")
    assert [path.suffix for path in papers.rglob("*") if path.is_file()].count(".pdf") >= 3
    assert report.parent == papers.parent
    laid_out(tmp_path / "demo")  # again: the same
    (tmp_path / "file").write_text("x")
    with pytest.raises(WrongUse, match="样例"):
        laid_out(tmp_path / "file")


def test_a_machine_on_which_no_process_can_be_made_is_said_to_be_one(tmp_path, monkeypatch):
    """As in a chroot without /dev/shm."""

    def denied():
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.multiprocessing.get_context("spawn"), "Lock", denied)
    (said,) = [one for one in doctor.examine(CachePlace(tmp_path)) if one.name == "processes"]
    assert said.state is doctor.Health.MISSING
    assert "/dev/shm" in said.said.zh
