"""Do all dependencies have wheels for every machine that is promised?   python installing/resolve.py

For each system and each Python: resolved by uv with wheels alone, as it would be there. Needs a package index; not a
part of the test suite. The last result stands in docs/installing.md.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLATFORMS = {
    "linux-x86_64": "x86_64-manylinux_2_28",
    "linux-aarch64": "aarch64-manylinux_2_28",
    "windows-x86_64": "x86_64-pc-windows-msvc",
}
PYTHONS = ("3.11", "3.12", "3.13")


def resolved(platform: str, python: str, *options: str) -> str:
    """The pinned requirements of the project on that machine, one a line. Raises `CalledProcessError`."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--only-binary", ":all:"]
    command += ["--python-platform", PLATFORMS[platform], "--python-version", python, *options, "pyproject.toml"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def main() -> int:
    failed = 0
    for platform in PLATFORMS:
        for python in PYTHONS:
            try:
                count = sum("==" in line for line in resolved(platform, python).splitlines())
            except subprocess.CalledProcessError as error:
                failed += 1
                print(f"{platform} Python {python}: no.\n{error.stderr}")  # noqa: T201
            else:
                print(f"{platform} Python {python}: {count} wheels")  # noqa: T201
    return failed


if __name__ == "__main__":
    sys.exit(main())
