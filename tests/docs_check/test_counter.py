"""The counter without a browser: what is on the disk after each answer, and what is refused."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import closing
from datetime import datetime, timedelta

import openpyxl
import pytest
from counted import MarkReader, dropped, receiving
from reviewed import PACK, company_of
from starlette.testclient import TestClient

from checks.pack.load import find_packs, load_pack
from docs_check.counter.app import create
from docs_check.counter.desk import HomeDesk
from docs_check.counter.folders import moved, names_for
from docs_check.intake.walk import COUNTER, walk
from docs_check.register.entries import entries_of
from docs_check.register.sheets import sheets_of
from docs_check.register.store import STORE, ReceiptState, RegisterStore, receipts_in
from docs_check.settings import Settings
from extractor.content import sha256_of

HOST = "127.0.0.1:8765"
ORIGIN = {"origin": f"http://{HOST}"}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "batch"
    made.mkdir()
    return made


@pytest.fixture
def desk(folder):
    with closing(receiving(folder)) as desk:
        yield desk


def clerk(desk, name="王甲"):
    client = TestClient(create(desk, "zh", {HOST}, None), base_url=f"http://{HOST}")
    if name:
        assert client.post("/name", json={"name": name}, headers=ORIGIN).status_code == 200
    return client


def begun(client, files):
    number = client.post("/receipts", json={}, headers=ORIGIN).json()["id"]
    for file in files:
        assert put(client, number, file.name, file.read_bytes()).status_code == 201
    return number


def put(client, number, name, content):
    return client.post(f"/receipt/{number}/files", params={"name": name}, content=content, headers=ORIGIN)


def read(desk, number):
    for _ in range(200):
        state = desk.examiner.state(number)
        if state.complete and state.checked:
            return state
        time.sleep(0.05)
    raise AssertionError("not read")


def give(client, number, **said):
    body = {"company": company_of(1).name, "code": "", "district": "平度市", "received": "2023-03-20T16:00", **said}
    return client.post(f"/receipt/{number}/give", json=body, headers=ORIGIN)


def test_papers_are_on_the_disk_at_once_and_in_their_folder_once_received(desk, folder, tmp_path):
    client, files = clerk(desk), dropped(tmp_path / "1", 1)
    number = begun(client, files)
    kept = sorted(sha256_of(path) for path in folder.glob(f"{COUNTER}/未办结/*/*"))
    assert kept == sorted(sha256_of(path) for path in files)
    refused = [one for one in walk_of(folder) if one.refused]
    assert len(refused) == len(files)  # a check says that they are not checked
    read(desk, number)
    assert give(client, number).json() == {"number": "20230320-001"}
    place = folder / "平度市" / company_of(1).name
    assert "申请表_" + company_of(1).name + "_2023-03-20.jpg" in {path.name for path in place.iterdir()}
    assert sorted(sha256_of(path) for path in place.iterdir()) == kept
    (receipt,) = receipts_in(folder / COUNTER / STORE) or ()
    assert (receipt.company, receipt.written) == (company_of(1).name, "2023年3月20日 16:00")
    assert "application_form" in receipt.kinds


def walk_of(folder):
    (folder / "其他.pdf").write_bytes(b"%PDF-1.4")
    return walk(folder).left_out


def test_what_was_decided_is_carried_out_after_a_kill_between_any_two_steps(folder, tmp_path):
    files = dropped(tmp_path / "1", 1)
    with closing(receiving(folder)) as desk:
        client = clerk(desk)
        number = begun(client, files)
        read(desk, number)
        desk._carry_out = lambda receipt: receipt  # killed before any paper was moved
        assert give(client, number).status_code == 200
    first = RegisterStore(folder / COUNTER / STORE).entry(number).files[0]
    target = folder / first.path
    target.parent.mkdir(parents=True)
    target.touch()  # killed between taking the name and moving the paper
    with closing(receiving(folder)) as desk:
        receipt = desk.store.entry(number)
        assert receipt.state is ReceiptState.GIVEN
        assert [sha256_of(folder / one.path) for one in receipt.files] == [one.sha256 for one in receipt.files]
        desk.examine(receipt)
        assert len(read(desk, number).readings) == len(files)


def test_nothing_is_ever_overwritten(folder, tmp_path):
    named = names_for(
        folder, "平度市/甲", "甲", datetime(2023, 3, 20).date(), [(1, "a.PDF", ["申请表"]), (2, "b.pdf", ["申请表"])]
    )
    assert list(named.values()) == ["平度市/甲/申请表_甲_2023-03-20.pdf", "平度市/甲/申请表_甲_2023-03-20-2.pdf"]
    (folder / "x").mkdir()
    (folder / "x" / "a.pdf").write_bytes(b"theirs")
    (folder / "b.pdf").write_bytes(b"ours")
    assert moved(folder, "b.pdf", "x/a.pdf", sha256_of(folder / "b.pdf")) == "x/a-2.pdf"
    assert (folder / "x" / "a.pdf").read_bytes() == b"theirs"


def test_two_clerks_give_one_receipt_once(desk, tmp_path):
    client, other = clerk(desk), clerk(desk, "李乙")
    number = begun(client, dropped(tmp_path / "1", 1))
    assert give(client, number).status_code == 200
    answer = give(other, number)
    assert answer.status_code == 409
    assert "他人" in answer.json()["error"]
    assert put(other, number, "a.pdf", b"%PDF-1.4").status_code == 409


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"company": " "}, "单位名称"),
        ({"district": "别处"}, "区市"),
        ({"received": "2123-03-20T16:00"}, "不能晚于现在"),
    ],
)
def test_what_cannot_be_registered_is_answered(desk, tmp_path, said, why):
    client = clerk(desk)
    number = begun(client, dropped(tmp_path / "1", 1)[:1])
    answer = give(client, number, **said)
    assert answer.status_code == 400
    assert why in answer.json()["error"]
    assert desk.store.entry(number).state is ReceiptState.OPEN


def test_what_is_no_paper_is_refused_and_not_kept(desk, folder):
    client = clerk(desk)
    number = begun(client, [])
    assert "空的" in put(client, number, "a.pdf", b"").json()["error"]
    assert "压缩包是空的" in put(client, number, "a.zip", b"PK\x05\x06" + bytes(18)).json()["error"]
    assert give(client, number).status_code == 400
    assert not list(folder.glob(f"{COUNTER}/未办结/*/*"))


def test_an_archive_is_its_papers_and_what_cannot_be_unpacked_is_named(desk, folder, tmp_path):
    client = clerk(desk)
    number = begun(client, [])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in dropped(tmp_path / "1", 1, "business_licence"):
            archive.write(file, f"某公司/{file.name}")
        archive.writestr("某公司/.DS_Store", b"x")
    papers = put(client, number, "某公司.zip", buffer.getvalue())
    assert papers.status_code == 201
    state = read(desk, number)
    assert len(state.files) == len(papers.json()["files"]) == 7
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("../../逃.pdf", b"x")
    refused = put(client, number, "又一个.zip", buffer.getvalue())
    assert refused.status_code == 400
    assert "1 个文件没有收" in refused.json()["error"]
    assert len(desk.store.entry(number).files) == 14
    lie = [one.name for one in (folder / COUNTER / "未办结").rglob("*") if one.is_file()]
    assert len(lie) == 14
    assert not [one for one in lie if one.endswith(".zip")]


def test_names_of_files_stay_in_their_folder(desk, folder):
    client = clerk(desk)
    number = begun(client, [])
    assert put(client, number, "../../..\\x/../evil\x00.pdf", b"%PDF-1.4 x").status_code == 201
    (path,) = folder.glob(f"{COUNTER}/未办结/*/*")
    assert path.name.startswith("001-evil")
    assert not list(folder.parent.glob("*evil*"))


def test_who_may_ask(desk, tmp_path):
    client = clerk(desk, "")
    assert client.post("/receipts", json={}, headers=ORIGIN).status_code == 401
    named = clerk(desk)
    number = begun(named, [])
    foreign = {"origin": "http://evil.example"}
    assert named.post(f"/receipt/{number}/files?name=a.pdf", content=b"x", headers=foreign).status_code == 403
    assert named.get("/", headers={"host": "evil.example"}).status_code == 421
    beyond = TestClient(create(desk, "zh", {HOST}, "secret"), base_url=f"http://{HOST}")
    assert beyond.get("/").status_code == 403
    assert beyond.get("/receipt/99").status_code == 403
    assert "default-src 'none'" in named.get("/").headers["content-security-policy"]
    assert named.get(f"/receipt/{10**30}").status_code == 404


def test_the_register_leaves_as_excel_and_comes_back(desk, folder, tmp_path):
    client = clerk(desk, "=王甲")
    number = begun(client, dropped(tmp_path / "1", 1))
    read(desk, number)
    give(client, number, received="2023-03-21T09:30", code=company_of(1).code)
    for form in ("xlsx", "csv"):
        path = tmp_path / f"收件登记簿.{form}"
        path.write_bytes(client.get(f"/register.{form}").content)
        (entry,) = entries_of(sheets_of(path), path.name, named=False).register
        assert (entry.company, entry.code, entry.written) == (
            company_of(1).name,
            company_of(1).code,
            "2023年3月21日 09:30",
        )
    assert openpyxl.load_workbook(tmp_path / "收件登记簿.xlsx")["收件登记"]["F2"].data_type == "s"


def test_a_cancelled_receipt_stays_and_does_not_count(desk, folder, tmp_path):
    client = clerk(desk)
    number = begun(client, dropped(tmp_path / "1", 1))
    give(client, number)
    assert client.post(f"/receipt/{number}/cancel", json={"reason": " "}, headers=ORIGIN).status_code == 400
    assert client.post(f"/receipt/{number}/cancel", json={"reason": "收错"}, headers=ORIGIN).status_code == 200
    assert "已作废" in client.get("/register").text
    assert receipts_in(folder / COUNTER / STORE) == ()


def test_what_is_not_received_is_put_aside(desk, folder, tmp_path):
    client = clerk(desk)
    number = begun(client, dropped(tmp_path / "1", 1)[:2])
    assert client.post(f"/receipt/{number}/remove", json={"number": "1"}, headers=ORIGIN).status_code == 200
    assert client.post(f"/receipt/{number}/drop", json={}, headers=ORIGIN).status_code == 200
    assert len(list(folder.glob(f"{COUNTER}/弃收/*/*"))) == 2
    assert receipts_in(folder / COUNTER / STORE) == ()


def test_supplements_do_not_make_a_company_late(desk, tmp_path):
    client, files = clerk(desk), dropped(tmp_path / "1", 1)
    number = begun(client, files[:-1])
    read(desk, number)
    give(client, number, code=company_of(1).code)
    later = begun(client, files)
    read(desk, later)
    live = client.get(f"/receipt/{later}/live", params={"district": "平度市", "received": "2023-03-28T09:00"}).json()
    assert "逾期" not in live["html"]
    assert "20230320-001" in live["html"]


def test_papers_of_two_companies_are_told(desk, tmp_path):
    client = clerk(desk)
    number = begun(client, [*dropped(tmp_path / "1", 1), *dropped(tmp_path / "2", 2)])
    read(desk, number)
    assert "别的单位" in client.get(f"/receipt/{number}/live").json()["html"]


def test_the_time_of_receipt_is_now_unless_it_is_said(desk):
    client = clerk(desk)
    receipt = desk.store.entry(begun(client, []))
    assert datetime.now().astimezone() - datetime.fromisoformat(receipt.begun) < timedelta(minutes=1)


def test_at_home_nothing_is_written(tmp_path):
    folder = tmp_path / "own"
    dropped(folder, 1, "business_licence")
    before = sorted(path.name for path in folder.iterdir())
    with closing(HomeDesk(folder, load_pack(find_packs()[PACK]), [MarkReader()], Settings())) as desk:
        client = TestClient(create(desk, "zh", {HOST}, None), base_url=f"http://{HOST}")
        read(desk, 0)
        html = client.get("/live").json()["html"]
        assert "营业执照" in html
        assert "缺" in html
        assert client.post("/receipts", json={}, headers=ORIGIN).status_code == 404
        dropped(folder, 1)
        assert client.post("/again", json={}, headers=ORIGIN).status_code == 200
        read(desk, 0)
        assert "没有发现须补正的问题" in client.get("/live").json()["html"]
    assert {path.name for path in folder.iterdir()} > set(before)
    assert not (folder / COUNTER).exists()


def test_in_english(desk, tmp_path):
    client = TestClient(create(desk, "en", {HOST}, None), base_url=f"http://{HOST}")
    client.post("/name", json={"name": "W"}, headers=ORIGIN)
    number = begun(client, dropped(tmp_path / "1", 1, "business_licence"))
    read(desk, number)
    assert "1 to put right" in client.get(f"/receipt/{number}").text
