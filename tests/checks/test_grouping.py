"""From files to companies and districts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.facts.names import Likeness, compare_names
from checks.grouping.batch import group
from checks.pack.districts import DistrictNames
from checks.records import Verdict
from extractor.records import Trouble


def moved(readings, folder):
    return [
        replace(
            one,
            file=f"{folder}/{at}.pdf",
            documents=tuple(replace(paper, file=f"{folder}/{at}.pdf") for paper in one.documents),
        )
        for at, one in enumerate(readings)
    ]


def shape(batch):
    return {
        (district.name, dossier.applicant, len(dossier.documents))
        for district in batch.districts
        for dossier in district.dossiers
    }


@pytest.mark.parametrize(
    ("path", "district"),
    [
        ("平度市/甲/1.pdf", "平度市"),
        ("01平度市/1.pdf", "平度市"),
        ("平度市材料/甲/1.pdf", "平度市"),
        ("2023/3.平度市（报送）/1.pdf", "平度市"),
        ("黄岛区/1.pdf", "西海岸新区"),
        ("青岛高新技术产业开发区/1.pdf", "高新区"),
        ("甲公司/平度市.pdf", None),
        ("平度市海瑞公司/1.pdf", None),
    ],
)
def test_the_district_of_a_folder(policy, path, district):
    assert DistrictNames(policy).of_path(path) == district


def test_the_district_from_the_papers_where_the_folder_says_nothing(company):
    batch = group(moved(company.papers(), "材料/甲"), company.policy)
    assert shape(batch) == {("平度市", company.name, 8)}
    assert not batch.districts[0].from_folder


def test_an_unknown_district_is_said_to_be_unknown(company):
    form = company.form(fields={"district": "", "address": "人民路1号"}, seals=[])
    batch = group([company.reading(replace(form, file="甲/1.pdf"))], company.policy)
    assert shape(batch) == {(None, company.name, 1)}


@pytest.mark.parametrize("folder", ["平度市", "平度市/散件/再一层", "."])
def test_loose_papers_of_two_companies_are_told_apart(company, other, folder):
    papers = [paper for pair in zip(company.papers(), other.papers(), strict=True) for paper in pair]
    assert shape(group(moved(papers, folder), company.policy)) == {
        ("平度市", company.name, 8),
        ("平度市", other.name, 8),
    }


def test_a_bundle_is_one_companys_whatever_the_file_is_called(company, other):
    def bundle(one, file):
        documents = tuple(
            replace(paper, file=file, pages=(at,))
            for at, reading in enumerate(one.papers(), 1)
            for paper in reading.documents
        )
        return replace(one.papers()[0], file=file, documents=documents)

    batch = group([bundle(company, "平度市/a.pdf"), bundle(other, "平度市/扫描件002.pdf")], company.policy)
    assert shape(batch) == {("平度市", company.name, 8), ("平度市", other.name, 8)}
    assert {home.applicant for home in batch.homes} == {company.name, other.name}


def test_look_alike_names_are_two_companies_and_slips_are_one(company):
    twin = type(company)(company.policy, "青岛瑞海贸易有限公司", "91370200MA3D1TEXTP", "平度市/瑞海")
    loose = [paper for pair in zip(company.papers(), twin.papers(), strict=True) for paper in pair]
    assert len(shape(group(moved(loose, "平度市"), company.policy))) == 2
    slip = company.licence(fields={"company": "青岛海端贸易有限公司"})
    assert shape(group(moved(company.papers(business_licence=slip), "平度市"), company.policy)) == {
        ("平度市", company.name, 8)
    }


@pytest.mark.parametrize(
    ("left", "right", "confidence", "likeness"),
    [
        ("青岛海瑞贸易有限公司", "青岛海瑞贸易有限公司", 0.5, Likeness.SAME),
        ("青岛（海瑞）贸易有限公司", "青岛(海瑞) 贸易有限公司", 0.99, Likeness.SAME),
        ("青岛海瑞贸易有限公司", "海瑞贸易有限公司", 0.99, Likeness.SAME),
        ("青岛泰丰贸易有限公司", "青岛秦丰贸易有限公司", 0.9, Likeness.SLIP),
        ("青岛泰丰贸易有限公司", "青岛秦丰贸易有限公司", 0.99, Likeness.OTHER),
        ("青岛海瑞贸易有限公司", "青岛瑞海贸易有限公司", 0.9, Likeness.OTHER),
        ("青岛海瑞贸易有限公司", "青岛瑞海贸易有限公司", 0.7, Likeness.SLIP),
        ("青岛海瑞贸易有限公司", "烟台宏达渔具有限公司", 0.9, Likeness.OTHER),
    ],
)
def test_names(left, right, confidence, likeness):
    assert compare_names(left, right, confidence) is likeness
    assert compare_names(right, left, confidence) is likeness


def test_one_company_in_two_districts_is_two_dossiers(company):
    again = type(company)(company.policy, company.name, company.code, "莱西市/甲")
    batch = group([*company.papers(), *again.papers()], company.policy)
    assert shape(batch) == {("平度市", company.name, 8), ("莱西市", company.name, 8)}


def test_a_paper_in_another_companys_folder_is_named_there_and_not_missing_at_home(company, other):
    stray = replace(other.certificate("tax_certificate"), file=f"{company.folder}/税务.pdf")
    readings = [*company.papers(tax_certificate=stray), *other.papers(tax_certificate=None)]
    found = [one for one in company.findings(readings, "EV") if one.kind == "tax_certificate"]
    assert [(one.code, one.applicant) for one in found] == [("EV004", company.name)]


def test_a_certificate_of_nobody_who_applied_is_named(company, other):
    stray = replace(other.certificate("tax_certificate"), file="平度市/税务.pdf")
    (found,) = company.findings([*company.batch(), company.reading(stray)], "EV")
    assert (found.code, found.applicant, found.file) == ("EV004", None, "平度市/税务.pdf")


def test_a_company_without_an_application_form_lacks_just_that(company, other):
    found = company.findings([*company.batch(), *moved(other.papers(application_form=None), "平度市")], "EV")
    assert [(one.code, one.kind, one.applicant) for one in found] == [("EV001", "application_form", other.name)]


def test_a_folder_of_one_kind_for_all_companies(company, other):
    readings = [
        replace(
            one,
            file=f"平度市/{kind}/{who.name}.pdf",
            documents=tuple(replace(paper, file=f"平度市/{kind}/{who.name}.pdf") for paper in one.documents),
        )
        for who in (company, other)
        for one in who.papers()
        for kind in (one.documents[0].kind,)
    ]
    assert shape(group(readings, company.policy)) == {("平度市", company.name, 8), ("平度市", other.name, 8)}


def test_an_unread_bundle_of_a_company_in_the_summary_is_that_companys(company, other):
    summary = company.summary([company.row(), other.row()], fields={"total": "12.00", "premium_total": "20.00"})
    bad = company.reading(file=f"平度市/{other.name}.pdf", trouble=Trouble.UNREADABLE)
    readings = [*company.batch(summary_table=summary, tax_certificate=None), bad]
    batch = group(readings, company.policy)
    assert ("平度市", other.name, 0) in shape(batch)
    assert not batch.districts[0].unread
    # The other's damaged file does not excuse this company's missing paper, and hides what the other lacks.
    assert [one.applicant for one in company.findings(readings, "EV001")] == [company.name]
    (damaged,) = company.findings(readings, "DC001")
    assert (damaged.applicant, damaged.district) == (other.name, "平度市")


def test_insurers_papers_belong_to_no_district(company):
    form = company.paper(
        "insurer_application", "保险机构/甲/申请表.pdf", {"insurer": "中国某某保险公司"}, {"insurer": "2023年3月22日"}
    )
    batch = group([company.reading(form), *company.batch()], company.policy)
    assert [document.kind for document in batch.others] == ["insurer_application"]
    assert [district.name for district in batch.districts] == ["平度市"]
    assert batch.homes[0].applicant == "中国某某保险公司"
    assert batch.homes[0].district is None


def test_an_empty_batch_is_judged_without_a_word_about_papers(policy):
    from checks.judge import judge

    outcomes = judge(group([], policy), policy)
    assert {one.code for one in outcomes if one.is_finding} == {"PL001", "PL002", "PL003"}
    assert Verdict.UNSURE not in {one.verdict for one in outcomes}
