"""What papers and file names say is shown without control characters, and names of files stay plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_check.clean import file_stem, shown


@given(st.text())
def test_shown_holds_nothing_that_controls(text):
    cleaned = shown(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in cleaned)
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    cleaned.encode("utf-8")


def test_a_long_name_is_cut():
    assert len(shown("长" * 10_000)) < 500


@given(st.text())
def test_a_file_stem_is_a_plain_name(text):
    stem = file_stem(text)
    assert stem
    assert len(stem) <= 40
    assert not set(stem) & set('/\\:*?"<>|.')
    assert not stem.startswith("-")


@pytest.mark.parametrize("name", ["市南区", "自贸片区"])
def test_names_of_districts_stay_as_they_are(name):
    assert file_stem(name) == name
