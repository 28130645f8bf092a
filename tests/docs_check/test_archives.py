"""ZIP archives among the papers: walked like folders, whatever their makers did to names, and never trusted."""

from __future__ import annotations

import io
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs_check.commands.options import ArchiveOptions
from docs_check.commands.read import NO_FORMS
from docs_check.intake.archives import ArchiveLimits, unpack
from docs_check.intake.open import opened
from docs_check.intake.walk import FoundFile, Walk, walk
from docs_check.reading.cluster import ClusterReader
from docs_check.reading.engines import EngineChoice
from docs_check.reading.reader import PoolReader
from extractor.records import Problem, Trouble, Words
from extractor.sources.package import members_claimed


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


@pytest.fixture
def unpacked(tmp_path: Path) -> Callable[..., Walk]:
    """The walk over a folder with one archive and a plain file beside it, archives unpacked."""

    def go(data: bytes, limits: ArchiveLimits | None = None, passwords: tuple[str, ...] = ()) -> Walk:
        folder, room = tmp_path / "batch", tmp_path / "room"
        folder.mkdir(exist_ok=True)
        room.mkdir(exist_ok=True)
        (folder / "a.zip").write_bytes(data)
        (folder / "b.pdf").write_bytes(b"%PDF-1.7")
        return unpack(walk(folder), room, limits, passwords)

    return go


def contents(found: Walk) -> dict[str, bytes]:
    return {file.name: file.path.read_bytes() for file in found.files if not file.problem}


def problems(found: Walk) -> dict[str, str]:
    return {file.name: file.problem.reason.zh for file in found.files if file.problem}


def test_members_are_files_under_the_archives_name(unpacked: Callable[..., Walk]) -> None:
    inner = packed([("乙/2.pdf", b"two")])
    found = unpacked(packed([("甲公司/1.pdf", b"one"), ("inner.zip", inner), ("甲公司/", b"")]))
    assert contents(found) == {"a.zip/甲公司/1.pdf": b"one", "a.zip/inner.zip/乙/2.pdf": b"two", "b.pdf": b"%PDF-1.7"}
    assert problems(found) == {}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_that_do_not_say_their_encoding(unpacked: Callable[..., Walk], encoding: str) -> None:
    """As Windows and macOS pack them: the name's bytes as they are, without the flag for UTF-8."""
    name = "市南区\\青岛甲有限公司（一）.pdf".encode(encoding)
    found = unpacked(packed([("x" * len(name), b"one")]).replace(b"x" * len(name), name))
    assert set(contents(found)) == {"a.zip/市南区/青岛甲有限公司（一）.pdf", "b.pdf"}


def test_a_name_given_once_more_in_unicode(unpacked: Callable[..., Walk]) -> None:
    info = zipfile.ZipInfo("x.pdf")
    name = "甲.pdf".encode()
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, zlib.crc32(b"x.pdf")) + name
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(info, b"one")
    assert "a.zip/甲.pdf" in contents(unpacked(data.getvalue()))


def test_office_files_are_no_archives(unpacked: Callable[..., Walk]) -> None:
    word = packed([("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")])
    found = unpacked(packed([("a.docx", word), ("b.ofd", packed([("OFD.xml", b"<x/>")]))]))
    assert set(contents(found)) == {"a.zip/a.docx", "a.zip/b.ofd", "b.pdf"}


@pytest.mark.parametrize("name", ["../up.pdf", "a/../../up.pdf", "/etc/up.pdf", "C:\\up.pdf", "..\\up.pdf"])
def test_members_that_climb_out_are_refused(unpacked: Callable[..., Walk], tmp_path: Path, name: str) -> None:
    found = unpacked(packed([(name, b"evil"), ("good.pdf", b"good")]))
    assert contents(found) == {"a.zip/good.pdf": b"good", "b.pdf": b"%PDF-1.7"}
    assert ["压缩包之外" in reason for reason in problems(found).values()] == [True]
    assert not list(tmp_path.rglob("*up.pdf*"))


def test_links_in_archives_are_refused(unpacked: Callable[..., Walk]) -> None:
    info = zipfile.ZipInfo("link.pdf")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "链接" in problems(unpacked(data.getvalue()))["a.zip/link.pdf"]


def test_a_member_with_a_password_is_encrypted(unpacked: Callable[..., Walk]) -> None:
    data = bytearray(packed([("a.pdf", b"one")]))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    (file,) = [file for file in unpacked(bytes(data)).files if file.problem]
    assert file.problem is not None
    assert (file.name, file.problem.trouble) == ("a.zip/a.pdf", Trouble.ENCRYPTED)


