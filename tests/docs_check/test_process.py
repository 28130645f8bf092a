"""The office's process: second looks, the gate, signing, letters, cases, rounds, the circular."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook
from reviewed import checked, judged, report
from starlette.testclient import TestClient

from docs_check.commands.office import process
from docs_check.exits import WrongUse
from docs_check.process.figures import nameless
from docs_check.process.record import record
from docs_check.process.rules import office_rules
from docs_check.report.stored import to_stored
from docs_check.report.summary import Gone
from docs_check.review.app import create
from docs_check.review.desk import Desk
from docs_check.review.office import OfficeDesk

HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}
ALL_TWICE = "second: {choice: all}\n"


@pytest.fixture
def out(tmp_path):
    return report(tmp_path, 4)


@pytest.fixture
def office(out):
    """Writes what the office sets, and opens the review."""
    opened = []

    def opening(rules=""):
        room = out.parent / "batch-office"
        room.mkdir(exist_ok=True)
        if rules:
            (room / "office.yaml").write_text(rules, encoding="utf-8")
        desk = Desk(out, 0)
        opened.append(desk)
        return desk

    yield opening
    for desk in opened:
        desk.close()


class Person:
    def __init__(self, desk, name):
        self.desk = desk
        self.client = TestClient(create(desk, "zh", {HOST}, None), base_url=f"http://{HOST}")
        self.post("name", name=name)

    def post(self, path, **body):
        return self.client.post(f"/{path}", json=body, headers=ORIGIN)

    def decide_all(self):
        ids = [one.id for one in self.desk.view().items]
        return self.post("verdict", ids=ids, action="confirm")

    def second(self, item, agrees, note=""):
        verdict = self.desk.view().verdict_on(item)
        return self.post("second", id=item.id, verdict=verdict.id, agrees=agrees, note=note)


def row(desk):
    return OfficeDesk(desk).worklist(desk.view()).rows[0]


def test_nothing_is_signed_while_something_is_open(office):
    desk = office()
    first = Person(desk, "王甲")
    answer = first.post("sign", section=0)
    assert answer.status_code == 409
    assert "各项问题均已审定" in answer.json()["error"]
    assert row(desk).gate.word == "open"
    first.decide_all()
    assert row(desk).gate.word == "return"
    assert first.post("sign", section=0).status_code == 200
    assert row(desk).section.approval.by == "王甲"


def test_a_second_look_is_anothers_and_a_disagreement_stops_the_district(office):
    desk = office(ALL_TWICE)
    first, second = Person(desk, "王甲"), Person(desk, "李乙")
    first.decide_all()
    items = desk.view().items
    assert first.second(items[0], True).status_code == 409
    assert second.second(items[0], False).status_code == 409  # without a word
    assert second.second(items[0], False, "看错了").status_code == 200
    for item in items[1:]:
        assert second.second(item, True).status_code == 200
    assert [one.id for one in row(desk).disputed] == [items[0].id]
    assert "还有 1 项" in second.post("sign", section=0).json()["error"]
    assert "看错了" in second.client.get(f"/item/{items[0].id}").text
    first.post("verdict", id=items[0].id, action="dismiss", reason="misread", seen=desk.view().seen(items[0]))
    assert second.second(items[0], True).status_code == 200
    assert second.post("sign", section=0).status_code == 200


def test_who_is_not_named_for_a_role_may_not(office):
    desk = office("roles: {first: [王甲], sign: [钱丁]}\n")
    assert Person(desk, "李乙").decide_all().status_code == 403
    assert Person(desk, "王甲").decide_all().status_code == 200
    assert "签发" in Person(desk, "王甲").post("sign", section=0).json()["error"]
    assert Person(desk, "钱丁").post("sign", section=0).status_code == 200


def test_a_wrong_office_file_is_answered(tmp_path):
    (tmp_path / "office.yaml").write_text("second: {choice: some}\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="choice"):
        office_rules(tmp_path, "any")


def test_signed_letters_are_numbered_and_drafts_again_once_a_verdict_changes(office, out):
    desk = office()
    person = Person(desk, "王甲")
    person.decide_all()
    person.post("sign", section=0, unlisted=True)
    names = {path.name for path in (out / "report.notices").iterdir()}
    assert "整改通知-平度市.docx" in names
    assert not any(name.startswith("草稿") for name in names)
    assert [one.number.partition("-")[2] for one in desk.view().happened.letters] == ["1", "2", "3"]
    person.post("undo")
    person.post("write")
    assert all(path.name.startswith("草稿") for path in (out / "report.notices").iterdir())
    assert row(desk).section.approval is None


def test_the_audit_file_says_who_signed(office):
    desk = office(ALL_TWICE)
    first, second = Person(desk, "王甲"), Person(desk, "李乙")
    first.decide_all()
    for item in desk.view().items:
        second.second(item, True)
    second.post("sign", section=0)
    text = first.client.get("/export").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {one["action"] for one in rows} == {"confirm", "agree", "approve", "letter"}
    assert {one["who"] for one in rows if one["action"] == "approve"} == {"李乙"}


def signed(office):
    desk = office()
    person = Person(desk, "王甲")
    person.decide_all()
    person.post("sign", section=0, unlisted=True)
    return desk


def came_back(tmp_path, companies=4):
    """A later run: the first company's papers are others, and its application is in time."""

    def better(company, number):
        if number == 0:
            return {"application_form": company.form(dates={"applicant": "2023年3月17日"}), "customs_certificate": None}
        return {"application_form": None if number == 2 else company.form()}

    summary = checked(tmp_path / "later", companies, better)
    fresh = [replace(one, sha256=one.sha256[::-1]) if "/0000/" in one.file else one for one in summary.basis.readings]
    return judged(fresh, summary.run.folder)


