"""The papers built by hand for the tests of the rules, for whoever needs many of them."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

SYLLABLES = "安宝昌德鼎丰福广恒华吉嘉康乐利美明宁平荣"
_PAPERS = Path(__file__).parents[1] / "checks" / "conftest.py"


@cache
def builders() -> ModuleType:
    """tests/checks/conftest.py as a module."""
    spec = importlib.util.spec_from_file_location("papers_by_hand", _PAPERS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["papers_by_hand"] = module
    spec.loader.exec_module(module)
    return module
