"""Folders are walked whatever their nesting: litter, links that lead out and odd names are named with a reason."""

from __future__ import annotations

import pytest

from docs_check.exits import WrongUse
from docs_check.intake.walk import walk


def make(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def test_any_nesting_sorted(tmp_path):
    make(tmp_path, "b/c/d/e.pdf", "a.pdf", "市南区/甲 公司（一）.pdf")
    assert [file.name for file in walk(tmp_path).files] == ["a.pdf", "b/c/d/e.pdf", "市南区/甲 公司（一）.pdf"]


@pytest.mark.parametrize(
    "name", [".a", "Thumbs.db", "~$x.docx", "desktop.ini", ".DS_Store", ".git/config", "__MACOSX/x.pdf"]
)
def test_litter_is_left_out_with_a_reason(tmp_path, name):
    make(tmp_path, name, "a.pdf")
    found = walk(tmp_path)
    assert [file.name for file in found.files] == ["a.pdf"]
    assert [(one.name, bool(one.reason.zh), one.refused) for one in found.left_out] == [(name, True, False)]


def test_links_that_leave_the_folder_are_refused(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    make(inside, "a.pdf")
    make(outside, "secret.pdf")
    (inside / "l.pdf").symlink_to(outside / "secret.pdf")
    (inside / "d").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "same.pdf").symlink_to(inside / "a.pdf")
    found = walk(inside)
    assert [file.name for file in found.files] == ["a.pdf", "same.pdf"]
    assert {one.name for one in found.left_out if one.refused} == {"l.pdf", "d", "loop"}


def test_names_that_are_no_unicode(tmp_path):
    make(tmp_path, b"\xd6\xd0.pdf".decode("utf-8", "surrogateescape"))
    (file,) = walk(tmp_path).files
    assert file.name == "中（GBK）.pdf"
    assert file.path.read_bytes() == b"x"


def test_nothing_to_check(tmp_path):
    with pytest.raises(WrongUse, match="是空的"):
        walk(tmp_path)
    make(tmp_path, ".hidden")
    with pytest.raises(WrongUse, match="没有可检查的文件"):
        walk(tmp_path)


def test_a_file_or_nothing_in_place_of_a_folder(tmp_path):
    make(tmp_path, "a.pdf")
    with pytest.raises(WrongUse, match="docs-check read"):
        walk(tmp_path / "a.pdf")
    with pytest.raises(WrongUse, match="不存在"):
        walk(tmp_path / "nope")