def test_a_case_goes_from_received_to_returned_and_corrected(office, out, tmp_path):
    desk = office()
    states = {case.applicant: case.state for case in OfficeDesk(desk).worklist(desk.view()).cases}
    assert "received" in states.values()
    assert set(states.values()) <= {"received", "in_order"}
    person = Person(desk, "王甲")
    person.decide_all()
    person.post("sign", section=0, unlisted=True)
    cases = OfficeDesk(desk).worklist(desk.view()).cases
    returned = [case for case in cases if case.state == "returned"]
    assert len(returned) == 2
    assert all(case.due and case.round == 1 for case in returned)
    changed = came_back(tmp_path)
    run = replace(desk.view().base.run, started="2023-05-06T09:00:00+08:00")
    to_stored(replace(changed, run=replace(run, folder=desk.view().base.run.folder)), out, "zh")
    cases = {case.applicant: case for case in OfficeDesk(desk).worklist(desk.view()).cases}
    again = cases[returned[0].applicant]
    assert again.round == 2
    assert again.state in ("corrected", "to_return", "approved", "in_order")
    assert person.client.get("/case", params={"key": again.key}).status_code == 200


def test_a_refused_company_says_why_and_can_be_taken_up_again(office):
    desk = office()
    person = Person(desk, "王甲")
    key = OfficeDesk(desk).worklist(desk.view()).cases[0].key
    assert person.post("step", what="refused", subject=key).status_code == 409
    assert person.post("step", what="refused", subject=key, note="不属于支持范围").status_code == 200
    assert OfficeDesk(desk).worklist(desk.view()).cases[0].state == "refused"
    assert "不属于支持范围" in person.client.get("/case", params={"key": key}).text
    person.post("step", what="reopened", subject=key)
    assert OfficeDesk(desk).worklist(desk.view()).cases[0].state != "refused"


def test_cases_are_listed_and_exported(office, out, tmp_path):
    signed(office)
    today = date(2030, 1, 1)
    found = process.cases(out, "returned", today)
    assert len(found) == 2
    assert all(case.late > 0 for case in found)
    process.export_cases(found, tmp_path / "cases.xlsx", today)
    sheet = load_workbook(tmp_path / "cases.xlsx").active
    assert sheet["E2"].value == "已退回补正"
    with pytest.raises(WrongUse, match="状态"):
        process.cases(out, "lost", today)


def test_the_circular_tells_only_what_was_signed_and_names_nobody(office, out, tmp_path):
    with pytest.raises(WrongUse, match="签发"):
        process.circular(out, tmp_path / "c", None)
    desk = signed(office)
    files = process.circular(out, tmp_path / "c", None)
    assert [path.name for path in files] == ["通报.docx", "通报.xlsx", "培训材料.docx"]
    document = Document(str(files[0]))
    text = "\n".join(one.text for one in document.paragraphs)
    tables = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "平度市" in tables
    assert "海关证明" in tables  # the standard list of evidence
    assert "逾期申报" in text
    assert "第1轮通知要求改正" in text
    assert "{" not in text + tables
    for company in desk.view().decided.sections[0].companies:
        assert company.applicant not in text
        assert company.credit_code not in text
    training = "\n".join(one.text for one in Document(str(files[2])).paragraphs)
    assert "查什么" in training


def test_an_example_keeps_dates_and_leaves_out_names():
    said = nameless("甲公司的法定代表人“李建华”写作“2023年2月30日”，见东区。", ["甲公司"], ["东区"])
    assert said == "某单位的法定代表人“……”写作“2023年2月30日”，见某区（市）。"


def test_two_runs_are_compared(office, out, tmp_path):
    desk = office()
    later = came_back(tmp_path)
    record(desk.office.ledger, replace(later, run=replace(later.run, started="2023-05-06T09:00:00")), out, frozenset())
    runs = process.history(out)
    assert len(runs) == 2
    assert runs[0].pack == runs[1].pack
    said = [words.zh for words in process.compare(out, 1, 2)]
    assert "消失" in said[0]
    gone = desk.office.ledger.content(2)["gone"]
    assert set(gone.values()) <= {why.value for why in Gone}
    assert gone


def test_a_deleted_file_of_verdicts_refuses_the_audit_file(office):
    desk = office()
    person = Person(desk, "王甲")
    person.decide_all()
    for path in desk.office.room.glob("verdicts.sqlite*"):
        path.unlink()
    answer = person.client.get("/export")
    assert answer.status_code == 503
    assert "不见了" in answer.text


def test_numbers_of_thousands_of_digits_are_no_pages(office):
    person = Person(office(), "王甲")
    number = "9" * 5000
    assert person.client.get(f"/district/{number}").status_code == 404
    assert person.client.get(f"/changes?after={number}").status_code == 200
    with closing(person.client):
        assert person.client.get(f"/page/{'0' * 64}/{number}.webp").status_code == 404
