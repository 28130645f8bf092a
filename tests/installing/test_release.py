"""What is released: two builds are one, it stands on its own, and nothing in it reaches for other people's code."""

from __future__ import annotations

import re
import zipfile
from importlib.metadata import metadata

import pytest

from build import built, sha256
from docs_check.version import __version__
from licences import licence, may_be_shipped, shipped
from release import section


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(tmp_path_factory.mktemp("one"), "wheel")[0]


def test_two_builds_are_one(wheel, tmp_path):
    assert sha256(wheel) == sha256(built(tmp_path, "wheel")[0])


def test_the_wheel_carries_packs_letters_and_the_sample_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for part in (r"templates/.+/pack\.yaml", r"templates/notices/.+\.docx", r"docs_check/sample/.+\.pdf", r"\.npz$"):
        assert any(re.search(part, name) for name in names), part
    assert not [name for name in names if name.startswith(("tests/", "samples/", "docs/"))]


def test_its_version_stands_in_one_place(wheel):
    assert wheel.name.split("-")[1] == __version__


def test_each_part_states_a_licence_that_allows_shipping():
    parts = {name: licence(metadata(name)) for name in shipped("docs-check")}
    assert len(parts) > 50
    assert {name: stated for name, stated in parts.items() if not may_be_shipped(stated)} == {}
    assert [name for name, stated in parts.items() if stated == "not stated"] == []


@pytest.mark.parametrize(
    ("stated", "may_be"),
    [
        ("MIT", True),
        ("LGPL-2.1-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("MIT OR GPL-2.0-or-later", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0", False),
        ("GNU General Public License v2 (GPLv2)", False),
        ("GNU Affero General Public License v3", False),
    ],
)
def test_which_licences_may_be_shipped(stated, may_be):
    assert may_be_shipped(stated) is may_be


def test_the_notes_are_the_changelogs_section():
    changelog = "# Changelog\n\n## Unreleased\n\nnew\n\n## 0.2.0, 2026-11-30\n\nsecond\n\n## 0.1.0\n\nfirst\n"
    assert section(changelog, "0.2.0") == "# docs-check 0.2.0\n\nsecond\n\n"
    assert "new" in section(changelog, "0.3.0")
    with pytest.raises(ValueError, match=r"0\.9"):
        section("# Changelog\n", "0.9")
