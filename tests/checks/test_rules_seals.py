"""Rules about seals: a pass, a defect and an unsure case each."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from checks.records import Severity, Verdict
from extractor.records import Box, Color, Line, Place, Shape

COMPANY, COMMERCE, FINANCE = "青岛海瑞贸易有限公司", "平度市商务局", "平度市财政局"
FORM = "application_form"


def form_seals(company, **instead):
    seals = {
        "applicant": company.seal(company.name, "applicant", y=0.55),
        "district_commerce": company.seal(COMMERCE, "district_commerce", y=0.65),
        "district_finance": company.seal(FINANCE, "district_finance", y=0.75),
        **instead,
    }
    return [seal for seal in seals.values() if seal is not None]


def only(findings):
    assert len(findings) == 1, [(one.code, one.slot, one.message.zh) for one in findings]
    return findings[0]


@pytest.mark.parametrize("code", ["SL001", "SL002", "SL003", "SL004", "SL005", "SL006", "SL007"])
def test_a_set_in_order_passes(company, code):
    assert company.verdicts(company.batch(), code) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}


def test_sl001_missing(company):
    form = company.form(seals=form_seals(company, applicant=None))
    found = only(company.findings(company.batch(application_form=form), "SL"))
    assert (found.code, found.slot, found.verdict) == ("SL001", "applicant", Verdict.DEFECT)
    assert found.place.box == form.slot("applicant").area.box
    assert "申报单位" in found.message.zh


def test_sl001_is_unsure_on_a_poor_scan_and_where_an_unread_seal_lies_about(company):
    poor = company.form(seals=form_seals(company, applicant=None), poor=True)
    assert only(company.findings(company.batch(application_form=poor), "SL001")).verdict is Verdict.UNSURE
    stray = company.seal(None, None, y=0.2)
    form = company.form(seals=[*form_seals(company, applicant=None), stray])
    assert only(company.findings(company.batch(application_form=form), "SL001")).verdict is Verdict.UNSURE


def test_an_electronic_invoice_needs_no_seal_and_a_paper_one_does(company):
    assert not company.findings(company.batch(), "SL001")
    paper = company.invoice(title="山东增值税专用发票")
    assert only(company.findings(company.batch(premium_invoice=paper), "SL001")).kind == "premium_invoice"


def test_sl002_is_sure_where_an_unclear_letter_is_one_of_a_name_that_is_clearly_another(company):
    """One unclear letter makes the whole ring's confidence low; that it is not the applicant's, the others say."""
    text = "济南大明进出口有限公司"

    def ring(text, *unclear):
        letters = tuple(0.4 if at in unclear else 0.99 for at in range(len(text)))
        seal = company.seal(text, "applicant", y=0.55)
        return replace(seal, confidence=0.06, owner_confidence=0.06, letters=letters)

    def found(seal):
        form = company.form(seals=form_seals(company, applicant=seal))
        return only(company.findings(company.batch(application_form=form), "SL"))

    assert (found(ring(text, 3)).code, found(ring(text, 3)).verdict) == ("SL002", Verdict.DEFECT)
    longer = COMPANY.replace("瑞", "端").replace("贸易", "国际经贸")  # what a name has more is no other letter
    begun_elsewhere = COMPANY[4:] + COMPANY[:4]
    unclear = (ring(text, *range(7)), ring(COMPANY.replace("瑞", "端"), 3), ring(longer, 3), ring(begun_elsewhere, 0))
    for seal in unclear:
        assert (found(seal).code, found(seal).verdict) == ("SL004", Verdict.UNSURE)


def test_sl002_another_owner(company):
    seals = form_seals(company, applicant=company.seal("济南大明进出口有限公司", "applicant", y=0.55))
    found = only(company.findings(company.batch(application_form=company.form(seals=seals)), "SL"))
    assert (found.code, found.slot, found.verdict) == ("SL002", "applicant", Verdict.DEFECT)
    assert found.found.zh == "济南大明进出口有限公司"
    assert COMPANY in found.expected.zh


def test_sl002_is_unsure_where_the_owner_is(company):
    stranger = company.seal("济南大明进出口有限公司", "applicant", confidence=0.7, y=0.55)
    form = company.form(seals=form_seals(company, applicant=stranger))
    assert only(company.findings(company.batch(application_form=form), "SL")).verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("read", "codes"),
    [
        ("政审批服务局", {"SL004"}),  # what is left of 青岛市行政审批服务局 where a side is worn, however clear
        ("青岛市行政审北服务局", {"SL004"}),
        ("青岛市应急管理局", {"EV002"}),
    ],
)
def test_a_clear_rest_of_the_right_offices_name_accuses_nobody(company, read, codes):
    licence = company.licence(seals=[company.seal(read, "issuer", confidence=0.98, y=0.55)])
    found = company.all_findings(company.batch(business_licence=licence))
    assert {one.code for one in found} == codes


def test_a_clear_rest_of_the_applicants_name_accuses_nobody(company):
    rest = company.seal(COMPANY[4:], "applicant", confidence=0.98, y=0.55)
    found = only(
        company.findings(company.batch(application_form=company.form(seals=form_seals(company, applicant=rest))), "SL")
    )
    assert (found.code, found.verdict) == ("SL004", Verdict.UNSURE)


def test_a_company_seal_in_the_authoritys_place_of_the_summary_table(company):
    summary = company.summary(seals=[company.seal(COMPANY, "district_commerce", y=0.55)])
    found = only(company.findings(company.batch(summary_table=summary), "SL"))
    assert (found.code, found.kind, found.applicant, found.district) == ("SL002", "summary_table", None, "平度市")


def test_sl003_in_anothers_place_gives_one_finding_for_each_place(company):
    own = company.seal(COMPANY, "district_commerce", y=0.65)
    form = company.form(seals=form_seals(company, applicant=None, district_commerce=own))
    found = company.findings(company.batch(application_form=form), "SL")
    assert {(one.code, one.slot, one.verdict) for one in found} == {
        ("SL003", "applicant", Verdict.DEFECT),
        ("SL002", "district_commerce", Verdict.DEFECT),
    }


def test_sl003_is_unsure_where_the_seal_was_hardly_read(company):
    own = company.seal(COMPANY, None, confidence=0.6, y=0.2)
    form = company.form(seals=[*form_seals(company, applicant=None), own])
    found = only(company.findings(company.batch(application_form=form), "SL"))
    assert (found.code, found.verdict) == ("SL003", Verdict.UNSURE)


def test_a_place_that_was_not_found_makes_nothing_surely_misplaced(company):
    """登记机关 under a grey seal was not read, and the licence's own seal stood “in another place”."""
    stands = company.form(seals=[*form_seals(company, applicant=None), company.seal(COMPANY, None, y=0.2)])
    unfound = replace(stands, slots=tuple(slot for slot in stands.slots if slot.slot != "applicant"))
    readings = company.batch(application_form=unfound)
    assert not company.findings(readings, "SL")
    assert Verdict.NOT_CHECKABLE in company.verdicts(readings, "SL003")
    amiss = form_seals(company, applicant=None, district_commerce=company.seal(COMPANY, "district_commerce", y=0.65))
    found = company.findings(company.batch(application_form=replace(unfound, seals=tuple(amiss))), "SL003")
    assert only(found).verdict is Verdict.UNSURE


