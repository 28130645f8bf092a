"""Folders of our own that a run works in, named so that the next run can tell and remove those of a killed one."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from socket import gethostname

_PREFIX = ".docs-check-"
_ABANDONED = 7 * 24 * 3600.0  # seconds: where it cannot be seen whether its run still lives, no run takes a week


def fresh_folder(beside: Path) -> Path:
    """A new folder in the same folder as `beside`, for a run that makes or replaces `beside`. Raises `OSError`."""
    return Path(tempfile.mkdtemp(prefix=f"{_mark(beside)}{_host()}-{os.getpid()}-", dir=beside.parent))


@contextmanager
def scratch_folder(purpose: str) -> Generator[Path]:
    """A new folder in the system's temporary one, removed at the end; first go those of runs that were killed. Raises
    `OSError`."""
    beside = Path(tempfile.gettempdir(), purpose)
    for left in abandoned(beside):
        remove(left)
    folder = fresh_folder(beside)
    try:
        yield folder
    finally:
        remove(folder)


def abandoned(beside: Path) -> Iterator[Path]:
    """Folders made for `beside` by runs that ended without removing them."""
    for path in sorted(beside.parent.glob(f"{_mark(beside)}*")):
        host, _, rest = path.name.removeprefix(_mark(beside)).partition("-")
        number = rest.partition("-")[0]
        if path.is_dir() and number.isdecimal() and not _lives(path, host, int(number)):
            yield path


def remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _mark(beside: Path) -> str:
    """Not the name itself: that may be as long as a name can be."""
    return f"{_PREFIX}{sha256(beside.name.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}-"


def _host() -> str:
    return sha256(gethostname().encode()).hexdigest()[:8]


def _lives(path: Path, host: str, process: int) -> bool:
    if host == _host() and os.name == "posix":  # elsewhere asking after a process may end it
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    try:
        return time.time() - path.stat().st_mtime < _ABANDONED
    except OSError:
        return True
