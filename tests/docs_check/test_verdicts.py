"""Verdicts of people: kept with who and when, never overwritten unseen, undone, bound to their evidence."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace

import pytest

from docs_check.exits import WrongUse
from docs_check.report.decided.verdicts import Action, NewVerdict, Overtaken, Verdicts, holding

CONFIRM = NewVerdict("王甲", Action.CONFIRM, "f1", "e1", "DL001", "1")
DISMISS = replace(CONFIRM, who="李乙", action=Action.DISMISS, reason="misread")


@pytest.fixture
def verdicts(tmp_path):
    store = Verdicts(tmp_path)
    store.begin()
    return store


def test_a_verdict_is_kept_with_who_and_when(verdicts, tmp_path):
    given = verdicts.add(CONFIRM, 0)
    assert Verdicts(tmp_path).all() == (given,)
    assert given.who == "王甲"
    assert given.at.endswith("+00:00")


def test_rows_cannot_be_changed_or_deleted(verdicts):
    verdicts.add(CONFIRM, 0)
    database = sqlite3.connect(verdicts.file)
    for statement in ("UPDATE verdicts SET who = 'x'", "DELETE FROM verdicts"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(statement)
    database.close()
    assert verdicts.all()[0].who == "王甲"


def test_nobody_overwrites_a_verdict_that_he_has_not_seen(verdicts):
    first = verdicts.add(CONFIRM, 0)
    with pytest.raises(Overtaken) as caught:
        verdicts.add(DISMISS, 0)
    assert caught.value.latest == first
    second = verdicts.add(DISMISS, first.id)
    assert holding(verdicts.all())["f1", "e1"] == second


def test_undo_brings_back_what_held_before(verdicts):
    first = verdicts.add(CONFIRM, 0)
    second = verdicts.add(DISMISS, first.id)
    verdicts.add(replace(DISMISS, action=Action.UNDO, undoes=second.id), second.id)
    assert holding(verdicts.all())["f1", "e1"] == first
    assert len(verdicts.all()) == 3


def test_a_verdict_holds_for_its_evidence_alone(verdicts):
    verdicts.add(CONFIRM, 0)
    verdicts.add(replace(DISMISS, evidence="e2"), 0)
    assert {key: one.action for key, one in holding(verdicts.all()).items()} == {
        ("f1", "e1"): Action.CONFIRM,
        ("f1", "e2"): Action.DISMISS,
    }


def test_of_two_at_the_same_moment_one_is_told(verdicts):
    told, start = list[str](), threading.Barrier(2)

    def decide(verdict):
        start.wait()
        try:
            verdicts.add(verdict, 0)
        except Overtaken:
            told.append(verdict.who)

    threads = [threading.Thread(target=decide, args=(one,)) for one in (CONFIRM, DISMISS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert len(verdicts.all()) == 1


def test_a_claim_is_the_first_ones(verdicts):
    assert verdicts.claim("王甲", "d1", held=True) is None
    assert verdicts.claim("李乙", "d1", held=True) == "王甲"
    assert verdicts.claims() == {"d1": "王甲"}
    assert verdicts.claim("王甲", "d1", held=False) is None
    assert verdicts.claim("李乙", "d1", held=True) is None


def test_a_damaged_file_is_answered_with_a_remedy(tmp_path):
    (tmp_path / "verdicts.sqlite").write_text("not a database" * 100)
    with pytest.raises(WrongUse, match="备份"):
        Verdicts(tmp_path).all()


def test_without_verdicts_there_is_no_file(tmp_path):
    assert Verdicts(tmp_path).all() == ()
    assert list(tmp_path.iterdir()) == []
