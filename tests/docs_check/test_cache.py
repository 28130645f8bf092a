"""What was read before is not read again; and whatever is wrong with the cache, the run goes on and says so."""

from __future__ import annotations

import ast
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docs_check import reader_version
from docs_check.cache import FILE, Cache, CachePlace, default_place, info
from docs_check.codec import Unusable, packed, unpacked
from docs_check.commands.cache import clear
from docs_check.commands.read import NO_FORMS
from docs_check.intake.walk import FoundFile
from docs_check.reading import schedule as reading_desk
from docs_check.reading.reader import PoolReader
from docs_check.settings import Settings
from docs_check.workers.limits import LEAST_MEMORY, WorkerLimits
from extractor.file_pages import PagesRead
from extractor.forms import KindSpec, Layout
from extractor.records import Box, FileReading, Line, Page, Words

ROOT = Path(__file__).parents[2]


@pytest.fixture
def place(tmp_path):
    return CachePlace(tmp_path / "cache")


@pytest.fixture
def said():
    return list[Words]()


@pytest.fixture
def engines(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "faults"))
    import faulty_engines

    return faulty_engines


@pytest.fixture
def files(engines, tmp_path):
    found = list[FoundFile]()
    for number in range(2):
        path = tmp_path / f"{number}.png"
        engines.page_picture(path, number=number)
        found.append(FoundFile(path, path.name))
    return found


@pytest.fixture
def read(engines, place, said):
    """Reads files with the cache, in workers that are counted."""

    def read(files, load=None, forms=NO_FORMS, **more):
        settings = replace(Settings(1, WorkerLimits(LEAST_MEMORY, 30.0), cache=place), **more)
        readings = PoolReader(load or engines.good, "faulty 1", settings, said.append).read(files, forms)
        return {reading.file: reading for reading in readings}

    return read


def in_no_worker(*_args, **_more):
    raise AssertionError("a worker was started")


def test_a_second_run_starts_no_worker_and_gives_the_same(read, files, monkeypatch):
    first = read(files)
    monkeypatch.setattr(reading_desk, "Pool", in_no_worker)
    assert read(files) == first


def test_a_file_is_known_by_its_content_and_named_as_it_is_now(read, files, tmp_path, monkeypatch):
    first = read(files)
    monkeypatch.setattr(reading_desk, "Pool", in_no_worker)
    moved = tmp_path / "elsewhere.bin"
    shutil.copy(files[0].path, moved)
    (reading,) = read([FoundFile(moved, "乙/elsewhere.bin")]).values()
    assert reading.file == "乙/elsewhere.bin"
    assert {document.file for document in reading.documents} == {"乙/elsewhere.bin"}
    assert reading.sha256 == first["0.png"].sha256


def test_only_the_new_file_is_read(read, files, engines, tmp_path):
    read(files)
    new = tmp_path / "new.png"
    engines.page_picture(new, bad=True)
    readings = read([*files, FoundFile(new, "new.png")], engines.faulty("raise"))
    assert readings["0.png"].documents
    assert "ZeroDivisionError" in readings["new.png"].problems[0].reason.en


def test_what_came_out_of_a_locked_archive_is_not_kept(read, files, place):
    """docs/limits.md: what was opened with a password is not kept."""
    readings = read([replace(file, secret=True) for file in files])
    assert all(reading.documents for reading in readings.values())
    assert info(place).entries == 0


def test_what_crashed_is_tried_again(read, engines, tmp_path):
    path = tmp_path / "bad.png"
    engines.page_picture(path, bad=True)
    file = FoundFile(path, "bad.png")
    assert read([file], engines.faulty("raise"))["bad.png"].problems
    assert not read([file])["bad.png"].problems


def test_other_forms_need_no_reading_of_pages(read, files, engines, monkeypatch):
    read(files)
    kinds = {"form": KindSpec(Words("申请表", "form"), Layout.FORM, ("申请表",), "applicant", {})}
    readings = read(files, engines.missing, replace(NO_FORMS, kinds=kinds))
    assert readings["0.png"].documents[0].kind == "form"


