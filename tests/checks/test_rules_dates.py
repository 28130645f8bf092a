"""Rules about dates: missing, impossible, implausible, late, out of order, in conflict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.facts.days import delay, likely_meant, working_days
from checks.judge import doubted
from checks.pack.model import DayKind, Period
from checks.records import Verdict
from extractor.records import DateState


def only(findings):
    assert len(findings) == 1, [(one.code, one.slot, one.message.zh) for one in findings]
    return findings[0]


def with_form_dates(company, **dates):
    return company.batch(application_form=company.form(dates=dates))


@pytest.mark.parametrize("code", ["DT001", "DT002", "DT003", "DT004", "DT005", "DL001", "DL002"])
def test_a_set_in_order_passes(company, code):
    assert company.verdicts(company.batch(), code) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}


def test_dt001_blank_is_missing_and_hides_order_and_deadline(company):
    readings = with_form_dates(company, applicant="年 月 日")
    found = only(company.findings(readings, "D"))
    assert (found.code, found.slot, found.verdict) == ("DT001", "applicant", Verdict.DEFECT)
    assert Verdict.NOT_CHECKABLE in company.verdicts(readings, "DL001")
    assert company.verdicts(readings, "DT004") == {Verdict.NOT_CHECKABLE}


def test_dt001_a_date_filled_in_by_half_is_unsure(company):
    found = only(company.findings(with_form_dates(company, applicant="2023年3月 日"), "DT001"))
    assert found.verdict is Verdict.UNSURE
    assert "不完整，读作“2023年3月 日”" in found.message.zh


def test_the_citys_date_is_filled_in_later(company):
    assert not company.findings(with_form_dates(company, city_commerce="年 月 日"), "DT")


def test_dt002_no_such_day(company):
    readings = with_form_dates(company, applicant="2023年2月30日")
    found = only(company.findings(readings, "D"))
    assert (found.code, found.verdict, found.found.zh) == ("DT002", Verdict.DEFECT, "2023年2月30日")
    hardly = company.date("2023年2月30日", confidence=0.6, slot="applicant")
    assert only(company.findings(with_form_dates(company, applicant=hardly), "DT002")).verdict is Verdict.UNSURE


def test_dt002_is_unsure_where_the_year_was_not_wholly_read(company):
    found = only(company.findings(with_form_dates(company, applicant="203年2月30日"), "D"))
    assert (found.code, found.verdict) == ("DT002", Verdict.UNSURE)


def test_dt003_names_the_likely_date_and_what_follows(company):
    opinion = company.opinion(dates={"district_commerce": "2022年3月23日"})
    found = only(company.findings(company.batch(review_opinion=opinion), "D"))
    assert (found.code, found.verdict, found.kind) == ("DT003", Verdict.DEFECT, "review_opinion")
    assert "2023年3月23日" in found.message.zh
    assert "逾期1天" in found.message.zh
    assert "1 day" in found.message.en


def test_dt003_is_unsure_on_a_doubtful_reading_and_says_when_it_would_be_in_time(company):
    hardly = company.date("2022年3月7日", confidence=0.6, slot="applicant")
    found = only(company.findings(with_form_dates(company, applicant=hardly), "D"))
    assert (found.code, found.verdict) == ("DT003", Verdict.UNSURE)
    assert "期限之内" in found.message.zh


def test_dl001_days_and_working_days(company):
    dates = dict.fromkeys(("applicant", "district_commerce", "district_finance"), "2023年3月27日")
    dates["district_commerce"] = dates["district_finance"] = "2023年3月22日"
    found = only(company.findings(with_form_dates(company, **{**dates, "applicant": "2023年3月22日"}), "D"))
    assert (found.code, found.verdict) == ("DL001", Verdict.DEFECT)
    assert "逾期2天（其中工作日2天）" in found.message.zh
    assert "申报单位落款日期" in found.found.zh


def test_dl002_on_the_opinion_and_on_the_form(company):
    opinion = company.opinion(dates={"district_commerce": "2023年3月27日"})
    found = only(company.findings(company.batch(review_opinion=opinion), "DL"))
    assert (found.code, found.kind, found.applicant) == ("DL002", "review_opinion", None)
    assert "逾期5天（其中工作日3天）" in found.message.zh
    late_box = only(company.findings(with_form_dates(company, district_commerce="2023年3月23日"), "DL"))
    assert (late_box.code, late_box.kind, late_box.slot) == ("DL002", "application_form", "district_commerce")


def test_dl_is_unsure_on_a_doubtful_reading_and_the_limit_itself_is_in_time(company):
    hardly = company.date("2023年3月24日", confidence=0.7, slot="district_commerce")
    opinion = company.opinion(dates={"district_commerce": hardly})
    assert only(company.findings(company.batch(review_opinion=opinion), "DL002")).verdict is Verdict.UNSURE
    assert not company.findings(with_form_dates(company, applicant="2023年3月20日"), "DL")


def test_dt004_the_review_before_the_application(company):
    found = only(
        company.findings(with_form_dates(company, applicant="2023年3月17日", district_commerce="2023年3月14日"), "D")
    )
    assert (found.code, found.verdict, found.applicant) == ("DT004", Verdict.DEFECT, company.name)
    assert "2023年3月14日" in found.message.zh


def test_dt004_one_wrong_date_breaks_two_pairs_and_gives_one_finding(company):
    dates = {"applicant": "2023年3月18日", "district_commerce": "2023年3月14日", "district_finance": "2023年3月15日"}
    assert len(company.findings(with_form_dates(company, **dates), "DT004")) == 1


def test_dt004_is_unsure_on_a_doubtful_reading(company):
    hardly = company.date("2023年3月18日", confidence=0.7, slot="applicant")
    found = only(
        company.findings(with_form_dates(company, applicant=hardly, district_commerce="2023年3月14日"), "DT004")
    )
    assert found.verdict is Verdict.UNSURE


def test_a_late_application_is_not_out_of_order_besides(company):
    found = company.findings(with_form_dates(company, applicant="2023年3月24日"), "D")
    assert [one.code for one in found] == ["DL001"]


def test_dt005_two_dates_at_one_seal(company):
    form = company.form()
    for confidence, verdict in ((0.99, Verdict.DEFECT), (0.6, Verdict.UNSURE)):
        second = company.date("2023年3月12日", confidence, slot="applicant")
        conflict = replace(form, dates=(*form.dates, second))
        found = only(company.findings(company.batch(application_form=conflict), "DT005"))
        assert (found.verdict, found.slot) == (verdict, "applicant")


def test_a_doubt_of_the_second_reader_makes_a_finding_unsure(company):
    form = company.form(dates={"applicant": "2023年2月30日"})
    mention = form.slot("applicant").date
    assert mention.state is DateState.IMPOSSIBLE
    doubts = frozenset({(form.file, mention.place.page, mention.place.box)})
    found = only(company.findings(company.batch(application_form=form), "DT002"))
    assert found.verdict is Verdict.DEFECT
    assert only(doubted([found], doubts)).verdict is Verdict.UNSURE
    assert doubted([found], frozenset()) == (found,)


@pytest.mark.parametrize(("confidence", "verdict"), [(0.9, Verdict.UNSURE), (0.99, Verdict.DEFECT)])
@pytest.mark.parametrize("written", ["2028年3月18日", "2023年3月27日", "2023年6月31日"])
def test_one_look_alike_digit_would_undo_it(company, written, confidence, verdict):
    mention = company.date(written, confidence, slot="applicant")
    found = company.findings(with_form_dates(company, applicant=mention), "D")
    expected = Verdict.DEFECT if written == "2023年3月27日" else verdict  # 21 would be late as well
    assert [one.verdict for one in found] == [expected]


def test_working_days_through_a_holiday_and_an_unknown_year(day):
    # Tomb-sweeping day 2023 was Wednesday 5 April.
    assert working_days(day("2023-04-03"), day("2023-04-07"), {}) == (4, False)
    assert working_days(day("2199-01-05"), day("2199-01-11"), {}) == (5, True)
    own = {day("2199-01-07"): DayKind.HOLIDAY, day("2199-01-05"): DayKind.WORKDAY}
    assert working_days(day("2199-01-05"), day("2199-01-11"), own) == (5, False)
    assert "按周末推算" in delay(day("2199-01-05"), day("2199-01-08"), {}).words.zh


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2022-03-23", "2023-03-23"),
        ("2032-03-07", "2023-03-07"),
        ("2023-06-20", "2023-03-20"),
        ("2023-08-25", None),
        ("2021-12-25", None),
    ],
)
def test_the_likely_date_is_one_part_away(day, written, meant):
    window = Period.model_validate({"from": "2023-03-01", "to": "2023-05-19"})
    assert likely_meant(day(written), window, day("2023-03-20")) == (day(meant) if meant else None)


def test_dt001_a_date_that_was_not_understood_is_never_said_to_be_blank(company):
    for written, said in (("农历二〇二三年三月廿二日", "未能读懂"), ("03/04/2023", "未能读懂")):
        found = only(company.findings(with_form_dates(company, applicant=written), "DT"))
        assert (found.code, found.verdict) == ("DT001", Verdict.UNSURE)
        assert said in found.message.zh and written[:5] in found.found.zh
        assert "没有填写" not in found.message.zh


def test_dt001_a_date_that_was_not_found_is_never_said_to_be_blank(company):
    form = company.form()
    slots = tuple(replace(one, date=None) if one.slot == "applicant" else one for one in form.slots)
    form = replace(form, slots=slots, fields=tuple(one for one in form.fields if one.name != "applied_date"))
    found = only(company.findings(company.batch(application_form=form), "DT001"))
    assert found.verdict is Verdict.UNSURE
    assert "未能读到" in found.message.zh
