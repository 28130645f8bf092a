"""Where the policy packs lie: in the checkout first, else inside the installed package.

An editable install leaves a stale copy of templates/ inside the package's folder, so the checkout goes first.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

FIRST_FILE = "pack.yaml"
# Found by name only: this package must not import the command that carries the packs in an installed wheel.
_CARRIER = "docs_check"
_FOLDER = "templates"
_LIBRARY = "library"
_DRAFTS = "drafts"
_REPORTS = "reports"
_COMMON = "common"


def find_packs() -> dict[str, Path]:
    """Every shipped pack that a folder may be recognised as: its folder's name to the folder."""
    return _packs_in(".")


def library_packs() -> dict[str, Path]:
    """The shipped packs that are used by name only."""
    return _packs_in(_LIBRARY)


def draft_packs() -> dict[str, Path]:
    """Packs to begin from: what is known of a policy is in them, its forms and days are the office's to fill in."""
    return _packs_in(_DRAFTS)


def report_kinds() -> tuple[Path, ...]:
    """The shipped kinds of reports, a file each: what `tables` knows of budgets and final accounts."""
    for root in _roots():
        kinds = tuple(sorted((root / _REPORTS).glob("*.yaml")))
        if kinds:
            return kinds
    return ()


def pieces() -> dict[str, Path]:
    """Shared pieces by the name that packs use them by: common/business-licence."""
    for root in _roots():
        found = {f"{_COMMON}/{path.stem}": path for path in sorted((root / _COMMON).glob("*.yaml"))}
        if found:
            return found
    return {}


def _packs_in(folder: str) -> dict[str, Path]:
    for root in _roots():
        packs = {path.parent.name: path.parent for path in sorted((root / folder).glob(f"*/{FIRST_FILE}"))}
        if packs:
            return packs
    return {}


def _roots() -> list[Path]:
    checkout = Path(__file__).resolve().parents[2]
    roots = [checkout / _FOLDER] if (checkout / "pyproject.toml").is_file() else []
    carrier = find_spec(_CARRIER)
    places = (carrier.submodule_search_locations or []) if carrier else []
    return [*roots, *(Path(place) / _FOLDER for place in places)]
