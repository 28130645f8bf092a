"""A pack is edited beside its form: a click's word stands in the YAML, and nothing is written that would not load."""

from __future__ import annotations

import shutil
from contextlib import closing

import docx
import pytest
from no_ocr import NoOcr
from starlette.testclient import TestClient

from checks.pack.load import FILES, load_pack
from checks.pack.shipped import library_packs
from docs_check.exits import WrongUse
from docs_check.policy.editor.app import create
from docs_check.policy.editor.edits import Role
from docs_check.policy.editor.forms import FormFile
from docs_check.policy.editor.pack_files import PackFiles
from docs_check.review.images import Images
from extractor.file_pages import read_pages

HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}
CELLS = (
    ("申请单位名称", "", "联系电话", ""),
    ("挖掘地点", "", "合同金额（万元）", ""),
    ("申请单位意见", "（盖章）    年  月  日", "监理单位意见", "（盖章）    年  月  日"),
)


def form_in(folder, title="挖掘城市道路申请表"):
    document = docx.Document()
    document.add_heading(title, 1)
    table = document.add_table(rows=len(CELLS), cols=4)
    table.style = "Table Grid"
    for row, texts in enumerate(CELLS):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    file = folder / "空表.docx"
    document.save(str(file))
    return FormFile.of(file, read_pages(file, NoOcr()))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pack"
    shutil.copytree(library_packs()["road-excavation-permit"], made)
    return made


@pytest.fixture
def files(folder):
    return PackFiles(folder)


@pytest.fixture
def form(tmp_path):
    return form_in(tmp_path)


@pytest.fixture
def client(files, form):
    with closing(Images({form.sha256: form.path}, {})) as images:
        app = create(files, [form], images, "zh", {HOST}, None)
        yield TestClient(app, base_url=f"http://{HOST}", headers=ORIGIN)


def said(client, files, **what):
    usual = {"stamp": files.stamp, "kind": "road_form", "role": "field", "type": "text", "required": True}
    return client.post("/say", json={**usual, **what})


def test_a_label_becomes_a_field_and_comments_stay(client, files, folder):
    papers = folder / "papers.yaml"
    papers.write_text("# 局里的说明\n" + papers.read_text("utf-8"), "utf-8")
    before = papers.read_text("utf-8").splitlines()
    answer = said(client, files, label="联系电话", key="phone", type="id", name="联系电话", required=False)
    assert answer.status_code == 200
    field = load_pack(folder).kinds["road_form"].fields["phone"]
    assert (field.type, field.labels, field.required) == ("id", ("联系电话",), False)
    after = papers.read_text("utf-8").splitlines()
    assert [line for line in before if line not in after] == []
    assert [line.strip() for line in after if line not in before] == [
        "phone: {type: id, labels: [联系电话], name: 联系电话}"
    ]


def test_another_wording_is_one_more_label_of_the_same_field(client, files, folder):
    said(client, files, label="挖掘位置", key="place", name="挖掘地点")
    assert load_pack(folder).kinds["road_form"].fields["place"].labels == ("挖掘地点", "挖掘位置")


def test_a_place_for_a_seal_with_its_party_and_date(client, files, folder):
    answer = said(client, files, role="slot", label="监理单位意见", key="pipes", party="pipeline", date="seen")
    assert answer.status_code == 200
    slot = load_pack(folder).kinds["road_form"].slots["pipes"]
    assert (slot.party, slot.date, slot.labels) == ("pipeline", "seen", ("监理单位意见",))


def test_print_that_is_said_to_be_something_else_is_it_no_more(client, files, folder):
    said(client, files, label="联系电话", key="phone", type="id")
    said(client, files, role="caption", label="联系电话")
    kind = load_pack(folder).kinds["road_form"]
    assert "phone" not in kind.fields
    assert kind.captions == ("联系电话",)
    said(client, files, role="none", label="联系电话")
    assert load_pack(folder).kinds["road_form"].captions == ()


def test_what_would_break_the_pack_is_refused_with_its_line_and_not_written(client, files, folder):
    before = files.texts()
    answer = said(client, files, role="caption", label="挖掘面积（平方米）")  # a relation needs this field
    assert answer.status_code == 422
    fault = answer.json()["faults"][0]
    assert fault["file"] == "rules.yaml"
    assert "area" in before["rules.yaml"].splitlines()[fault["line"] - 1] or "area" in fault["said"]
    assert files.texts() == before


