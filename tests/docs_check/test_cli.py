"""The command through its front door, with a reader that reads nothing."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import re
import subprocess
import sys
import time
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import docs_check
from checks.pack.load import find_packs
from checks.rules.seals import sl001_seal_missing
from docs_check.cache import Cache, CachePlace
from docs_check.commands.cli import app
from docs_check.commands.options import ReadingOptions
from docs_check.exits import WrongUse
from docs_check.reading.reader import PoolReader
from docs_check.reports import to_json
from docs_check.settings import Settings
from docs_check.workers.limits import MEBIBYTE, WorkerLimits

ROOT = Path(docs_check.__file__).parents[1]
SCHEMA = json.loads((Path(to_json.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path):
    batch = tmp_path / "批次 1"
    batch.mkdir()
    (batch / "a.png").write_bytes(b"a")
    return batch


@pytest.fixture
def run(fake_reader):
    def run(*args, readings=(), reader=None):
        return CliRunner().invoke(app, [str(arg) for arg in args], obj=reader or fake_reader(readings))

    return run


def one_sentence(result):
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in result.stderr
    return lines[0]


def last_sentence(result):
    """The last line of stderr; before it stand those of the progress."""
    assert "Traceback" not in result.stderr
    return [line for line in result.stderr.splitlines() if line][-1]


def test_a_folder_in_which_nothing_is_wrong(run, folder):
    result = run(folder)
    assert result.exit_code == 0, result.stderr
    assert "没有发现确定的缺陷" in result.stdout
    report = json.loads((folder.parent / "批次 1-report" / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, SCHEMA)
    assert [(one["file"], one["state"]) for one in report["files"]] == [("a.png", "left_out")]
    assert (folder.parent / "批次 1-report" / "index.html").is_file()


def test_check_may_be_left_out_and_options_may_come_first(run, folder):
    for args in (["check", folder], [folder], ["--lang", "en", folder]):
        assert run(*args).exit_code == 0


@pytest.fixture
def unreadable(made):
    return [one for one in made.batch.files if one.file == "bad.pdf"]


def test_what_could_not_be_read_outranks_defects(run, folder, unreadable):
    (folder / "bad.pdf").write_bytes(b"x")
    result = run(folder, readings=unreadable)
    assert result.exit_code == 3
    assert "1 个文件读不出" in result.stdout
    assert run(folder, "--exit-zero", readings=unreadable).exit_code == 0


def test_a_company_without_its_evidence_is_a_defect(run, folder, made):
    form = next(one for one in made.batch.files if one.file == "a.png")
    field = replace(form.documents[0].fields[0], written="青岛甲有限公司", value="青岛甲有限公司")
    document = replace(form.documents[0], kind="application_form", fields=(field,))
    result = run(folder, readings=[replace(form, documents=(document,))])
    assert result.exit_code == 1, result.output
    assert "EV001" in result.stdout
    assert "青岛甲有限公司" in result.stdout


def test_a_rule_that_breaks_is_said_and_is_not_silence(run, folder, made, monkeypatch):
    def broken(*_args):
        raise RuntimeError("boom")

    monkeypatch.setattr(sl001_seal_missing, "check", broken)
    form = next(one for one in made.batch.files if one.file == "a.png")
    result = run(folder, readings=[form])
    assert result.exit_code == 3
    assert "规则 SL001" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("args", "zh", "en"),
    [
        (["{folder}/nope"], "不存在", "does not exist"),
        (["{folder}/a.png"], "docs-check read", "docs-check read"),
        (["{empty}"], "是空的", "is empty"),
        (["{folder}", "--out", "{folder}/report"], "之内", "inside"),
        (["{folder}", "--out", "{folder}/a.png/x"], "之内", "inside"),
        (["{folder}", "--out", "{file}/x"], "写权限", "may be written"),
        (["{folder}", "--policy", "nope"], "没有名为", "no policy pack"),
        (["{folder}", "--select", "XX9"], "没有代码", "no rule"),
        (["{folder}", "--ignore", "SL001,QQ"], "没有代码", "no rule"),
        (["{folder}", "--format", "pdf"], "报告格式", "report format"),
        (["explain", "SL999"], "没有代码", "no rule"),
        (["read", "{folder}/nope.pdf"], "不存在", "does not exist"),
        (["read", "{folder}"], "docs-check check", "docs-check check"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_use_is_one_sentence_with_a_remedy(run, folder, tmp_path, args, zh, en, lang):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    filled = [arg.format(folder=folder, empty=tmp_path / "empty", file=tmp_path / "file") for arg in args]
    result = run(*filled, "--lang", lang)
    assert result.exit_code == 2
    assert (zh if lang == "zh" else en) in one_sentence(result)


@pytest.mark.parametrize("args", [["--nope"], ["check"], ["{folder}", "--jobs", "0"], ["{folder}", "--lang", "fr"]])
def test_options_that_are_none(run, folder, args):
    result = run(*(arg.format(folder=folder) for arg in args))
    assert result.exit_code == 2
    assert "docs-check --help" in one_sentence(result)


def test_a_wrong_pack_is_answered_with_file_and_line(run, folder, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.yaml").write_text("a: [", encoding="utf-8")
    result = run(folder, "--policy", pack)
    assert result.exit_code == 2
    assert "pack.yaml" in one_sentence(result)


class Interrupted:
    engine = "fake"

    def __init__(self, error):
        self.error = error

    def read(self, files, forms):
        raise self.error
        yield


def test_ctrl_c_leaves_nothing_behind(run, folder):
    result = run(folder, reader=Interrupted(KeyboardInterrupt()))
    assert result.exit_code == 130
    assert "已按要求停止" in result.stderr
    assert list(folder.parent.iterdir()) == [folder]


def test_a_full_disk_and_a_fault_of_our_own_are_sentences_too(run, folder):
    full = run(folder, reader=Interrupted(OSError(28, "No space left on device")))
    assert full.exit_code == 3
    assert "No space left" in full.stderr
    fault = run(folder, reader=Interrupted(ZeroDivisionError("oops")))
    assert fault.exit_code == 3
    assert "ZeroDivisionError" in fault.stderr
    assert "Traceback" not in full.stderr + fault.stderr


def test_a_disk_too_small_for_the_report_leaves_the_old_one(run, folder, tiny_disk):
    out, full = tiny_disk / "out", tiny_disk / "full.bin"

    def fill():
        disk = os.statvfs(tiny_disk)
        full.write_bytes(bytes((disk.f_bavail - 2) * disk.f_frsize))

    def files():
        return {path.relative_to(tiny_disk): path.read_bytes() for path in tiny_disk.rglob("*") if path.is_file()}

    fill()
    before = files()
    first = run(folder, "--out", out)
    assert first.exit_code == 3
    assert "请检查磁盘空间" in last_sentence(first)
    assert files() == before
    full.unlink()
    assert run(folder, "--out", out).exit_code == 0
    fill()
    before = files()
    assert run(folder, "--out", out).exit_code == 3
    assert files() == before


@pytest.mark.parametrize("door", ["docs_check.report.stored.StoredWriter.close", "docs_check.output.Path.rename"])
def test_a_full_disk_while_a_report_is_written_leaves_none(run, folder, monkeypatch, door):
    """Where no disk can be mounted: the same fault at the doors through which a report goes to the disk."""

    def refuse(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(door, refuse)
    result = run(folder)
    assert result.exit_code == 3
    assert "No space left on device" in last_sentence(result)
    assert "请检查磁盘空间" in last_sentence(result)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_select_and_ignore(run, folder, made):
    form = next(one for one in made.batch.files if one.file == "a.png")
    out = folder.parent / "out"
    run(folder, "--select", "SL，dt001", "--ignore", "SL004", "--out", out, readings=[form])
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    codes = {one["code"] for one in report["outcomes"]}
    assert codes
    assert codes <= {"SL001", "SL002", "SL003", "SL005", "SL006", "SL007", "SL008", "SL009", "DT001"}
    assert report["run"]["select"] == ["SL", "DT001"]


def test_only_the_formats_asked_for(run, folder):
    run(folder, "--format", "json")
    written = {path.name for path in (folder.parent / "批次 1-report").iterdir()}
    assert written == {"report.json", "report.readings.jsonl.gz"}  # the second is for the review


def test_read_shows_lines_and_needs_no_policy(run, folder, made):
    path = folder / "a.png"
    form = next(one for one in made.batch.files if one.file == "a.png")
    result = run("read", path, readings=[replace(form, file=str(path))])
    assert result.exit_code == 0
    (document,) = json.loads(result.stdout)["documents"]
    assert document["lines"][0]["text"] == "企业名称"
    jsonschema.validate(document, {**SCHEMA["$defs"]["document"], "$defs": SCHEMA["$defs"]})


def test_rules_and_their_manual_pages(run):
    assert "SL002" in run("rules").stdout
    zh, en = run("explain", "sl002").stdout, run("explain", "SL002", "--lang", "en").stdout
    assert zh != en
    assert "SL002" in zh
    assert len(en.splitlines()) > 3


def test_version_is_that_of_the_package(run):
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    assert docs_check.__version__ in run("--version").stdout
    assert project.get("version", docs_check.__version__) == docs_check.__version__


def test_help_answers_at_once_and_in_both_languages():
    command = [sys.executable, "-c", "import sys; from docs_check.commands.cli import main; main()", "--help"]
    times = list[float]()
    for _ in range(3):
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, env={**os.environ})
        times.append(time.perf_counter() - begun)
    assert "检查申报材料" in done.stdout
    assert "Checks submitted papers" in done.stdout
    heavy = "cv2", "onnxruntime", "spacy", "pydantic", "numpy"
    probe = f"import sys, docs_check.commands.cli; print([n for n in {heavy} if n in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert loaded.stdout.strip() == "[]"
    assert min(times) < 1.0  # 0.2 s alone; the limit leaves room for a busy machine


def test_a_policy_itself_is_checked_without_any_paper(run):
    name = next(iter(find_packs()))
    result = run("policy", name)
    assert result.exit_code == 1
    assert "PL001" in result.stdout
    assert run("policy", "nope").exit_code == 2


@pytest.fixture
def locked(folder, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "hostile"))
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "faults"))
    import faulty_engines
    import hostile_files

    (folder / "a.png").unlink()
    (folder / "locked.pdf").write_bytes(hostile_files.locked_pdf("-123"))
    return lambda settings: PoolReader(faulty_engines.good, "fake 1", settings)


def test_a_password_opens_and_is_shown_nowhere(run, folder, locked, tmp_path):
    out = folder.parent / "out"

    def state(*passwords):
        settings = Settings(1, passwords=passwords, cache=CachePlace(tmp_path / "cache"))
        run(folder, "--out", out, *(f"--password={one}" for one in passwords), reader=locked(settings))
        (entry,) = json.loads((out / "report.json").read_text("utf-8"))["files"]
        return entry["state"]

    assert state() == "unreadable"
    assert state("wrong") == "unreadable"
    assert state("wrong", "-123") == "read"
    assert state() == "unreadable"  # what the password opened is not kept for those who do not have it
    for path in (path for path in tmp_path.rglob("*") if path.is_file() and path.name != "locked.pdf"):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        assert b'"-123"' not in content, path


def test_passwords_from_a_file(tmp_path):
    file = tmp_path / "passwords.txt"
    file.write_text("\ufeffeins\n\nzwei drei\n", encoding="utf-8")
    given = ReadingOptions(password=["null"], password_file=file)
    assert given.settings().passwords == ("null", "eins", "zwei drei")
    for wrong in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(WrongUse, match="密码文件"):
            ReadingOptions(password_file=wrong).settings()


def test_limits_are_taken_from_the_options():
    asked = ReadingOptions(memory_limit=2048, time_limit=5.0, most_pages=10, most_megapixels=300)
    settings = asked.settings()
    assert settings.limits == WorkerLimits(2048 * MEBIBYTE, 5.0)
    assert (settings.most_pages, settings.most_pixels) == (10, 300_000_000)
    assert ReadingOptions(jobs=1).settings() == Settings()
    with pytest.raises(WrongUse, match="--memory-limit"):
        ReadingOptions(memory_limit=10).settings()


def test_every_limit_of_the_manual_with_a_flag_has_it_and_states_its_value(run):
    text = (ROOT / "docs" / "limits.md").read_text("utf-8")
    raised = text.partition("## Raised by a flag")[2].partition("## Without a flag")[0]
    flags = set(re.findall(r"`(--[a-z-]+) ", raised))
    assert flags == {
        *("--memory-limit", "--time-limit", "--most-pages", "--most-megapixels", "--cache-size"),
        *("--archive-depth", "--archive-files", "--archive-size", "--archive-ratio"),
    }
    shown = run("check", "--help").stdout
    assert all(flag in shown for flag in flags)
    settings = Settings()
    limits = {
        "memory of a worker": f"{settings.limits.memory // MEBIBYTE:,} MB",
        "time for a page": f"{settings.limits.page_seconds:g} s",
        "pages of a file": f"{settings.most_pages:,}",
        "a picture, also": f"{settings.most_pixels // 1_000_000} million",
        "archives in archives": f"{settings.archives.depth} deep",
        "files in an archive": f"{settings.archives.members:,}",
        "an archive unpacked": f"{settings.archives.unpacked // 1_000_000:,} MB",
        "how far a member": f"{settings.archives.ratio} times",
    }
    for what, value in limits.items():
        (row,) = [line for line in raised.splitlines() if line.startswith(f"| {what}")]
        assert value in row


def test_archive_limits_are_taken_from_the_options(run, folder):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.png", b"a")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    (folder / "a.zip").write_bytes(outer.getvalue())
    out = folder.parent / "out"

    def files(*options):
        assert run(folder, "--out", out, *options).exit_code in (0, 3)
        return {one["file"]: one["state"] for one in json.loads((out / "report.json").read_text("utf-8"))["files"]}

    assert "a.zip/inner.zip/a.png" in files()
    assert "a.zip/inner.zip/a.png" not in files("--archive-depth", "1")
    assert "a.zip" in files("--archive-files", "1", "--archive-depth", "0")


def test_the_cache_can_be_looked_at_and_emptied(run, tmp_path):
    place = CachePlace(tmp_path / "cache")
    with Cache(place) as cache:
        cache.put("a", "b", b"c")
    assert "1 entries" in run("cache", "info", "--cache", place.folder, "--lang", "en").stdout
    assert run("cache", "clear", "--cache", place.folder).exit_code == 0
    assert "共 0 条" in run("cache", "info", "--cache", place.folder).stdout
    assert run("cache", "burn").exit_code == 2