def test_a_seal_that_hangs_over_into_the_next_cell_is_in_its_own(company):
    hanging = replace(company.seal(COMPANY, "district_commerce", y=0.57), place=Place(1, Box(0.6, 0.52, 0.75, 0.62)))
    form = company.form(seals=[*form_seals(company, applicant=None), hanging])
    assert not company.findings(company.batch(application_form=form), "SL")


def test_one_office_that_is_two_parties_does_not_seal_for_both(company):
    # Where commerce and finance are one committee, its seal in the finance box is not commerce's, misplaced.
    both = "青岛高新技术产业开发区管理委员会"
    company.folder = "高新区/甲"
    seals = [company.seal(COMPANY, "applicant", y=0.55), company.seal(both, "district_finance", y=0.75)]
    found = only(company.findings([company.reading(company.form(seals=seals, fields={"district": "高新区"}))], "SL"))
    assert (found.code, found.slot) == ("SL001", "district_commerce")


def test_sl004_is_always_unsure(company):
    for seal in (
        company.seal(None, "applicant", y=0.55, text="青岛海瑞贸"),
        company.seal("青岛海端贸易有限公司", "applicant", confidence=0.9, y=0.55),
    ):
        form = company.form(seals=form_seals(company, applicant=seal))
        found = only(company.findings(company.batch(application_form=form), "SL"))
        assert (found.code, found.verdict) == ("SL004", Verdict.UNSURE)


def test_neighbouring_districts_seals_differ_in_one_character(company):
    for confidence, code in ((0.9, "SL004"), (0.99, "SL002")):
        seal = company.seal("莱西市商务局", "district_commerce", confidence=0.99, y=0.65)
        near = company.seal("平庆市商务局", "district_commerce", confidence=confidence, y=0.65)
        assert only(self_findings(company, seal)).code == "SL002"
        assert only(self_findings(company, near)).code == code


def self_findings(company, seal):
    form = company.form(seals=form_seals(company, district_commerce=seal))
    return company.findings(company.batch(application_form=form), "SL")


