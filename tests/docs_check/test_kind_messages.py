"""What people do wrong, and what goes wrong around them, is answered by what helps."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from typer.testing import CliRunner

from docs_check.clean import path_text
from docs_check.commands import check as check_command
from docs_check.commands.answers import answering
from docs_check.commands.cli import app


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("reviw", "review"), ("doctr", "doctor")])
def test_a_mistyped_command_names_the_right_one(typed, meant):
    result = CliRunner().invoke(app, [typed, "x"])
    assert result.exit_code == 2
    assert f"docs-check {meant}" in result.stderr


def test_a_folder_that_is_called_nearly_like_a_command_is_checked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chek").mkdir()
    assert "是空的" in CliRunner().invoke(app, ["chek"]).stderr


def test_a_name_in_the_encoding_of_chinese_systems_is_readable_and_told_apart():
    name = os.fsdecode("平度市".encode("gbk")) + "/申请表.pdf"
    assert path_text(name) == "平度市/申请表（GBK）.pdf"
    assert path_text("平度市/申请表.pdf") == "平度市/申请表.pdf"
    assert path_text("a\udcffb") == "a\\xffb"


@pytest.mark.skipif(os.name != "posix", reason="there a process is ended by a signal")
def test_who_ends_it_politely_is_answered_like_ctrl_c(capsys):
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(Exception) as ended, answering("zh"):
            os.kill(os.getpid(), signal.SIGTERM)
            signal.pause()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert getattr(ended.value, "exit_code", None) == 130
    assert "已按要求停止" in capsys.readouterr().err


def test_a_full_disk_for_the_summary_does_not_deny_the_report(tmp_path, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", sys.stdout)
    check_command._show(full, "zh", tmp_path / "report")
    sys.stdout.close()
    said = capsys.readouterr().err
    assert "报告已写在" in said
    assert "没有写出报告" not in said
