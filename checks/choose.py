"""Which policy a folder is about: the pack of which most papers are recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checks.model import Policy
from extractor.matching import title_likeness

# Stricter than for reading a paper: the packs compete, and a title of one policy is often a variation of another's.
_RECOGNISED = 0.88
_TOP_LINES = 12  # a title stands among a page's first lines


@dataclass(frozen=True, slots=True)
class Choice:
    """`pack` is None where no pack recognises anything; `recognised` is how many papers each one does."""

    pack: str | None
    recognised: Mapping[str, int]


def choose_policy(pages: Iterable[Sequence[str]], packs: Mapping[str, Policy]) -> Choice:
    """`pages`: for each page its lines from the top, or only its title. The first of equals in `packs` wins."""
    pages = [page[:_TOP_LINES] for page in pages]
    recognised = {name: sum(recognises(page, policy) for page in pages) for name, policy in packs.items()}
    best = max(recognised, key=lambda name: recognised[name], default=None)
    return Choice(best if best is not None and recognised[best] else None, recognised)


def recognises(lines: Sequence[str], policy: Policy) -> bool:
    """Does one of these lines (or two of them, for a title that was broken) bear a title of the policy?"""
    candidates = [*lines, *(one + two for one, two in pairwise(lines))]
    titles = [title for kind in policy.kinds.values() for title in kind.titles]
    return any(title_likeness(line, title) >= _RECOGNISED for line in candidates for title in titles)
