"""The second reader: what it reads otherwise is doubted; what it cannot read is counted, and no doubt."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

import docs_check.reading.second_reader as module
from docs_check.cache import CachePlace, info
from docs_check.intake.walk import FoundFile
from docs_check.progress import Progress
from docs_check.settings import Settings
from docs_check.workers.pool import Done
from extractor.records import FileReading


def look(made, tmp_path):
    files = [FoundFile(made.folder / "a.png", "a.png")]
    return module.look_again(made.outcomes, files, [], Settings(), Progress(Console(file=StringIO()), "zh"))


def test_without_tesseract_a_sentence_says_so(made, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "at_hand", lambda: False)
    seen = look(made, tmp_path)
    assert not seen.doubts
    assert "chi_sim" in seen.note.zh


def answer(monkeypatch, result):
    monkeypatch.setattr(module, "at_hand", lambda: True)
    monkeypatch.setattr(module, "each", lambda _f, tasks, *_: iter([Done(task, result) for task in tasks]))


def test_what_reads_differently_is_doubted(made, tmp_path, monkeypatch):
    answer(monkeypatch, [True])
    evidence = made.outcomes[0].evidence[0]
    seen = look(made, tmp_path)
    assert seen.doubts == {("a.png", 1, evidence.place.box)}
    assert "1 处读法不同" in seen.note.zh


def test_what_a_password_opened_is_not_kept(made, tmp_path, monkeypatch):
    place = CachePlace(tmp_path / "cache")
    readings = [FileReading("a.png", "0" * 64, 1, ())]
    for passwords, kept in ((("123",), 0), ((), 1)):
        answer(monkeypatch, [True])
        files = [FoundFile(made.folder / "a.png", "a.png")]
        settings = Settings(passwords=passwords, cache=place)
        module.look_again(made.outcomes, files, readings, settings, Progress(Console(file=StringIO()), "zh"))
        assert info(place).entries == kept


def test_what_it_cannot_read_or_what_crashes_it_is_no_doubt_and_is_counted(made, tmp_path, monkeypatch):
    for result in ([None], None):
        answer(monkeypatch, result)
        seen = look(made, tmp_path)
        assert not seen.doubts
        assert "1 处它未能读出" in seen.note.zh