LOCKED = (  # made by Info-ZIP: a.txt under the password 口令 (traditional encryption)
    "504b03040a0009000000a16b775da2a94dc6120000000600000005000000612e747874a7cdbc0a56f80d806c3ca5239c1413"
    "56f883504b0708a2a94dc61200000006000000504b01021e030a0009000000a16b775da2a94dc61200000006000000050000"
    "000000000001000000a48100000000612e747874504b0506000000000100010033000000450000000000"
)


def locked(name: str, content: bytes, password: bytes) -> bytes:
    """An archive with one member, stored and locked in the traditional way (APPNOTE 6.1)."""
    table = zlib_table()
    keys = [0x12345678, 0x23456789, 0x34567890]

    def turn(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 0xFF] ^ keys[0] >> 8
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ keys[1] >> 24) & 0xFF] ^ keys[2] >> 8

    def hidden(byte: int) -> int:
        some = keys[2] & 0xFFFF | 2
        turn(byte)
        return byte ^ (some * (some ^ 1) >> 8 & 0xFF)

    for byte in password:
        turn(byte)
    crc = zlib.crc32(content)
    data = bytes(hidden(byte) for byte in bytes(11) + bytes([crc >> 24]) + content)
    path = name.encode()
    common = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 33, crc, len(data), len(content), len(path), 0)
    entry = b"PK\x03\x04" + common + path + data
    listed = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + path
    return entry + listed + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(listed), len(entry), 0)


def zlib_table() -> list[int]:
    table = list[int]()
    for number in range(256):
        for _ in range(8):
            number = number >> 1 ^ 0xEDB88320 * (number & 1)
        table.append(number)
    return table


def test_a_password_opens_a_member(unpacked: Callable[..., Walk]) -> None:
    found = unpacked(bytes.fromhex(LOCKED), passwords=("wrong", "口令"))
    assert contents(found)["a.zip/a.txt"] == b"paper\n"


def test_litter_in_archives_is_left_out(unpacked: Callable[..., Walk]) -> None:
    found = unpacked(
        packed([("__MACOSX/._a.pdf", b"x"), ("甲/.DS_Store", b"x"), ("甲/~$a.docx", b"x"), ("a.pdf", b"1")])
    )
    assert set(contents(found)) == {"a.zip/a.pdf", "b.pdf"}
    assert len(found.left_out) == 3


def nested(depth: int) -> bytes:
    data = b"paper"
    for _ in range(depth):
        data = packed([("x.zip" if data != b"paper" else "x.pdf", data)])
    return data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (nested(5), "3 层"),
        (packed([]), "是空的"),
        (packed([("a", b"1")])[:-30], "损坏"),
        (packed([(str(index), b"") for index in range(11)]), "10 个"),
        (packed([("a", bytes(200_000))]), "200 倍"),
        (packed([(str(index), bytes(range(256)) * 40) for index in range(10)]), "过大"),
    ],
    ids=["deep", "empty", "cut", "many", "bomb", "large"],
)
def test_what_goes_beyond_a_limit_is_refused_with_a_reason(
    unpacked: Callable[..., Walk], data: bytes, said: str
) -> None:
    found = unpacked(data, ArchiveLimits(members=10, unpacked=100_000, ratio_from=50_000))
    (reason,) = problems(found).values()
    assert said in reason
    assert "请" in reason
    assert set(contents(found)) == {"b.pdf"}


def test_archives_in_an_archive_count_with_it(unpacked: Callable[..., Walk]) -> None:
    """Else 20,000 archives of 20,000 files each would be walked for a day."""
    inner = packed([(str(index), b"") for index in range(6)])
    found = unpacked(packed([("1.zip", inner), ("2.zip", inner)]), ArchiveLimits(members=10))
    assert sorted(contents(found)) == [*(f"a.zip/1.zip/{index}" for index in range(6)), "b.pdf"]
    assert "--archive-files" in problems(found)["a.zip/2.zip"]


def test_an_archive_that_hides_how_many_members_it_has(tmp_path: Path) -> None:
    """Its list would be read into memory whole, in the process that must not fall."""
    data = bytearray(packed([(f"{index:0200}", b"") for index in range(300)]))
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    (tmp_path / "a.zip").write_bytes(data)
    assert members_claimed(tmp_path / "a.zip") > 70


