"""The review without a browser: verdicts kept, corrections judged anew, error rates with intervals."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing
from dataclasses import asdict, replace

import pytest
from by_hand import builders
from PIL import Image
from reviewed import LATE, STARTED, checked, every_second_late, judged, report
from starlette.testclient import TestClient

from docs_check.commands.office.review import hosts_of, is_loopback, share_of
from docs_check.commands.office.verdicts import export
from docs_check.exits import WrongUse
from docs_check.process.office import Office
from docs_check.report.decided.corrections import readings_on
from docs_check.report.decided.decisions import Decided, with_corrections, with_decisions
from docs_check.report.decided.verdicts import Action, ReviewVerdict
from docs_check.report.stored import load, to_stored
from docs_check.review.app import create
from docs_check.review.desk import Desk
from docs_check.review.measure import wilson
from docs_check.review.words import KEYS
from extractor.records import Box, Field, Place

HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}


@pytest.fixture
def out(tmp_path):
    return report(tmp_path, 3)


@pytest.fixture
def desk(out):
    with closing(Desk(out, 0.2)) as desk:
        yield desk


def person(desk, name="王甲", token=None):
    client = TestClient(create(desk, "zh", {HOST}, token), base_url=f"http://{HOST}")
    if token is None:
        assert client.post("/name", json={"name": name}, headers=ORIGIN).status_code == 200
    return client


@pytest.fixture
def client(desk):
    return person(desk)


def item(desk, code, **wanted):
    return next(
        one
        for one in desk.view().items
        if one.code == code and not one.is_pass and all(getattr(one, key) == value for key, value in wanted.items())
    )


def page_data(client, one):
    return json.loads(re.search(r'id="data">(.*?)</script>', client.get(f"/item/{one.id}").text)[1])


def give(client, one, **body):
    return client.post("/verdict", json={"id": one.id, "seen": 0, **body}, headers=ORIGIN)


def correct(client, desk, one, value, reason="misread"):
    text = client.get(f"/item/{one.id}").text
    target = re.search(r'<option value="(\[.*?\])"', text)[1].replace("&#34;", '"')
    return give(client, one, action="correct", target=target, value=value, reason=reason)


def test_doubted_findings_come_first_then_sure_ones_then_the_sample(desk):
    ranks = [2 if one.is_pass else 0 if one.unsure else 1 for one in desk.view().items]
    assert ranks == sorted(ranks)
    assert {1, 2} <= set(ranks)


def test_a_verdict_is_kept_and_the_next_item_shown(client, desk):
    one = item(desk, "DL001")
    assert give(client, one, action="confirm").status_code == 200
    assert "王甲" in client.get(f"/item/{one.id}").text
    assert client.get(f"/next?after={one.id}").headers["content-location"] != f"/item/{one.id}"


def test_two_reviewers_do_not_overwrite_each_other_unseen(client, desk):
    one = item(desk, "DL001")
    assert give(client, one, action="confirm").status_code == 200
    second = person(desk, "李乙")
    answer = give(second, one, action="dismiss", reason="misread")
    assert answer.status_code == 409
    assert "王甲" in answer.json()["error"]
    seen = page_data(second, one)["seen"]
    assert give(second, one, action="dismiss", reason="misread", seen=seen).status_code == 200


def test_another_sees_what_was_decided(client, desk):
    one = item(desk, "DL001")
    give(client, one, action="confirm")
    rows = person(desk, "李乙").get("/changes?after=0").json()["rows"]
    assert rows == [{"subject": one.id, "who": "王甲", "said": "已确认"}]


def test_what_is_claimed_is_the_claimers(client, desk):
    one = item(desk, "DL001")
    claim = page_data(client, one)["claim"]
    assert client.post("/claim", json={"what": claim, "held": True}, headers=ORIGIN).status_code == 200
    assert give(person(desk, "李乙"), one, action="confirm").status_code == 409
    assert give(client, one, action="confirm").status_code == 200


def test_a_corrected_date_makes_the_finding_go_and_undo_brings_it_back(client, desk):
    one = item(desk, "DL001")
    other = item(desk, "EV001")
    answer = correct(client, desk, one, "2023年3月19日")
    assert answer.json()["gone"] is True
    assert client.get(f"/item/{one.id}").status_code == 404
    assert client.get(f"/item/{other.id}").status_code == 200
    (row,) = desk.verdicts.all()
    assert (row.before, row.after) == (LATE, "2023年3月19日")
    assert client.post("/undo", json={}, headers=ORIGIN).json()["id"] == one.id
    assert client.get(f"/item/{one.id}").status_code == 200


def test_judging_a_part_again_gives_what_judging_everything_gives(client, desk, out):
    correct(client, desk, item(desk, "DL001"), "2023年3月19日")
    after = desk.view().summary
    with closing(Desk(out, 0.2)) as fresh:
        assert sorted(map(repr, fresh.view().summary.outcomes)) == sorted(map(repr, after.outcomes))
        assert sorted(one.id for one in fresh.view().items) == sorted(one.id for one in desk.view().items)


@pytest.mark.parametrize("value", ["2023年2月30日", "不知道", ""])
def test_a_correction_that_means_nothing_is_refused(client, desk, value):
    assert correct(client, desk, item(desk, "DL001"), value).status_code == 400
    assert desk.verdicts.all() == ()


def test_another_reason_must_be_said(client, desk):
    one = item(desk, "EV001")
    assert give(client, one, action="dismiss", reason="other").status_code == 400
    assert give(client, one, action="dismiss", reason="other", note="已另行提交").status_code == 200


def test_without_a_name_nothing_is_decided(desk):
    client = TestClient(create(desk, "zh", {HOST}, None), base_url=f"http://{HOST}")
    assert give(client, item(desk, "EV001"), action="confirm").status_code == 401


def test_rates_are_measured_with_an_interval(client, desk):
    passes = [one for one in desk.view().items if one.is_pass]
    give(client, passes[0], action="right")
    give(client, passes[1], action="missed", note="章盖错了")
    give(client, item(desk, "DL001"), action="confirm")
    give(client, item(desk, "EV001"), action="dismiss", reason="misread")
    measured = desk.view().measured
    assert (measured.missed.wrong, measured.missed.seen) == (1, 2)
    assert (measured.false_alarms.wrong, measured.false_alarms.seen) == (1, 2)
    assert measured.missed.low < 0.5 < measured.missed.high
    assert any(one.decision and one.message.zh.endswith("章盖错了") for one in desk.view().decided.findings)


@pytest.mark.parametrize(("written", "share"), [("5%", 0.05), ("0.05", 0.05), ("１００％", 1.0), ("0", 0.0)])
def test_the_share_of_a_sample(written, share):
    assert share_of(written) == pytest.approx(share)


@pytest.mark.parametrize("written", ["5", "-1%", "viel", "nan"])
def test_a_share_that_is_none_is_answered(written):
    with pytest.raises(WrongUse):
        share_of(written)


def test_a_folder_without_a_report_is_left_as_it_is(tmp_path):
    with pytest.raises(WrongUse, match="先用 docs-check 检查"):
        Desk(tmp_path, 0)
    with pytest.raises(WrongUse):
        export(tmp_path, "csv")
    assert list(tmp_path.iterdir()) == []


def test_beyond_loopback_is_told_apart():
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "192.168.1.5")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert "127.0.0.1:80" in hosts_of("0.0.0.0", 80)


def test_wilson_holds_at_the_ends():
    low, high = wilson(0, 20)
    assert low == 0
    assert high == pytest.approx(0.1611, abs=1e-4)


def test_papers_follow_the_verdicts(client, desk, out):
    for one in [one for one in desk.view().items if not one.is_pass and one.applicant]:
        give(client, one, action="dismiss", reason="exception")
    assert client.post("/write", json={}, headers=ORIGIN).status_code == 200
    assert not any("补正通知" in path.name for path in (out / "report.notices").iterdir())
    rows = list(csv.DictReader((out / "report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["state"] for row in rows if row["applicant"]} == {"不计入"}


def reported(summary, out):
    """As the next report shows it."""
    given = Office(summary.run.folder, out).decided()
    return with_decisions(with_corrections(summary, given.verdicts), given)


def test_a_later_run_keeps_verdicts_where_paper_and_finding_are_the_same(client, desk, out, tmp_path):
    late, missing = item(desk, "DL001"), item(desk, "EV001")
    give(client, late, action="dismiss", reason="misread")
    give(client, missing, action="confirm")
    again = reported(checked(tmp_path, 3), out)
    assert late.id in {one.id for one in again.aside}
    assert late.id not in {one.id for one in again.findings}
    assert next(one for one in again.findings if one.id == missing.id).decision.by == "王甲"
    changed = checked(tmp_path, 3)
    basis = changed.basis
    files = tuple(replace(entry, sha256="0" * 64) if entry.file == late.file else entry for entry in changed.files)
    other_paper = reported(replace(changed, files=files, basis=basis), out)
    assert late.id in {one.id for one in other_paper.findings}


def test_a_new_report_is_taken_up_without_a_restart(client, desk, out, tmp_path):
    before = len(desk.view().items)
    to_stored(checked(tmp_path, 1), out, "zh")
    assert len(desk.view().items) < before
    assert client.get("/").status_code == 200


def test_the_audit_file_has_every_row(client, desk):
    one = item(desk, "DL001")
    give(client, one, action="confirm")
    client.post("/undo", json={}, headers=ORIGIN)
    rows = list(csv.DictReader(client.get("/export").content.decode("utf-8-sig").splitlines()))
    assert [row["action"] for row in rows] == ["confirm", "undo"]
    assert rows[0]["rule_version"].startswith("0.")
    assert rows[0]["evidence"] == one.evidence


def test_stored_and_loaded_is_the_same(tmp_path):
    summary = checked(tmp_path, 2)
    to_stored(summary, tmp_path, "zh")
    loaded, language = load(tmp_path)
    assert language == "zh"
    assert loaded.findings == summary.findings
    assert loaded.outcomes == summary.outcomes
    assert loaded.run.started == STARTED


def test_a_page_is_shown_and_nothing_else_of_the_disk(client, desk):
    one = item(desk, "DL001")
    sha256 = desk.view().hashes[one.file]
    image = client.get(f"/page/{sha256}/1.webp")
    assert image.content[8:12] == b"WEBP"
    for path in (f"/page/{sha256}/2.webp", "/page/..%2f..%2fetc%2fpasswd/1.webp", f"/page/{'0' * 64}/1.webp"):
        assert client.get(path).status_code == 404
    assert client.get("/static/../desk.py").status_code == 404


def test_only_its_own_host_and_origin(client, desk):
    one = item(desk, "DL001")
    assert client.get("/", headers={"host": "evil.example:8765"}).status_code == 421
    for origin in ({}, {"origin": "http://evil.example"}, {"origin": "null"}):
        body = {"id": one.id, "seen": 0, "action": "confirm"}
        assert client.post("/verdict", json=body, headers=origin).status_code == 403
    form = client.post("/verdict", data={"id": one.id, "action": "confirm"}, headers=ORIGIN)
    assert form.status_code == 404  # a form of another page cannot send JSON
    assert client.post("/verdict", content=b"x" * 70_000, headers=ORIGIN).status_code == 413
    assert desk.verdicts.all() == ()


def test_a_token_is_needed_beyond_loopback(desk):
    client = person(desk, token="t" * 32)
    assert client.get("/").status_code == 403
    assert client.get("/?token=wrong").status_code == 403
    assert client.get("/?token=" + "t" * 32).status_code == 200  # which set the cookie and led on
    assert client.get("/").status_code == 200


def test_strict_policy_and_no_script_of_the_page(client, desk):
    for path in ("/", "/district/0", f"/item/{item(desk, 'DL001').id}"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "http:" not in answer.text.replace(f"http://{HOST}", "")
        assert not re.search(r"\son\w+=|style=|<script>", answer.text)


def test_a_malicious_name_does_nothing_on_any_page(tmp_path):
    evil = '<script>alert(1)</script>\u202e=HYPERLINK("x")</script>'
    out = report(tmp_path, 1, names=[evil + "长" * 10_000 + "有限公司"])
    with closing(Desk(out, 0.1)) as desk:
        client = person(desk, "<b>王</b>")
        for path in ("/", "/district/0", "/next", *(f"/item/{one.id}" for one in desk.view().items[:20])):
            text = client.get(path).text
            assert "<script>alert" not in text
            assert "\u202e" not in text.replace(re.search(r'id="data">.*?</script>|$', text)[0], "")
            assert text.count("</script>") <= 2
            assert "<b>王" not in text
        desk.write()


def test_every_key_of_the_list_is_in_the_script():
    from docs_check.review import app

    script = (app._STATIC / "review.js").read_text(encoding="utf-8")
    for key, _ in KEYS:
        assert re.search(rf'^  (?:"{re.escape(key)}"|{re.escape(key)}): ', script, re.MULTILINE), key


def test_what_people_confirmed_is_no_longer_doubted(tmp_path):
    def faint(company, number):
        return {"business_licence": company.licence(seals=[company.seal(None, "issuer", builders().FAINT, text="")])}

    out = report(tmp_path, 1, faint)
    with closing(Desk(out, 0)) as desk:
        doubted = next(one for one in desk.view().items if one.unsure)
        give(person(desk), doubted, action="confirm")
        after = with_decisions(desk.view().summary, Decided(Office(out.parent / "batch", out).verdicts.all()))
    assert not next(one for one in after.findings if one.id == doubted.id).unsure
    assert Office(out.parent / "batch", out).verdicts.all()[0].action is Action.CONFIRM


def test_a_page_that_was_scanned_on_its_side_is_shown_upright_with_its_places(tmp_path):
    readings = checked(tmp_path, 3).basis.readings
    on_its_side = [
        replace(one, documents=tuple(replace(paper, turns=((1, 90),)) for paper in one.documents)) for one in readings
    ]
    shown = list[list[float]]()
    for at, some in enumerate((readings, on_its_side)):
        out = tmp_path / f"report{at}"
        out.mkdir()
        to_stored(judged(some, tmp_path / "batch"), out, "zh")
        with closing(Desk(out, 0.2)) as desk:
            client = person(desk)
            one = item(desk, "DL001")
            data = page_data(client, one)
            with Image.open(io.BytesIO(client.get(f"/page/{data['sha']}/{data['page']}.webp").content)) as image:
                assert (image.width > image.height) == bool(at)
            boxes = re.findall(r'data-box="(.*?)"', client.get(f"/item/{one.id}").text)
            shown.append([data["box"], *([float(side) for side in box.split(",")] for box in boxes)])
    for upright, turned in zip(*shown, strict=True):
        assert turned == pytest.approx([1 - upright[3], upright[0], 1 - upright[1], upright[2]], abs=2e-5)


def test_every_reading_has_a_name_in_the_readers_language(tmp_path):
    """Also the one that no policy names: who stands under a letter."""
    summary = checked(tmp_path, 1)
    names = dict[str, str]()
    for paper in summary.papers:
        issuer = Field("issuer", Place(1, Box(0.5, 0.8, 0.8, 0.82)), "某某局", "某某局", 0.99)
        letter = replace(paper.document, fields=(*paper.document.fields, issuer))
        names |= {one.target.name: one.name.zh for one in readings_on(letter, "", summary.forms)}
    assert names["issuer"] == "落款单位"
    assert not [name for name in names.values() if name.isascii()]


def as_judged_whole(desk, correction):
    """The findings that are gone where the whole batch is judged with the correction."""
    view = desk.view()
    given = ReviewVerdict(id=view.last + 1, at="", **asdict(correction))
    left = {one.id for one in with_corrections(view.base, [given], before=view.summary).findings}
    return [one for one in view.summary.findings if one.id not in left]


@pytest.mark.parametrize(
    ("which", "value", "gone"),
    [
        (LATE, "2023年3月19日", "DL001"),
        ("company", "青岛另一家贸易有限公司", "CX011"),
        ("bank", "某某银行", None),
    ],
)
def test_what_a_correction_would_remove_is_told_from_its_own_papers(tmp_path, which, value, gone):
    """As the whole batch would tell it, also where it compares companies."""
    twice = "青岛安安安贸易有限公司"
    out = report(tmp_path, 4, every_second_late, [twice] * 2)
    with closing(Desk(out, 0)) as desk:
        view = desk.view()
        paper = next(one for one in view.summary.papers if one.document.kind == "application_form")
        read = readings_on(paper.document, view.hashes[paper.document.file], view.summary.forms)
        target = next(one for one in read if (one.target.name or one.written) == which).target
        item = next(one for one in desk.view().items if one.file == paper.document.file)
        correction = desk.new(item, "王甲", Action.CORRECT, before="", after=value, target=target.to_text())
        removed = desk.removed_by(correction)
        assert [one.id for one in removed] == [one.id for one in as_judged_whole(desk, correction)]
        assert gone is None or gone in {one.code for one in removed}


@pytest.fixture
def shared(desk):
    """The page as others on the network open it: with a token, and a PIN for each name."""

    def opening():
        client = TestClient(create(desk, "zh", {HOST}, "secret"), base_url=f"http://{HOST}")
        client.get("/?token=secret")
        return client

    return opening


def test_beyond_this_machine_a_name_is_its_pins(shared, desk):
    first, one = shared(), item(desk, "DL001")
    asked = first.post("/name", json={"name": "王甲"}, headers=ORIGIN)
    assert asked.status_code == 428
    assert "第一次" in asked.json()["pin"]
    assert give(first, one, action="confirm").status_code == 401
    assert first.post("/name", json={"name": "王甲", "pin": "12"}, headers=ORIGIN).status_code == 400
    assert first.post("/name", json={"name": "王甲", "pin": "2580"}, headers=ORIGIN).status_code == 200
    assert give(first, one, action="confirm").status_code == 200
    second = shared()
    assert second.post("/name", json={"name": "王甲", "pin": "0000"}, headers=ORIGIN).status_code == 403
    second.cookies.set("docs-check-name", "%E7%8E%8B%E7%94%B2")  # 王甲, without his PIN
    assert second.post("/undo", json={}, headers=ORIGIN).status_code == 401
    assert second.post("/name", json={"name": "王甲", "pin": "2580"}, headers=ORIGIN).status_code == 200
    assert second.post("/undo", json={}, headers=ORIGIN).status_code == 200


def test_a_pin_is_kept_as_a_hash_and_guessing_is_slow(shared, desk):
    client = shared()
    client.post("/name", json={"name": "王甲", "pin": "2580-2580"}, headers=ORIGIN)
    assert b"2580" not in (desk.office.room / "names.sqlite").read_bytes()
    guesses = [client.post("/name", json={"name": "王甲", "pin": f"000{at}"}, headers=ORIGIN) for at in range(5)]
    assert {one.status_code for one in guesses} == {403}
    right = client.post("/name", json={"name": "王甲", "pin": "2580-2580"}, headers=ORIGIN)
    assert right.status_code == 400
    assert "一分钟" in right.json()["error"]


def test_what_others_decided_is_not_looked_up_for_each_paper(client, desk, monkeypatch):
    """At 600 companies a correction waited half a minute for thousands of such looks."""
    looks, every = [], desk.verdicts.all
    monkeypatch.setattr(desk.verdicts, "all", lambda *after: looks.append(1) or every(*after))
    assert correct(client, desk, item(desk, "DL001"), "2023年3月19日").status_code == 200
    assert len(looks) < len(desk.view().summary.papers)