def test_text_is_saved_whole_or_refused_with_its_line(client, files):
    papers = files.texts()["papers.yaml"]
    wrong = papers.replace("type: code", "type: kode")
    answer = client.post("/texts", json={"stamp": files.stamp, "texts": {"papers.yaml": wrong}})
    assert answer.status_code == 422
    line = answer.json()["faults"][0]["line"]
    assert "kode" in wrong.splitlines()[line - 1]
    assert files.texts()["papers.yaml"] == papers
    right = papers.replace("name: 挖掘城市道路申请表", "name: 道路挖掘申请表", 1)
    assert client.post("/texts", json={"stamp": files.stamp, "texts": {"papers.yaml": right}}).status_code == 200
    assert files.texts()["papers.yaml"] == right


def test_changes_are_undone_one_by_one(client, files):
    states = [files.texts()]
    for label in ("联系电话", "合同金额（万元）"):
        said(client, files, label=label, key=label[:4])
        states.append(files.texts())
    for state in reversed(states[:-1]):
        assert client.post("/undo", json={"stamp": files.stamp}).status_code == 200
        assert files.texts() == state
    assert not files.can_undo


def test_a_pack_changed_meanwhile_is_not_written_over(client, files, folder):
    stamp = files.stamp
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text("utf-8") + "# 另一人的话\n", "utf-8")
    answer = said(client, files, stamp=stamp, label="联系电话", key="phone")
    assert answer.status_code == 409
    assert "刷新" in answer.json()["error"]
    assert "phone" not in files.texts()["papers.yaml"]


@pytest.mark.parametrize(("what", "word"), [({"key": "2号"}, "代号"), ({"role": "slot", "party": "nobody"}, "盖章")])
def test_what_no_pack_can_say_is_answered_in_a_sentence(client, files, what, word):
    answer = said(client, files, **{"label": "联系电话", "key": "phone", **what})
    assert answer.status_code == 409
    assert word in answer.json()["error"]


def test_the_form_shows_what_the_pack_reads_and_proposes_the_rest(folder, form):
    policy = load_pack(folder)
    (page,) = form.pages(policy, {})
    by_label = {piece.label: piece for piece in page.pieces}
    assert page.kind == "road_form"
    known = by_label["挖掘地点"]
    assert (known.known, known.said.role, known.said.key) == (True, Role.FIELD, "place")
    asked = by_label["合同金额（万元）"]
    assert (asked.known, asked.said.type, asked.said.unit) == (False, "amount", "万元")
    place = by_label["监理单位意见"]
    assert (place.known, place.said.role) == (False, Role.SLOT)
    assert ("applicant", Role.SLOT) in {(mark.key, mark.role) for mark in page.marks}


def test_a_label_that_another_pack_knows_is_proposed_as_it_is_there(folder, form):
    known = {"联系电话": load_pack(folder).kinds["road_form"].fields["area"]}
    (page,) = form.pages(load_pack(folder), known)
    piece = next(one for one in page.pieces if one.label == "联系电话")
    assert (piece.known, piece.said.type, piece.said.name) == (False, "amount", "挖掘面积")


def test_a_form_that_the_pack_has_not_is_added_as_a_kind_with_its_questions(files, folder, tmp_path):
    form = form_in(tmp_path, "夜间施工备案表")
    with closing(Images({}, {})) as images:
        client = TestClient(
            create(files, [form], images, "zh", {HOST}, None), base_url=f"http://{HOST}", headers=ORIGIN
        )
        assert "加为一种材料" in client.get("/").text
        answer = client.post("/kind", json={"stamp": files.stamp, "form": 0})
    assert answer.status_code == 200
    kind = load_pack(folder).kinds["夜间施工备案表"]
    assert kind.fields["applicant_name"].labels == ("申请单位名称",)  # as the pack calls whose paper it is
    assert {"合同金额", "联系电话"} <= set(kind.fields)
    assert any("监理单位意见" in one for one in answer.json()["asked"])
    (page,) = form.pages(load_pack(folder), {})
    assert page.kind == "夜间施工备案表"


def test_a_broken_pack_is_opened_to_be_mended(files, folder, client):
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("holds: fee == 350 * area", "holds: fee == 350 * ares"), "utf-8")
    page = client.get("/").text
    assert "政策包现在不能用" in page
    assert "ares" in page
    mended = files.texts()["rules.yaml"].replace("ares", "area")
    assert client.post("/texts", json={"stamp": files.stamp, "texts": {"rules.yaml": mended}}).status_code == 200
    assert "政策包现在不能用" not in client.get("/").text


def test_a_folder_that_is_no_pack_says_what_to_do(tmp_path):
    with pytest.raises(WrongUse) as caught:
        PackFiles(tmp_path)
    assert all(name in caught.value.words.zh for name in FILES)
    assert "policy new" in caught.value.words.zh


def test_another_page_may_change_nothing(client, files):
    answer = client.post("/undo", json={"stamp": files.stamp}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403
