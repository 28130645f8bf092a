"""What axe-core says against a page: the checks of WCAG 2.1 that a machine can make."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_GRAVE = ("serious", "critical")
_RUN = "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"


def complaints(page: Any) -> list[str]:
    """The serious ones, each with the first element that it is about."""
    page.evaluate(_AXE)  # evaluated, not loaded: no page lets in a script of others
    return [
        f"{page.url}: {one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]} (of {len(one['nodes'])})"
        for one in page.evaluate(_RUN)
        if one["impact"] in _GRAVE
    ]
