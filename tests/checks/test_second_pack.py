"""A policy of a quite different kind, with no districts and no money, needs no line of Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.grouping.batch import group
from checks.judge import judge
from checks.pack.load import load_pack
from checks.records import Severity, Verdict

PACK = Path(__file__).parent / "packs" / "road-works-permit"
BUILDER, OFFICE, POLICE = "临江市第三建筑工程公司", "临江市市政管理局", "临江市公安局交通警察支队"


@pytest.fixture
def permit(company):
    return type(company)(load_pack(PACK))


def papers(permit, number="A-17", **instead):
    fields = {"builder": BUILDER, "project_no": number}
    form = permit.paper(
        "permit_form",
        f"{number}/1.pdf",
        {**fields, "road": "人民路", "depth": "2.5", **instead.get("fields", {})},
        {"applicant": "2024年6月1日", "works_bureau": "2024年6月20日", **instead.get("dates", {})},
        instead.get("seals", [permit.seal(BUILDER, "applicant", y=0.55), permit.seal(OFFICE, "works_bureau", y=0.65)]),
    )
    consent = permit.paper(
        "traffic_consent",
        f"{number}/2.pdf",
        fields,
        {"issuer": "2024年6月10日"},
        [permit.seal(POLICE, "issuer", y=0.55)],
    )
    return [permit.reading(one) for one in (form, consent) if one.kind not in instead.get("without", ())]


def found(permit, **instead):
    batch = group(papers(permit, **instead), permit.policy)
    return [(one.code, one.kind, one.applicant) for one in judge(batch, permit.policy) if one.is_finding]


def test_in_order(permit):
    batch = group(papers(permit), permit.policy)
    outcomes = judge(batch, permit.policy)
    assert not [one.message for one in outcomes if one.is_finding]
    assert {one.code for one in outcomes if one.verdict is Verdict.PASS} >= {
        "SL001",
        "DL001",
        "DT004",
        "EV001",
        "AM003",
    }
    assert [district.name for district in batch.districts] == [None]


@pytest.mark.parametrize(
    ("instead", "expected"),
    [
        ({"seals": []}, [("SL001", "permit_form", BUILDER), ("SL001", "permit_form", BUILDER)]),
        ({"dates": {"applicant": "2024年7月2日", "works_bureau": "2024年7月3日"}}, [("DL001", "permit_form", BUILDER)]),
        ({"dates": {"works_bureau": "2024年5月3日"}}, [("DT004", "permit_form", BUILDER)]),
        ({"fields": {"depth": "3.50"}}, [("AM003", "permit_form", BUILDER)]),
        ({"fields": {"road": ""}}, [("CX007", "permit_form", BUILDER)]),
        ({"without": ("traffic_consent",)}, [("EV001", "traffic_consent", BUILDER)]),
    ],
)
def test_defects(permit, instead, expected):
    assert found(permit, **instead) == expected


def test_two_projects_of_one_builder_are_two_applicants(permit):
    batch = group([*papers(permit, "A-17"), *papers(permit, "B-99")], permit.policy)
    assert len(batch.districts[0].dossiers) == 2
    assert not [one for one in judge(batch, permit.policy) if one.code in ("CX006", "CX002") and one.is_finding]


def test_its_own_severities(permit):
    batch = group(papers(permit), permit.policy)
    assert {one.severity for one in judge(batch, permit.policy, select=["SL007"])} == {Severity.ERROR}
