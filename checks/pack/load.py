"""The one door by which a policy pack comes in: three YAML files, checked whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from checks.pack.cross_checks import cross_checks
from checks.pack.faults import Fault
from checks.pack.model import Policy
from checks.pack.pieces import with_pieces
from checks.pack.shipped import find_packs
from checks.pack.translated import translated
from checks.pack.yaml_file import PackError, PackFault, PackFile, read_pack_file
from extractor.records import Words

__all__ = ["FILES", "PackError", "Policy", "find_packs", "load_pack"]

FILES = ("pack.yaml", "papers.yaml", "rules.yaml")


def load_pack(folder: Path) -> Policy:
    """The policy of the pack in `folder`. Raises `PackError` with every fault: file, line, what is wrong, expected,
    and remedy."""
    files = [read_pack_file(folder / name) for name in FILES]
    merged, home = _merge(files)
    try:
        policy = Policy.model_validate(merged)
    except ValidationError as error:
        raise _refusing(translated(error.errors(include_url=False)), files, home) from error
    if faults := tuple(cross_checks(policy)):
        raise _refusing(faults, files, home)
    return policy


def _merge(files: Sequence[PackFile]) -> tuple[dict[str, Any], dict[str, PackFile]]:
    merged, home = dict[str, Any](), dict[str, PackFile]()
    twice = list[PackFault]()
    for file in files:
        for key, value in with_pieces(file).items():
            if key in home:
                twice.append(
                    PackFault(
                        file.path,
                        file.line([key]),
                        Words(
                            f"“{key}”在 {home[key].path.name} 里已经写过。",
                            f"`{key}` already stands in {home[key].path.name}.",
                        ),
                        Words("每个部分只写在一个文件里。", "Each part in one file."),
                        Words("删去其中一处。", "Delete one of them."),
                    )
                )
            merged[key], home[key] = value, file
    if twice:
        raise PackError(twice)
    return merged, home


def _refusing(faults: Iterable[Fault], files: Sequence[PackFile], home: dict[str, PackFile]) -> PackError:
    return PackError(_placed(fault, files, home) for fault in dict.fromkeys(faults))


def _placed(fault: Fault, files: Sequence[PackFile], home: dict[str, PackFile]) -> PackFault:
    file = home.get(str(fault.path[0]), files[0]) if fault.path else files[0]
    return PackFault(file.path, file.line(fault.path), fault.wrong, fault.expected, fault.remedy)
