"""Shared pieces: what a pack uses stands in it, what it says itself comes over that."""

from __future__ import annotations

import pytest

from checks.pack.load import load_pack
from checks.pack.shipped import library_packs, pieces
from checks.pack.yaml_file import PackError

USED = "  business_licence: {uses: common/business-licence}\n"


def test_a_pack_says_more_over_a_piece_and_takes_away_from_it(pack_copy):
    more = "  business_licence:\n    uses: common/business-licence\n    titles: [执照]\n    captions: null\n"
    licence = load_pack(pack_copy("papers.yaml", USED, more)).kinds["business_licence"]
    assert licence.titles == ("执照",)
    assert licence.captions == ()
    assert licence.fields["company"].labels == ("名称",)
    assert licence.slots["issuer"].party == "registry"


def test_a_piece_that_there_is_not_is_answered_with_line_and_the_known_ones(pack_copy):
    folder = pack_copy("papers.yaml", USED, USED.replace("business-licence}", "business-license}"))
    with pytest.raises(PackError) as refused:
        load_pack(folder)
    (fault,) = refused.value.faults
    assert fault.line
    assert "common/business-licence" in fault.expected.zh


def test_every_piece_is_used_by_a_shipped_pack():
    """One that no pack uses is tried by nobody."""
    texts = [
        file.read_text("utf-8")
        for folder in (
            *library_packs().values(),
            next(iter(pieces().values())).parents[1] / "qingdao-2022-export-credit",
        )
        for file in folder.glob("*.yaml")
    ]
    assert [name for name in pieces() if not any(name in text for text in texts)] == []
