"""How the command ends: its exit codes, and the mistakes of use that it answers with one sentence and a remedy."""

from __future__ import annotations

from enum import IntEnum

from extractor.records import Words


class Exit(IntEnum):
    """Part of the interface; 3 outranks 1: a batch not wholly looked at is not known to be in order."""

    OK = 0  # no sure defect
    DEFECTS = 1
    WRONG_USE = 2
    NOT_CHECKED = 3
    STOPPED = 130  # Ctrl-C, as shells count it: 128 + SIGINT


class WrongUse(Exception):  # noqa: N818 - named for what it is, as in "wrong use: the folder does not exist"
    """The command was given something that it cannot work with. `words` says what, and what to do about it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.zh)
        self.words = words
