"""The report folder is written whole or not at all, never into the papers or over what is not its own."""

from __future__ import annotations

import pytest

from docs_check.exits import WrongUse
from docs_check.intake.open import out_of
from docs_check.output import whole_or_not


@pytest.fixture
def checked(tmp_path):
    folder = tmp_path / "batch"
    folder.mkdir()
    return folder


def write(out, checked, **files):
    with whole_or_not(out, checked) as fresh:
        for name, text in files.items():
            (fresh / name.replace("_", ".")).write_text(text)


def test_beside_the_folder_by_default(checked, monkeypatch):
    assert out_of(str(checked)) == checked.parent / "batch-report"
    monkeypatch.chdir(checked)
    assert out_of(".") == checked.parent / "batch-report"


def test_nothing_is_left_of_a_report_that_failed(checked, tmp_path):
    out = tmp_path / "out"
    write(out, checked, report_json="old", index_html="old")
    with pytest.raises(KeyboardInterrupt), whole_or_not(out, checked) as fresh:
        (fresh / "report.json").write_text("half")
        raise KeyboardInterrupt
    assert (out / "report.json").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch", "out"]


def test_a_new_report_takes_the_place_of_the_old_and_keeps_what_is_not_its_own(checked, tmp_path):
    out = tmp_path / "out"
    write(out, checked, report_json="old", stale_html="old")
    (out / "verdicts.sqlite").write_text("kept")
    (out / "notes").mkdir()
    write(out, checked, report_json="new")
    assert sorted(path.name for path in out.iterdir()) == ["notes", "report.json", "verdicts.sqlite"]
    assert (out / "report.json").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batch", "out"]


@pytest.mark.parametrize("out", [".", "inside", "inside/deep"])
def test_not_inside_the_checked_folder(checked, out):
    with pytest.raises(WrongUse, match="之内"):
        write(checked / out, checked)
    assert list(checked.iterdir()) == []


def test_not_around_the_checked_folder(checked):
    with pytest.raises(WrongUse, match="包含"):
        write(checked.parent, checked)


def test_not_over_other_files(checked, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(WrongUse, match="别的文件"):
        write(tmp_path / "mine", checked)


def test_a_file_in_place_of_the_folder(checked, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongUse, match="是一个文件"):
        write(tmp_path / "file", checked)
    with pytest.raises(WrongUse, match="写权限"):
        write(tmp_path / "file" / "below", checked)


def test_a_folder_that_may_not_be_written_to(checked, tmp_path, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(WrongUse, match="写权限"):
        write(tmp_path / "out", checked)