def test_sl007_on_letters_only(company):
    off = company.certificate("customs_certificate", seals=[company.seal("中华人民共和国青岛海关", None, y=0.2)])
    found = only(company.findings(company.batch(customs_certificate=off), "SL"))
    assert (found.code, found.verdict) == ("SL007", Verdict.DEFECT)
    # Between touching and clear of it, nobody can tell from boxes.
    near = replace(off.seals[0], place=Place(1, Box(0.6, 0.395, 0.75, 0.495)))
    nearly = only(company.findings(company.batch(customs_certificate=replace(off, seals=(near,))), "SL"))
    assert (nearly.code, nearly.verdict) == ("SL007", Verdict.UNSURE)


def test_a_copy_under_the_applicants_seal_is_in_order(company):
    grey = company.seal("青岛市行政审批服务局", "issuer", color=Color.GREY, y=0.55)
    own = company.seal(COMPANY, "issuer", y=0.55)
    copy = company.licence(seals=[grey, own])
    assert not company.findings(company.batch(business_licence=copy), "SL")
    assert not company.findings(company.batch(business_licence=copy), "EV002")
    assert not company.findings(company.batch(business_licence=copy), "EV008")


def test_seals_that_touch_accuse_nobody(company):
    """Three of them, read as one of 7 cm that belongs to none of the parties."""
    _, *others = form_seals(company)
    whole = replace(
        company.seal("远籍包有限公司", "district_commerce", y=0.65), place=Place(1, Box(0.5, 0.58, 0.85, 0.8))
    )
    form = company.form(seals=[whole, *others[1:]])
    found = company.findings(company.batch(application_form=form), "SL")
    assert found
    assert {one.verdict for one in found} == {Verdict.UNSURE}


def test_sl005_one_finding_for_a_copied_form(company):
    seals = [replace(seal, color=Color.GREY) for seal in form_seals(company)]
    found = only(company.findings(company.batch(application_form=company.form(seals=seals)), "SL"))
    assert (found.code, found.verdict, found.severity) == ("SL005", Verdict.DEFECT, Severity.ERROR)
    faint = [replace(seal, confidence=0.6, owner_confidence=0.6) for seal in seals]
    doubted = company.findings(company.batch(application_form=company.form(seals=faint)), "SL005")
    assert only(doubted).verdict is Verdict.UNSURE


def impression(wear: random.Random, noise: float = 0.0, turn: int = 0, grain: int = 0) -> str:
    """768 levels: wear along the rim, scanned with `noise`, and letters turned by `turn` steps."""
    scan, cut = random.Random(1000 + grain), random.Random(2000)
    rim = [wear.gauss(0, 2.5) + noise * scan.gauss(0, 2.5) for _ in range(512)]
    letters = [cut.gauss(0, 2.5) for _ in range(256)]
    levels = [*rim, *letters[turn:], *letters[:turn]]
    return "".join(f"{min(15, max(1, round(level) + 8)):x}" for level in levels)


def sealed_twice(company, one: str, two: str, **more):
    """A summary and an opinion under the commerce office's seal, with these impressions."""
    left = company.seal(COMMERCE, "district_commerce", y=0.55, impression=one)
    right = company.seal(COMMERCE, "district_commerce", y=0.55, impression=two)
    summary, opinion = company.summary(seals=[left], **more), company.opinion(seals=[right])
    return company.batch(summary_table=summary, review_opinion=opinion)


def test_sl006_the_very_same_impression(company):
    one = impression(random.Random(7), 0.3, grain=1)

    def findings(two, **more):
        return company.findings(sealed_twice(company, one, two, **more), "SL006")

    again = impression(random.Random(7), 0.3, grain=2)
    assert {(one.kind, one.verdict) for one in findings(again)} == {
        ("summary_table", Verdict.DEFECT),
        ("review_opinion", Verdict.DEFECT),
    }
    assert {one.verdict for one in findings(impression(random.Random(7), 1.0, grain=2))} == {Verdict.UNSURE}
    assert not findings(impression(random.Random(8), 0.3)), "the same angle, other wear: set by hand"
    assert not findings(impression(random.Random(7), 0.3, turn=9)), "the letters lie otherwise"
    assert not findings(again, born_digital=True)


def test_sl006_a_nick_in_the_seal_itself_is_in_all_its_impressions(company):
    def nicked(wear: int, turn: int) -> str:
        one = impression(random.Random(1), 0.85, grain=wear)
        return one[turn:512] + one[:turn] + one[512:]

    others = [company.seal(COMMERCE, None, impression=nicked(10 + at, 5 + 3 * at)) for at in range(9)]
    alone = sealed_twice(company, nicked(1, 0), impression(random.Random(1), 0.7, grain=2))
    assert {one.verdict for one in company.findings(alone, "SL006")} == {Verdict.UNSURE}
    among = company.batch(
        summary_table=company.summary(seals=[company.seal(COMMERCE, None, impression=nicked(1, 0)), *others]),
        review_opinion=company.opinion(
            seals=[company.seal(COMMERCE, None, impression=impression(random.Random(1), 0.7, grain=2))]
        ),
    )
    assert not company.findings(among, "SL006")


