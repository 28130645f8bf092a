"""Packs come in by one door; a wrong one is answered with file, line and remedy."""

from __future__ import annotations

import pytest

from checks.pack.load import PackError, load_pack
from checks.pack.shipped import find_packs
from extractor.forms import Forms, KindSpec


@pytest.mark.parametrize("name", sorted(find_packs()))
def test_every_shipped_pack_loads_whole(name):
    policy = load_pack(find_packs()[name])
    assert policy.id == name
    assert isinstance(policy.forms, Forms)
    assert all(isinstance(kind, KindSpec) for kind in policy.forms.kinds.values())
    assert set(policy.evidence) <= set(policy.kinds)


def test_merge_keys_give_each_certificate_its_own_title_and_the_common_fields(policy):
    tax = policy.kinds["tax_certificate"]
    assert tax.titles == ("涉税信息查询结果告知书",)
    assert tax.slots["issuer"].party == "tax"
    assert tax.fields == policy.kinds["customs_certificate"].fields


def test_a_policy_is_frozen(policy):
    with pytest.raises(ValueError, match="frozen"):
        policy.id = "other"


WRONG = [
    # file, text that is replaced, by what, the line's content, what the answer must name
    (
        "papers.yaml",
        "original: required\n    fields:\n      company",
        "orignal: required\n    fields:\n      company",
        "orignal:",
        "orignal",
    ),
    ("papers.yaml", "layout: table", "layout: sheet", "layout: sheet", "sheet"),
    (
        "papers.yaml",
        "district_commerce: {party: district_commerce, date: opinion_date}",
        "district_commerce: {party: comerce, date: opinion_date}",
        "party: comerce",
        "comerce",
    ),
    (
        "rules.yaml",
        "dates: [review_opinion.opinion_date]",
        "dates: [review_opinion.opined]",
        "review_opinion.opined",
        "opined",
    ),
    ("rules.yaml", "- [application, form_finance]", "- [application, finance]", "- [application, finance]", "finance"),
    ("rules.yaml", "limit: 2023-03-20", "limit: 2023-06-20", "limit: 2023-06-20", "2023-06-20"),
    (
        "rules.yaml",
        "window: {from: 2023-01-01, to: 2023-05-19}",
        "window: {from: 2024-01-01, to: 2023-05-19}",
        "from: 2024-01-01",
        "2024-01-01",
    ),
    ("rules.yaml", "  business_licence: {issuer", "  busines_licence: {issuer", "busines_licence:", "busines_licence"),
    (
        "rules.yaml",
        "holds: subsidy <= cap",
        "holds: subsidy <= __import__('os')",
        "holds: subsidy <= __import__",
        "__import__",
    ),
    ("rules.yaml", "holds: subsidy <= most", "holds: subsidi <= most", "holds: subsidi", "subsidi"),
    ("rules.yaml", 'expected: {zh: "不超过{most}万元"', 'expected: {zh: "不超过{least}万元"', "least", "least"),
    (
        "pack.yaml",
        "schema: docs-check/pack/1",
        "schema: docs-check/pack/9",
        "schema: docs-check/pack/9",
        "docs-check/pack/9",
    ),
    (
        "pack.yaml",
        "supported_period: {from: 2022-01-01",
        "supported_period: {from: last year",
        "last year",
        "last year",
    ),
    ("pack.yaml", "  insurer:\n    name", "  customs:\n    name", "customs:", "customs"),
    ("pack.yaml", "districts:\n  市南区: [青岛市市南区]", "districts:\n  市南区: [青岛市市南区", "", "YAML"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "names"), WRONG, ids=[row[2][:30] for row in WRONG])
def test_a_wrong_pack_is_answered_with_file_line_and_remedy(pack_copy, file, old, new, line, names):
    folder = pack_copy(file, old, new)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    error = caught.value
    assert error.file == folder / file
    assert error.line is not None
    if line:
        assert line in (folder / file).read_text(encoding="utf-8").splitlines()[error.line - 1]
    for language in ("zh", "en"):
        said = error.in_language(language)
        assert f"{file}:{error.line}" in said
        assert names in said
    assert error.remedy.zh
    assert error.remedy.en


def test_a_misspelt_key_is_answered_with_the_likely_one(pack_copy):
    folder = pack_copy("pack.yaml", "parties:\n", "partys:\n")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert "parties" in caught.value.expected.zh


def test_a_missing_file_and_a_missing_part(pack_copy):
    folder = pack_copy("pack.yaml", "id: qingdao-2022-export-credit\n", "")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert "id" in caught.value.wrong.zh
    (folder / "rules.yaml").unlink()
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.file.name == "rules.yaml"


def test_an_act_with_a_limit_needs_the_code_of_its_finding(pack_copy):
    folder = pack_copy("rules.yaml", "    limit: 2023-03-20\n    late: DL001\n", "    limit: 2023-03-20\n")
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert caught.value.line is not None
    assert "late" in caught.value.wrong.en