@pytest.mark.parametrize(
    ("data", "flag", "value"),
    [
        (nested(4), "depth", 4),
        (packed([(str(index), b"x") for index in range(12)]), "files", 12),
        (packed([(str(index), random.Random(1).randbytes(900_000)) for index in range(3)]), "size", 4),
        (packed([("a", bytes(3_000_000))]), "ratio", 2000),
    ],
    ids=["depth", "files", "size", "ratio"],
)
def test_each_limit_is_raised_by_the_flag_that_its_refusal_names(
    unpacked: Callable[..., Walk], data: bytes, flag: str, value: int
) -> None:
    small = ArchiveLimits(
        depth=3, members=10, unpacked=10_000_000 if flag == "ratio" else 2_000_000, ratio_from=1_000_000
    )
    (reason,) = problems(unpacked(data, small)).values()
    assert f"--archive-{flag}" in reason
    raised = ArchiveOptions(**{f"archive_{flag}": value}).limits(small)
    assert problems(unpacked(data, raised)) == {}


def test_what_a_password_opened_is_marked_with_all_that_is_in_it(unpacked: Callable[..., Walk]) -> None:
    found = unpacked(locked("inner.zip", packed([("a.pdf", b"one")]), b"123"), passwords=("123",))
    assert {file.name: file.secret for file in found.files} == {"a.zip/inner.zip/a.pdf": True, "b.pdf": False}


def test_what_a_password_opened_is_read_on_this_machine_alone(tmp_path: Path) -> None:
    folder, room = tmp_path / "batch", tmp_path / "room"
    for one in (folder, room):
        one.mkdir()
    (folder / "a.zip").write_bytes(locked("inner.zip", packed([("a.pdf", b"one")]), b"123"))
    found = opened(walk(folder), room, ArchiveLimits(), ("123",), shared=True)
    cut_off = Problem(Trouble.UNREADABLE, Words("坏了", "broken"))
    secret = [replace(file, problem=cut_off) for file in found.files if file.secret]
    reader = ClusterReader(PoolReader(EngineChoice(), "none 1"), "nowhere.invalid:1")  # a cluster that is not asked
    (reading,) = reader.read(secret, NO_FORMS)
    assert reading.file == "a.zip/inner.zip/a.pdf"


def test_a_disk_that_is_full_is_said_before_anything_is_unpacked(tmp_path: Path, tiny_disk: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed([("a.pdf", b"one")]))
    found = unpack(Walk(tmp_path, (FoundFile(tmp_path / "a.zip", "a.zip"),), ()), tiny_disk)
    assert "空间不足" in problems(found)["a.zip"]
    assert list(tiny_disk.iterdir()) == []


def test_a_disk_that_becomes_full_costs_the_member_and_is_no_damage(
    tmp_path: Path, tiny_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docs_check.intake.archives.SPARE", -(1 << 40))
    large = random.Random(1).randbytes(3_000_000)
    (tmp_path / "a.zip").write_bytes(packed([("large.pdf", large), ("small.pdf", b"one")]))
    found = unpack(Walk(tmp_path, (FoundFile(tmp_path / "a.zip", "a.zip"),), ()), tiny_disk)
    assert "空间不足" in problems(found)["a.zip/large.pdf"]
    assert "TMPDIR" in problems(found)["a.zip/large.pdf"]
    assert contents(found) == {"a.zip/small.pdf": b"one"}
    assert len(list(tiny_disk.iterdir())) == 1


def test_a_damaged_member_costs_only_itself(unpacked: Callable[..., Walk]) -> None:
    data = bytearray(packed([("a.pdf", bytes(range(256))), ("b.pdf", b"good")]))
    place = data.index(b"a.pdf") + 10
    data[place : place + 20] = bytes(20)
    found = unpacked(bytes(data))
    assert list(problems(found)) == ["a.zip/a.pdf"]
    assert contents(found)["a.zip/b.pdf"] == b"good"


def test_two_members_of_one_name_are_two_files(unpacked: Callable[..., Walk]) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([("a.pdf", b"1"), ("a.pdf", b"2")])
    assert sorted(contents(unpacked(data)).values()) == [b"%PDF-1.7", b"1", b"2"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(
        st.text(alphabet="甲a./\\:~$ \x00\u202e", min_size=1, max_size=12), min_size=1, max_size=4, unique=True
    )
)
def test_whatever_members_are_called_they_stay_in_their_room(tmp_path: Path, names: list[str]) -> None:
    room = tmp_path / "room"
    room.mkdir(exist_ok=True)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in {zipfile.ZipInfo(name).filename for name in names} - {""}:
            archive.writestr(name, b"x")
    (tmp_path / "h.zip").write_bytes(data.getvalue())
    before = set(tmp_path.iterdir())
    found = unpack(Walk(tmp_path, (FoundFile(tmp_path / "h.zip", "h.zip"),), ()), room)
    assert set(tmp_path.iterdir()) == before
    assert all(path.is_file() and path.name[:6].isdigit() for path in room.iterdir())
    assert all(one.name.startswith("h.zip") for one in (*found.files, *found.left_out))