def test_sl006_two_scans_of_one_paper_are_no_pasted_seal(company):
    lines = ((1, Line(Box(0, 0, 1, 0.1), "平度市商务局关于申报材料的初审意见" * 7, 0.99)),)
    seal = company.seal(COMMERCE, "issuer", impression=impression(random.Random(7)))
    opinion = company.opinion(seals=[seal], lines=lines)
    twin = replace(opinion, file="平度市/意见2.pdf")
    readings = [*company.batch(review_opinion=opinion), company.reading(twin)]
    assert not company.findings(readings, "SL006")
    assert company.findings(readings, "DC005")


def test_a_form_sent_as_word_says_that_it_has_no_seals(company):
    word = company.form(seals=[], pictureless=True)
    found = company.findings(company.batch(application_form=word), "SL")
    assert {one.code for one in found} == {"SL001"}
    assert all("Word 或 Excel 文件" in one.found.zh and "Word 或 Excel" in one.message.zh for one in found)


def test_a_word_file_beside_the_sealed_scan_is_a_working_copy(company):
    word = company.form(seals=[], pictureless=True)
    batch = [*company.batch(), company.reading(word, file=company.form().file.replace(".pdf", ".docx"))]
    assert not company.findings(batch, "SL001")


def test_an_electronic_signature_that_shows_nowhere_seals_its_partys_place(company):
    whole = replace(
        company.seal(company.name, None), place=Place(1, Box(0.0, 1.0, 1.0, 1.0)), electronic=True, slot=None
    )
    form = company.form(seals=[*form_seals(company, applicant=None), whole])
    assert not company.findings(company.batch(application_form=form), "SL")
    certificate = company.certificate("tax_certificate")
    issuer = replace(whole, owner=certificate.seals[0].owner)
    certificate = replace(certificate, seals=(issuer,))
    assert not company.findings(company.batch(tax_certificate=certificate), "SL")


@pytest.mark.parametrize("official", [True, False])
def test_a_persons_name_seal_neither_fills_nor_spoils_a_place(company, official):
    name_seal = replace(
        company.seal(None, "applicant", y=0.55),
        shape=Shape.SQUARE,
        text="曲磊印",
        owner=None,
        place=Place(1, Box(0.55, 0.55, 0.64, 0.61)),
    )
    own = company.seal(company.name, "applicant", y=0.55) if official else None
    seals = [*form_seals(company, applicant=own), name_seal]
    findings = company.findings(company.batch(application_form=company.form(seals=seals)), "SL")
    assert [one.code for one in findings] == ([] if official else ["SL001"])


def test_red_ink_in_the_place_that_could_not_be_made_out_leaves_a_doubt(company):
    """A faint seal that was not found must not be called missing."""
    form = company.form(seals=form_seals(company, district_finance=None))
    bare = only(company.findings(company.batch(application_form=form), "SL"))
    assert (bare.code, bare.slot, bare.verdict) == ("SL001", "district_finance", Verdict.DEFECT)
    slots = tuple(replace(one, trace=one.slot == "district_finance") for one in form.slots)
    traced = only(company.findings(company.batch(application_form=replace(form, slots=slots)), "SL"))
    assert (traced.code, traced.slot, traced.verdict) == ("SL001", "district_finance", Verdict.UNSURE)


def test_a_place_known_by_the_forms_order_alone_accuses_nobody_surely(company):
    form = company.form(seals=form_seals(company, applicant=None))
    guessed = tuple(replace(slot, guessed=slot.slot == "district_finance") for slot in form.slots)
    found = only(company.findings(company.batch(application_form=replace(form, slots=guessed)), "SL001"))
    assert found.verdict is Verdict.UNSURE


def test_on_a_copy_the_applicants_own_place_holds_its_seal_like_any_other(company):
    spec = company.policy.kinds["insurance_policy"]
    slot = replace(spec.slots["issuer"], party="applicant", labels=("投保人签章",))
    kinds = {**company.policy.kinds, "insurance_policy": replace(spec, slots={"issuer": slot})}
    own = replace(company, policy=company.policy.model_copy(update={"kinds": kinds}))
    inside, vouching = own.seal(own.name, "issuer", y=0.55), own.seal(own.name, None, y=0.9)
    sealed = own.policy_paper(seals=[inside, vouching])
    assert not own.findings(own.papers(insurance_policy=sealed), "SL")
    (finding,) = own.findings(own.papers(insurance_policy=own.policy_paper(seals=[vouching])), "SL")
    assert finding.verdict is Verdict.UNSURE  # it may be the one that vouches for the copy
