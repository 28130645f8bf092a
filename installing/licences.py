"""The licences of parts, as each part states its own, and which of them may not be shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from typing import Protocol

from packaging.requirements import Requirement

# Those whose terms would reach what is shipped with them. LGPL parts are used as libraries, which it allows.
_STRONG = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )\b(?:Affero )?General Public License", re.I)
_LESSER = re.compile(r"GNU (?:Lesser|Library) (?:or Lesser )?General Public License[^;]*|LGPL\S*", re.I)
_CHOICE = re.compile(r"\bOR\b")
_MOST = 100  # characters: some state the whole text


class About(Protocol):
    """The metadata of a package, as importlib and email both give it."""

    def get(self, name: str) -> str | None: ...
    def get_all(self, name: str) -> list[str] | None: ...


def licence(about: About) -> str:
    """By the expression, else by the classifiers, else in the package's own words."""
    named = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    said = about.get("License-Expression") or "; ".join(named) or about.get("License") or "not stated"
    return str(said).strip().splitlines()[0][:_MOST]


def may_be_shipped(stated: str) -> bool:
    """Of licences to choose among (`MIT OR GPL-2.0`) one that may be is enough."""
    return any(not _STRONG.search(_LESSER.sub("", choice)) for choice in _CHOICE.split(stated))


def shipped(name: str) -> Iterator[str]:
    """The names of all packages that the installed package `name` brings along on this machine, itself first."""
    seen, ahead = set[str](), [Requirement(name)]
    while ahead:
        wanted = ahead.pop()
        known = wanted.name.lower().replace("_", "-")
        if known in seen:
            continue
        try:
            requires = distribution(wanted.name).requires or ()
        except PackageNotFoundError:  # of another system, or left out by a marker that was not asked
            continue
        seen.add(known)
        yield known
        ahead += [one for one in map(Requirement, requires) if _asked(one, ("", *wanted.extras))]


def _asked(requirement: Requirement, extras: tuple[str, ...]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)