def test_another_reader_reads_anew(read, files, engines, monkeypatch):
    read(files)
    monkeypatch.setattr(reading_desk, "pages_version", lambda: "another")
    assert read(files, engines.missing)["0.png"].problems


def test_a_changed_source_changes_the_version(tmp_path, monkeypatch):
    for function in (reader_version.pages_version, reader_version.papers_version):
        function.cache_clear()
    before = reader_version.pages_version(), reader_version.papers_version()
    copy = tmp_path / "extractor"
    shutil.copytree(ROOT / "extractor", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(reader_version, "_PACKAGE", copy)

    def versions():
        for function in (reader_version.pages_version, reader_version.papers_version):
            function.cache_clear()
        return reader_version.pages_version(), reader_version.papers_version()

    assert versions() == before
    with (copy / "understand" / "slots.py").open("a") as file:
        file.write("# changed\n")
    pages, papers = versions()
    assert pages == before[0]
    assert papers != before[1]
    with (copy / "seals" / "rings.py").open("a") as file:
        file.write("# changed\n")
    assert versions()[0] != before[0]
    for function in (reader_version.pages_version, reader_version.papers_version):
        function.cache_clear()


def damage_head(path):
    path.write_bytes(b"not a database" * 1000)


def damage_middle(path):
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 64] = os.urandom(64)
    path.write_bytes(data)


def cut_off(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def another_format(path):
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def a_folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [damage_head, damage_middle, cut_off, another_format, a_folder])
def test_a_damaged_cache_costs_a_sentence(read, files, place, said, damage):
    first = read(files)
    damage(place.file)
    assert read(files) == first
    assert len(said) == 1
    assert "缓存" in said[0].zh
    assert read(files) == first


def test_values_that_make_no_sense_are_read_again(read, files, place, said):
    first = read(files)
    with sqlite3.connect(place.file) as db:
        db.execute("UPDATE entries SET value = ?", (b"nonsense",))
    db.close()
    assert read(files) == first
    assert not said
    assert read(files) == first


def test_a_place_that_cannot_be_used(read, files, tmp_path, said):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert read(files, cache=CachePlace(blocked / "cache"))["0.png"].documents
    assert len(said) == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache(read, files, place, said):
    first = read(files)
    place.file.chmod(0o400)
    place.folder.chmod(0o500)
    assert read(files) == first
    place.folder.chmod(0o700)


def test_a_read_only_cache_is_said_once_and_left(place, said, monkeypatch):
    with Cache(place) as cache:
        cache.put("a", "b", b"c")
    connect = sqlite3.connect

    def read_only(file, **more):
        return connect(f"file:{file}?mode=ro", uri=True, **more)

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with Cache(place, said.append) as cache:
        cache.put("a", "d", b"e")
        cache.put("a", "f", b"g")
    assert len(said) == 1
    assert "--no-cache" in said[0].zh


