"""One archive that installs without a network.   python installing/bundle.py linux-x86_64|linux-aarch64|windows-x86_64

Wheels for that machine, pinned and hashed; scripts to install and remove; a list of parts (CycloneDX) and their
licences. Made where there is a package index, for a machine that has none. Two builds of one day give one archive.
"""

from __future__ import annotations

import email
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

from build import built, sha256
from licences import licence, may_be_shipped
from resolve import PLATFORMS, ROOT, resolved

HERE = Path(__file__).parent
PYTHON = "3.11"
# What each machine's pip takes, best first.
TAGS = {
    "linux-x86_64": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"),
    "linux-aarch64": ("manylinux_2_28_aarch64", "manylinux_2_27_aarch64", "manylinux2014_aarch64"),
    "windows-x86_64": ("win_amd64",),
}
SCRIPTS = {
    "linux": ("install.sh", "open.sh", "uninstall.sh", "README.zh.md"),
    "windows": ("install.cmd", "install.ps1", "open.cmd", "uninstall.ps1", "README.zh.md"),
}
DATE = (2020, 2, 2, 0, 0, 0)  # of every member, so that one content has one hash


def main(platform: str) -> int:
    folder = ROOT / "dist" / f"docs-check-{platform}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    (folder / "PYTHON").write_text(f"{PYTHON}\n", encoding="utf-8")
    requirements = folder / "requirements.txt"
    requirements.write_text(resolved(platform, PYTHON, "--generate-hashes", "--no-annotate"), encoding="utf-8")
    _download(platform, requirements, wheels)
    built(wheels, "wheel")
    own = next(wheels.glob("docs_check-*.whl"))
    with requirements.open("a", encoding="utf-8") as file:
        file.write(f"docs-check=={own.name.split('-')[1]} --hash=sha256:{sha256(own)}\n")
    for name in SCRIPTS[platform.partition("-")[0]]:
        text = (HERE / name).read_text("utf-8")
        windows = name.endswith((".cmd", ".ps1"))
        # PowerShell 5 reads Chinese only behind a mark of byte order, and cmd its own line ends.
        text = text.replace("\n", "\r\n") if windows else text
        data = text.encode("utf-8-sig" if name.endswith(".ps1") else "utf-8")
        (folder / name).write_bytes(data)
    _site(folder / "docs")
    refused = _parts(folder, list(_about(wheels)))
    sums = [f"{sha256(path)}  {path.relative_to(folder).as_posix()}" for path in _files(folder)]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8", newline="\n")
    archive = _archive(folder)
    print(f"{archive} {archive.stat().st_size // 1_000_000} MB sha256 {sha256(archive)}")  # noqa: T201
    print("\n".join(f"not to be shipped: {one}" for one in refused), end="\n" if refused else "")  # noqa: T201
    return len(refused)


def _site(folder: Path) -> None:
    """The documentation, to be opened from the folder."""
    _run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(folder))


def _download(platform: str, requirements: Path, wheels: Path) -> None:
    tags = [word for tag in TAGS[platform] for word in ("--platform", tag)]
    _run(
        *(
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--require-hashes",
        ),
        *("--python-version", PYTHON, "--implementation", "cp", *tags, "-d", str(wheels), "-r", str(requirements)),
    )


def _about(wheels: Path) -> Iterator[Message]:
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as package:
            name = next(one for one in package.namelist() if one.endswith(".dist-info/METADATA"))
            yield email.message_from_bytes(package.read(name))


def _parts(folder: Path, parts: list[Message]) -> list[str]:
    """Writes what the bundle is made of; gives what may not be in it."""
    components = [
        {
            "type": "library",
            "name": about["Name"],
            "version": about["Version"],
            "purl": f"pkg:pypi/{str(about['Name']).lower()}@{about['Version']}",
            "licenses": [{"license": {"name": licence(about)}}],
        }
        for about in parts
    ]
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    (folder / "sbom.cdx.json").write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [f"{about['Name']} {about['Version']}: {licence(about)}" for about in parts]
    (folder / "LICENCES.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [line for line in lines if not may_be_shipped(line.partition(": ")[2])]


def _archive(folder: Path) -> Path:
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as package:  # wheels are compressed
        for path in _files(folder):
            member = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", DATE)
            member.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
            package.writestr(member, path.read_bytes())
    return archive


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _run(*command: str) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in PLATFORMS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
