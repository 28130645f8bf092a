"""The rooms of the house stay small: no folder of production code holds more modules than can be taken in at a look."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST = 15  # modules beside __init__.py: what a listing shows without scrolling, and the limit that the house set itself
ROOMS = sorted({path.parent for room in ("extractor", "checks", "docs_check") for path in (ROOT / room).rglob("*.py")})


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_no_room_is_overfull(room: Path) -> None:
    modules = [path.name for path in room.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST, f"{room.relative_to(ROOT)} holds {len(modules)} modules: {', '.join(sorted(modules))}"
