"""All that a release is made of, in dist/release.   python installing/release.py   (`make release`: after the tests)

Wheel and source archive, built twice and refused where the two differ; SHA256SUMS; notes.md, the CHANGELOG's section of
this version (before it is named, what stands under Unreleased); bundles.txt, the pinned parts of each offline bundle.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

from build import ROOT, built, sha256
from docs_check.version import __version__
from resolve import PLATFORMS, resolved

OUT = ROOT / "dist" / "release"
PYTHON = "3.11"  # of the bundles


def main() -> int:
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    sums = {path.name: sha256(path) for path in built(OUT)}
    with tempfile.TemporaryDirectory() as again:
        other = {path.name: sha256(path) for path in built(Path(again))}
    if sums != other:
        print(f"two builds differ: {sums} {other}", file=sys.stderr)  # noqa: T201
        return 1
    (OUT / "SHA256SUMS").write_text("".join(f"{one}  {name}\n" for name, one in sums.items()), encoding="utf-8")
    (OUT / "notes.md").write_text(section((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__), encoding="utf-8")
    lists = [f"# {platform}\n{resolved(platform, PYTHON, '--no-annotate')}" for platform in PLATFORMS]
    (OUT / "bundles.txt").write_text("\n".join(lists), encoding="utf-8")
    print("\n".join(str(path) for path in sorted(OUT.iterdir())))  # noqa: T201
    return 0


def section(changelog: str, version: str) -> str:
    """What it says of that version, else of what is not released yet. Raises `ValueError` where it says neither."""
    parts = re.split(r"^## ", changelog, flags=re.M)[1:]
    for wanted in (version, "Unreleased"):
        for part in parts:
            if part.startswith(wanted):
                return f"# docs-check {version}\n{part.partition(chr(10))[2]}"
    raise ValueError(f"CHANGELOG.md has no section for {version}, and none that is unreleased")


if __name__ == "__main__":
    sys.exit(main())
