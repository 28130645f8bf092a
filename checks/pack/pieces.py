"""Shared pieces of packs: `uses: common/business-licence` stands for what templates/common says, and what stands beside
it comes over that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from checks.pack.faults import Fault
from checks.pack.shipped import pieces
from checks.pack.yaml_file import PackError, PackFault, PackFile, Step, read_pack_file
from extractor.records import Words

USES = "uses"


def with_pieces(file: PackFile) -> dict[str, Any]:
    """The file's content with every `uses` put in. Raises `PackError` for a piece that there is not."""
    return cast("dict[str, Any]", _whole(file.plain, file, ()))


def _whole(part: object, file: PackFile, path: tuple[Step, ...]) -> object:
    if isinstance(part, list):
        return [_whole(one, file, (*path, index)) for index, one in enumerate(cast("list[object]", part))]
    if not isinstance(part, Mapping):
        return part
    own = {key: _whole(value, file, (*path, key)) for key, value in cast("Mapping[str, object]", part).items()}
    name = own.pop(USES, None)
    if name is None:
        return own
    if name not in pieces():
        fault = _unknown((*path, USES), str(name))
        line = file.line(fault.path)
        raise PackError([PackFault(file.path, line, fault.wrong, fault.expected, fault.remedy)])
    return _over(_piece(str(name)), own)


@cache
def common_titles() -> frozenset[str]:
    """Those of papers that are handed in for policies of all kinds."""
    return frozenset(title for name in pieces() for title in _titles(_piece(name)))


def _titles(piece: Mapping[str, object]) -> list[str]:
    return [str(title) for title in cast("list[object]", piece.get("titles", ()))]


@cache
def _piece(name: str) -> Mapping[str, object]:
    return with_pieces(read_pack_file(pieces()[name]))  # a piece may be made of others


def _over(below: object, above: object) -> object:
    """Keys of both come together; what is above counts, and nothing (`null`) there takes a key away."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    low, high = cast("Mapping[str, object]", below), cast("Mapping[str, object]", above)
    both = {**low, **{key: _over(low.get(key), value) for key, value in high.items()}}
    return {key: value for key, value in both.items() if value is not None}


def _unknown(path: tuple[Step, ...], name: str) -> Fault:
    known = sorted(pieces())
    return Fault(
        path,
        Words(f"没有叫“{name}”的公用件。", f"There is no shared piece `{name}`."),
        Words(f"下列之一：{'、'.join(known)}。", f"one of: {', '.join(known)}."),
        Words("改正名称，或把内容直接写在这里。", "Correct the name, or write its content here."),
    )
