"""SG001 and SG002 on forms built by hand: signed, empty, in print, under a seal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.records import Verdict
from extractor.records import Box, Color, Document, Place, Seal, Shape, SignSeen

PLACE = Place(1, Box(0.6, 0.52, 0.8, 0.54))
SIGN = SignSeen("legal_representative", "法定代表人（签字）", PLACE, "", 0.99, typed=False, ink=0.0)


def signed(company, seals=(), label=SIGN.label, **sign) -> Document:
    form = company.form(seals=[*company.form().seals[1:], *seals])
    first, *others = form.slots
    return replace(form, slots=(replace(first, signs=(replace(SIGN, label=label, **sign),)), *others))


def verdicts(company, form: Document) -> dict[str, Verdict]:
    read = [company.reading(form)]
    return {one.code: one.verdict for one in company.outcomes(read, "SG")}


def name_seal(color: Color = Color.RED) -> Seal:
    return Seal(Place(1, Box(0.62, 0.51, 0.68, 0.55)), Shape.SQUARE, color, "张三印", "", 0.99)


def test_ink_that_nobody_can_read_is_a_signature(company):
    assert verdicts(company, signed(company, ink=3.5)) == {"SG001": Verdict.PASS, "SG002": Verdict.PASS}
    assert verdicts(company, signed(company, written="张三")) == {"SG001": Verdict.PASS, "SG002": Verdict.PASS}


def test_an_empty_place_is_named_with_its_slot(company):
    (found,) = company.findings([company.reading(signed(company))], "SG")
    assert (found.code, found.verdict, found.slot) == ("SG001", Verdict.DEFECT, "applicant")
    assert "没有法定代表人的签字" in found.message.zh


@pytest.mark.parametrize("doubtful", [{"ink": 0.7}, {"confidence": 0.6}])
def test_an_empty_place_that_may_not_be_empty_is_unsure(company, doubtful):
    assert verdicts(company, signed(company, **doubtful))["SG001"] is Verdict.UNSURE


def test_a_black_seal_over_the_place_may_hide_the_signature(company):
    over = company.seal(company.name, "applicant", color=Color.BLACK, y=0.53)
    assert verdicts(company, signed(company, seals=[over]))["SG001"] is Verdict.UNSURE
    red = company.seal(company.name, "applicant", y=0.53)
    assert verdicts(company, signed(company, seals=[red]))["SG001"] is Verdict.DEFECT


def test_a_typed_name_and_a_name_seal_are_for_somebody_to_look_at(company):
    for form in (signed(company, written="张三", typed=True), signed(company, seals=[name_seal()])):
        assert verdicts(company, form) == {"SG001": Verdict.PASS, "SG002": Verdict.UNSURE}


def test_where_the_form_says_or_seal_a_seal_does(company):
    label = "法定代表人（签字或盖章）"
    own = company.seal(company.name, "applicant", y=0.6)
    for seal in (own, name_seal()):
        form = signed(company, seals=[seal], label=label)
        assert verdicts(company, form) == {"SG001": Verdict.PASS, "SG002": Verdict.PASS}
    assert verdicts(company, signed(company, label=label))["SG001"] is Verdict.DEFECT


def test_a_form_that_prints_no_such_place_and_a_word_file_are_not_judged(company):
    assert set(verdicts(company, company.form()).values()) == {Verdict.NOT_APPLICABLE}
    word = replace(signed(company), pictureless=True)
    assert set(verdicts(company, word).values()) == {Verdict.NOT_APPLICABLE}
