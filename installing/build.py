"""Wheel and source archive of the project: one content, one hash.   python installing/build.py FOLDER"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# hatchling gives every member the time that this names, whenever and wherever it is built (reproducible-builds.org).
EPOCH = {"SOURCE_DATE_EPOCH": "1580601600"}


def built(folder: Path, *targets: str) -> list[Path]:
    """Builds `wheel`, `sdist`, or both where none is named. Raises `CalledProcessError`."""
    named = [word for target in targets for word in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), *named]
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | EPOCH, capture_output=True)
    return sorted(path for path in folder.iterdir() if path.suffix in (".whl", ".gz"))


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for one in built(Path(sys.argv[1])):
        print(sha256(one), one.name)  # noqa: T201
