"""Finding an applicant among many by code or by name, near names included, without comparing all with all."""

from __future__ import annotations

from collections import defaultdict
from typing import Generic, TypeVar

from checks.facts.codes import plain
from checks.facts.identity import Identity, matches
from checks.facts.names import fold_name
from checks.pack.model import Policy

Item = TypeVar("Item")


class Gathering(Generic[Item]):
    """Items by identity. Names are kept with each of their characters left out once, so that two names one character
    apart meet in one bucket (the deletion neighbourhood of SymSpell)."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._buckets = defaultdict[str, list[tuple[Identity, Item]]](list)

    def found(self, identity: Identity | None, item: Item) -> None:
        if identity is not None:
            for key in _keys(identity):
                self._buckets[key].append((identity, item))

    def of(self, identity: Identity | None) -> Item | None:
        """The item of this applicant: by the very code or name first, then by a near one."""
        if identity is None:
            return None
        for key in _keys(identity):
            for known, item in self._buckets.get(key, ()):
                if matches(known, identity):
                    return item
        return None

    def named(self, identity: Identity | None) -> Item | None:
        """The only item of that very name, whatever its code."""
        found = self._buckets.get(_name_key(identity), []) if identity else []
        return found[0][1] if len(found) == 1 else None


def _name_key(identity: Identity) -> str:
    return f"name {fold_name(identity.name)}"


def _keys(identity: Identity) -> list[str]:
    name = fold_name(identity.name)
    keys = [_name_key(identity), *(f"near {name[:at]}{name[at + 1 :]}" for at in range(len(name)))]
    if not identity.code:
        return keys
    code = plain(identity.code)
    return [f"code {code}", *keys, *(f"near code {code[:at]}{code[at + 1 :]}" for at in range(len(code)))]
