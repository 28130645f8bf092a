"""Where an office keeps what people made of a batch: in a folder beside the papers, wherever reports are written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

SEVERAL = "policies"  # in the report of several policies, the folder in which each has its own
_END = "-office"
_DATABASE_PARTS = ("", "-wal", "-shm")


def room_of(folder: Path, out: Path) -> Path:
    """`FOLDER-office` beside the checked `folder`, and in it, where several policies were checked, one for each. Where
    nothing may be written there, and for papers that were fetched from elsewhere, the report's own folder `out`, in
    which a new report leaves it as it is."""
    folder = folder.resolve()
    beside = folder.with_name(folder.name + _END)
    if beside.is_dir() or (folder.is_dir() and os.access(folder.parent, os.W_OK)):
        return beside / SEVERAL / out.name if out.parent.name == SEVERAL else beside
    return out.resolve()


def taken_over(room: Path, out: Path, name: str) -> None:
    """A database that an earlier version kept in the report's folder goes on in the office's room."""
    old, new = out / name, room / name
    if room.resolve() == out.resolve() or new.exists() or not old.is_file():
        return
    room.mkdir(parents=True, exist_ok=True)
    for part in _DATABASE_PARTS:
        with suppress(FileNotFoundError):
            old.with_name(name + part).rename(new.with_name(name + part))