def test_a_full_disk_is_said_once(place, said):
    """By the system's own limit on how large a file may become."""
    code = textwrap.dedent(
        f"""
        import resource, signal
        from pathlib import Path
        from docs_check.cache import Cache, CachePlace
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        said = []
        with Cache(CachePlace(Path({str(place.folder)!r})), said.append) as cache:
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
            for number in range(50):
                cache.put("a", str(number), bytes(range(256)) * 100)
            assert cache.get("a", "1") is None
        print(len(said), said[0].zh)
        """
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.startswith("1 ")
    assert "--no-cache" in done.stdout
    assert not done.stderr


def test_the_longest_unused_go_when_it_is_full(tmp_path):
    place = CachePlace(tmp_path / "cache", 100_000)
    with Cache(place) as cache:
        for number in range(9):
            cache.put("a", str(number), bytes(10_000))
        cache.get("a", "0")
        for number in range(9, 13):
            cache.put("a", str(number), bytes(10_000))
        assert cache.get("a", "0") is not None
        assert cache.get("a", "12") is not None
        assert cache.get("a", "1") is None
    assert info(place).size < 200_000


def test_two_runs_at_once(place):
    with Cache(place) as one, Cache(place) as two:
        one.put("a", "1", b"x")
        assert two.get("a", "1") == b"x"
        two.put("a", "1", b"y")
        assert one.get("a", "1") == b"y"


def test_killed_at_any_moment_it_is_usable(tmp_path):
    code = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from docs_check.cache import Cache, CachePlace
        cache = Cache(CachePlace(Path(sys.argv[1]), 3_000_000))
        number = 0
        while True:
            cache.put("a", str(number), str(number).encode() * 5000)
            print(number, flush=True)
            number += 1
        """
    )
    for lines in (1, 40, 211):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "c")], stdout=subprocess.PIPE, cwd=ROOT, text=True
        )
        assert process.stdout
        written = [int(process.stdout.readline()) for _ in range(lines)]
        process.kill()
        process.wait()
        process.stdout.close()
        said = list[Words]()
        with Cache(CachePlace(tmp_path / "c", 3_000_000), said.append) as cache:
            assert cache.get("a", str(written[-1])) == str(written[-1]).encode() * 5000
        assert not said


def test_where_it_lies(monkeypatch, tmp_path):
    monkeypatch.delenv("DOCS_CHECK_CACHE", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_place().folder == tmp_path / "xdg" / "docs-check"
    monkeypatch.setenv("XDG_CACHE_HOME", "not absolute")
    assert default_place().folder == Path.home() / ".cache" / "docs-check"
    monkeypatch.setenv("DOCS_CHECK_CACHE", str(tmp_path / "named"))
    monkeypatch.setenv("DOCS_CHECK_CACHE_MB", "7")
    assert default_place() == CachePlace(tmp_path / "named", 7_000_000)


def test_only_its_owner_may_look(place):
    with Cache(place) as cache:
        cache.put("a", "b", b"c")
    assert place.folder.stat().st_mode & 0o77 == 0
    assert place.file.stat().st_mode & 0o77 == 0


def test_clearing_it_leaves_other_files_alone(place):
    with Cache(place) as cache:
        cache.put("a", "b", b"c")
    (place.folder / "mine.txt").write_text("")
    assert "MB" in clear(place).zh
    assert [path.name for path in place.folder.iterdir()] == ["mine.txt"]
    assert info(place).entries == 0
    assert not (place.folder / FILE).exists()


fractions = st.floats(allow_nan=False, width=64)
boxes = st.builds(Box, fractions, fractions, fractions, fractions)
texts = st.text(st.characters(exclude_categories=("Cs",)))
lines = st.builds(Line, boxes, texts, fractions, st.lists(boxes, max_size=3).map(tuple))
pages = st.builds(
    Page,
    st.integers(1, 9999),
    st.tuples(st.integers(1, 9000), st.integers(1, 9000)),
    st.lists(lines, max_size=4).map(tuple),
    st.just(()),
    st.just(()),
    st.lists(fractions, min_size=9, max_size=9).map(tuple),
)


@settings(deadline=None)
@given(st.lists(pages, max_size=3).map(tuple))
def test_what_is_packed_comes_back_the_same(some):
    read = PagesRead(len(some), some)
    value = packed(PagesRead, read)
    assert value is not None
    assert unpacked(PagesRead, value) == read


@settings(deadline=None)
@given(st.binary())
def test_bytes_that_are_no_record_are_refused(value):
    with pytest.raises(Unusable):
        unpacked(FileReading, value)


def test_every_library_that_reads_counts_for_what_was_read():
    """By the imports themselves: a library that is added tomorrow must not be added to a list as well."""
    sources = [path.read_text("utf-8") for path in sorted((ROOT / "extractor").rglob("*.py"))]
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    plain = (one.name for node in nodes if isinstance(node, ast.Import) for one in node.names)
    origins = (node.module or "" for node in nodes if isinstance(node, ast.ImportFrom))
    imported = {name.partition(".")[0] for name in (*plain, *origins)} - sys.stdlib_module_names - {"extractor"}
    known = packages_distributions()
    found = {name.lower().replace("_", "-") for name in reader_version.libraries(sources)}
    for module in imported:
        assert found & {name.lower().replace("_", "-") for name in known[module]}, module
    assert not {"pebble", "typer", "starlette"} & found
